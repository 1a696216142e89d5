"""Cues → captions: what stands on the screen, and when.

A passage is divided where the sum of all costs is least: few captions, broken at good places,
none of them a mere flash. A caption holds parts of two sentences only where one of them would
be gone in an instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from math import inf
from operator import attrgetter
from typing import TypeAlias

from producer.model import Cue, joint
from producer.publish.captions.breaking import LINE, Places, find_places
from producer.publish.character_times import TimedText, align

LONGEST_MS = 7_000
SHORTEST_MS = 1_000
"""A caption stays at least so long where the next one lets it."""

_LEAST_GAP_MS = 80
"""A shorter gap between captions is a flicker: the first one stays on."""

_COST, _FLASH_COST, _JOINT_COST, _FILL_COST = 3.0, 12.0, 6.0, 6.0
"""Of a caption; of one that is gone at once, less the longer it stays; of a sentence's end
inside of it; of a full one, growing with the square, so that captions are alike in length."""

Passage: TypeAlias = tuple[Cue, ...]
"""Cues that follow each other, in one language and of one turn."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One or two lines on the screen, in ms from the first decoded sample. `language` is that of
    what is heard, `languages` those of the lines where they may differ."""

    start_ms: int
    end_ms: int
    language: str
    speaker: str
    lines: tuple[str, ...]
    languages: tuple[str, ...] = ()

    def at(self, start_ms: int, end_ms: int) -> Caption:
        """The same caption at another time."""
        said = (self.language, self.speaker, self.lines, self.languages)
        return Caption(start_ms, end_ms, *said)


def captions(cues: Iterable[Cue], duration_ms: int) -> list[Caption]:
    """Captions for `cues`, which stand in the order of time. Each lasts from 1 ms to
    `LONGEST_MS`, none overlaps the next, and their lines together are the cues' texts."""
    parts = (caption for passage in passages(cues) for caption in divided(passage))
    return list(timed(parts, duration_ms))


def passages(cues: Iterable[Cue]) -> list[Passage]:
    """The passages in `cues`."""
    speaking = attrgetter("turn", "language", "speaker")
    return [tuple(passage) for _, passage in groupby(cues, key=speaking)]


def later(captions_: Iterable[Caption], ms: int) -> Iterator[Caption]:
    """`captions_`, so much later."""
    return (c.at(c.start_ms + ms, c.end_ms + ms) for c in captions_)


def divided(passage: Passage) -> Iterator[Caption]:
    """The captions of a passage, each from when to when it is said."""
    language, speaker = passage[0].language, passage[0].speaker
    spoken, sentences, places = text_and_places(passage)
    for a, b in pairwise(_best_division(spoken, places, sentences)):
        middle = places.middle(a, b)
        ends = [a, b] if middle is None else [a, middle, b]
        offsets = [places.offsets[place] for place in ends]
        lines = tuple(spoken.text[i:j].strip() for i, j in pairwise(offsets))
        # A piece without any letter stands between two that have some.
        start, end = sorted((spoken.starts[offsets[0]], spoken.ends[offsets[-1] - 1]))
        yield Caption(start, end, language, speaker, lines)


def text_and_places(
    cues: Sequence[Cue], longest_ms: int = LONGEST_MS
) -> tuple[TimedText, frozenset[int], Places]:
    """Cues in one language as one text, the offsets at which all sentences but the first begin,
    and the places where it may be broken into pieces that are said in `longest_ms`."""
    language = cues[0].language
    space = joint(language)
    spoken, sentences = _joined([align(cue) for cue in cues], space)
    places = find_places(spoken, sentences, language=language, han=not space, longest_ms=longest_ms)
    return spoken, sentences, places


def _joined(parts: Sequence[TimedText], space: str) -> tuple[TimedText, frozenset[int]]:
    """Sentences as one text, and the offsets at which all but the first begin."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[int] = []
    begins: list[int] = []
    for piece in parts:
        if starts:
            starts += [piece.starts[0]] * len(space)
            ends += [ends[-1]] * len(space)
            words += [-1] * len(space)
            begins.append(len(starts))
        first_word = max(words, default=-1) + 1
        starts += piece.starts
        ends += piece.ends
        words += [word + first_word if word >= 0 else -1 for word in piece.words]
    text = space.join(piece.text for piece in parts)
    return TimedText(text, starts, ends, words), frozenset(begins)


def _best_division(spoken: TimedText, places: Places, sentences: frozenset[int]) -> Sequence[int]:
    """The places at which captions begin and end, of least cost in all."""
    offsets, last = places.offsets, len(places.offsets) - 1
    joints = [0]
    for offset in offsets[1:]:
        joints.append(joints[-1] + (offset in sentences))
    left, right = places.left, places.right
    starts = [spoken.starts[offset] for offset in offsets[:-1]]
    costs, before = [0.0], [0]
    for b in range(1, last + 1):
        end_ms = spoken.ends[offsets[b] - 1]
        gone_ms = starts[b] if b < last else end_ms + SHORTEST_MS
        reaches, own = right[b], _COST + places.penalties[b]
        least, best = inf, b - 1
        for a in range(b - 1, -1, -1):
            length_ms, width = end_ms - starts[a], reaches - left[a]
            if a < b - 1 and (length_ms > LONGEST_MS or width > 2 * LINE):
                break
            cost = costs[a] + own + _FILL_COST * (width / (2 * LINE)) ** 2
            if cost > least:
                continue
            if gone_ms - starts[a] < SHORTEST_MS:
                cost += _FLASH_COST * (1 - (gone_ms - starts[a]) / SHORTEST_MS)
            cost += _JOINT_COST * (joints[b - 1] - joints[a])
            if cost <= least and (a == b - 1 or places.fits(a, b)):
                least, best = cost, a
        costs.append(least)
        before.append(best)
    chosen = [last]
    while chosen[-1]:
        chosen.append(before[chosen[-1]])
    return chosen[::-1]


def timed(captions_: Iterable[Caption], duration_ms: int) -> Iterator[Caption]:
    """`captions_` without overlaps, flashes and flicker."""
    for caption, after in pairwise(chain(_apart(captions_), [None])):
        assert caption is not None
        next_ms = after.start_ms if after else duration_ms
        end = max(caption.end_ms, min(caption.start_ms + SHORTEST_MS, next_ms))
        if 0 < next_ms - end < _LEAST_GAP_MS:
            end = next_ms
        yield caption.at(caption.start_ms, min(end, caption.start_ms + LONGEST_MS))


def _apart(captions_: Iterable[Caption]) -> Iterator[Caption]:
    until = 0
    for caption in captions_:
        start = max(caption.start_ms, until)
        until = min(max(caption.end_ms, start + 1), start + LONGEST_MS)
        yield caption.at(start, until)
