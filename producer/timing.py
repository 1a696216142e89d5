"""Milliseconds, samples and MP3 frames: the only place that converts between them."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLES_PER_FRAME = 1152
"""Samples of one MPEG-1 Layer III frame (ISO/IEC 11172-3)."""

DECODER_DELAY = 1105
"""Samples by which decoded audio lags behind what the encoder was given: 576 of LAME's own
delay and 529 of the decoder's filter bank. Players cannot remove it without an Info header."""


def samples_to_ms(samples: int, rate: int) -> int:
    """Nearest millisecond."""
    return (samples * 1000 + rate // 2) // rate


def ms_to_samples(ms: int, rate: int) -> int:
    """Nearest sample."""
    return (ms * rate + 500) // 1000


@dataclass(frozen=True, slots=True)
class FrameFormat:
    """What every MP3 frame of an episode has in common. `rate` in Hz, `bitrate` in kbit/s."""

    rate: int = 48_000
    bitrate: int = 96
    channels: int = 1

    def frames_to_ms(self, frames: int) -> int:
        return samples_to_ms(frames * SAMPLES_PER_FRAME, self.rate)

    def frames_to_bytes(self, frames: int) -> int:
        """How many whole bytes so many frames have at the bitrate."""
        return frames * SAMPLES_PER_FRAME * self.bitrate * 125 // self.rate


def clock(ms: int) -> str:
    """`ms` as h:mm:ss, or m:ss below an hour."""
    minutes, seconds = divmod((ms + 500) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
