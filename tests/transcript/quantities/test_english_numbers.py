"""English numbers in digits and in words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.transcript.quantities import english_numbers, quantities
from producer.units import ENGLISH, SIGNS

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
BESIDE_NUMBERS = (
    *"a an half halved the per any every and past of out in century quarter o'clock pm".split(),
    *"'90s ’60s 37 1,000 3.5 12:30 2/3 50-50".split(),
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def words(number: int) -> str:
    """`number` as it is said in English."""
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= scale:
            rest = number % scale
            return f"{words(number // scale)} {name}" + (f" {words(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{SMALL[number // 100]} hundred" + (f" and {words(rest)}" if rest else "")
    if number >= 20:
        rest = number % 10
        return TENS[number // 10 - 2] + (f"-{SMALL[rest]}" if rest else "")
    return SMALL[number]


@given(st.integers(0, 10**12 - 1))
def test_words_are_read_as_their_number(number: int) -> None:
    [found] = quantities(f"They counted {words(number)} lamps.", "en")
    assert found.values == (Fraction(number),)
    assert found.text == words(number)


@given(st.integers(0, 10**12 - 1))
def test_digits_are_read_as_their_number(number: int) -> None:
    [found] = quantities(f"They counted {number:,} lamps.", "en")
    assert found.values == (Fraction(number),)


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("the 97-acre yard", [97], "acre"),
        ("5kg", [5], "kg"),
        ("10 square kilometres", [10], "km²"),
        ("$3.5 million", [3_500_000], "dollar"),
        ("12.5 billion yuan", [12_500_000_000], "yuan"),
        ("half a million", [500_000], None),
        ("a dozen eggs", [12], None),
        ("an hour and a half", [Fraction(3, 2)], "hour"),
        ("half past four", [Fraction(9, 2)], "o'clock"),
        ("twenty twenty-four", [2024], None),
        ("the '80s", [1980, 80], None),
        ("two-thirds", [Fraction(2, 3)], "%"),
        ("3 out of 10", [Fraction(3, 10)], "%"),
        ("twenty in one breath", [20], None),
        ("in May", [5], "month of the year"),
        ("98.6°F", [Fraction(493, 5)], "°F"),
        ("the 21st century", [21], None),
    ],
)
def test_ways_of_writing(text: str, values: list[Fraction], unit: str | None) -> None:
    [found] = quantities(text, "en")
    assert list(found.values) == values
    assert (found.unit.name if found.unit else None) == unit


@pytest.mark.parametrize(
    "text",
    ["CAR-T", "COVID-19", "5G", "H1N1", "May I", "they march on", "24/7", "hundreds of them"],
)
def test_what_is_no_number(text: str) -> None:
    assert not quantities(text, "en")


@given(
    st.lists(
        st.sampled_from([*sorted(english_numbers._FIRST_WORDS), *ENGLISH, *SIGNS, *BESIDE_NUMBERS]),
        max_size=8,
    ),
    st.sampled_from([" ", "-", ", ", "/", ""]),
    st.sampled_from([str, str.upper, str.title]),
)
def test_a_number_is_sought_wherever_one_can_begin(
    written: list[str], between: str, case: Callable[[str], str]
) -> None:
    text = case(between.join(written))
    for match in english_numbers._FIND.finditer(text):
        assert english_numbers._BEGINNING.match(text, match.start()), match


def test_a_long_s_is_an_s() -> None:
    # As books of old have it. It was taken for the word, which no table had.
    [found] = quantities("They counted ſeven lamps.", "en")
    assert found.values == (Fraction(7),)


@given(st.text(alphabet="onetwthrfiuysxgv hd-mila0123456789,.%$½' "))
def test_nothing_is_too_odd_to_be_read(text: str) -> None:
    for found in quantities(text, "en"):
        assert text[found.start : found.end] == found.text
