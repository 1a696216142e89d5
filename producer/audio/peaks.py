"""How high a sound goes, at its samples and between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from producer.audio.pcm import Floats, Samples, full_scale

_REACH = 16
"""So many samples on each side make the wave between two."""

_MOST_BETWEEN_DB = 3.0
"""Speech at 48 kHz rises less than that between two samples."""


def peak_dbfs(samples: Samples) -> float:
    """The highest sample in dB below full scale; −120 for silence."""
    return _decibels(_highest(samples), full_scale(samples))


def _highest(samples: Samples | Floats) -> float:
    return max(float(samples.max(initial=0)), -float(samples.min(initial=0)))


def _decibels(highest: float, full: int) -> float:
    return 20 * float(np.log10(highest / full)) if highest else -120.0


def true_peak_dbtp(samples: Samples) -> float:
    """The highest peak of the wave between the samples (BS.1770-4, annex 2: four times
    oversampled) in dB below full scale; −120 for silence. Shape (n,)."""
    meter = PeakMeter()
    meter.add(samples)
    return meter.true_peak_dbtp


class PeakMeter:
    """The true peak of a sound that comes block after block.

    Only round the samples that stand out among their neighbours and lie within 3 dB of the
    highest so far is it oversampled."""

    def __init__(self) -> None:
        self._sample = self._between = 0.0
        self._waiting: Samples | Floats = np.zeros(_REACH, np.int16)

    def add(self, samples: Samples | Floats) -> None:
        """The next samples, of shape (n,), all of one kind."""
        joined = np.concatenate([self._waiting, samples])
        self._sample, self._between = self._look(joined)
        self._waiting = joined[-2 * _REACH :]

    @property
    def true_peak_dbtp(self) -> float:
        behind = np.zeros(_REACH, self._waiting.dtype)
        highest = max(self._look(np.concatenate([self._waiting, behind])))
        return _decibels(highest, full_scale(self._waiting))

    def _look(self, joined: Samples | Floats) -> tuple[float, float]:
        """The highest sample and what is highest between two so far, with those of `joined` that
        have `_REACH` samples on each side."""
        middle = joined[_REACH : len(joined) - _REACH]
        here = _highest(middle)
        highest = max(self._sample, here)
        near = highest * 10 ** (-_MOST_BETWEEN_DB / 20)
        if here < near or not here:
            return highest, self._between
        loud = _REACH + np.flatnonzero((middle >= near) | (middle <= -near))
        left, size, right = (np.abs(joined[loud + step].astype(np.float32)) for step in (-1, 0, 1))
        tops = loud[(size >= left) & (size >= right)]
        around = joined[tops[:, None] + _WINDOW].astype(np.float32, copy=False)
        between = float(np.abs(around @ _INTERPOLATION.T).max(initial=0))
        return highest, max(self._between, between)


_WINDOW = np.arange(-_REACH, _REACH + 1)


def _interpolation(factor: int = 4, reach: int = _REACH) -> NDArray[np.float32]:
    """Windowed-sinc weights for the points between the middle of a window of 2 * reach + 1
    samples and its two neighbours. Shape (2 * (factor - 1), 2 * reach + 1)."""
    after = np.arange(1, factor) / factor
    points = np.concatenate([-after, after])
    distance = np.arange(-reach, reach + 1)[None, :] - points[:, None]
    window = np.where(np.abs(distance) < reach, np.cos(np.pi * distance / (2 * reach)) ** 2, 0)
    return np.asarray(np.sinc(distance) * window, dtype=np.float32)


_INTERPOLATION = _interpolation()
