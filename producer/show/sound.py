"""How an episode is to sound: a section of show.toml that whoever renders needs too.

It is no pydantic model, though one validates it: processes that only render need not import all
that reads settings, which takes longer than the rest of what they import.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, ClassVar, Literal

from annotated_types import Interval

from producer.timing import FrameFormat

_TWO_EARS_DB = 3.0
"""What a second equal channel adds (ITU-R BS.1770: the powers of channels are added up)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How loud and how encoded.

    `target_lufs` is that of the file as meters tell it, one channel as mono and two as stereo. But
    one channel is heard by both ears, 3 dB louder than two that come to the same figure. With
    `loudness = "as heard"` a file of one channel is made 3 dB lower (-19.0 for -16.0), as loud on
    two ears as others in stereo.

    With `match` each voice is brought a little towards the mean of the cast: up to 3 dB in three
    bands, and a softer "s" where it is sharper than the others'."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    target_lufs: Annotated[float, Interval(ge=-31, le=-9)] = -16.0
    ceiling_dbtp: Annotated[float, Interval(ge=-9, le=-0.1)] = -1.0
    rate_hz: Literal[44_100, 48_000] = 48_000
    bitrate_kbps: Literal[64, 96, 128] = 96
    stereo: bool = False
    loudness: Literal["as measured", "as heard"] = "as measured"
    match: bool = False

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
    def file_lufs(self) -> float:
        """What a meter is to tell of the file."""
        is_lower = self.loudness == "as heard" and not self.stereo
        return self.target_lufs - (_TWO_EARS_DB if is_lower else 0.0)

    @property
    def voice_lufs(self) -> float:
        """The target of a voice in one channel: two equal channels are 3 dB louder than one."""
        return self.file_lufs - (_TWO_EARS_DB if self.stereo else 0.0)

    @property
    def identity(self) -> dict[str, object]:
        """All of it, as plain JSON. What came later is left out where it changes nothing, so that
        what was made before is found."""
        later = {"loudness": "as measured", "match": False}
        settings = asdict(self)
        return {n: value for n, value in settings.items() if later.get(n, ...) != value}
