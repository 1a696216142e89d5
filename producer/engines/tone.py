"""Exact tones instead of voices, for tests: what comes out can be computed.

Each voice is a sine of its own frequency. A Han character lasts 200 ms, any other letter or digit
60 ms, everything else 0 ms, whatever the rate, pitch and volume asked for. All frequencies are
multiples of 50 Hz and all lengths of 20 ms, so that every word holds whole periods and a clip
begins and ends at a zero crossing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from producer.engines.base import Engine, EngineSettings
from producer.engines.wav import wav
from producer.errors import UtteranceFailed
from producer.model import Clip, Mark, Utterance, Voice, is_speakable
from producer.timing import ms_to_samples

if TYPE_CHECKING:
    import numpy as np

SAMPLE_RATE = 24_000
HAN_MS = 200
LETTER_MS = 60

_VOICES = (
    Voice("tone", "tone-400", "zh-CN", "female"),
    Voice("tone", "tone-200", "zh-CN", "male"),
    Voice("tone", "tone-600", "zh-CN", "female"),
    Voice("tone", "tone-300", "zh-CN", "male"),
    Voice("tone", "tone-450", "en-US", "female"),
    Voice("tone", "tone-250", "en-US", "male"),
    Voice("tone", "tone-650", "en-US", "female"),
    Voice("tone", "tone-350", "en-US", "male"),
    Voice("tone", "tone-700", "en-US", "female", multilingual=True),
    Voice("tone", "tone-550", "en-US", "male", multilingual=True),
)


class ToneSettings(EngineSettings):
    """`[engines.tone]` in show.toml."""

    lead_silence_ms: int = Field(default=0, ge=0, le=60_000)
    tail_silence_ms: int = Field(default=0, ge=0, le=60_000)
    level_dbfs: float = Field(default=-20, le=0)
    """Level of the tones; a sine that just does not clip has 0 dBFS."""
    voice_levels_dbfs: dict[str, float] = Field(default_factory=dict)
    """Levels of single voices that differ from the rest."""


class ToneEngine(Engine):
    """See the module."""

    name = "tone"
    Settings: ClassVar[type[EngineSettings]] = ToneSettings
    settings: ToneSettings
    version = "1"
    draft = True
    changes_rate = False
    own_machine = True

    def voices(self) -> Sequence[Voice]:
        return _VOICES

    def identity(self, utterance: Utterance) -> str:  # noqa: ARG002
        return self.settings.model_dump_json()

    async def probe(self) -> None:
        return

    async def speak(self, utterance: Utterance) -> Clip:
        voice, text = utterance.delivery.voice, utterance.text
        # A plan asks for voices only, and this takes long.
        import numpy as np

        if all(voice != known.name for known in _VOICES):
            raise UtteranceFailed(f"“{voice}” is no tone", permanent=True)
        if not is_speakable(text):
            raise UtteranceFailed(f"nothing in “{text}” can be spoken", permanent=True)
        settings = self.settings
        level_dbfs = settings.voice_levels_dbfs.get(voice, settings.level_dbfs)
        tone = _sine(int(voice.removeprefix("tone-")), duration_ms(text), level_dbfs)
        padding = (
            ms_to_samples(settings.lead_silence_ms, SAMPLE_RATE),
            ms_to_samples(settings.tail_silence_ms, SAMPLE_RATE),
        )
        return Clip(
            wav(np.pad(tone, padding).tobytes(), SAMPLE_RATE),
            _marks(text, settings.lead_silence_ms),
        )


def duration_ms(text: str) -> int:
    """How long any voice speaks `text`, without the silence before and after."""
    return sum(_character_ms(character) for character in text)


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")


def _character_ms(character: str) -> int:
    if not is_speakable(character):
        return 0
    return HAN_MS if _is_han(character) else LETTER_MS


def _marks(text: str, start_ms: int) -> tuple[Mark, ...]:
    """A word is a Han character or a run of other letters and digits."""
    marks: list[Mark] = []
    goes_on = False
    for character in text:
        length_ms = _character_ms(character)
        if goes_on and length_ms == LETTER_MS:
            word = marks.pop()
            marks.append(Mark(word.start_ms, word.end_ms + LETTER_MS, word.text + character))
        elif length_ms:
            marks.append(Mark(start_ms, start_ms + length_ms, character))
        start_ms += length_ms
        goes_on = length_ms == LETTER_MS
    return tuple(marks)


def _sine(frequency: int, length_ms: int, level_dbfs: float) -> np.ndarray:
    import numpy as np

    time = np.arange(ms_to_samples(length_ms, SAMPLE_RATE)) / SAMPLE_RATE
    amplitude = 32767 * 10 ** (level_dbfs / 20)
    return np.rint(amplitude * np.sin(2 * np.pi * frequency * time)).astype("<i2")
