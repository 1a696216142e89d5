"""Lines that hold a passage in both languages become two."""

from __future__ import annotations

import pytest

from producer.transcript.document import split_lines
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.shared_lines import split_shared_lines

THREE = [
    ("安娜：你好，欢迎。", "Hello, and welcome."),
    ("本：谢谢，很高兴来。", "Thank you, I am glad to be here."),
    ("安娜：我们开始吧？", "Shall we begin?"),
]


def speeches(text: str) -> list[str]:
    return [
        line.speech.strip() for line in split_shared_lines([*split_lines(text)], languages_of())
    ]


@pytest.mark.parametrize("between", [" ", "", " / ", " | "])
def test_each_line_becomes_one_in_either_language(between: str) -> None:
    text = "\n".join(between.join(halves) for halves in THREE)
    assert speeches(text) == [half for halves in THREE for half in halves]


@pytest.mark.parametrize("brackets", ["（）", "()", "[]", "【】"])
def test_a_translation_in_brackets_comes_out_of_them(brackets: str) -> None:
    text = "\n".join(f"{zh}{brackets[0]}{en}{brackets[1]}" for zh, en in THREE)
    assert speeches(text) == [half for halves in THREE for half in halves]


def test_a_label_that_stands_twice_divides_the_line() -> None:
    names = [
        ("Anna", "你好。", "Hello."),
        ("Ben", "谢谢。", "Thanks."),
        ("Anna", "开始？", "Ready?"),
    ]
    text = "\n".join(f"{name}: {zh} {name}: {en}" for name, zh, en in names)
    halves = [f"{name}: {half}" for name, zh, en in names for half in (zh, en)]
    assert speeches(text) == halves


@pytest.mark.parametrize(
    "text",
    [
        "安娜：他说：“好。” Then he left.\n本：后来呢？\nBen: And then?\n安娜：没有了。\nAnna: No.",
        "安娜：你好。\nAnna: Hello.\n本：谢谢。\nBen: Thanks.",
        "茶 Tea\n书 Books\n桥 Bridges",
    ],
    ids=["a quotation", "a line each", "titles"],
)
def test_where_most_lines_are_in_one_language_none_is_divided(text: str) -> None:
    assert speeches(text) == text.split("\n")


def test_a_line_that_stands_alone_is_divided_for_itself() -> None:
    talk = "安娜：你好。\nAnna: Hello.\n\n本：谢谢。\nBen: Thanks."
    greeting = "感谢您的收听，我们下期再见！ Thank you for listening, and see you next time!"
    assert speeches(f"{talk}\n\n{greeting}")[-2:] == [
        "感谢您的收听，我们下期再见！",
        "Thank you for listening, and see you next time!",
    ]
