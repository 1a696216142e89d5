"""Headings that only their numbers show."""

from __future__ import annotations

import pytest

from producer.transcript.document import split_lines
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.sections import mark_sections


def headings(text: str) -> list[str]:
    lines = mark_sections(list(split_lines(text)), languages_of())
    assert [line.text for line in lines] == [line.text for line in split_lines(text)]
    return [line.text for line in lines if line.level]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("01 学徒", "02 停摆"),
        ("一、学徒", "二、停摆"),
        ("第一部分：学徒", "第二部分：停摆"),
        ("第1章 学徒", "第2章 停摆"),
        ("Part 1: The apprentice", "Part 2: The stop"),
        ("Chapter one", "Chapter two"),
    ],
)
def test_numbered_blocks_are_headings(first: str, second: str) -> None:
    text = f"{first}\n\n安娜：你好。\n\n{second}\n\n本：再见。"
    assert headings(text) == [first, second]


def test_both_languages_of_a_heading_stand_in_one_block() -> None:
    text = "01 学徒\n01 The apprentice\n\n安娜：你好。\n\n02 停摆\n02 The stop\n\n本：再见。"
    assert len(headings(text)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "01 学徒\n\n安娜：你好。",
        "01 学徒\n\n安娜：你好。\n\n03 停摆\n\n本：再见。",
        "02 学徒\n\n安娜：你好。\n\n03 停摆\n\n本：再见。",
        "一、我们先去了车站。\n\n二、然后我们回家了。",
        "01 学徒\n安娜：你好。\n\n02 停摆\n本：再见。",
        "Part 1: " + "long " * 9 + "\n\n安娜：你好。\n\nPart 2: " + "long " * 9,
    ],
    ids=["one", "a gap", "not from one", "sentences", "in blocks with speech", "long"],
)
def test_other_numbers_are_text(text: str) -> None:
    assert headings(text) == []
