"""What is used of an answer: its paragraphs, clean, without what servers put round them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import Script, Speaker, Turn, clean_text, is_speakable
from producer.translation.prompt import Unusable, reading

TURN = Turn(1, "陆教授", {"zh": ("第一段。", "第二段。")})
SCRIPT = Script(
    {"zh": "茶"}, ("zh", "en"), (Speaker("陆教授", {"zh": "陆教授", "en": "Prof. Lu"}),), (TURN,)
)


def read(answer: str) -> tuple[str, ...]:
    return reading(SCRIPT, TURN, "zh", "en", (), lambda *_: None)(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "One.\n\nTwo.",
        "One.\nTwo.",
        " One.\r\n\r\n\r\n  Two. \n",
        "Prof. Lu: One.\n\nTwo.",
        "陆教授：One.\nTwo.",
        "<think>\nHm.\n\nWell.\n</think>\n\nOne.\n\nTwo.",
        "```\nOne.\n\nTwo.\n```",
        "<passage>\nOne.\n\nTwo.\n</passage>",
        "One.\x00\n\n\ufeffTwo.\ud800",
    ],
)
def test_two_paragraphs(answer: str) -> None:
    assert read(answer) == ("One.", "Two.")


def test_lines_of_a_wrapped_answer_are_joined() -> None:
    assert read("One,\nand more.\n\nTwo.") == ("One, and more.", "Two.")


@given(st.text() | st.text("ab \n`<>/thinkpassage:：。"))
def test_any_answer_gives_clean_paragraphs_or_none(answer: str) -> None:
    try:
        paragraphs = read(answer)
    except Unusable:
        return
    assert any(map(is_speakable, paragraphs))
    assert all(text and text == clean_text(text) for text in paragraphs)
