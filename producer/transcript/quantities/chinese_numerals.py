"""Chinese numerals, also mixed with digits: 两百万, 一九七八, 三点五, 200万, 3千5百.

cn2an reads these too, but whole strings only: it neither finds them in a text nor tells "七八百"
(about 700 to 800) from a slip, and gives floats where fractions are compared here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from producer.transcript.quantities.digits import ARABIC

_DIGITS = {
    **{c: value for value, c in enumerate("零一二三四五六七八九")},
    **{c: value for value, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **{"〇": 0, "○": 0, "两": 2, "兩": 2, "貳": 2, "參": 3, "陸": 6},
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

DIGIT = f"[{''.join(_DIGITS)}]"
SCALE = f"[{''.join(_TENS)}{''.join(_MYRIADS)}]"
NUMERAL = (
    rf"(?:(?:(?:{ARABIC}) ?|{DIGIT}+(?:[点點]{DIGIT}+)?)?{SCALE}){{0,20}}"
    rf"(?:{ARABIC}|{DIGIT}+(?:[点點]{DIGIT}+)?)?"
)
"""A run that may be a number, for use in a regular expression; it may be empty."""

_LONGEST = 40
"""Characters: what is longer is no number that anybody reads."""

_TOKEN = re.compile(rf"({ARABIC})|({DIGIT}+)(?:[点點]({DIGIT}+))?|({SCALE})")
_APPROXIMATE = re.compile(rf"({DIGIT}?[十拾])?({DIGIT})({DIGIT})({SCALE}*)")


@lru_cache(maxsize=4096)
def values_of(run: str) -> tuple[Fraction, ...]:
    """What a run may mean, the likeliest first; none where it is no number.

    "七八百" is 700 or 800, "七八" 7 or 8 (or digits one by one), "十四五" 14 or 15, "两万五"
    25,000.
    """
    if len(run) > _LONGEST:
        return ()
    run = run.replace(" ", "")
    if run.isascii() and run.isdigit():
        return (Fraction(int(run)),)
    if about := _APPROXIMATE.fullmatch(run):
        low, high = _DIGITS[about[2]], _DIGITS[about[3]]
        tens = value_of(about[1]) if about[1] else Fraction(0)
        if 0 < low < high and (high == low + 1 or (low, high) == (3, 5)) and tens is not None:
            scale = value_of(f"一{about[4]}") if about[4] else Fraction(1)
            return () if scale is None else ((tens + low) * scale, (tens + high) * scale)
    if re.fullmatch(rf"(?:{DIGIT}){{2,}}", run):
        # One digit after another, as in years; 两 never stands there.
        if "两" in run or "兩" in run:
            return ()
        return (Fraction(int("".join(str(_DIGITS[c]) for c in run))),)
    value = value_of(run)
    return () if value is None else (value,)


def value_of(run: str) -> Fraction | None:
    """The one number that a well-formed run is, else None."""
    total, section, last = Fraction(0), Fraction(0), 0
    number: Fraction | None = None
    zero = False
    position = 0
    while position < len(run):
        token = _TOKEN.match(run, position)
        if token is None:
            return None
        position = token.end()
        arabic, digits, decimals, scale = token.groups()
        if scale is None:
            if number is not None:
                return None
            read = _number(arabic, digits, decimals)
            if read is None:
                return None
            zero = digits is not None and len(digits) > 1
            number = read
        elif scale in _TENS:
            if last and _TENS[scale] >= last:
                return None
            last = _TENS[scale]
            section += (Fraction(1) if number is None else number) * last
            number = None
        else:
            section += number or 0
            if not section and number is None:
                section = Fraction(1) if not total else Fraction(0)
            if scale in "万萬":
                total += section * 10**4
            else:
                total = ((total + section) or Fraction(1)) * 10**8
            section, number, last = Fraction(0), None, 0
            if run[0] != scale and (trailing := _trailing(run[position:])):
                return total + Fraction(trailing * _MYRIADS[scale], 10)
    if (
        number is not None
        and last >= 100
        and not zero
        and run[0] not in _TENS
        and 0 < number < 10
        and run[-1] in _DIGITS
    ):
        number = number * last / 10
    return total + section + (number or 0)


def _trailing(numeral: str) -> int | None:
    """The digit of "两万五", which is thousands."""
    return _DIGITS.get(numeral) if len(numeral) == 1 else None


def _number(arabic: str | None, digits: str | None, decimals: str | None) -> Fraction | None:
    if arabic is not None:
        return Fraction(arabic.replace(",", ""))
    significant = (digits or "").lstrip("零〇○")
    if len(significant) > 1:
        return None
    integer = _DIGITS[significant] if significant else 0
    if decimals is None:
        return Fraction(integer)
    return integer + Fraction("0." + "".join(str(_DIGITS[c]) for c in decimals))
