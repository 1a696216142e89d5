"""The cheapest way from the sounds that should be heard to those that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from producer.listening.sounds import SpokenToken, difference

_OPEN_STEP = 0.02
"""What each sound costs that stands for an open one: next to nothing."""
_SAME_WORD = 0.25
"""How different what is written in one word may be from what is written in two."""


@dataclass(frozen=True, slots=True)
class Step:
    """A sound that should be heard, or None for one too many; what is heard instead, or None for
    one that is missing; and how different they are, from 0 to 1."""

    due: SpokenToken | None
    heard: SpokenToken | None
    cost: float


def align(due: Sequence[SpokenToken], recognised: Sequence[SpokenToken]) -> list[Step]:
    """The steps in order. Two words on one side may be one on the other ("good bye")."""
    rows, columns = len(due) + 1, len(recognised) + 1
    cost = [[0.0] * columns for _ in range(rows)]
    back: list[list[tuple[int, int]]] = [[(0, 0)] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if i or j:
                cost[i][j], back[i][j] = min(_moves(due, recognised, cost, i, j))
    steps: list[Step] = []
    i, j = len(due), len(recognised)
    while i or j:
        di, dj = back[i][j]
        steps.append(
            _step(due[i - di : i], recognised[j - dj : j], cost[i][j] - cost[i - di][j - dj])
        )
        i, j = i - di, j - dj
    return steps[::-1]


def _moves(
    due: Sequence[SpokenToken],
    recognised: Sequence[SpokenToken],
    cost: list[list[float]],
    i: int,
    j: int,
) -> list[tuple[float, tuple[int, int]]]:
    """What each way to get to (i, j) costs, and how many sounds of each side it takes."""
    moves: list[tuple[float, tuple[int, int]]] = []
    # An open sound matches any number of sounds, also of those that stand beside it.
    is_open = bool(i and due[i - 1].open)
    if i:
        moves.append((cost[i - 1][j] + (_OPEN_STEP if is_open else due[i - 1].weight), (1, 0)))
    if j:
        own = recognised[j - 1]
        moves.append((cost[i][j - 1] + (_OPEN_STEP if is_open else own.weight), (0, 1)))
    if i and j:
        moves.append((cost[i - 1][j - 1] + _apart([due[i - 1]], [recognised[j - 1]]), (1, 1)))
        if i > 1 and not is_open and not due[i - 2].open:
            moves.append((cost[i - 2][j - 1] + _apart(due[i - 2 : i], [recognised[j - 1]]), (2, 1)))
        if j > 1:
            moves.append((cost[i - 1][j - 2] + _apart([due[i - 1]], recognised[j - 2 : j]), (1, 2)))
    return moves


def _apart(due: Sequence[SpokenToken], recognised: Sequence[SpokenToken]) -> float:
    if any(sound.open for sound in due):
        return _OPEN_STEP * len(recognised)
    if len(due) == len(recognised) == 1:
        least = min(difference(a, b) for a in due[0].readings for b in recognised[0].readings)
        return least * max(due[0].weight, min(1.0, recognised[0].weight))
    joined = ["".join(min(s.readings) for s in side) for side in (due, recognised)]
    apart = difference(*joined)
    return 0.1 + apart if apart <= _SAME_WORD else inf


def _step(due: Sequence[SpokenToken], recognised: Sequence[SpokenToken], cost: float) -> Step:
    return Step(_joined(due), _joined(recognised), cost)


def _joined(sounds: Sequence[SpokenToken]) -> SpokenToken | None:
    if len(sounds) < 2:
        return sounds[0] if sounds else None
    written = " ".join(sound.written for sound in sounds)
    readings = frozenset({"".join(min(sound.readings) for sound in sounds)})
    return SpokenToken(readings, written, max(sound.weight for sound in sounds))
