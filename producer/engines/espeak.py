"""Offline voices for drafts: espeak-ng from the wheel `espeakng-loader`.

Each clip comes from a process of its own (espeak_worker.py) with a fixed seed, so that the same
text gives the same bytes and any number of clips can be under way.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import math
import os
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import Field

from producer.engines.base import Engine, EngineSettings
from producer.engines.process import ended, started
from producer.engines.wav import wav
from producer.errors import EngineUnavailable, UtteranceFailed
from producer.model import Clip, Delivery, Mark, Utterance, Voice, clean_text, is_speakable
from producer.timing import samples_to_ms

_WORKER = Path(__file__).with_name("espeak_worker.py")
_WHEEL = "espeakng-loader"
_MAX_DATA_PATH_BYTES = 140
"""espeak-ng fails from 160 bytes on and adds the folder's own name to some paths."""

_OTHERS = (
    "af am ar az be bg bn bs ca cs cy da de el eo es et eu fa fi fr ga gu he hi hr hu hy id is it "
    "ja ka kk kn ko la lt lv mk ml mr ms mt my nb ne nl pl pt ro ru si sk sl sq sr sv sw ta te th "
    "tr uk ur uz vi yue"
)
_LANGUAGES = {
    **{"cmn": ("cmn", "zh-CN"), "en-us": ("en-us", "en-US"), "en-gb": ("en", "en-GB")},
    **{language: (language, language) for language in _OTHERS.split()},
}
"""espeak-ng's file for each language, the only name it is sure to find, and its locale."""

_VARIANTS = {
    "f2": ("female", 185),
    "": ("male", 98),
    "Alicia": ("female", 237),
    "Nguyen": ("male", 142),
    "steph": ("female", 180),
    "david": ("male", 72),
    "anika": ("female", 256),
    "ed": ("male", 120),
    "aunty": ("female", 176),
    "paul": ("male", 83),
}
"""Gender and median pitch in Hz, measured over a Chinese and an English sentence. In an order in
which the first few differ most; `steph` is close to `f2` in pitch but much darker."""

_VOICES = tuple(
    Voice("espeak", f"{language}+{variant}".rstrip("+"), locale, gender)
    for language, (_, locale) in _LANGUAGES.items()
    for variant, (gender, _) in _VARIANTS.items()
)

# Parameters of espeak-ng/speak_lib.h with their ranges.
_RATE, _RATE_WPM, _RATE_RANGE = 1, 175, (80, 450)
_VOLUME, _VOLUME_FULL, _VOLUME_RANGE = 2, 100, (0, 200)
_PITCH, _PITCH_MIDDLE, _PITCH_RANGE = 3, 50, (0, 99)
_PITCH_STEPS_PER_OCTAVE = 70
"""Measured: 0 … 99 are about half an octave down … 0.7 up."""


class EspeakSettings(EngineSettings):
    """`[engines.espeak]` in show.toml."""

    timeout_s: float = Field(default=60, gt=0)
    """How long one utterance may take; an hour of speech takes some 5 s."""


@cache
def _version() -> str:
    try:
        return importlib.metadata.version(_WHEEL)
    except importlib.metadata.PackageNotFoundError:
        return ""


