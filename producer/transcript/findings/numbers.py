"""Numbers that stand in one language only, or in another unit.

Passages are compared as wholes: a number is looked for anywhere in its counterpart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from producer.languages import language_name
from producer.model import Change, Finding, Script, Turn
from producer.transcript.findings.place import Place, places
from producer.transcript.quantities import knows_words, quantities
from producer.transcript.quantities.quantity import Quantity, converted, other_unit, same

_MOST = 400
"""Numbers of a passage that are compared; with more it is a table."""

_DIGITS = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number and where it stands."""

    place: Place
    quantity: Quantity

    @property
    def text(self) -> str:
        return self.quantity.text


def numbers(script: Script) -> Iterator[Finding]:
    """The passages of a turn tell different numbers."""
    for turn in script.turns:
        present = [language for language in script.languages if language in turn.passages]
        for first, second in combinations(present, 2):
            yield from _compare(turn, first, second)


def _compare(turn: Turn, first: str, second: str) -> Iterator[Finding]:
    # Of words that are seen in one language only, most would stand in one only.
    in_words = knows_words(first) and knows_words(second)
    ours = _numbers(turn, first, in_words=in_words)
    theirs = _numbers(turn, second, in_words=in_words)
    left = [one for one in ours if not any(same(one.quantity, o.quantity) for o in theirs)]
    right = [one for one in theirs if not any(same(one.quantity, o.quantity) for o in ours)]
    for one in list(left):
        if other := next((o for o in right if other_unit(one.quantity, o.quantity)), None):
            left.remove(one)
            right.remove(other)
            yield _other_unit(one, other)
    for one in list(left):
        if other := next((o for o in right if _contradicts(one.quantity, o.quantity)), None):
            left.remove(one)
            right.remove(other)
            yield _other_number(one, other)
    if in_words or not len(left) == len(right) == 1:
        left = [one for one in left if one.quantity.strong]
        right = [one for one in right if one.quantity.strong]
    if len(left) == len(right) == 1:
        yield _other_number(left[0], right[0])
        return
    for one in left:
        yield _alone(one, second)
    for one in right:
        yield _alone(one, first)


def _numbers(turn: Turn, language: str, *, in_words: bool) -> list[_Number]:
    """The numbers of a passage; what it repeats stands once."""
    found: dict[object, _Number] = {}
    for place in places(turn, language):
        for quantity in quantities(place.text, language, in_words=in_words):
            key = (quantity.values, quantity.unit, quantity.strong)
            found.setdefault(key, _Number(place, quantity))
    return list(islice(found.values(), _MOST))


def _contradicts(one: Quantity, other: Quantity) -> bool:
    """三年 against four years; a number of something else does not contradict."""
    return one.unit is not None and one.unit == other.unit


def _other_unit(one: _Number, other: _Number) -> Finding:
    unit, of = other.quantity.unit, one.quantity.unit
    assert unit is not None
    assert of is not None
    message = (
        f"'{other.text}' has another unit than '{one.text}' in "
        f"{language_name(one.place.language)}, and the same number"
    )
    change = None
    if number := converted(one.quantity, unit):
        message += f": {one.text} comes to about {number} ({unit.name})"
        change = _with_number(other, number)
    return other.place.finding("unit", message, change)


def _with_number(number: _Number, value: str) -> Change | None:
    """The quantity with `value` in place of its digits, where it has digits."""
    if not (digits := _DIGITS.search(number.text)):
        return None
    after = number.text[: digits.start()] + value + number.text[digits.end() :]
    return number.place.change(number.quantity.start, number.quantity.end, after)


def _other_number(one: _Number, other: _Number) -> Finding:
    language = language_name(one.place.language)
    return other.place.finding("number", f"'{other.text}', but {language} has '{one.text}'")


def _alone(number: _Number, missing: str) -> Finding:
    return number.place.finding(
        "number", f"'{number.text}' stands here only: {language_name(missing)} has no such number"
    )
