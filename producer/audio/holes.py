"""Whether the words of a clip are heard: silence where words were marked is a hole.

A service that fails may send silence for all of a text or the rest of one, with the times of
words that nobody hears.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from producer.audio.pcm import Pcm
from producer.audio.silence import find_stretches
from producer.model import Mark

_PAUSE_MS = 400
"""A shorter silence is a pause or a stop within a word."""
_EDGE_MS = 80
"""By so much the times of words and of sounds may differ at either end of a silence."""
_HIDDEN_MS = 250
_HIDDEN_WORDS = 2
"""So many words that lie whole in one silence, and so long, are no inaccuracy of the times: marks
are swapped or empty now and then, but one after the other."""
_HIDDEN_IN_PART_MS = 700
"""The same for words that begin or end where there is sound: their times may be too wide."""
_DOUBTFUL_MS = 100
"""So much of words in a silence may be an inaccuracy, or a word that is not there."""
_LONGEST_MS = 3_000
_LARGEST_SHARE = 0.5
"""A silence that is longer, and more than this share of a clip, is no pause of any voice."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A silence from `start_ms` to `end_ms` where there should be speech."""

    start_ms: int
    end_ms: int

    def __str__(self) -> str:
        return f"nothing is heard from {self.start_ms / 1000:.1f} to {self.end_ms / 1000:.1f} s"


def find_hole(pcm: Pcm, marks: Sequence[Mark]) -> Hole | None:
    """The first hole in a clip whose words have `marks`, or none if the engine gave none. A clip
    that is silent from end to end is one hole."""
    silences = _silences(pcm)
    if silences == [all_of_it := Hole(0, pcm.duration_ms)]:
        return all_of_it
    longest_ms = max(_LONGEST_MS, _LARGEST_SHARE * pcm.duration_ms)
    too_long = (hole for hole in silences if hole.end_ms - hole.start_ms > longest_ms)
    return hiding_words(silences, marks) or next(too_long, None)


def silent_word(pcm: Pcm, marks: Sequence[Mark]) -> int | None:
    """The number of the first of `marks` that lie in a silence, where that is more than a moment of
    them: the words are not there, or their times are inexact."""
    for silence in _silences(pcm):
        start_ms, end_ms = silence.start_ms + _EDGE_MS, silence.end_ms - _EDGE_MS
        hidden_ms = {
            number: overlap_ms
            for number, mark in enumerate(marks)
            if (overlap_ms := min(mark.end_ms, end_ms) - max(mark.start_ms, start_ms)) > 0
        }
        if sum(hidden_ms.values()) >= _DOUBTFUL_MS:
            return min(hidden_ms)
    return None


def _silences(pcm: Pcm) -> list[Hole]:
    """All stretches without sound that are no short pause, and those at both ends."""
    sounds = find_stretches(pcm, _PAUSE_MS)
    begins = [0, *(end for _, end in sounds)]
    ends = [*(start for start, _ in sounds), pcm.duration_ms]
    return [Hole(start, end) for start, end in zip(begins, ends, strict=True) if end > start]


def hiding_words(silences: Iterable[Hole], marks: Sequence[Mark]) -> Hole | None:
    """The first of `silences` in which several words should be heard."""
    for silence in silences:
        start_ms, end_ms = silence.start_ms + _EDGE_MS, silence.end_ms - _EDGE_MS
        overlaps_ms = [
            min(mark.end_ms, end_ms) - max(mark.start_ms, start_ms)
            for mark in marks
            if mark.start_ms < end_ms and mark.end_ms > start_ms
        ]
        whole_ms = [
            mark.end_ms - mark.start_ms
            for mark in marks
            if start_ms <= mark.start_ms and mark.end_ms <= end_ms
        ]
        if len(whole_ms) >= _HIDDEN_WORDS and sum(whole_ms) >= _HIDDEN_MS:
            return silence
        if len(overlaps_ms) >= _HIDDEN_WORDS and sum(overlaps_ms) >= _HIDDEN_IN_PART_MS:
            return silence
    return None
