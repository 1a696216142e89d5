"""What a chat service puts better is used where it fits, and nothing else of its answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aiohttp import web

from tests.helpers.commands import run
from tests.standin.chat import MODEL, Asked, ChatServer

TALK = """\
安娜：今天我们去看河边的老灯塔，它由三代人守着，现在要改成小博物馆。
Anna: Today we visit the old lighthouse by the river, kept by three generations, soon a museum.

本：我爷爷点了四十年的灯。
Ben: My grandfather lit the lamp for forty years.
"""


@pytest.fixture
def seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "light.txt").write_text(TALK, encoding="utf-8")
    return Path("seeds/light.txt")


def _lines(server: ChatServer, seed: Path) -> dict[str, tuple[str, str]]:
    settings = f'[translate]\nurl = "{server.address}"\nmodel = "{MODEL}"\nattempts = 2\n'
    Path("show.toml").write_text(settings, encoding="utf-8")
    told = json.loads(run("start", str(seed), "--improve", "--json").stdout)["lines"]
    return {line["key"]: (line["text"], line["evidence"]) for line in told}


def _answering(server: ChatServer, text: str) -> None:
    def answer(_: Asked) -> web.Response:
        return web.json_response({"choices": [{"message": {"content": text}}]})

    server.answer = answer


def test_words_that_fit_are_proposed_with_who_put_them_so(seed: Path) -> None:
    with ChatServer({}) as server:
        texts = {
            "title.zh": "守灯塔的三代人",
            "title.en": "Three Generations of Light",
            "notes.en": "Anna and Ben visit a lighthouse that becomes a museum.",
            "notes.zh": "An English text where Chinese was asked for.",
            "keywords.en": "x" * 400,
            "name.0.en": "Somebody Else",
        }
        _answering(server, f"<think>hm</think>\n```json\n{json.dumps(texts)}\n```")
        lines = _lines(server, seed)
        (question,) = server.asked
    assert lines["title.zh"][0] == "守灯塔的三代人"
    assert lines["title.en"][0] == "Three Generations of Light"
    assert lines["title.en"][1].startswith(f"put so by {MODEL}; by rule: ")
    assert lines["notes.en"][0] == texts["notes.en"]
    assert "English text" not in lines["notes.zh"][0]
    assert "xxx" not in lines["keywords.en"][0]
    assert lines["name.0.en"][0] == "Anna"
    assert "我爷爷点了四十年的灯" in question.text
    assert "My grandfather lit the lamp" in question.text


@pytest.mark.parametrize(
    "text", ["Sure! Here you are.", "[1, 2]", "{}", '{"title.zh": 7}', "[" * 9_999]
)
def test_an_answer_that_is_no_proposal_is_told_and_nothing_is_written(
    seed: Path, text: str
) -> None:
    with ChatServer({}) as server:
        _answering(server, text)
        Path("show.toml").write_text(
            f'[translate]\nurl = "{server.address}"\nmodel = "{MODEL}"\nattempts = 1\n',
            encoding="utf-8",
        )
        done = run("start", str(seed), "--improve", "--yes", code=4)
    assert "the answer" in done.stderr
    assert not seed.with_name("light.script.md").exists()


def test_without_a_server_the_advice_says_how_to_set_one(seed: Path) -> None:
    done = run("start", str(seed), "--improve", "--yes", code=3)
    assert "PRODUCER_TRANSLATE_URL" in done.stderr
