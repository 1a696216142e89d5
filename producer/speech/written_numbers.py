"""Numbers in English, written out as they are read: neural models' lexicons have no digits."""

from __future__ import annotations

import re

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_GROUPS = ("", "thousand", "million", "billion", "trillion")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?(?P<after>st|nd|rd|th|s)?"
    r"(?![A-Za-z\d])(?P<percent>\s?%)?",
    re.ASCII,
)
_DIGITS_INSIDE_WORDS = re.compile(r"\d", re.ASCII)


def written_out(text: str) -> str:
    """`text` with its numbers in words: 42, 3.14, 1,200, 1984, 21st, 1990s, 5%. Digits that are
    part of a word, such as B12, are read one by one."""
    text = _NUMBER.sub(_words, text)
    text = _DIGITS_INSIDE_WORDS.sub(lambda digit: f" {_SMALL[int(digit[0])]} ", text)
    return " ".join(text.split())


def _words(match: re.Match[str]) -> str:
    integer, decimals, after = match["whole"], match["decimals"], match["after"]
    begins = match.string[match.start() - 1 : match.start()]
    if begins.isalnum() and begins.isascii():
        return match[0]
    number = integer.replace(",", "")
    if len(number) > 15 or (len(number) > 1 and number.startswith("0")):
        words = _one_by_one(number)
    elif integer == number and len(number) == 4 and not decimals and _is_year(int(number)):
        words = _year(int(number))
    else:
        words = _cardinal(int(number))
    if decimals:
        words += f" point {_one_by_one(decimals)}"
    if after:
        words = _plural(words) if after == "s" else _ordinal(words)
    return f"{words} percent" if match["percent"] else words


def _one_by_one(digits: str) -> str:
    return " ".join(_SMALL[int(digit)] for digit in digits)


def _is_year(number: int) -> bool:
    return 1100 <= number <= 2099 and number % 1000 >= 10


def _year(number: int) -> str:
    century, remainder = divmod(number, 100)
    if remainder == 0:
        return f"{_below_thousand(century)} hundred"
    oh = "oh " if remainder < 10 else ""
    return f"{_below_thousand(century)} {oh}{_below_thousand(remainder)}"


def _cardinal(number: int) -> str:
    if number == 0:
        return _SMALL[0]
    parts: list[str] = []
    for name in _GROUPS:
        number, group = divmod(number, 1000)
        if group:
            parts.insert(0, f"{_below_thousand(group)} {name}".strip())
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, remainder = divmod(number, 100)
    words = [_SMALL[hundreds], "hundred"] if hundreds else []
    if remainder >= 20:
        words.append(_TENS[remainder // 10])
        remainder %= 10
    if remainder or not words:
        words.append(_SMALL[remainder])
    return " ".join(words)


def _ordinal(words: str) -> str:
    before, _, last = words.rpartition(" ")
    last = f"{last[:-1]}ieth" if last.endswith("y") else _ORDINALS.get(last, f"{last}th")
    return f"{before} {last}".strip()


def _plural(words: str) -> str:
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"
