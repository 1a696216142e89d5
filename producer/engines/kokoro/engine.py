"""The engine: one request, from the text to the clip."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from producer.engines.base import Engine, EngineSettings
from producer.engines.kokoro.voices import VOICES
from producer.engines.length import require_plausible
from producer.engines.wav import wav
from producer.engines.worker import WorkerPool
from producer.errors import EngineUnavailable, UtteranceFailed
from producer.installation import install_command
from producer.model import Clip, Utterance, Voice, clean_text, is_speakable
from producer.models import absent_files, model_named, models_folder
from producer.timing import samples_to_ms

_MODEL = model_named("kokoro")
_EXTRA = "kokoro"
_PACKAGES = ("onnxruntime", "pypinyin", "jieba", "numpy")
_PROBE_S = 4.0
_SLOWEST, _FASTEST = 0.5, 2.0
"""What the model can still speak."""
_NAMES = frozenset(voice.name for voice in VOICES)


class KokoroSettings(EngineSettings):
    """`[engines.kokoro]` in show.toml."""

    threads: int = Field(default=0, ge=0, le=256)
    """Of the worker; 0 for all cores."""
    timeout_s: float = Field(default=300, gt=0)
    """How long one utterance may take."""


class KokoroEngine(Engine):
    """See the package. Pitch and volume are not followed, and there are no word marks."""

    name = "kokoro"
    Settings = KokoroSettings
    settings: KokoroSettings

    version = "2"
    """Another number whenever the same request would give another clip."""

    alphabets = frozenset({"pinyin", "ipa"})

    attempts = 2
    own_machine = True

    def __init__(self, settings: EngineSettings | None = None) -> None:
        super().__init__(settings)
        self._workers = WorkerPool("Kokoro", sys.executable, "-m", "producer.engines.kokoro.worker")

    def voices(self) -> Sequence[Voice]:
        return VOICES

    def identity(self, utterance: Utterance) -> str:
        """The model's weights and the voice's: dictionaries belong to the version."""
        digests = _MODEL.digests
        voice = digests.get(f"voices/{utterance.delivery.voice}.bin", "")
        return f"{digests['kokoro-v1.0.int8.onnx'][:16]} {voice[:16]}"

    def details(self) -> str:
        return str(models_folder() / _MODEL.name)

    async def probe(self) -> None:
        """Load the model. One that is still loading when the time is over is there as well."""
        self._require_installed()
        try:
            async with self._workers.worker(_PROBE_S) as worker:
                await worker.ask(self._request())
        except TimeoutError:
            return
        except UtteranceFailed as error:
            raise EngineUnavailable(
                self.name,
                f"its model cannot be loaded: {error.message}",
                advice="Fetch what is damaged anew with: producer models get kokoro",
            ) from error

    async def speak(self, utterance: Utterance) -> Clip:
        text, delivery = clean_text(utterance.text), utterance.delivery
        if delivery.voice not in _NAMES:
            raise UtteranceFailed(
                f"“{delivery.voice}” is no voice of Kokoro",
                permanent=True,
                advice="`producer voices --engine kokoro` lists them",
            )
        if not is_speakable(text):
            raise UtteranceFailed(f"nothing in “{text}” can be spoken", permanent=True)
        self._require_installed()
        pace = min(max(delivery.pace, _SLOWEST), _FASTEST)
        request = {
            **self._request(),
            "text": text,
            "language": utterance.language,
            "voice": delivery.voice,
            "speed": pace,
            "readings": [
                [each.start, each.end, each.alphabet, each.sounds]
                for each in (utterance.readings if text == utterance.text else ())
            ],
        }
        try:
            async with self._workers.worker(self.settings.timeout_s) as worker:
                rate, samples, _ = await worker.ask(request)
        except TimeoutError as error:
            raise UtteranceFailed(
                f"Kokoro had not finished after {self.settings.timeout_s:g} s"
            ) from error
        if not samples:
            raise UtteranceFailed(f"Kokoro cannot speak “{text}”", permanent=True)
        require_plausible(samples_to_ms(len(samples) // 2, rate), text, pace)
        return Clip(wav(samples, rate))

    async def aclose(self) -> None:
        await self._workers.aclose()

    def _require_installed(self) -> None:
        if any(importlib.util.find_spec(package) is None for package in _PACKAGES):
            raise EngineUnavailable(
                self.name,
                "what it runs on is not installed",
                advice=f"Install it with: {install_command(_EXTRA)}",
            )
        if absent := absent_files(_MODEL):
            size = sum(file.size for file in absent) / 1e6
            raise EngineUnavailable(
                self.name,
                f"its model is not in {models_folder() / _MODEL.name}",
                advice=f"Fetch it ({size:,.0f} MB) with: producer models get kokoro",
            )

    def _request(self) -> dict[str, Any]:
        """What a worker needs to load the model."""
        return {
            "folder": str(models_folder() / _MODEL.name),
            "files": _MODEL.digests,
            "threads": self.settings.threads or os.cpu_count() or 1,
            "espeak": _espeak(),
        }


def _espeak() -> tuple[str, str] | None:
    """espeak-ng's library and data, where it is installed."""
    try:
        import espeakng_loader

        return espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, RuntimeError):
        return None
