"""Where a sentence is best cut out of what is around it.

A recogniser knows to a quarter of a second when a word is said. So a cut is made in the silence
that is nearest to where it should be, and where people speak on without one, where it is quietest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from producer.audio.pcm import Pcm
from producer.timing import ms_to_samples, samples_to_ms

_HOP_MS = 10
_AWAY_MS, _INTO_MS = 700, 300
"""How far from a sentence its silence may be, and how far into it."""
_INTO_END_MS = 150
"""The same at its end, where a last syllable dies away."""
_PAUSE_MS = 120
"""Shorter silences are inside of words too."""
_BELOW_SPEECH_DB, _ABOVE_NOISE_DB = 32.0, 4.0
_LEAD_MS, _TAIL_MS = 60, 160
"""What is kept of the silence before and after a sentence."""
_FADE_MS = 8


class Loudness:
    """How loud a recording is, every 10 ms, and what counts as silence in it."""

    def __init__(self, pcm: Pcm) -> None:
        hop = ms_to_samples(_HOP_MS, pcm.rate)
        whole = len(pcm.samples) // hop
        blocks = pcm.samples[: whole * hop].reshape(whole, hop)
        power = np.einsum("ij,ij->i", blocks, blocks, dtype=np.float64) / hop
        self._db: NDArray[np.float64] = 10 * np.log10(np.maximum(power, 1.0))
        speech, noise = np.quantile(self._db, 0.95), np.quantile(self._db, 0.05)
        limit = max(speech - _BELOW_SPEECH_DB, noise + _ABOVE_NOISE_DB)
        self._silent = self._db < min(limit, speech - _ABOVE_NOISE_DB)

    def begin_ms(self, word_ms: int, earliest_ms: int) -> int:
        """Where to cut before the word that begins at `word_ms`, not before `earliest_ms`."""
        first = max(earliest_ms, word_ms - _AWAY_MS)
        pauses = self._pauses(first, word_ms + _INTO_MS)
        if pauses:
            start, end = min(pauses, key=lambda pause: abs(pause[1] - word_ms))
            return max(start, end - _LEAD_MS)
        return self._quietest(max(first, word_ms - 200), word_ms + 60)

    def end_ms(self, word_ms: int, latest_ms: int) -> int:
        """Where to cut after the word that ends at `word_ms`, not after `latest_ms`."""
        last = min(latest_ms, word_ms + _AWAY_MS)
        pauses = self._pauses(word_ms - _INTO_END_MS, last)
        if pauses:
            start, end = min(pauses, key=lambda pause: abs(pause[0] - word_ms))
            return min(end, start + _TAIL_MS)
        return self._quietest(word_ms - 60, min(last, word_ms + 200))

    def _pauses(self, first_ms: int, last_ms: int) -> list[tuple[int, int]]:
        """The silences of some length that touch a stretch, as far as they lie in it."""
        first, last = self._places(first_ms, last_ms)
        silent = np.concatenate([[False], self._silent[first:last], [False]])
        edges = np.flatnonzero(np.diff(silent.astype(np.int8)))
        return [
            ((first + int(a)) * _HOP_MS, (first + int(b)) * _HOP_MS)
            for a, b in zip(edges[::2], edges[1::2], strict=True)
            if (b - a) * _HOP_MS >= _PAUSE_MS
        ]

    def _quietest(self, first_ms: int, last_ms: int) -> int:
        first, last = self._places(first_ms, last_ms)
        if last - first < 1:
            return first * _HOP_MS
        return (first + int(np.argmin(self._db[first:last]))) * _HOP_MS

    def _places(self, first_ms: int, last_ms: int) -> tuple[int, int]:
        size = len(self._db)
        first = min(max(0, first_ms // _HOP_MS), size)
        return first, min(max(first, -(-last_ms // _HOP_MS)), size)


def cut(pcm: Pcm, start_ms: int, end_ms: int) -> Pcm:
    """That stretch, faded in and out so that nothing clicks."""
    first, last = ms_to_samples(start_ms, pcm.rate), ms_to_samples(end_ms, pcm.rate)
    samples = pcm.samples[first:last].astype(np.float32)
    fade = min(ms_to_samples(_FADE_MS, pcm.rate), len(samples) // 2)
    if fade:
        ramp = np.linspace(0, 1, fade, dtype=np.float32)
        samples[:fade] *= ramp
        samples[-fade:] *= ramp[::-1]
    return Pcm(np.rint(samples).astype(np.int16), pcm.rate)


def length_ms(pcm: Pcm) -> int:
    """How long a recording is."""
    return samples_to_ms(len(pcm.samples), pcm.rate)
