from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.speech.written_numbers import written_out


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("42 cups", "forty two cups"),
        ("3.14 and 0", "three point one four and zero"),
        ("1,200 people", "one thousand two hundred people"),
        (
            "In 1984, 2007 and 2026.",
            "In nineteen eighty four, two thousand seven and twenty twenty six.",
        ),
        ("1900 to 1905", "nineteen hundred to nineteen oh five"),
        ("the 1st, 21st, 12th and 30th", "the first, twenty first, twelfth and thirtieth"),
        ("the 1990s", "the nineteen nineties"),
        ("5% or 50 %", "five percent or fifty percent"),
        ("vitamin B12", "vitamin B one two"),
        ("room 007", "room zero zero seven"),
        ("1000000", "one million"),
        (
            "12345678901234567",
            "one two three four five six seven eight nine zero one two three four five six seven",
        ),
        ("no numbers, 好 ２", "no numbers, 好 ２"),
    ],
)
def test_numbers_are_written_out(text: str, spoken: str) -> None:
    assert written_out(text) == spoken


@given(st.text(st.sampled_from("0123456789.,% abcthsndr-好"), max_size=30))
def test_no_digit_is_left_and_no_word_lost(text: str) -> None:
    spoken = written_out(text)
    assert not any(c.isascii() and c.isdigit() for c in spoken)
    assert spoken.count("好") == text.count("好")
