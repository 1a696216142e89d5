"""Numbers in digits as they are read in Chinese."""

from __future__ import annotations

import re

_COUNTED = tuple("个位名种次天周项例倍条张年篇家岁只")
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


_NUMBER = re.compile(
    r"(?<![A-Za-z\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?(?![A-Za-z\d])", re.ASCII
)
_DIGIT = re.compile(r"\d", re.ASCII)


def numbers_in_han(text: str) -> str:
    """`text` with its numbers as they are read; digits that are part of a word one by one."""
    text = _NUMBER.sub(number_in_place, text)
    return _DIGIT.sub(lambda digit: _DIGITS[int(digit[0])], text)


def number_in_place(match: re.Match[str]) -> str:
    """A number as it is read where it stands: 2026年 digit by digit, 第2个 and 2个."""
    number, text = match[0], match.string
    behind = text[match.end() : match.end() + 1]
    if len(number) == 4 and number.isascii() and number.isdigit() and behind == "年":
        return "".join(_DIGITS[int(digit)] for digit in number)
    counted = (
        number == "2" and behind in _COUNTED and text[match.start() - 1 : match.start()] != "第"
    )
    return "两" if counted else number_in_han(number)


def number_in_han(number: str) -> str:
    """A number such as "1,234.5" or "12%" as it is read; what is no plain number digit by
    digit."""
    percent = number.endswith("%")
    integer, _, decimals = number.rstrip("%").replace(",", "").partition(".")
    if (integer.startswith("0") and integer != "0") or len(integer) > 4 * len(_GROUPS):
        read = "".join(_DIGITS[int(digit)] for digit in integer)
    else:
        read = _whole(int(integer))
    if decimals:
        read += "点" + "".join(_DIGITS[int(digit)] for digit in decimals)
    return f"百分之{read}" if percent else read


def _whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    read, pending = "", False
    for place in reversed(range(4 * len(_GROUPS))):
        digit = number // 10**place % 10
        if digit:
            if pending and read:
                read += _DIGITS[0]
            pending = False
            ten_alone = digit == 1 and place % 4 == 1 and not read
            read += ("" if ten_alone else _DIGITS[digit]) + _PLACES[place % 4]
        else:
            pending = True
        if place % 4 == 0 and place and number // 10**place % 10_000:
            read += _GROUPS[place // 4]
    return read
