"""PCM → MP3 frames with lameenc, as streams that can be joined byte by byte.

Each encoder starts with an empty bit reservoir and no Info header, so its first frame leans on
nothing before it: streams of one `FrameFormat` may follow each other in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import lameenc
import numpy as np

from producer.audio.pcm import Samples, decode
from producer.timing import SAMPLES_PER_FRAME, FrameFormat

_AT_ONCE_S = 10
"""So much is encoded in one call: threads that come back for the GIL every second stand in each
other's way so much that two are no faster than one."""

QUALITY = 3
"""LAME's effort, 0 best to 9 worst: what LAME itself chooses for a constant bitrate."""

_MPEG_1_LAYER_III = 0x7FFD
_BITRATES = dict(enumerate((32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320), 1))
_RATES = dict(enumerate((44_100, 48_000, 32_000)))


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
    waiting: list[bytes] = []
    length = encoded = 0
    for samples in blocks:
        waiting.append(samples.tobytes())
        length += len(samples)
        if length - encoded >= _AT_ONCE_S * form.rate:
            stream += encoder.encode(b"".join(waiting))
            encoded = length
            waiting.clear()
    rest = bytes(2 * form.channels * (-length % SAMPLES_PER_FRAME))
    stream += encoder.encode(b"".join([*waiting, rest]))
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
    heard = decode(encode(channels, form)).samples[middle].astype(np.float64)
    return round(20 * float(np.log10(heard.std() / tone[middle].std())), 2)


@lru_cache(maxsize=8)
def silent_frame(form: FrameFormat) -> bytes:
    """One frame of silence that leans on no other, so that it can be repeated at will."""
    stream = encode(np.zeros((SAMPLES_PER_FRAME, form.channels), dtype=np.int16), form)
    return stream[: frame_length(stream)]


def frame_length(stream: bytes, at: int = 0) -> int:
    """Bytes of the MPEG-1 Layer III frame whose header is at offset `at` (ISO/IEC 11172-3)."""
    head = int.from_bytes(stream[at : at + 4], "big")
    bitrate, rate = _BITRATES.get(head >> 12 & 15), _RATES.get(head >> 10 & 3)
    if head >> 17 != _MPEG_1_LAYER_III or bitrate is None or rate is None:
        raise ValueError(f"there is no MP3 frame at offset {at}")
    return 144_000 * bitrate // rate + (head >> 9 & 1)


def count_frames(stream: bytes) -> int:
    """How many whole frames `stream` consists of; `ValueError` if it is anything else."""
    at = frames = 0
    while at < len(stream):
        at += frame_length(stream, at)
        frames += 1
    if at != len(stream):
        raise ValueError(f"the last of {frames} MP3 frames is cut short")
    return frames
