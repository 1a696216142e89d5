"""All checks together: on the shared transcript, and the same on its script file."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.model import Script
from producer.transcript.findings import checked
from producer.transcript.reading import read
from producer.transcript.script.script_file import dump
from tests.transcript.findings.pairs import script_of

ROOT = Path(__file__).parents[3]
SHARED = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
SAMPLES = [path for path in sorted((ROOT / "seeds").iterdir()) if path.name != "README.md"]


def told(script: Script) -> list[tuple[str, int | None, str | None, str]]:
    return sorted(
        (f.kind, f.turn, f.language, f.message)
        for f in script.findings
        if f.kind != "no-title" and "label" not in f.kind
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples_have_no_findings(path: Path) -> None:
    assert [finding.message for finding in read(path).findings] == []


@pytest.mark.skipif(not SHARED, reason="the shared transcript lies beside the repository only")
def test_the_shared_transcript() -> None:
    script = read(SHARED[0])
    assert len(script.turns) == 7
    found = {(f.kind, f.turn, f.language) for f in script.findings}
    wanted = {
        ("no-title", None, None),  # the file has none
        ("missing", 1, "en"),  # the introduction
        ("unit", 2, "en"),  # 97 亩, 97 acres
        ("typing", 2, "en"),  # a word misspelled
    }
    assert wanted <= found
    # Of these a person would wave none through; up to three more would do.
    assert len(script.findings) <= len(wanted) + 3


@pytest.mark.skipif(not SHARED, reason="the shared transcript lies beside the repository only")
def test_a_transcript_and_its_script_file_have_the_same_findings(tmp_path: Path) -> None:
    script = read(SHARED[0])
    file = tmp_path / "talk.script.md"
    file.write_text(dump(script), encoding="utf-8")
    assert told(read(file)) == told(script)


def test_each_finding_has_the_line_of_its_paragraph(tmp_path: Path) -> None:
    script = script_of({"zh": "好。\n第二段。。", "en": "Good.\nThe the second."})
    file = tmp_path / "talk.script.md"
    file.write_text(dump(script), encoding="utf-8")
    lines = file.read_text("utf-8").splitlines()
    found = read(file).findings
    assert [f.kind for f in found] == ["typing", "typing"]
    for finding in found:
        assert finding.line is not None
        assert finding.change is not None
        assert finding.change.before in lines[finding.line - 1]


def test_findings_are_in_the_order_of_the_file() -> None:
    script = checked(script_of({"en": "The the end [1]."}, {"zh": "完。。"}))
    assert [f.turn for f in script.findings] == sorted(f.turn or 0 for f in script.findings)
    assert {f.kind for f in script.findings} == {"missing", "typing", "speech"}


@pytest.mark.parametrize(
    "text", ["一", "万", "1", "1,", "（", "。，", "的", "one ", "hundred ", "A", "|"]
)
def test_the_same_over_and_over_is_bounded(text: str) -> None:
    # Digits beyond what int() takes, and patterns that would try every way to divide a run.
    script = checked(script_of({"zh": text * 5_000, "en": text * 5_000}))
    assert len(script.findings) < 60
