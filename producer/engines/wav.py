"""Bare samples as a WAV file."""

from __future__ import annotations

import io
import wave


def wav(samples: bytes, rate: int) -> bytes:
    """A file of `samples`, one channel of 16-bit little-endian numbers, `rate` of them a second."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return target.getvalue()
