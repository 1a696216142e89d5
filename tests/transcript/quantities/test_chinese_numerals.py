"""Chinese numerals: every number is read as it was written, in each way to write it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.transcript.quantities import chinese_numbers, quantities
from producer.transcript.quantities.chinese_numerals import values_of
from producer.units import CHINESE, SIGNS

IN_NUMBERS = (
    *"零〇一二两十百千万亿上下本两个半点时分之年月后周星期礼拜块多几成倍",
    *"上午 凌晨 百分百 世纪 年代 三刻 个百分点 37 1,000 3.5".split(),
)
DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """`number` as a Chinese numeral, by the rules of the school book."""
    if number >= 10**8:
        return numeral(number // 10**8) + "亿" + _rest(number % 10**8, 10**7)
    if number >= 10**4:
        return numeral(number // 10**4) + "万" + _rest(number % 10**4, 10**3)
    for scale, character in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            rest = number % scale
            return DIGITS[number // scale] + character + _rest(rest, scale // 10)
    return DIGITS[number]


def _rest(rest: int, least: int) -> str:
    if not rest:
        return ""
    return numeral(rest) if rest >= least else "零" + numeral(rest)


@given(st.integers(0, 10**12 - 1))
def test_a_numeral_is_read_as_its_number(number: int) -> None:
    assert values_of(numeral(number)) == (Fraction(number),)


@given(st.integers(11, 10**12 - 1))
def test_a_numeral_is_found_in_a_sentence(number: int) -> None:
    [found] = quantities(f"那里有{numeral(number)}盏灯。", "zh")
    assert found.values == (Fraction(number),)
    assert found.text == numeral(number)


@given(st.integers(1, 9999), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_digits_before_a_scale(number: int, scale: tuple[str, int]) -> None:
    character, factor = scale
    assert values_of(f"{number}{character}") == (Fraction(number * factor),)
    assert values_of(f"{number}.5{character}") == (Fraction(2 * number + 1, 2) * factor,)


@given(st.integers(1000, 2999))
def test_a_year_is_read_digit_by_digit(year: int) -> None:
    written = "".join(DIGITS[int(digit)] for digit in str(year))
    assert [q.values for q in quantities(f"{written}年冬天", "zh")] == [(Fraction(year),)]


@pytest.mark.parametrize(
    ("run", "values"),
    [
        ("两百", [200]),
        ("三千五", [3500]),
        ("两万五", [25_000]),
        ("三千零五", [3005]),
        ("一亿两千万", [120_000_000]),
        ("三千五百亿", [350_000_000_000]),
        ("三万亿", [3_000_000_000_000]),
        ("3千5百", [3500]),
        ("1,250", [1250]),
        ("三点五", [Fraction(7, 2)]),
        ("七八", [7, 8]),
        ("七八百", [700, 800]),
        ("三五", [3, 5]),
        ("十", [10]),
        ("百十千", []),
        ("三三两两", []),
        ("三四五千", []),
    ],
)
def test_ways_of_writing(run: str, values: list[int]) -> None:
    assert list(values_of(run)) == values


@given(
    st.text(alphabet="零〇一二两三九十百千万亿点0123456789,. 分之年月个半多%第几"),
    st.sampled_from(["zh", "en"]),
)
def test_nothing_is_too_odd_to_be_read(text: str, language: str) -> None:
    for found in quantities(text, language):
        assert text[found.start : found.end] == found.text
        assert found.values


@given(
    st.lists(
        st.sampled_from([*CHINESE, *SIGNS, *IN_NUMBERS]),
        max_size=8,
    )
)
def test_a_number_is_sought_wherever_one_can_begin(written: list[str]) -> None:
    text = "".join(written)
    for match in chinese_numbers._FIND.finditer(text):
        assert not match[0] or chinese_numbers._BEGINNING.match(text, match.start()), match
