"""A passage as an engineer would finish it: resampled, set to its level, its peaks held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from producer.audio.graph import run
from producer.audio.pcm import Pcm, Samples

_ATTACK_MS = 5
_RELEASE_MS = 60


def master(pcm: Pcm, rate: int, gain_db: float, limit_dbfs: float) -> Samples:
    """`pcm` resampled to `rate` by libswresample, made louder by `gain_db`, and kept below
    `limit_dbfs` by a look-ahead limiter. Shape (n,), in time with the input."""
    limit = 10 ** (limit_dbfs / 20)
    frames = run(
        pcm.samples,
        pcm.rate,
        [
            ("aresample", f"{rate}:filter_size=64:cutoff=0.96"),
            ("aformat", "sample_fmts=dbl"),
            ("volume", f"volume={gain_db}dB:precision=double"),
            (
                "alimiter",
                f"limit={limit}:attack={_ATTACK_MS}:release={_RELEASE_MS}:level=0:latency=1",
            ),
            ("aformat", "sample_fmts=s16"),
        ],
    )
    return np.concatenate([np.empty(0, np.int16), *(frame.to_ndarray()[0] for frame in frames)])


def peak_dbfs(samples: Samples) -> float:
    """The highest sample in dB below full scale; −120 for silence."""
    highest = int(np.abs(samples.astype(np.int32)).max(initial=0))
    return 20 * float(np.log10(highest / 32768)) if highest else -120.0


def true_peak_dbtp(samples: Samples) -> float:
    """The highest peak of the wave between the samples (BS.1770-4, annex 2: four times
    oversampled) in dB below full scale; −120 for silence. Shape of `samples`: (n,).

    Only what lies within 3 dB of the highest sample is oversampled: at 48 kHz speech leaves
    less than that between two samples.
    """
    loud = np.abs(samples.astype(np.int32))
    highest = int(loud.max(initial=0))
    if not highest:
        return -120.0
    near = loud >= highest * 10 ** (-3 / 20)
    near[1:] |= near[:-1]
    reach = _INTERPOLATION.shape[1] // 2
    padded = np.pad(samples.astype(np.float32), reach)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach)[:-1][near]
    between = np.abs(windows @ _INTERPOLATION.T).max()
    return 20 * float(np.log10(max(highest, float(between)) / 32768))


def _interpolation(factor: int = 4, taps: int = 32) -> NDArray[np.float32]:
    """Windowed-sinc weights for the `factor` points from half a tap before to just before the
    middle of a window of `taps` samples. Shape (factor - 1, taps)."""
    offsets = np.arange(taps) - taps // 2
    points = np.arange(1, factor) / factor
    distance = offsets[None, :] + points[:, None]
    window = np.cos(np.pi * distance / taps) ** 2
    return np.asarray(np.sinc(distance) * window, dtype=np.float32)


_INTERPOLATION = _interpolation()
