"""The odds that a group of sentences of a turn mean the same, from all that is known of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from producer.alignment.likelihood import Links, Tokens, Weight

_SPREAD, _SPREAD_BY_CHANCE = 0.38, 1.0
"""Of the logarithm of how much longer a translation is than others are: its standard deviation,
and that of sentences that have nothing to do with each other."""

_SAME_LENGTH = math.log(_SPREAD_BY_CHANCE / _SPREAD)
_OTHER_LENGTH = 1 / _SPREAD**2 - 1 / _SPREAD_BY_CHANCE**2
"""What it says that both are as long as the rest has it, and what the square of half of how far
they are from it takes from that."""

_UNLIKELY_RATIO = math.log(3)
"""Groups of several sentences that differ more in length are not looked at."""

_SHORTEST = 4
"""Letters that are added to each side: how long short sentences are says little."""

_BREAK_INSIDE, _BREAK_IN_BOTH, _BREAK_IN_ONE = -1.6, 1.2, -0.3
"""What paragraphs say: a group that goes on over their break, one at whose end both languages
have a break, and one at whose end only one of them has. The latter two count where both have as
many paragraphs."""


@dataclass(frozen=True, slots=True)
class Side:
    """The sentences of a turn in one language: their tokens and lengths, and the numbers of the
    sentences, but for the first, with which paragraphs begin."""

    tokens: Sequence[Tokens]
    lengths: Sequence[int]
    breaks: frozenset[int]


class Odds:
    """The odds of the groups of a turn, as logarithms. `ratio` is how many letters of `second`
    stand for one of `first`."""

    def __init__(
        self,
        first: Side,
        second: Side,
        links: Links,
        weights: tuple[Mapping[str, Weight], Mapping[str, Weight]],
        ratio: float,
    ) -> None:
        self._sides = first, second
        self._weights = weights
        self._ratio = ratio
        self._letters = tuple([0, *accumulate(side.lengths)] for side in self._sides)
        self._known = tuple(
            [[t for t in sentence if t in own] for sentence in side.tokens]
            for side, own in zip(self._sides, weights, strict=True)
        )
        self._reached = [
            [(t, links[t]) for t in sentence if t in links] for sentence in self._known[0]
        ]
        self._shared: dict[tuple[int, int], tuple[Tokens, Tokens]] = {}
        self._missed: tuple[dict[tuple[int, int], float], ...] = ({}, {})
        self._told: tuple[dict[tuple[int, int, int], float], ...] = ({}, {})
        self._has_breaks = bool(first.breaks or second.breaks)
        self._same_paragraphs = len(first.breaks) == len(second.breaks) > 0

    def _found_again(self, i: int, j: int) -> tuple[Tokens, Tokens]:
        """The tokens of the sentences `i` and `j` that are found again in each other."""
        if (i, j) not in self._shared:
            there = self._sides[1].tokens[j]
            reached = [(t, c) for t, c in self._reached[i] if not c.isdisjoint(there)]
            ours = frozenset(token for token, _ in reached)
            theirs = frozenset().union(*(counterparts & there for _, counterparts in reached))
            self._shared[i, j] = ours, theirs
        return self._shared[i, j]

    def __call__(self, i: int, rows: int, j: int, columns: int) -> float:
        """The odds of the group of `rows` sentences from `i` on and `columns` from `j` on; minus
        infinity for one that is out of the question."""
        value = self._of_paragraphs(i, i + rows, j, j + columns) if self._has_breaks else 0.0
        if not rows or not columns:
            return value
        ours = self._letters[0][i + rows] - self._letters[0][i]
        theirs = self._letters[1][j + columns] - self._letters[1][j]
        difference = math.log((theirs + _SHORTEST) / (ours * self._ratio + _SHORTEST))
        if rows + columns > 2 and abs(difference) > _UNLIKELY_RATIO:
            return -math.inf
        value += _SAME_LENGTH
        value -= difference**2 / 2 * _OTHER_LENGTH
        if rows == columns == 1:
            return value + self._of_tokens(0, i, j, 1) + self._of_tokens(1, j, i, 1)
        value += sum([self._of_tokens(0, at, j, columns) for at in range(i, i + rows)])
        return value + sum([self._of_tokens(1, at, i, rows) for at in range(j, j + columns)])

    def _of_tokens(self, side: int, at: int, first: int, count: int) -> float:
        """What the tokens of sentence `at` say to `count` sentences of the other side, from `first`
        on."""
        known = self._told[side]
        value = known.get((at, first, count))
        if value is None:
            value = known[at, first, count] = self._tell(side, at, first, count)
        return value

    def _tell(self, side: int, at: int, first: int, count: int) -> float:
        own = self._weights[side]
        k = count - 1
        missed = self._missed[side].get((at, k))
        if missed is None:
            missed = sum([own[token][1][k] for token in self._known[side][at]])
            self._missed[side][at, k] = missed
        again = frozenset().union(
            *(
                self._found_again(*((at, place) if side == 0 else (place, at)))[side]
                for place in range(first, first + count)
            )
        )
        gained = 0.0
        for token in again:
            weight = own[token]
            gained += weight[0][k] - weight[1][k]
        return missed + gained

    def _of_paragraphs(self, i: int, below: int, j: int, beside: int) -> float:
        first, second = (side.breaks for side in self._sides)
        inside = sum(at in first for at in range(i + 1, below))
        inside += sum(at in second for at in range(j + 1, beside))
        value = _BREAK_INSIDE * inside
        at_end = below == len(self._sides[0].tokens) or beside == len(self._sides[1].tokens)
        if self._same_paragraphs and not at_end:
            breaks = (below in first) + (beside in second)
            value += (0.0, _BREAK_IN_ONE, _BREAK_IN_BOTH)[breaks]
        return value
