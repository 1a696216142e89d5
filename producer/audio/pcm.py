"""One channel of sound, and how to get it out of an audio file."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from producer.errors import ProducerError

Samples = NDArray[np.int16]


class UnreadableAudio(ProducerError):
    """Bytes that are no audio, or audio without a sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Pcm:
    """`samples` has shape (n,), full scale ±32,767; `rate` in Hz."""

    samples: Samples
    rate: int

    @property
    def duration_ms(self) -> int:
        return (len(self.samples) * 1000 + self.rate // 2) // self.rate


def decode(audio: bytes, *, rate: int | None = None) -> Pcm:
    """Decode a whole file of any format that PyAV reads, mixed down to one channel.

    At the file's own rate unless `rate` is given (band-limited resampling by libswresample).
    Raises `UnreadableAudio`.
    """
    blocks: list[Samples] = []
    try:
        with av.open(io.BytesIO(audio), "r") as container:
            if not container.streams.audio:
                raise UnreadableAudio("there is no sound in it")
            stream = container.streams.audio[0]
            rate = rate or stream.rate
            resampler = AudioResampler(format="s16", layout="mono", rate=rate)
            for frame in container.decode(stream):
                blocks.extend(out.to_ndarray()[0] for out in resampler.resample(frame))
            blocks.extend(out.to_ndarray()[0] for out in resampler.resample(None))
    except (av.error.FFmpegError, ValueError) as error:
        raise UnreadableAudio(f"it cannot be decoded ({error})") from error
    if not blocks or not rate:
        raise UnreadableAudio("it holds no samples")
    return Pcm(np.concatenate(blocks), rate)
