"""How an episode is to sound: a section of show.toml that whoever renders needs too.

It is no pydantic model, though one validates it: processes that only render need not import all
that reads settings, which takes longer than the rest of what they import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from annotated_types import Interval

from producer.timing import FrameFormat


@dataclass(frozen=True, slots=True)
class Sound:
    """How loud and how encoded. Loudness is measured as mono."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    target_lufs: Annotated[float, Interval(ge=-31, le=-9)] = -16.0
    ceiling_dbtp: Annotated[float, Interval(ge=-9, le=-0.1)] = -1.0
    rate_hz: Literal[44_100, 48_000] = 48_000
    bitrate_kbps: Literal[64, 96, 128] = 96
    stereo: bool = False

    def __post_init__(self) -> None:
        if self.stereo and self.bitrate_kbps == 64:
            raise ValueError(
                "64 kbit/s in stereo leaves nothing above 11 kHz: set bitrate_kbps to 96 or 128, "
                "or stereo to false"
            )

    @property
    def form(self) -> FrameFormat:
        return FrameFormat(self.rate_hz, self.bitrate_kbps, 2 if self.stereo else 1)

    @property
    def voice_lufs(self) -> float:
        """The target of a voice in one channel: two equal channels are 3 dB louder than one."""
        return self.target_lufs - (3.0 if self.stereo else 0.0)
