"""A passage as an engineer would finish it: resampled, set to its level, its peaks held."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from producer.audio.graph import Filter, run
from producer.audio.pcm import Pcm, Samples, channels

_ATTACK_MS = 5
_RELEASE_MS = 60

_COMPRESSOR_ATTACK_MS, _COMPRESSOR_RELEASE_MS = 2, 80
_RATIO, _KNEE_DB = 3, 6
_LEAST_THRESHOLD = 0.000976563
"""That of libavfilter's compressor: 60 dB below full scale."""

_TO_SAMPLES = ("aformat", "sample_fmts=s16")

_RESAMPLER = "filter_size=128:kaiser_beta=8:cutoff=0.95"
"""libswresample heeds the cutoff only on the way down. On the way up its filter is 6 dB down at
half the input's rate, and with the default length the image of all above 9 kHz is heard."""


def master(pcm: Pcm, rate: int, gain_db: float, limit_dbfs: float) -> Samples:
    """`pcm` resampled to `rate` by libswresample, made louder by `gain_db`, and kept below
    `limit_dbfs` by a look-ahead limiter. Shape (n,), in time with the input."""
    blocks = master_blocks(pcm, rate, gain_db, limit_dbfs)
    return np.concatenate([np.empty(0, np.int16), *blocks])


def master_blocks(pcm: Pcm, rate: int, gain_db: float, limit_dbfs: float) -> Iterator[Samples]:
    """As `master`, a second or so at a time."""
    # Before the resampler the limiter has half as much to do. The wave between the samples that
    # it sees rises 0.2 dB above them in speech.
    resample = ("aresample", f"{rate}:internal_sample_fmt=fltp:{_RESAMPLER}")
    filters = [*_limiter(gain_db, limit_dbfs), resample, _TO_SAMPLES]
    for frame in run(pcm.samples, pcm.rate, filters):
        yield channels(frame)[0]


def compressed(pcm: Pcm, threshold_dbfs: float) -> Pcm:
    """`pcm` with what rises above `threshold_dbfs` brought nearer to it, in time with the input:
    three decibels become one, so that a limiter behind it has little left to do."""
    knee = 10 ** (_KNEE_DB / 20)
    threshold = min(1.0, max(_LEAST_THRESHOLD, 10 ** (threshold_dbfs / 20)))
    times = f"attack={_COMPRESSOR_ATTACK_MS}:release={_COMPRESSOR_RELEASE_MS}"
    curve = f"threshold={threshold}:ratio={_RATIO}:knee={knee}:detection=peak"
    blocks = run(pcm.samples, pcm.rate, [("acompressor", f"{curve}:{times}"), _TO_SAMPLES])
    joined = np.concatenate([np.empty(0, np.int16), *(channels(block)[0] for block in blocks)])
    return Pcm(joined, pcm.rate)


def limit_blocks(
    mix: NDArray[np.float32], rate: int, gain_db: float, limit_dbfs: float
) -> Iterator[Samples]:
    """`mix`, full scale ±1, made louder and kept below `limit_dbfs`, a second or so at a time.
    Shapes as given, (n, channels)."""
    for frame in run(mix, rate, [*_limiter(gain_db, limit_dbfs), _TO_SAMPLES]):
        yield np.asarray(frame.to_ndarray(), np.int16).reshape(-1, mix.shape[1])


def _limiter(gain_db: float, limit_dbfs: float) -> list[Filter]:
    # The limiter's own gain reaches 36 dB and costs nothing.
    inner_db = min(36.0, max(-36.0, gain_db))
    level, ceiling = 10 ** (inner_db / 20), 10 ** (limit_dbfs / 20)
    times = f"attack={_ATTACK_MS}:release={_RELEASE_MS}"
    limiter = ("alimiter", f"level_in={level}:limit={ceiling}:{times}:level=0:latency=1")
    if inner_db == gain_db:
        return [limiter]
    return [("volume", f"volume={gain_db - inner_db}dB:precision=float"), limiter]
