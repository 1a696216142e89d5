"""A passage as an engineer would finish it: resampled, set to its level, its peaks held."""

from __future__ import annotations

from collections.abc import Iterable

import av
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from producer.audio.graph import Filter, run
from producer.audio.pcm import Pcm, Samples

_ATTACK_MS = 5
_RELEASE_MS = 60

_RESAMPLER = "filter_size=128:kaiser_beta=8:cutoff=0.95"
"""libswresample heeds the cutoff only on the way down. On the way up its filter is 6 dB down at
half the input's rate, and with the default length the image of all above 9 kHz is heard."""


def master(pcm: Pcm, rate: int, gain_db: float, limit_dbfs: float) -> Samples:
    """`pcm` resampled to `rate` by libswresample, made louder by `gain_db`, and kept below
    `limit_dbfs` by a look-ahead limiter. Shape (n,), in time with the input."""
    resample = ("aresample", f"{rate}:internal_sample_fmt=fltp:{_RESAMPLER}")
    return _collect(run(pcm.samples, pcm.rate, [resample, *_limiter(gain_db, limit_dbfs)]))


def limit(mix: NDArray[np.float32], rate: int, gain_db: float, limit_dbfs: float) -> Samples:
    """`mix`, full scale ±1, made louder and kept below `limit_dbfs`. Shape as given."""
    return _collect(run(mix, rate, _limiter(gain_db, limit_dbfs))).reshape(mix.shape)


def _limiter(gain_db: float, limit_dbfs: float) -> list[Filter]:
    # The limiter's own gain reaches 36 dB and costs nothing.
    inner_db = min(36.0, max(-36.0, gain_db))
    level, ceiling = 10 ** (inner_db / 20), 10 ** (limit_dbfs / 20)
    times = f"attack={_ATTACK_MS}:release={_RELEASE_MS}"
    filters = [
        ("alimiter", f"level_in={level}:limit={ceiling}:{times}:level=0:latency=1"),
        ("aformat", "sample_fmts=s16"),
    ]
    if inner_db == gain_db:
        return filters
    return [("volume", f"volume={gain_db - inner_db}dB:precision=float"), *filters]


def _collect(frames: Iterable[av.AudioFrame]) -> Samples:
    return np.concatenate([np.empty(0, np.int16), *(frame.to_ndarray()[0] for frame in frames)])


def peak_dbfs(samples: Samples) -> float:
    """The highest sample in dB below full scale; −120 for silence."""
    highest = _highest(samples)
    return 20 * float(np.log10(highest / 32768)) if highest else -120.0


def _highest(samples: Samples) -> int:
    return max(int(samples.max(initial=0)), -int(samples.min(initial=0)))


def true_peak_dbtp(samples: Samples) -> float:
    """The highest peak of the wave between the samples (BS.1770-4, annex 2: four times
    oversampled) in dB below full scale; −120 for silence. Shape (n,).

    Only round the samples that stand out among their neighbours and lie within 3 dB of the
    highest: at 48 kHz speech rises less than that between two samples.
    """
    highest = _highest(samples)
    if not highest:
        return -120.0
    near = int(highest * 10 ** (-3 / 20))
    loud = np.flatnonzero((samples >= near) | (samples <= -near))
    reach = _INTERPOLATION.shape[1] // 2
    around = sliding_window_view(np.pad(samples, reach), 2 * reach + 1)[loud].astype(np.float32)
    size = np.abs(around[:, reach - 1 : reach + 2])
    tops = around[(size[:, 1] >= size[:, 0]) & (size[:, 1] >= size[:, 2])]
    between = np.abs(tops @ _INTERPOLATION.T).max(initial=0)
    return 20 * float(np.log10(max(highest, between) / 32768))


def _interpolation(factor: int = 4, reach: int = 16) -> NDArray[np.float32]:
    """Windowed-sinc weights for the points between the middle of a window of 2 * reach + 1
    samples and its two neighbours. Shape (2 * (factor - 1), 2 * reach + 1)."""
    after = np.arange(1, factor) / factor
    points = np.concatenate([-after, after])
    distance = np.arange(-reach, reach + 1)[None, :] - points[:, None]
    window = np.where(np.abs(distance) < reach, np.cos(np.pi * distance / (2 * reach)) ** 2, 0)
    return np.asarray(np.sinc(distance) * window, dtype=np.float32)


_INTERPOLATION = _interpolation()
