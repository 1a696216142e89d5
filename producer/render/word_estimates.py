"""When the words of a clip sound, where its engine does not tell.

The sentence's beginning and end are known from its sound. In between, time is shared out among
the letters, and held to what can be heard: where the text has a comma, most voices pause.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from producer.audio.pcm import Pcm
from producer.audio.silence import find_stretches
from producer.model import Mark, is_speakable

_PAUSE_MS = 90
"""Shorter silences are those before "p", "t" and "k"."""
_TOLERANCE = 0.15
"""So far, as a share of the speech, a pause may lie from where a comma is expected."""
_LATIN_WEIGHT, _HEAVY_WEIGHT = 1, 3
"""A Han character and a digit take about as long to say as three letters of a word."""
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_ALONE = r"\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
_PARTS = re.compile(f"[{_ALONE}]|[^{_ALONE}]+")


def estimated_words(text: str, pcm: Pcm) -> tuple[Mark, ...]:
    """The words of `text` with estimated times in ms of the clip `pcm`. A Han character counts
    as a word. Where there is no sound, there are none."""
    words = _words(text)
    stretches = find_stretches(pcm, _PAUSE_MS) if words else []
    if not stretches:
        return ()
    ends = [0, *accumulate(end - start for start, end in stretches)]
    weights = [0, *accumulate(_weight(word) for word, _ in words)]
    phrases = [weights[i + 1] for i, (_, is_last) in enumerate(words[:-1]) if is_last]
    anchors = _anchors(phrases, ends[1:-1], weights[-1], ends[-1])
    at = np.interp(weights, [w for w, _ in anchors], [ms for _, ms in anchors]).round().astype(int)

    def begin(ms: int) -> int:
        n = min(bisect_right(ends, ms), len(stretches)) - 1
        return stretches[n][0] + ms - ends[n]

    def end(ms: int) -> int:
        n = max(bisect_left(ends, ms), 1) - 1
        return stretches[n][0] + ms - ends[n]

    return tuple(
        Mark(begin(int(at[i])), max(begin(int(at[i])), end(int(at[i + 1]))), word)
        for i, (word, _) in enumerate(words)
    )


def _words(text: str) -> list[tuple[str, bool]]:
    """The words, and whether a phrase ends with each: punctuation follows."""
    pieces: list[tuple[str, bool]] = []
    for match in _WORD.finditer(text):
        parts = _split(match[0])
        following = text[match.end() : match.end() + 1]
        is_last = bool(following) and unicodedata.category(following) in ("Po", "Pd")
        pieces += [(piece, is_last and i == len(parts) - 1) for i, piece in enumerate(parts)]
    return pieces


def _split(word: str) -> list[str]:
    """`word` with its Han characters and kana apart from each other and from the rest."""
    return [piece for piece in _PARTS.findall(word) if is_speakable(piece)]


def _weight(word: str) -> int:
    return sum(
        _HEAVY_WEIGHT if unicodedata.east_asian_width(c) in "WF" or c.isdigit() else _LATIN_WEIGHT
        for c in word
        if is_speakable(c)
    )


def _anchors(
    phrases: Sequence[int], pauses: Sequence[int], weight: int, length_ms: int
) -> list[tuple[int, int]]:
    """Weight of the text so far → ms of speech so far, both rising: its ends, and the pauses
    that belong to the end of a phrase."""
    anchors = [(0, 0)]
    for pause in pauses:
        done, at = anchors[-1]
        pace = (length_ms - at) / (weight - done)
        later = [phrase for phrase in phrases if phrase > done]
        if not later:
            break
        nearest = min(later, key=lambda phrase: abs(at + (phrase - done) * pace - pause))
        if abs(at + (nearest - done) * pace - pause) <= _TOLERANCE * length_ms:
            anchors.append((nearest, pause))
    return [*anchors, (weight, length_ms)]
