"""Numbers of a list or a range share what follows the last: "$10 or $11 million", "30–40 年"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from producer.transcript.quantities.quantity import Quantity
from producer.units import PERCENT

_BETWEEN = re.compile(
    r" ?(?:[-–—~～到至或、,，]|to|or|and|, or|, and|,? ?(?:maybe|perhaps|call it|even))? ?"
)
_SCALES = {
    **{
        "grand": 1000,
        "hundred": 100,
        "thousand": 1000,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
    },
    **{"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8},
}
_THOUSANDS = re.compile(r",000\b")
_SCALE = re.compile("|".join(_SCALES), re.IGNORECASE)


def with_shared_units(text: str, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """`found`, the quantities of `text` in order, each also with the scale and the unit of the
    one that it is listed with."""
    if len(quantities) < 2:
        yield from quantities
        return
    shared: list[Quantity] = []
    following: Quantity | None = None
    scale = 1
    for quantity in reversed(quantities):
        own_scale = _scale_of(quantity.text)
        if following and _is_listed(text, quantity, following):
            scale = scale if own_scale == 1 else own_scale
            shared.append(_like(quantity, following, scale if own_scale == 1 else 1))
        else:
            scale = own_scale
            shared.append(quantity)
        following = shared[-1]
    yield from reversed(shared)


def _is_listed(text: str, first: Quantity, second: Quantity) -> bool:
    return first.end <= second.start and bool(_BETWEEN.fullmatch(text, first.end, second.start))


def _like(quantity: Quantity, following: Quantity, scale: int) -> Quantity:
    """`quantity`, which may also be times `scale` and have the unit of `following`."""
    values = quantity.values
    if scale > 1:
        values = (*(value * scale for value in values), *values)
    unit = quantity.unit
    if unit is None and following.unit is not None and _is_near(quantity, following):
        unit = following.unit
        if unit == PERCENT:
            values = tuple(value / 100 for value in values)
    return replace(quantity, values=values, unit=unit)


def _is_near(quantity: Quantity, following: Quantity) -> bool:
    """Whether they can be two of a list: "21,000, one month" are not."""
    value, beside = quantity.values[0], following.values[0]
    if following.unit == PERCENT:
        beside *= 100
    return value <= 10 * beside and beside <= 100 * value


def _scale_of(written: str) -> int:
    scale = 1000 if _THOUSANDS.search(written) else 1
    for match in _SCALE.finditer(written):
        scale *= _SCALES[match[0].lower()]
    return scale
