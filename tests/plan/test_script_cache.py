"""A transcript that was understood before is not read again, and one that has changed is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import pytest

from producer.model import Script
from producer.plan import script_cache
from producer.transcript import reading

TALK = """\
# 灯 | Lamps

## 河边 | By the river

安娜：你好，今天是2019年5月3日。（笑）
Anna: Hello, today is 4 May 2019.

本：再见！
Ben: Good-bye!
"""
CUES = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:03,000 --> 00:00:04,000\n{}\n"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read as transcripts."""
    read: list[Path] = []
    original: Callable[..., Script] = reading.read

    def counted(path: Path, *arguments: object, **options: object) -> Script:
        read.append(path)
        return original(path, *arguments, **options)

    monkeypatch.setattr(reading, "read", counted)
    return read


def script(path: Path, store: Path, people: list[list[str]] | None = None) -> Script:
    return script_cache.read(path, ("zh", "en"), people or [], untranslated=False, store=store)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / ".producer"
    folder.mkdir()
    return folder


def test_the_script_is_the_same_to_the_last_finding(
    tmp_path: Path, store: Path, reads: list[Path]
) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(TALK, "utf-8")
    first, second = script(file, store), script(file, store)
    assert len(reads) == 1
    assert first.findings
    assert astuple(first) == astuple(second)
    assert repr(first) == repr(second)


def test_what_has_changed_is_read_again(tmp_path: Path, store: Path, reads: list[Path]) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(TALK, "utf-8")
    script(file, store)
    file.write_text(TALK.replace("再见", "晚安"), "utf-8")
    assert script(file, store).turns[1].passages["zh"] == ("晚安！",)
    script(file, store, people=[["Anna", "Ann"]])
    assert len(reads) == 3


def test_a_change_in_the_file_beside_it_counts(
    tmp_path: Path, store: Path, reads: list[Path]
) -> None:
    file, beside = tmp_path / "talk.zh.srt", tmp_path / "talk.en.srt"
    file.write_text(CUES.format("你好，欢迎你们来。", "今天我们谈谈灯。"), "utf-8")
    beside.write_text(CUES.format("Hello and welcome.", "Today we talk of lamps."), "utf-8")
    script(file, store)
    beside.write_text(CUES.format("Hello and good day.", "Today we talk of lamps."), "utf-8")
    texts = [text for turn in script(file, store).turns for text in turn.passages["en"]]
    assert any("good day" in text for text in texts)
    assert len(reads) == 2


@pytest.mark.parametrize("damage", [b"", b"\xff\x00", b"{}"])
def test_what_cannot_be_read_there_is_read_anew(
    tmp_path: Path, store: Path, reads: list[Path], damage: bytes
) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(TALK, "utf-8")
    expected = script(file, store)
    (kept,) = (store / "scripts").iterdir()
    for content in damage, kept.read_bytes().partition(b"\n")[0] + b"\n" + damage:
        kept.write_bytes(content)
        assert script(file, store) == expected
    assert len(reads) == 3


def test_nothing_is_written_where_no_show_has_its_store(tmp_path: Path, reads: list[Path]) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(TALK, "utf-8")
    script(file, tmp_path / ".producer")
    script(file, tmp_path / ".producer")
    assert len(reads) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["talk.txt"]
