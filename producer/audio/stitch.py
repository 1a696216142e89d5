"""Clips → one stretch of sound, joined with pydub.

pydub's own `+` copies everything at every step; joined raw data costs one copy in all.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from producer.audio.pcm import Pcm, Samples
from producer.audio.silence import Cuts
from producer.timing import ms_to_samples

with warnings.catch_warnings():
    # pydub looks for an ffmpeg program when it is imported. Nothing here needs one.
    warnings.simplefilter("ignore", RuntimeWarning)
    from pydub import AudioSegment

__all__ = ["AudioSegment", "from_segment", "join", "silence", "speech", "to_segment"]

FADE_MS = 4
"""Fade at both ends of every kept stretch: too short to hear, long enough not to click."""


def to_segment(pcm: Pcm) -> AudioSegment:
    return AudioSegment(data=pcm.samples.tobytes(), sample_width=2, frame_rate=pcm.rate, channels=1)


def from_segment(segment: AudioSegment) -> Pcm:
    return Pcm(np.frombuffer(segment.raw_data, dtype=np.int16), segment.frame_rate)


def speech(pcm: Pcm, cuts: Cuts) -> AudioSegment:
    """What `cuts` keeps of a clip, faded in and out at every cut: `cuts.samples` samples."""
    return join([_faded(pcm.samples[start:end], pcm.rate) for start, end in cuts.kept], pcm.rate)


def _faded(samples: Samples, rate: int) -> AudioSegment:
    """pydub's own fades work in whole milliseconds and lose or add part of one."""
    length = min(ms_to_samples(FADE_MS, rate), len(samples) // 2)
    ramp = np.arange(length) / max(length, 1)
    faded = samples.copy()
    faded[:length] = np.rint(faded[:length] * ramp)
    faded[len(faded) - length :] = np.rint(faded[len(faded) - length :] * ramp[::-1])
    return to_segment(Pcm(faded, rate))


def silence(samples: int, rate: int) -> AudioSegment:
    """Exactly `samples` samples of nothing."""
    return AudioSegment(data=bytes(2 * samples), sample_width=2, frame_rate=rate, channels=1)


def join(parts: Sequence[AudioSegment], rate: int) -> AudioSegment:
    """`parts`, all mono 16-bit at `rate`, one after the other."""
    data = b"".join(segment.raw_data for segment in parts)
    return AudioSegment(data=data, sample_width=2, frame_rate=rate, channels=1)
