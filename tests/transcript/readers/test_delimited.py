"""Tables in CSV and TSV: what the columns hold, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.errors import InputError
from producer.transcript.language.detection import languages_of
from producer.transcript.readers.delimited import read_delimited


def lines(
    text: str, name: str = "talk.csv"
) -> list[tuple[str | None, str | None, str, int | None]]:
    document = read_delimited(text.encode(), Path(name), languages_of())
    return [(line.speaker, line.language, line.text, line.turn) for line in document.lines]


TWO = [
    *[("Anna", "zh", "你好。", 1), ("Anna", "en", "Hello, you.", 1)],
    *[("Anna", "zh", "请坐。", 2), ("Anna", "en", "Do sit down.", 2)],
]


@pytest.mark.parametrize(
    "text",
    [
        'Anna,你好。,"Hello, you."\nAnna,请坐。,Do sit down.\n',
        "Anna;你好。;Hello, you.\r\nAnna;请坐。;Do sit down.",
        "Anna\t你好。\tHello, you.\nAnna\t请坐。\tDo sit down.\n",
        "Anna|你好。|Hello, you.\nAnna|请坐。|Do sit down.\n",
        "sep=;\nAnna;你好。;Hello, you.\nAnna;请坐。;Do sit down.",
        'speaker,zh,en\nAnna,你好。,"Hello, you."\n\nAnna,请坐。,Do sit down.',
        "姓名;中文原文;英语翻译;备注\nAnna;你好。;Hello, you.;smiling\nAnna;请坐。;Do sit down.",
        "No.;Start;Speaker;Chinese (zh-CN);English (UK)\n"
        "1;00:01;Anna;你好。;Hello, you.\n2;00:03;Anna;请坐。;Do sit down.",
        "Anna:;你好。;Hello, you.;;;\n\n;;;\nAnna:;请坐。;Do sit down.;;;\n",
    ],
)
def test_one_table_in_many_forms(text: str) -> None:
    assert lines(text) == TWO


def test_short_sentences_are_no_names() -> None:
    assert lines("你好,Hello\n再见,Goodbye\n你好,Hello\n") == [
        (None, "zh", "你好", 1),
        (None, "en", "Hello", 1),
        (None, "zh", "再见", 2),
        (None, "en", "Goodbye", 2),
        (None, "zh", "你好", 3),
        (None, "en", "Hello", 3),
    ]


def test_a_question_about_the_time_is_no_header() -> None:
    assert len(lines("现在是什么时间？,What time is it?\n五点。,Five.\n")) == 4


def test_a_column_rules_over_the_letters() -> None:
    rows = lines("speaker,zh,en\nAnna,OK,OK\nBen,是的，TCR-T and CAR-T,Yes\n".replace("，", " "))
    assert [(language, text) for _, language, text, _ in rows][:2] == [("zh", "OK"), ("en", "OK")]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            "speaker,zh,en\nAnna,你好,Hello, you\nBen,好,Good\n",
            2,
            "4 cells, where the others have 3",
        ),
        ('speaker,zh,en\nAnna,你好,"Hello\nBen,好,Good\n', 2, "cannot be read"),
        ("a,b\nc,d\n", 1, "no columns for two languages"),
        ("only one column\nof text\n", 1, "no columns"),
    ],
)
def test_what_cannot_be_read(text: str, line: int, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        lines(text)
    assert caught.value.line == line
    assert caught.value.advice
