"""A number in a text, and when two of them say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from producer.units import PERCENT, Unit

_CONVERTED = Fraction(1, 10)
"""How far a conversion may be rounded: "8 公里" is "5 miles", "1 米" is "3 feet"."""

_SAME_NUMBER = Fraction(1, 50)
"""A number that stayed as it was has not been converted: "5 斤" is not "5 pounds"."""

_ANY = 2
"""So small a number stands in any text, and is no answer to one with a unit of its own."""

_BARE = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
"""Digits without a scale or a sign."""

_ROUND = 100
"""Round numbers of one digit and noughts: "300, 500 million" may be read as 300 alone."""

_SET_APART = "day of the week"
"""The dimension whose numbers are compared with nothing else."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands at `start` to `end`.

    `values` are what it may mean, the likeliest first: "80年代" is 1980 or 80. A share is a
    fraction of one. `strong` says that it is worth telling when the other language has nothing
    like it; what is not strong ("两家", "one of them") counts only when it contradicts.
    """

    text: str
    start: int
    end: int
    values: tuple[Fraction, ...]
    unit: Unit | None = None
    strong: bool = True


def same(first: Quantity, second: Quantity) -> bool:
    """Whether they can be the same quantity, if need be converted from unit to unit."""
    first_unit, second_unit = first.unit, second.unit
    if (
        first_unit
        and second_unit
        and first_unit.dimension == second_unit.dimension
        and first_unit != second_unit
    ):
        if first_unit.factor is None or second_unit.factor is None:
            # Amounts in two currencies: a different number is taken for a conversion.
            return first.values[0] != second.values[0]
        rounded = _SAME_NUMBER if first.values[0] == second.values[0] else _CONVERTED
        one_is, other_is = measure(first), measure(second)
        return abs(one_is - other_is) <= rounded * max(abs(one_is), abs(other_is))
    dimensions = {unit.dimension if unit else None for unit in (first_unit, second_unit)}
    if _SET_APART in dimensions and len(dimensions) > 1:
        return False
    if PERCENT in (first_unit, second_unit) and None in (first_unit, second_unit):
        # "20, 22 and 15%", "it is down two": the sign stands once, or is understood.
        share, bare = (first, second) if first_unit == PERCENT else (second, first)
        if not {100 * value for value in share.values}.isdisjoint(bare.values):
            return True
    measured = any(
        unit is not None and unit.factor is not None for unit in (first_unit, second_unit)
    )
    value = first.values[0]
    if measured and len(dimensions) > 1 and value <= _ANY and value.denominator == 1:
        return False
    if not set(first.values).isdisjoint(second.values):
        return True
    return _same_digits(first, second) or (
        first_unit is second_unit is None and _same_year(first, second)
    )


def _same_year(first: Quantity, second: Quantity) -> bool:
    """Whether one year is written with its last digits: "in '08", "2008 or 9"."""
    years, others = (
        {value for value in quantity.values if value.denominator == 1}
        for quantity in (first, second)
    )
    if not any(1800 <= value <= 2100 for value in years):
        years, others = others, years
    return any(
        1800 <= year <= 2100
        and (year % 100 == candidate or (year % 10 == candidate and candidate > 2))
        for year in years
        for candidate in others
    )


def _same_digits(first: Quantity, second: Quantity) -> bool:
    """Whether one leaves the scale to be understood: "a reserve of 197" is 1.97亿."""
    bare = [q for q in (first, second) if _BARE.fullmatch(q.text) and q.unit is None]
    if len(bare) != 1:
        return False
    digits = [_significant(q.values[0]) for q in (first, second)]
    return digits[0] == digits[1] and (len(digits[0]) >= 2 or bare[0].values[0] >= _ROUND)


def _significant(value: Fraction) -> str:
    return f"{float(value):.12e}".partition("e")[0].replace(".", "").rstrip("0")


def other_unit(first: Quantity, second: Quantity) -> bool:
    """Whether they are one number in two units that do not come to the same: 97 亩, 97 acres."""
    first_unit, second_unit = first.unit, second.unit
    return (
        first_unit is not None
        and second_unit is not None
        and first_unit.dimension == second_unit.dimension
        and first_unit != second_unit
        and first.values[0] == second.values[0]
        and not (first_unit.dimension == "time" and first.values[0] == 1)
        and not same(first, second)
    )


def measure(quantity: Quantity) -> Fraction:
    """In the SI unit of its dimension. The unit has a factor."""
    unit = quantity.unit
    assert unit is not None
    assert unit.factor is not None
    return quantity.values[0] * unit.factor + unit.offset


def converted(quantity: Quantity, unit: Unit) -> str | None:
    """The number of `unit` that `quantity` comes to, to two digits; None where nothing converts
    it, or where it comes to next to nothing."""
    if quantity.unit is None or quantity.unit.factor is None or unit.factor is None:
        return None
    value = float((measure(quantity) - unit.offset) / unit.factor)
    if abs(value) < 0.1:
        return None
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:g}"
