"""The bytes of an MP3 file: where the tag ends, which frames follow, and what is neither."""

from __future__ import annotations

import hashlib
import mmap
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from producer.check.id3 import tag_length
from producer.check.report import APPLE, PLAYERS, SPOTIFY, CheckLine, judged, some

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_VERSIONS = {3: ("MPEG-1", 1), 2: ("MPEG-2", 2), 0: ("MPEG-2.5", 4)}
"""Name, and by what the sampling rates of MPEG-1 are divided (ISO/IEC 11172-3, 13818-3)."""
_RATES = (44_100, 48_000, 32_000)
_HEADER = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
_ID3V1_BYTES = 128
_MANY = 1000
"""So many stretches that are no frames are enough to know what a file is."""

MP3_RATES = (44_100, 48_000)
BITRATES = (96, 320)
"""kbit/s that Spotify accepts; Apple recommends 96 to 128 for mono."""


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """What all frames of a constant stream have in common; `rate` in Hz, `bitrate` in kbit/s."""

    version: str
    bitrate: int
    rate: int
    channels: int

    @property
    def samples(self) -> int:
        """Samples in a frame."""
        return 1152 if self.version == "MPEG-1" else 576

    def __str__(self) -> str:
        channels = "mono" if self.channels == 1 else "stereo"
        return f"{self.version} Layer III, {self.rate / 1000:g} kHz, {channels}"


@dataclass(frozen=True, slots=True)
class Mp3:
    """A file taken apart. `junk` has (offset, bytes) of what is neither tag nor frame."""

    size: int
    sha256: str
    tag: bytes
    id3v1: bool
    kinds: Counter[StreamFormat] = field(default_factory=Counter)
    junk: tuple[tuple[int, int], ...] = ()

    @property
    def frames(self) -> int:
        return self.kinds.total()

    @property
    def duration_ms(self) -> int:
        return round(sum(n * k.samples * 1000 / k.rate for k, n in self.kinds.items()))


def read_mp3(path: Path) -> Mp3:
    """Take a file apart, whatever is in it. Raises `OSError` where it cannot be read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        if not size:
            return Mp3(0, digest, b"", False)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            start = min(tag_length(data[:10]), size)
            id3v1 = size - start >= _ID3V1_BYTES and data[-_ID3V1_BYTES:].startswith(b"TAG")
            end = size - _ID3V1_BYTES if id3v1 else size
            kinds: Counter[StreamFormat] = Counter()
            junk: list[tuple[int, int]] = []
            at = start
            for offset, length, kind in _frames(data, start, end):
                if offset > at:
                    junk.append((at, offset - at))
                kinds[kind] += 1
                at = offset + length
                if len(junk) > _MANY:
                    break
            if at < end:
                junk.append((at, end - at))
            return Mp3(size, digest, data[:start], id3v1, kinds, tuple(junk))


def _frames(data: mmap.mmap, at: int, end: int) -> Iterator[tuple[int, int, StreamFormat]]:
    """Offset, length and kind of each whole frame. Behind anything else, a frame counts only
    if another or the end follows it, as chance makes headers out of noise."""
    sure = True
    while at < end:
        frame = _frame(data, at, end)
        if frame and (sure or at + frame[0] == end or _frame(data, at + frame[0], end)):
            yield at, *frame
            at, sure = at + frame[0], True
        else:
            header = _HEADER.search(data, at + 1, end)
            at, sure = header.start() if header else end, False


def _frame(data: mmap.mmap, at: int, end: int) -> tuple[int, StreamFormat] | None:
    """Length and kind of the Layer III frame at `at`, None where none lies whole."""
    if at + 4 > end:
        return None
    head = int.from_bytes(data[at : at + 4], "big")
    version = _VERSIONS.get(head >> 19 & 3)
    bitrate_index, rate_index = head >> 12 & 15, head >> 10 & 3
    layer_3 = head >> 21 == 0x7FF and head >> 17 & 3 == 1
    if not layer_3 or version is None or bitrate_index in (0, 15) or rate_index == 3:
        return None
    name, divisor = version
    bitrate = (_BITRATES_1 if divisor == 1 else _BITRATES_2)[bitrate_index]
    kind = StreamFormat(
        name, bitrate, _RATES[rate_index] // divisor, 1 if head >> 6 & 3 == 3 else 2
    )
    length = kind.samples // 8 * 1000 * bitrate // kind.rate + (head >> 9 & 1)
    return (length, kind) if at + length <= end else None


def lines(mp3: Mp3) -> Iterator[CheckLine]:
    """What platforms ask of the stream of frames."""
    bitrates = sorted({kind.bitrate for kind in mp3.kinds})
    forms = sorted({str(kind) for kind in mp3.kinds})
    yield judged(
        "format",
        len(forms) == 1 and all(k.version == "MPEG-1" and k.rate in MP3_RATES for k in mp3.kinds),
        some(forms) or "no MP3 frames",
        "MPEG-1 Layer III, 44.1 or 48 kHz",
        APPLE,
        advice="Encode it again; `producer make` writes 48 kHz",
    )
    low, high = BITRATES
    constant = f"{bitrates[0]} kbit/s" if len(bitrates) == 1 else f"{bitrates} kbit/s"
    yield judged(
        "bitrate",
        len(bitrates) == 1 and low <= bitrates[0] <= high,
        constant if bitrates else "none",
        f"constant, {low} to {high} kbit/s",
        SPOTIFY,
        advice="Set `bitrate_kbps = 96` in [sound] of show.toml and make the episode again",
    )
    strange = [f"{length:,} bytes at {offset:,}" for offset, length in mp3.junk]
    yield judged(
        "frames",
        bool(mp3.frames) and not strange,
        f"{mp3.frames:,} whole frames" + (f", and {some(strange)}" if strange else ""),
        "nothing else behind the tag",
        PLAYERS,
        advice="The file is damaged or something was added to it: make or copy it again",
    )
