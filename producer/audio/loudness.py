"""Loudness after ITU-R BS.1770-4 and EBU R 128, measured by libavfilter's ebur128.

The parts of an episode are measured one by one and the numbers joined: the integrated loudness
of many stretches follows from the momentary loudness (400 ms windows every 100 ms) of each.
All figures are for one channel taken as mono, not as two equal channels.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from producer.audio.graph import run
from producer.audio.pcm import Samples

Momentary = NDArray[np.float32]
"""Momentary loudness in LUFS every 100 ms. Shape (n,)."""

_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_DB = -0.691
"""BS.1770-4, equations 2 and 3."""


def momentary(samples: Samples, rate: int, after_ms: int = 0) -> Momentary:
    """The momentary loudness of mono `samples`, with `after_ms` of silence behind them."""
    # The filter answers for whole steps of 100 ms.
    step = rate // 10
    size = len(samples) + after_ms * rate // 1000
    padded = np.pad(samples, (0, -(-size // step) * step - len(samples)))
    frames = run(padded, rate, [("ebur128", "metadata=1")])
    values = (frame.metadata.get("lavfi.r128.M") for frame in frames)
    return np.array([v for v in values if v is not None], dtype=np.float32)


def integrated(parts: Iterable[Momentary]) -> float | None:
    """The gated loudness in LUFS of all `parts` together; None where all of it is silence."""
    levels = np.concatenate([np.empty(0, np.float32), *parts])
    levels = levels[levels > _ABSOLUTE_GATE_LUFS]
    if not len(levels):
        return None
    gate = _mean(levels) + _RELATIVE_GATE_LU
    return _mean(levels[levels > gate])


def _mean(levels: Momentary) -> float:
    power = np.power(10.0, (levels.astype(np.float64) - _OFFSET_DB) / 10)
    return float(10 * np.log10(power.mean()) + _OFFSET_DB)
