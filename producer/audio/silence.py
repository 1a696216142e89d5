"""Where a clip's speech begins and ends, and where it pauses for too long.

Engines put silence round what they speak (the edge service up to a second behind it) and
sometimes inside. Pauses are the show's to set, so what an engine adds is cut to a known margin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from producer.audio.pcm import Pcm, Samples
from producer.timing import ms_to_samples, samples_to_ms

_HOP_MS = 5
_BELOW_SPEECH_DB = 45.0
"""Quieter than this below the clip's loud stretches counts as silence. The weakest fricatives
lie about 30 to 40 dB below the vowels."""

_ABOVE_NOISE_DB = 6.0
"""What is no louder than that above a clip's own noise counts as silence too."""
_STEADY_MS, _STEADY_DB, _NOISE_BELOW_DB = 100, 3.0, 20.0
"""Noise is what stays within so many decibels of its mean for so long, and lies so far below the
loud stretches."""

LEAD_MS = 40
TAIL_MS = 80
"""What is kept before the first and after the last sound: an onset builds up and a final
consonant dies away below the threshold."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """The stretches of a clip to keep, as sample offsets [start, end), in order; everything in
    between is silence. `lead` and `tail` samples of what is kept precede the first sound and
    follow the last one."""

    kept: tuple[tuple[int, int], ...]
    lead: int
    tail: int
    rate: int

    @property
    def samples(self) -> int:
        return sum(end - start for start, end in self.kept)

    def moved_ms(self, ms: int) -> int:
        """Where a moment of the clip is once the silence is cut; one inside a cut is at the cut."""
        at = ms_to_samples(ms, self.rate)
        before = sum(min(end, max(at, start)) - start for start, end in self.kept)
        return samples_to_ms(before, self.rate)


def find_cuts(pcm: Pcm, longest_ms: int) -> Cuts:
    """Keep the speech, its margins, and at most `longest_ms` of any silence inside.

    A clip without any sound keeps nothing.
    """
    hop = ms_to_samples(_HOP_MS, pcm.rate)
    sounding = np.flatnonzero(_sounding(pcm.samples, hop))
    if not len(sounding):
        return Cuts((), 0, 0, pcm.rate)
    lead, tail = ms_to_samples(LEAD_MS, pcm.rate), ms_to_samples(TAIL_MS, pcm.rate)
    longest = max(ms_to_samples(longest_ms, pcm.rate), lead + tail)
    begins, ends = sounding * hop, (sounding + 1) * hop
    gaps = begins[1:] - ends[:-1]
    stretches: list[tuple[int, int]] = []
    first = start = max(0, int(begins[0]) - lead)
    for gap in np.flatnonzero(gaps > longest):
        # The longer part of what stays of a pause belongs to the word before it.
        stay_before = longest * tail // (lead + tail)
        stretches.append((start, int(ends[gap]) + stay_before))
        start = int(begins[gap + 1]) - (longest - stay_before)
    last = min(len(pcm.samples), int(ends[-1]) + tail)
    stretches.append((start, last))
    sounds_until = min(last, int(ends[-1]))
    return Cuts(tuple(stretches), int(begins[0]) - first, last - sounds_until, pcm.rate)


def find_stretches(pcm: Pcm, pause_ms: int) -> list[tuple[int, int]]:
    """The sounds of a clip between silences of at least `pause_ms`: start and end of each, in
    ms, in order."""
    hop = ms_to_samples(_HOP_MS, pcm.rate)
    sounding = np.flatnonzero(_sounding(pcm.samples, hop))
    if not len(sounding):
        return []
    gaps = np.flatnonzero(np.diff(sounding) - 1 >= -(-pause_ms // _HOP_MS))
    begins = [sounding[0], *sounding[gaps + 1]]
    ends = [*sounding[gaps], sounding[-1]]
    return [
        (samples_to_ms(int(a) * hop, pcm.rate), samples_to_ms((int(b) + 1) * hop, pcm.rate))
        for a, b in zip(begins, ends, strict=True)
    ]


def _sounding(samples: Samples, hop: int) -> NDArray[np.bool_]:
    """Per hop of `hop` samples, whether it is more than silence. Shape (ceil(n / hop),)."""
    padded = np.pad(samples, (0, -len(samples) % hop)).reshape(-1, hop)
    power = np.einsum("ij,ij->i", padded, padded, dtype=np.float32) / hop
    if not power.any():
        return np.zeros(len(power), dtype=bool)
    # Silence is left out, or a short word in a long one would be measured by its noise.
    loud = np.quantile(power[power > power.max() / 1000], 0.95)
    # One step of 16 bits is the least that counts, however quiet the clip.
    threshold = max(float(loud) * 10 ** (-_BELOW_SPEECH_DB / 10), 1.0)
    threshold = max(threshold, _noise(power, float(loud)) * 10 ** (_ABOVE_NOISE_DB / 10))
    sounding: NDArray[np.bool_] = power > threshold
    return sounding


def _noise(power: NDArray[np.float32], loud: float) -> float:
    """The mean square of a clip's steady noise, from that of each hop; 0 where there is none.
    Speech that dies away is as quiet at times, but never as steady."""
    hops = _STEADY_MS // _HOP_MS
    if len(power) < hops:
        return 0.0
    windows = np.lib.stride_tricks.sliding_window_view(power, hops)
    quietest = windows[np.argmin(windows.mean(axis=1))]
    floor = float(quietest.mean())
    steady = float(quietest.max()) < floor * 10 ** (_STEADY_DB / 10)
    return floor if steady and floor < loud * 10 ** (-_NOISE_BELOW_DB / 10) else 0.0
