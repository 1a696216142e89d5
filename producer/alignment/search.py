"""The likeliest way to pair the sentences of a turn, and how sure each of its groups is.

Both come from dynamic programming over all ways in which the sentences can be paired in order: the
best way, and, from the sums over all ways before and after a group, how likely that group is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

Group: TypeAlias = tuple[int, int, int, int]
"""Sentences of a turn: the first of each side and behind the last, rows and then columns."""

SIZES = {
    size: math.log(often)
    for size, often in {
        **{(1, 1): 0.72, (1, 2): 0.07, (2, 1): 0.07, (2, 2): 0.02, (1, 3): 0.012, (3, 1): 0.012},
        **{(1, 4): 0.003, (4, 1): 0.003, (2, 3): 0.003, (3, 2): 0.003},
        **{(0, 1): 0.015, (1, 0): 0.015},
    }.items()
}
"""How often a group has so many sentences on each side, as logarithms."""

_MANY = 20_000
_HOPELESS = 60.0
"""In a turn with so many pairs of sentences to choose from, a way that is so much worse than the
best to the same sentence, as a logarithm, is not followed: following all would take minutes."""


def likeliest(
    rows: int, columns: int, odds: Callable[[int, int, int, int], float]
) -> list[tuple[Group, float]]:
    """The groups of the likeliest way, in order, with the probability of each."""
    steps, best, arriving = _forward(rows, columns, odds)
    leaving = _backward(rows, columns, steps)
    total = arriving[rows, columns]
    groups: list[tuple[Group, float]] = []
    i, j = rows, columns
    while i or j:
        before_i, before_j = best[i, j]
        step = steps[before_i, before_j][i, j]
        probability = math.exp(arriving[before_i, before_j] + step + leaving[i, j] - total)
        groups.append(((before_i, i, before_j, j), min(1.0, probability)))
        i, j = before_i, before_j
    return groups[::-1]


_Place: TypeAlias = tuple[int, int]
_Steps: TypeAlias = dict[_Place, dict[_Place, float]]


def _forward(
    rows: int, columns: int, odds: Callable[[int, int, int, int], float]
) -> tuple[_Steps, dict[_Place, _Place], dict[_Place, float]]:
    """The steps from each place, from where the best way comes to each, and the sum over all ways
    to it. A place tells how many sentences of each side are paired; a step is a group."""
    steps: _Steps = {}
    best: dict[_Place, _Place] = {}
    height = {(0, 0): 0.0}
    arriving = {(0, 0): 0.0}
    bounded = rows * columns > _MANY
    for i in range(rows + 1):
        here = [height[i, j] for j in range(columns + 1) if (i, j) in height] if bounded else []
        least = max(here) - _HOPELESS if here else -math.inf
        for j in range(columns + 1):
            place = i, j
            if height.get(place, -math.inf) < least or place not in height:
                continue
            steps[place] = _steps(place, rows, columns, odds)
            for target, value in steps[place].items():
                if target not in height or height[place] + value > height[target]:
                    height[target] = height[place] + value
                    best[target] = place
                through = arriving[place] + value
                arriving[target] = _added(arriving.get(target, -math.inf), through)
    return steps, best, arriving


def _steps(
    place: _Place, rows: int, columns: int, odds: Callable[[int, int, int, int], float]
) -> dict[_Place, float]:
    """All that one group leads to from `place`, with the logarithm of how likely that is."""
    i, j = place
    reached: dict[_Place, float] = {}
    for (down, right), often in SIZES.items():
        if i + down <= rows and j + right <= columns:
            value = odds(i, down, j, right)
            if value > -math.inf:
                reached[i + down, j + right] = value + often
    return reached


def _backward(rows: int, columns: int, steps: _Steps) -> dict[_Place, float]:
    """The sum over all ways from each place to the end."""
    leaving = {(rows, columns): 0.0}
    for place, reached in reversed(steps.items()):
        for target, value in reached.items():
            through = value + leaving.get(target, -math.inf)
            leaving[place] = _added(leaving.get(place, -math.inf), through)
    return leaving


def _added(first: float, second: float) -> float:
    """The logarithm of the sum of two numbers that are given by theirs."""
    if first < second:
        first, second = second, first
    return first if second == -math.inf else first + math.log1p(math.exp(second - first))