class EspeakEngine(Engine):
    """See the module."""

    name = "espeak"
    Settings = EspeakSettings
    settings: EspeakSettings
    version = "1"
    draft = True
    own_machine = True
    attempts = 2

    def __init__(self, settings: EngineSettings | None = None) -> None:
        super().__init__(settings)
        self.concurrency = os.cpu_count() or 1
        self._short_folder: Path | None = None

    def voices(self) -> Sequence[Voice]:
        return _VOICES

    def identity(self, utterance: Utterance) -> str:  # noqa: ARG002
        """The wheel's version: another one has other voices and dictionaries."""
        return _version()

    async def probe(self) -> None:
        try:
            async with asyncio.timeout(4):
                await self.speak(Utterance(self.name, "zh", Delivery("cmn"), "好"))
        except (UtteranceFailed, TimeoutError) as error:
            raise EngineUnavailable(self.name, str(error) or "it takes too long") from error

    async def speak(self, utterance: Utterance) -> Clip:
        text, delivery = clean_text(utterance.text), utterance.delivery
        if all(delivery.voice != known.name for known in _VOICES):
            # espeak-ng takes any variant and speaks in its plain voice.
            raise UtteranceFailed(f"“{delivery.voice}” is no espeak voice", permanent=True)
        if not is_speakable(text):
            raise UtteranceFailed(f"nothing in “{text}” can be spoken", permanent=True)
        library, data = self._library()
        language, *variant = delivery.voice.split("+")
        request = {
            "library": library,
            "data": data,
            "voice": "+".join([_LANGUAGES[language][0], *variant]),
            "parameters": _parameters(delivery),
            "text": text,
        }
        header, _, samples = (await self._work(json.dumps(request).encode())).partition(b"\n")
        try:
            answer = json.loads(header)
            rate, words = int(answer["rate"]), answer["words"]
        except (ValueError, LookupError, TypeError) as error:
            raise UtteranceFailed("espeak-ng's answer cannot be understood") from error
        if not samples:
            raise UtteranceFailed(f"espeak-ng says nothing for “{text}”", permanent=True)
        end_ms = samples_to_ms(len(samples) // 2, rate)
        return Clip(wav(samples, rate), _marks(text, words, end_ms))

    async def aclose(self) -> None:
        if self._short_folder is not None:
            shutil.rmtree(self._short_folder, ignore_errors=True)
            self._short_folder = None

    async def _work(self, request: bytes) -> bytes:
        process = await started(sys.executable, "-I", "-S", str(_WORKER))
        try:
            async with asyncio.timeout(self.settings.timeout_s):
                answer, message = await process.communicate(request)
        except TimeoutError as error:
            raise UtteranceFailed(
                f"espeak-ng had not finished after {self.settings.timeout_s:g} s"
            ) from error
        finally:
            await ended(process)
        if process.returncode:
            lines = message.decode(errors="replace").strip().splitlines()
            reason = lines[-1] if lines else f"status {process.returncode}"
            raise UtteranceFailed(f"espeak-ng failed ({reason})")
        return answer

    def _library(self) -> tuple[str, str]:
        """Paths of the shared library and of its data."""
        try:
            import espeakng_loader

            library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
        except (ImportError, RuntimeError) as error:
            from producer.installation import install_command

            raise EngineUnavailable(
                self.name,
                "espeak-ng is not installed",
                advice=f"Install it: {install_command('offline')}",
            ) from error
        if len(os.fsencode(data)) > _MAX_DATA_PATH_BYTES:
            data = self._shortened(Path(data))
        return library, data

    def _shortened(self, data: Path) -> str:
        """A link to `data`, or a copy where links are not allowed, in a temporary folder."""
        if self._short_folder is None:
            folder = Path(tempfile.mkdtemp(prefix="producer-"))
            try:
                (folder / data.name).symlink_to(data, target_is_directory=True)
            except OSError:
                shutil.copytree(data, folder / data.name)
            self._short_folder = folder
        return str(self._short_folder / data.name)


def _parameters(delivery: Delivery) -> dict[int, int]:
    volume = 1 + delivery.volume_percent / 100
    _, hertz = _VARIANTS[delivery.voice.partition("+")[2]]
    octaves = math.log2(max(hertz + delivery.pitch_hz, 1) / hertz)
    return {
        _RATE: _clamp(_RATE_WPM * delivery.pace, _RATE_RANGE),
        _VOLUME: _clamp(_VOLUME_FULL * volume, _VOLUME_RANGE),
        _PITCH: _clamp(_PITCH_MIDDLE + _PITCH_STEPS_PER_OCTAVE * octaves, _PITCH_RANGE),
    }


def _clamp(value: float, limits: tuple[int, int]) -> int:
    return round(min(max(value, limits[0]), limits[1]))


def _marks(text: str, words: Sequence[tuple[int, int]], end_ms: int) -> tuple[Mark, ...]:
    """espeak-ng tells where in the text and when a word begins, sometimes twice, and inside of
    words that it spells or reads in parts; a mark holds all up to where the next word begins."""
    starts: list[tuple[int, int]] = []
    for position, start_ms in words:
        first = _word_from(text, position)
        if first is not None and (not starts or first > starts[-1][0]):
            starts.append((first, start_ms))
    ends = [*starts[1:], (len(text), end_ms)]
    return tuple(
        Mark(start_ms, next_ms, _strip(text[position:next_position]))
        for (position, start_ms), (next_position, next_ms) in zip(starts, ends, strict=False)
    )


def _word_from(text: str, position: int) -> int | None:
    """Where the word begins that starts at or after `position`; None inside of a word."""
    if not 0 <= position < len(text):
        return None
    before, at = text[:position][-1:], text[position]
    if is_speakable(before) and not (is_speakable(at) and (_is_wide(before) or _is_wide(at))):
        return None
    return next((i for i in range(position, len(text)) if is_speakable(text[i])), None)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W"


def _strip(word: str) -> str:
    """`word` without the punctuation after it."""
    while not is_speakable(word[-1]):
        word = word[:-1]
    return word
