"""`producer lexicon`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers import commands

TALK = """\
# 茶 | Tea

安娜：ASH和CAR-T是什么？
Anna: What are ASH and CAR-T? ASH is 5 km away.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    result = commands.run("lexicon", *arguments, code=code)
    return result.stdout if code == 0 else result.stderr


def test_entries_are_added_and_listed(folder: Path) -> None:
    assert run() == ""
    run("add", "en", "ASH", "ash")
    run("add", "zh", "ASH", "A S H", "--engine", "edge", "--any-case")
    entries = json.loads(run("--json"))["entries"]
    assert [(e["language"], e["term"], e["spoken"], e["engine"], e["case"]) for e in entries] == [
        ("en", "ASH", "ash", "", True),
        ("zh", "ASH", "A S H", "edge", False),
    ]
    assert "capitals count" in run()
    assert (folder / "voices" / "lexicon.toml").exists()


def test_suggestions_say_what_is_spoken_now_and_leave_out_what_has_an_entry() -> None:
    terms = json.loads(run("suggest", "talk.txt", "--json"))["terms"]
    assert [(t["language"], t["term"], t["count"], t["lines"], t["spoken"]) for t in terms] == [
        ("zh", "ASH", 1, [3], "ASH"),
        ("zh", "CAR-T", 1, [3], "CAR T"),
        ("en", "ASH", 2, [4], "ASH"),
        ("en", "CAR-T", 1, [4], "CAR T"),
    ]
    run("add", "en", "ASH", "ash")
    run("add", "en", "CAR-T", "car tee")
    shown = run("suggest", "talk.txt")
    assert "zh" in shown
    assert "en " not in shown


def test_what_cannot_be_used_is_refused(folder: Path) -> None:
    assert "no language" in run("add", "english", "ASH", "ash", code=3)
    assert "did you mean 'edge'" in run("add", "en", "ASH", "ash", "--engine", "egde", code=2)
    assert "no such file" in run("suggest", "nothing.txt", code=3)
    (folder / "voices").mkdir()
    (folder / "voices" / "lexicon.toml").write_text("[en]\nA = 5\n", encoding="utf-8")
    assert "lexicon.toml:2:" in run(code=3)
