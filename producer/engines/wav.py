"""Bare samples as a WAV file."""

from __future__ import annotations

import struct

_PCM = 1


def wav(samples: bytes, rate: int) -> bytes:
    """A file of `samples`, one channel of 16-bit little-endian numbers, `rate` of them a second."""
    return wav_file(struct.pack("<HHIIHH", _PCM, 1, rate, 2 * rate, 2, 16), samples)


def wav_file(form: bytes, samples: bytes) -> bytes:
    """A file of `samples` whose "fmt " chunk has the content `form`."""
    chunks = b"".join(
        name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
        for name, content in ((b"fmt ", form), (b"data", samples))
    )
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks
