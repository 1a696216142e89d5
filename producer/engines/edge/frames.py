"""Whether MP3 frames of the edge service follow one another as they were encoded.

A frame carries no number. But the data of a frame mostly begins in the frames before it, in what
they left over (the bit reservoir), and each frame says how far back its data begins and how long
it is (ISO/IEC 11172-3, 2.4.2.7; 13818-3 for 24 kHz). So the data of all frames is one chain
without overlaps, and without gaps but where the encoder had more room than it may save. Where a
frame is missing or doubled the chain breaks, and players make a click or a squeak of it.

What cannot be known from the frames: silence that is missing or doubled, for one silent frame is
as good as another; a missing frame whose data was exactly as long as the room it brought (3 to 7
in 100 of those with sound: 24 ms less, without a click); anything missing where an encoder saves
nothing. A doubled one with sound always shows, for no two frames of speech are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FRAME_BYTES = 144
FRAME_MS = 24

_HEADER = bytes((0xFF, 0xF2, 0x64, 0xC0))
_HEADER_MASK = bytes((0xFF, 0xFE, 0xFE, 0xC0))
"""MPEG-2 Layer III, 48 kbit/s, 24 kHz, no padding, mono; with or without checksum."""
_SIDE_BYTES = 9
_WITH_SOUND_BYTES = 16
"""Frames with less data than this may be silence, which repeats itself."""


def first_foreign(frames: Sequence[bytes]) -> int | None:
    """The number of the first frame that is none of the expected format."""
    for number, frame in enumerate(frames):
        header = zip(frame[: len(_HEADER)], _HEADER_MASK, strict=True)
        if bytes(byte & mask for byte, mask in header) != _HEADER:
            return number
    return None


def first_break(frames: Sequence[bytes]) -> int | None:
    """The number of the first frame that cannot follow those before it, or None."""
    links = [_link(frame) for frame in frames]
    full = max((link.saved for link in links), default=0)
    repeated = first_repeated(frames)
    for number, link in enumerate(links):
        if number == repeated:
            return number
        gap = links[number - 1].saved - link.back if number else 0
        # An encoder wastes only what it may not save, and saves nothing where it begins anew.
        wasteful = link.back == 0 or link.saved >= full - 1
        if gap < 0 or (gap > 0 and not wasteful):
            return number
    return None


def first_repeated(frames: Sequence[bytes]) -> int | None:
    """The number of the first frame with sound that has come before, or None."""
    seen: set[bytes] = set()
    for number, frame in enumerate(frames):
        if frame in seen:
            return number
        if _link(frame).length >= _WITH_SOUND_BYTES:
            seen.add(frame)
    return None


@dataclass(frozen=True, slots=True)
class _Link:
    """In bytes: how far before the frame's own room its data begins, how long that is, and what
    is left of all room after it."""

    back: int
    length: int
    saved: int


def _link(frame: bytes) -> _Link:
    side = 4 if frame[1] & 1 else 6  # after the header, or after its checksum
    back = frame[side]
    bits = (frame[side + 1] & 0x7F) << 5 | frame[side + 2] >> 3
    length = (bits + 7) // 8
    return _Link(back, length, back + FRAME_BYTES - side - _SIDE_BYTES - length)
