"""An answer of several files in a row as one file, and headers that were written too early.

Servers that speak in chunks send a whole file for each, or one header that counts the first chunk
only, or a placeholder for a length that nobody knows yet. Decoders then stop after the first part
without a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from producer.engines.wav import wav_file
from producer.errors import UtteranceFailed

PLACEHOLDER_BYTES = 200_000_000
"""No answer is as long: what a header says beyond it stands for a length that was not known. Seen
are 1e9, 2e9, 0x7FFFFFFF and 0xFFFFFFFF."""

_TAG_HEADER_BYTES = 10
_OLD_TAG_BYTES = 128
_KBPS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""By the version in a frame's header: 3 for MPEG-1, 2 for MPEG-2, 0 for MPEG-2.5."""


def joined(audio: bytes) -> bytes:
    """`audio` as one file that a decoder reads to its end. Raises `UtteranceFailed` where the
    parts do not fit together, or less came than a header says."""
    if _is_wav(audio):
        return _joined_wav(audio)
    if audio[:3] == b"ID3" or _frame_bytes(audio, 0):
        return _joined_mp3(audio)
    return audio


def looks_like_audio(content: bytes) -> bool:
    """Whether `content` begins as a file of sound, whatever it is called."""
    is_framed = content[:1] == b"\xff" and content[1:2] >= b"\xe0"
    return is_framed or content[:4] in (b"RIFF", b"fLaC", b"OggS") or content[:3] == b"ID3"


def _is_wav(audio: bytes) -> bool:
    return audio[:4] == b"RIFF" and audio[8:12] == b"WAVE"


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk of a RIFF file: its name, and from where to where its content goes."""

    name: bytes
    start: int
    end: int


def _joined_wav(audio: bytes) -> bytes:
    """All samples of one or several WAV files in a row, in one."""
    form, samples, at = b"", bytearray(), 0
    while at < len(audio):
        if _is_wav(audio[at : at + 12]):
            at += 12
            continue
        chunk = _chunk_at(audio, at)
        if chunk is None:
            # What follows the sound and is no chunk is more of it: the header counts too little.
            samples += audio[at:]
            break
        content = audio[chunk.start : chunk.end]
        if chunk.name == b"fmt ":
            if form and content != form:
                raise UtteranceFailed("the parts of the answer differ in their format")
            form = content
        elif chunk.name == b"data":
            samples += content
        at = chunk.end + (chunk.end - chunk.start) % 2
    if not form or not samples:
        return audio  # The decoder tells what is wrong with it.
    block = max(1, int.from_bytes(form[12:14], "little"))
    return wav_file(form, bytes(samples[: len(samples) // block * block]))


def _chunk_at(audio: bytes, at: int) -> _Chunk | None:
    """The chunk at `at`, or None where there is none. Raises `UtteranceFailed` for sound that was
    cut off."""
    name, size = audio[at : at + 4], int.from_bytes(audio[at + 4 : at + 8], "little")
    start = at + 8
    if name == b"data":
        if size >= PLACEHOLDER_BYTES or not size:
            return _Chunk(name, start, _next_wav(audio, start))
        if start + size > len(audio):
            raise UtteranceFailed("the audio is shorter than it says itself: it was cut off")
        return _Chunk(name, start, start + size)
    is_name = len(name) == 4 and name.isascii() and name.replace(b" ", b"").isalnum()
    return _Chunk(name, start, start + size) if is_name and start + size <= len(audio) else None


def _next_wav(audio: bytes, start: int) -> int:
    """Where the next WAV file begins; the end of `audio` where none does."""
    at = audio.find(b"RIFF", start)
    while at >= 0 and not _is_wav(audio[at : at + 12]):
        at = audio.find(b"RIFF", at + 1)
    return at if at >= 0 else len(audio)


def _joined_mp3(audio: bytes) -> bytes:
    """The frames of one or several MP3 files in a row, without tags and without the frames that
    count those of a part (Xing, Info)."""
    frames, at = bytearray(), 0
    while at < len(audio):
        if audio[at : at + 3] == b"ID3":
            size = audio[at + 6 : at + _TAG_HEADER_BYTES]
            at += _TAG_HEADER_BYTES + sum(b << 7 * (3 - i) for i, b in enumerate(size))
        elif audio[at : at + 3] == b"TAG":
            at += _OLD_TAG_BYTES
        elif length := _frame_bytes(audio, at):
            frame = audio[at : at + length]
            if b"Xing" not in frame[:48] and b"Info" not in frame[:48]:
                frames += frame
            at += length
        else:
            return audio  # The decoder tells what is wrong with it.
    return bytes(frames) or audio


def _frame_bytes(audio: bytes, at: int) -> int:
    """The length in bytes of the Layer III frame at `at`, 0 where there is none (ISO/IEC 11172-3,
    2.4.1.3)."""
    head = audio[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, step, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or step in (0, 15) or rate == 3:
        return 0
    kbps = _KBPS[3 if version == 3 else 2][step]
    scale = 144_000 if version == 3 else 72_000
    return scale * kbps // _RATES_HZ[version][rate] + (head[2] >> 1 & 1)
