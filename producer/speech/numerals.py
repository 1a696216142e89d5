"""Numerals of other forms."""

from __future__ import annotations

import re
import unicodedata

ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
"""A Roman numeral up to 39."""

STAGE = rf"(?:(?:{ROMAN}|[Ⅰ-Ⅻ])[ABCab]?)"
"""The Roman number of a stage: II, IIIA, Ⅱ."""

VULGAR = {
    **{"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5)},
    **{"⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8)},
    **{"⅞": (7, 8)},
}
"""Fractions that are one character: what is above and below the line."""
VULGAR_SIGNS = "".join(VULGAR)

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_HAN = str.maketrans("0123456789", "零一二三四五六七八九")
_DINGBATS = (0x2776, 0x2780, 0x278A)
"""Where circled numbers from 1 to 10 begin that have no decomposition."""


def roman(numeral: str) -> int:
    """The value of a numeral that matches `ROMAN`, or of one character such as Ⅳ."""
    values = [_ROMAN_VALUES[letter] for letter in unicodedata.normalize("NFKC", numeral)]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def stage(numeral: str) -> tuple[int, str]:
    """What a numeral comes to that matches `STAGE` or is a plain one, and the letter behind it."""
    number = numeral.rstrip("ABCab")
    return int(number) if number.isdecimal() else roman(number), numeral[len(number) :]


def arabic(match: re.Match[str]) -> str:
    """The Roman numeral in the group "it" in other digits."""
    return str(roman(match["it"]))


def circled(character: str) -> int:
    """The number in a circle: 3 for ③ and ❸."""
    for first in _DINGBATS:
        if first <= ord(character) < first + 10:
            return ord(character) - first + 1
    return int(unicodedata.numeric(character))


def plain(number: str) -> str:
    """`number` in ASCII digits."""
    return unicodedata.normalize("NFKC", number)


def han_digits(number: str) -> str:
    """`number` digit by digit in Chinese: "2024" is 二零二四."""
    return plain(number).translate(_HAN)


def han_number(number: int) -> str:
    """A number up to 10 in a Chinese character."""
    return "〇一二三四五六七八九十"[number]


def value(number: str) -> float:
    """What a plain number such as "1,234.5" comes to."""
    return float(plain(number).replace(",", ""))


def ascending(match: re.Match[str]) -> bool:
    """Whether the numbers in the groups "a" and "b" are in the order of a range."""
    return value(match["a"]) < value(match["b"])
