"""Units by their symbols, as words."""

from __future__ import annotations

import re

from producer.units import DIVISORS, SYMBOLS, alternatives

_PER = rf"(?:{alternatives(DIVISORS)})"
_POWER = r"[²³]|\^[23]"

SYMBOL = rf"(?:{alternatives(SYMBOLS)})(?:{_POWER})?(?:/{_PER}(?:{_POWER})?){{0,2}}"
"""The same as `PATTERN`, with no named groups and whatever follows."""

PATTERN = (
    rf"(?P<unit>{alternatives(SYMBOLS)})(?P<power>{_POWER})?"
    rf"(?:/(?P<per>{_PER})(?P<per_power>{_POWER})?(?:/(?P<also_per>{_PER}))?)?"
    r"(?![A-Za-z0-9²³/^·])"
)
"""A unit behind a number, alone or per another one, or per two: mg/kg/day."""

DIVISOR = rf"/(?P<per>{_PER})(?![A-Za-z0-9²³/^·])"
"""A unit behind a stroke, of what has no unit of its own: 10⁹/L."""

SUPERSCRIPT = re.compile(rf"(?<=10)(?<!\d10)(?P<it>(?P<power>⁻?[⁰¹²³⁴-⁹]{{1,3}})(?:\s?{DIVISOR})?)")
CARET = re.compile(rf"(?<=\d)(?P<it>\^(?P<power>[−-]?\d{{1,3}})(?!\d)(?:\s?{DIVISOR})?)")
"""A power of ten, or one behind a caret, with what it is per."""

_POWERS = {None: "", "²": "2", "³": "3", "^2": "2", "^3": "3"}


def is_certain(match: re.Match[str]) -> bool:
    """Whether a match of `PATTERN` is a unit without doubt."""
    return SYMBOLS[match["unit"]].certain or bool(match["power"] or match["per"])


def english(match: re.Match[str], *, singular: bool) -> str:
    """A match of `PATTERN` as words, in the singular or the plural."""
    words = {"": "", "2": "square ", "3": "cubic "}
    unit = SYMBOLS[match["unit"]]
    spoken = words[_POWERS[match["power"]]] + unit.say[0 if singular else 1]
    for divisor, power in ((match["per"], match["per_power"]), (match["also_per"], None)):
        if divisor:
            spoken += f" per {words[_POWERS[power]]}{DIVISORS[divisor].say[0]}"
    return spoken


def chinese(match: re.Match[str]) -> str:
    """A match of `PATTERN`, in Chinese."""
    words = {"": "", "2": "平方", "3": "立方"}
    spoken = words[_POWERS[match["power"]]] + SYMBOLS[match["unit"]].say[2]
    for divisor, power in ((match["per"], match["per_power"]), (match["also_per"], None)):
        if divisor:
            spoken += f"每{words[_POWERS[power]]}{DIVISORS[divisor].say[2]}"
    return spoken


def per_english(match: re.Match[str]) -> str:
    """A match of `DIVISOR` as words; nothing where there is none."""
    return f" per {DIVISORS[match['per']].say[0]}" if match["per"] else ""


def per_chinese(match: re.Match[str]) -> str:
    """A match of `DIVISOR`, in Chinese; nothing where there is none."""
    return f"每{DIVISORS[match['per']].say[2]}" if match["per"] else ""
