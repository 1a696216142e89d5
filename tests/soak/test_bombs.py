"""Files that took gigabytes or minutes are read or refused within 400 MB and 5 s."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.soak.bombs import MOST_MB, Blast, bombs, burst

NAMED = {bomb.name: bomb for bomb in bombs()}
IN_TOML = [
    f"{file}, {dots}"
    for file in ("front matter", "show.toml", "cast.toml", "lexicon.toml")
    for dots in ("20,000 dots", "1,200 dots", "a table of 1,200 dots", "20,000 tables")
]


def assert_borne(blast: Blast) -> None:
    assert blast.is_borne, blast


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
@pytest.mark.parametrize(
    "name",
    [
        ".docx, 400,000 paragraphs",
        ".docx, 4,000,000 empty paragraphs",
        ".docx, 150,000 empty paragraphs",
        ".docx, another part of 28 MB",
        ".docx, cells of 63 columns",
        *IN_TOML,
        "script file, 20,000 dots",
        "script file, turns",
        ".txt, labelled turns",
        ".txt, headings",
        ".txt, a head of a list",
        ".vtt, voices",
        ".html, paragraphs of pairs",
        ".csv, rows",
    ],
)
def test_what_is_read_takes_little_or_is_refused(name: str, tmp_path: Path) -> None:
    assert_borne(burst(NAMED[name], tmp_path))


def test_a_bomb_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the measure measures: what takes memory is seen to."""
    blast = burst(NAMED[".txt, one long line of words"], tmp_path)
    assert 40 < blast.memory_mb < MOST_MB
    assert blast.cpu_s > 0.3
    monkeypatch.setattr("tests.soak.bombs.MOST_MB", 40)
    assert not blast.is_borne
