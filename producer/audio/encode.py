"""PCM → MP3 frames with lameenc, as streams that can be joined byte by byte.

Each encoder starts with an empty bit reservoir and no Info header, so its first frame leans on
nothing before it: streams of one `FrameFormat` may follow each other in any order.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache

import av
import lameenc
import numpy as np

from producer.audio.frames import frame_length
from producer.audio.pcm import Pcm, Samples, decode
from producer.timing import SAMPLES_PER_FRAME, FrameFormat

QUALITY = 3
"""LAME's effort, 0 best to 9 worst: what LAME itself chooses for a constant bitrate."""


def encode(samples: Samples, form: FrameFormat) -> bytes:
    """A stream of whole frames. `samples` has shape (n,) or (n, channels) and is padded with
    silence to whole frames; the stream is one frame longer, for the encoder's delay."""
    return encode_blocks([samples], form)


def encode_blocks(blocks: Iterable[Samples], form: FrameFormat) -> bytes:
    """As `encode`, for samples that come block after block."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(form.bitrate)
    encoder.set_in_sample_rate(form.rate)
    encoder.set_out_sample_rate(form.rate)
    encoder.set_channels(form.channels)
    encoder.set_quality(QUALITY)
    encoder.silence()
    stream = bytearray()
    length = 0
    for samples in blocks:
        stream += encoder.encode(samples.tobytes())
        length += len(samples)
    stream += encoder.encode(bytes(2 * form.channels * (-length % SAMPLES_PER_FRAME)))
    stream += encoder.flush()
    return bytes(stream)


@lru_cache(maxsize=8)
def encoder_gain_db(form: FrameFormat) -> float:
    """What LAME does to the level: at most bitrates its presets multiply by 0.95 or so, and say
    nothing. Measured on a tone, to 0.01 dB."""
    angle = 2 * np.pi * 1_000 / form.rate * np.arange(form.rate // 2)
    tone = np.asarray(np.rint(8_000 * np.sin(angle)), dtype=np.int16)
    middle = slice(form.rate // 8, form.rate * 3 // 8)
    channels = np.repeat(tone[:, None], form.channels, axis=1)
    decoded = decode(encode(channels, form)).samples[middle].astype(np.float64)
    return round(20 * float(np.log10(decoded.std() / tone[middle].std())), 2)


@lru_cache(maxsize=8)
def silent_frame(form: FrameFormat) -> bytes:
    """One frame of silence that leans on no other, so that it can be repeated at will."""
    stream = encode(np.zeros((SAMPLES_PER_FRAME, form.channels), dtype=np.int16), form)
    return stream[: frame_length(stream)]


def lossless(pcm: Pcm) -> bytes:
    """`pcm` as a FLAC file, the same bytes each time."""
    file = io.BytesIO()
    with av.open(file, "w", format="flac", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("flac", rate=pcm.rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(pcm.samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = pcm.rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()
