"""Speech slower or faster at the same pitch, by libavfilter's WSOLA."""

from __future__ import annotations

import numpy as np

from producer.audio.graph import run
from producer.audio.pcm import Pcm, channels

SLOWEST, FASTEST = 0.5, 2.0
"""How far one `atempo` stretches well."""


def stretched(pcm: Pcm, tempo: float) -> Pcm:
    """`pcm` at `tempo` times its speed, from `SLOWEST` to `FASTEST`. Its length is right to the
    sample; what the filter gives more or less, some 20 ms at the end, is cut or silent."""
    filters = [("atempo", f"{tempo:.4f}"), ("aformat", "sample_fmts=s16")]
    blocks = [channels(frame)[0] for frame in run(pcm.samples, pcm.rate, filters)]
    samples = np.concatenate([np.empty(0, np.int16), *blocks])
    length = round(len(pcm.samples) / tempo)
    return Pcm(np.pad(samples[:length], (0, max(0, length - len(samples)))), pcm.rate)
