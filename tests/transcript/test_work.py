"""How much work a file is: it grows with its length and not faster, whatever the file is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from producer.errors import InputError
from producer.transcript.document import MOST_LINES
from producer.transcript.reading import read

_FEW, _MANY = 200, 800


def _captions_at_one_time(count: int) -> str:
    cue = "{n}\n00:00:01,000 --> 00:00:02,000\n{text} {n}\n\n"
    texts = ("你好，世界", "Hello, world")
    return "".join(cue.format(n=n, text=texts[n % 2]) for n in range(1, count + 1))


def _captions_that_overlap(count: int) -> str:
    cue = "{n}\n00:00:{n:02d},000 --> 09:00:00,000\n{text} {n}\n\n"
    texts = ("你好，世界", "Hello, world")
    return "".join(cue.format(n=n, text=texts[n % 2]) for n in range(1, count + 1))


def _letters(count: int) -> str:
    return "".join(f"{'a我'[n % 2]}\n" for n in range(count))


def _line_pairs(count: int) -> str:
    return "".join(f"这是第{n}行，说的是河。\nThis is line {n}.\n" for n in range(count // 2))


def _blocks(count: int) -> str:
    return "".join(f"这是第{n}行。\nThis is line {n}.\n\n" for n in range(count // 2))


def _labels(count: int) -> str:
    return "".join(f"安娜：第{n}句。\nAnna: Sentence {n}.\n\n" for n in range(count // 2))


def _names_that_stand_once(count: int) -> str:
    names = [f"{chr(65 + n // 26 % 26)}{chr(97 + n % 26)}o" for n in range(count // 2)]
    return "".join(f"{name}: 第{n}句。\n{name}: Line {n}.\n\n" for n, name in enumerate(names))


def _halves(count: int) -> str:
    first = "".join(f"安娜：第{n}句。\n\n" for n in range(count // 2))
    return first + "".join(f"Anna: Sentence {n}.\n\n" for n in range(count // 2))


def _stretches(count: int) -> str:
    pieces = []
    for start in range(0, count // 2, 5):
        pieces += [f"第{n}段，没有名字。\n" for n in range(start, start + 5)]
        pieces += [f"Paragraph {n}, without a name.\n" for n in range(start, start + 5)]
    return "\n".join(pieces)


def _numbered(count: int) -> str:
    return "".join(f"({n})\n这是一句。\nThis is one.\n\n" for n in range(1, count // 3 + 1))


def _notes_on_words(count: int) -> str:
    return "".join("This is one.\n\n这是一句。\n\n解析：\n* one：一\n\n" for _ in range(count // 4))


def _brackets(count: int) -> str:
    return "".join(f"（第{n}句\nAnd (line {n}\n\n" for n in range(count // 2))


def _work(text: str, path: Path) -> int:
    """How many functions are called while `text` is read, those in C too."""
    path.write_text(text, "utf-8")
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(path)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    ("text_of", "name"),
    [
        (_captions_at_one_time, "talk.srt"),
        (_captions_that_overlap, "talk.srt"),
        (_letters, "talk.txt"),
        (_line_pairs, "talk.txt"),
        (_blocks, "talk.txt"),
        (_labels, "talk.txt"),
        (_names_that_stand_once, "talk.txt"),
        (_halves, "talk.txt"),
        (_stretches, "talk.md"),
        (_numbered, "talk.md"),
        (_notes_on_words, "talk.md"),
        (_brackets, "talk.txt"),
    ],
)
def test_work_grows_with_the_length(
    text_of: Callable[[int], str], name: str, tmp_path: Path
) -> None:
    few = _work(text_of(_FEW), tmp_path / name)
    many = _work(text_of(_MANY), tmp_path / name)
    assert many < 1.3 * _MANY / _FEW * few


def test_more_lines_than_any_conversation_has_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("a\n我\n" * (MOST_LINES // 2 + 1), "utf-8")
    with pytest.raises(InputError, match="lines with text"):
        read(path)
