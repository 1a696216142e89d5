"""Where the sentences of a known text are said among all the words that were heard.

Whoever records a text clears their throat, begins anew, says a sentence twice and leaves one out.
So words between two sentences cost next to nothing, and words inside of one much: of two takes
the whole one is found, and of two as good the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from producer.errors import InputError
from producer.listening.recognition import HeardWord
from producer.listening.sounds import SpokenToken, difference, sounds_of

_MISSING, _BETWEEN, _INSIDE = 0.7, 0.02, 0.7
"""What a word costs that is not heard, and one that is too many, between and inside sentences."""
_LEAST_SHARE = 0.4
"""A sentence of which less is heard was not said."""
_MOST_CELLS = 400_000_000
_DIAGONAL, _UP, _LEFT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class SaidSpan:
    """Where a sentence was heard: the first and the last of the words. `share` is the part of its
    sounds that were."""

    first: int
    last: int
    share: float


def places_of(
    sentences: Sequence[str], words: Sequence[HeardWord], language: str
) -> list[SaidSpan | None]:
    """Where each of `sentences`, in this order, is said; None where it is not. Raises `InputError`
    for more than some two hours of speech."""
    sounds_by_sentence = [sounds_of(sentence, language) for sentence in sentences]
    due = [sound for sounds in sounds_by_sentence for sound in sounds]
    heard_sounds = [
        (sound, place)
        for place, word in enumerate(words)
        for sound in sounds_of(word.text, language)
    ]
    if not due or not heard_sounds:
        return [None] * len(sentences)
    if len(due) * len(heard_sounds) > _MOST_CELLS:
        raise InputError(
            "the recording is too long to be aligned in one go",
            advice="Cut it into parts of an hour, and align each with the same script",
        )
    bounds = [0, *accumulate(len(sounds) for sounds in sounds_by_sentence)]
    costs = _costs(due, [sound for sound, _ in heard_sounds])
    matches = _matched(costs, set(bounds))
    spans: list[SaidSpan | None] = []
    for first, last in pairwise(bounds):
        own = [(j, costs[i, j]) for i in range(first, last) if (j := matches[i]) >= 0]
        share = sum(1 - float(cost) for _, cost in own) / max(1, last - first)
        good = [j for j, cost in own if cost < 1]
        if share < _LEAST_SHARE or not good:
            spans.append(None)
        else:
            spans.append(SaidSpan(heard_sounds[own[0][0]][1], heard_sounds[own[-1][0]][1], share))
    return spans


def _costs(due: Sequence[SpokenToken], heard_sounds: Sequence[SpokenToken]) -> NDArray[np.float32]:
    """How different each sound that is due is from each that was heard: shape (due, heard)."""
    rows, row_of = _distinct(due)
    columns, column_of = _distinct(heard_sounds)
    table = np.ones((len(rows), len(columns)), np.float32)
    by_letter: dict[str, list[tuple[int, str]]] = {}
    for column, readings in enumerate(columns):
        for reading in readings:
            for letter in {reading[:1], reading[-1:]}:
                by_letter.setdefault(letter, []).append((column, reading))
    for row, readings in enumerate(rows):
        for reading in readings:
            for letter in {reading[:1], reading[-1:]}:
                for column, letter_reading in by_letter.get(letter, ()):
                    if table[row, column]:
                        table[row, column] = min(
                            table[row, column], difference(reading, letter_reading)
                        )
    is_open = np.array([sound.open for sound in due])
    costs: NDArray[np.float32] = table[np.ix_(row_of, column_of)]
    costs[is_open] = np.minimum(costs[is_open], 0.5)
    return costs


def _distinct(sounds: Sequence[SpokenToken]) -> tuple[list[frozenset[str]], list[int]]:
    places: dict[frozenset[str], int] = {}
    numbers = [places.setdefault(sound.readings, len(places)) for sound in sounds]
    return list(places), numbers


def _matched(costs: NDArray[np.float32], boundaries: set[int]) -> list[int]:
    """For each sound that is due the heard one that stands for it, -1 for none."""
    rows, columns = costs.shape
    moves = np.empty((rows + 1, columns + 1), np.uint8)
    steps = np.arange(columns + 1, dtype=np.float64)
    cost = steps * _BETWEEN
    moves[0] = _LEFT
    for i in range(1, rows + 1):
        extra = _BETWEEN if i in boundaries else _INSIDE
        # A word that is quite another is none of the sentence: it is missing, and one too many.
        diagonal = np.concatenate([[np.inf], cost[:-1] + costs[i - 1]])
        up = cost + _MISSING
        best = np.minimum(diagonal, up)
        lowest = np.minimum.accumulate(best - extra * steps) + extra * steps
        moves[i] = np.where(lowest < best - 1e-9, _LEFT, np.where(diagonal <= up, _DIAGONAL, _UP))
        cost = lowest
    matches = [-1] * rows
    i, j = rows, columns
    while i > 0:
        move = moves[i, j]
        if move == _LEFT:
            j -= 1
        elif move == _UP:
            i -= 1
        else:
            i, j = i - 1, j - 1
            matches[i] = j
    return matches
