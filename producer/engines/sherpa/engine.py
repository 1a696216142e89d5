"""The engine: one request, from the text to the clip."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from producer.engines.base import Engine, EngineSettings, ShowPath
from producer.engines.length import require_plausible
from producer.engines.sherpa.model_folders import ModelFolder, find_models
from producer.engines.wav import wav
from producer.engines.worker import Worker, WorkerPool
from producer.errors import EngineUnavailable, UtteranceFailed
from producer.model import Clip, Utterance, Voice, clean_text, is_speakable
from producer.speech.han_numbers import numbers_in_han
from producer.speech.written_numbers import written_out
from producer.timing import samples_to_ms

_WORKER = Path(__file__).with_name("worker.py")
_PROBE_S = 4.0
_FROM_WHERE = (
    "Download one, such as kokoro-multi-lang-v1_1 or vits-melo-tts-zh_en, from the release "
    "'tts-models' of github.com/k2-fsa/sherpa-onnx and unpack it there"
)
_LEFT_OUT = re.compile(
    r"(?:OOV \w{1,40} skipped: '(.{0,200})'|Ignore OOV '(.{0,200})'|OOV (.{0,200})\. Ignore it!)$",
    re.MULTILINE,
)
"""How sherpa-onnx says that it leaves a word out: kokoro and matcha from 2.0 on and before, then
vits."""
_NUMBERS_READ_IN = "zh"
"""The language that the models' rules write numbers and dates out in."""


class SherpaSettings(EngineSettings):
    """`[engines.sherpa]` in show.toml."""

    models: tuple[ShowPath, ...] = (Path("models"),)
    """Folders of models, or of several. A voice is called after its model's folder."""
    threads: int = Field(default=0, ge=0, le=256)
    """Of each worker; 0 for all cores, shared among the workers."""
    workers: int = Field(default=1, ge=1, le=64)
    """How many utterances are spoken at once. Each worker keeps the models in its own memory."""
    provider: Literal["cpu", "cuda", "coreml"] = "cpu"
    """What computes; "cuda" needs a build of sherpa-onnx for it."""
    unknown_words: Literal["fail", "skip"] = "fail"
    """What to do where a model does not know a word, which it would leave out."""
    timeout_s: float = Field(default=300, gt=0)
    """How long one utterance may take."""


class SherpaEngine(Engine):
    """See the package. Pitch and volume are not followed, and there are no word marks."""

    name = "sherpa"
    Settings = SherpaSettings
    settings: SherpaSettings

    version = "1"
    """Another number whenever the same request would give another clip."""

    attempts = 2
    own_machine = True

    def __init__(self, settings: EngineSettings | None = None) -> None:
        super().__init__(settings)
        self.concurrency = self.settings.workers
        # -P: beside the script lie modules whose names are those of others.
        self._workers = WorkerPool("sherpa-onnx", sys.executable, "-P", str(_WORKER))
        self._checksums: dict[Path, str] = {}

    def voices(self) -> Sequence[Voice]:
        return tuple(voice for model in self._found[0] for voice in model.voices)

    def identity(self, utterance: Utterance) -> str:
        """The model's files, whatever their folder is called, and which speaker it is."""
        voice = self._voice(utterance.delivery.voice)
        if voice is None:
            return ""
        model, speaker = voice
        if model.folder not in self._checksums:
            self._checksums[model.folder] = model.checksum()
        return f"{self._checksums[model.folder]} {speaker}"

    def details(self) -> str:
        models, problems = self._found
        lines = [f"{m.folder.name} ({m.kind}, {len(m.voices)} voices)" for m in models]
        return "; ".join([*lines, *problems])

    async def probe(self) -> None:
        """Load a model. One that is still loading when the time is over is there as well."""
        self._require_installed()
        models, problems = self._found
        if not models:
            where = ", ".join(map(str, self.settings.models))
            reasons = f": {'; '.join(problems)}" if problems else ""
            raise EngineUnavailable(
                self.name, f"there is no model in {where}{reasons}", advice=_FROM_WHERE
            )
        try:
            async with self._workers.worker(_PROBE_S) as worker:
                await self._load(worker, self._request(models[0]))
        except TimeoutError:
            return

    async def speak(self, utterance: Utterance) -> Clip:
        text = clean_text(utterance.text)
        voice = self._voice(utterance.delivery.voice)
        if voice is None:
            raise UtteranceFailed(
                f"“{utterance.delivery.voice}” is no voice of the models that are there",
                permanent=True,
                advice="`producer voices --engine sherpa` lists them",
            )
        if not is_speakable(text):
            raise UtteranceFailed(f"nothing in “{text}” can be spoken", permanent=True)
        self._require_installed()
        model, speaker = voice
        pace = utterance.delivery.pace
        request = self._request(model, with_rules=utterance.language == _NUMBERS_READ_IN)
        spoken = _in_words(text, utterance.language, model)
        try:
            async with self._workers.worker(self.settings.timeout_s) as worker:
                await self._load(worker, request)
                rate, samples, printed = await worker.ask(
                    {**request, "text": spoken, "speaker": speaker, "speed": max(pace, 0.1)}
                )
        except TimeoutError as error:
            raise UtteranceFailed(
                f"sherpa-onnx had not finished after {self.settings.timeout_s:g} s"
            ) from error
        self._require_known(printed, spoken, model)
        if not samples:
            raise UtteranceFailed(
                f"the model {model.folder.name} cannot speak “{text}”", permanent=True
            )
        require_plausible(samples_to_ms(len(samples) // 2, rate), text, pace)
        return Clip(wav(samples, rate))

    async def aclose(self) -> None:
        await self._workers.aclose()

    @cached_property
    def _found(self) -> tuple[list[ModelFolder], list[str]]:
        return find_models(self.settings.models)

    @cached_property
    def _by_voice(self) -> dict[str, tuple[ModelFolder, int]]:
        return {
            voice.name: (model, number)
            for model in self._found[0]
            for number, voice in enumerate(model.voices)
        }

    def _voice(self, name: str) -> tuple[ModelFolder, int] | None:
        """A voice's model, and its number there."""
        return self._by_voice.get(name)

    def _require_installed(self) -> None:
        if importlib.util.find_spec("sherpa_onnx") is None:
            from producer.installation import install_command

            raise EngineUnavailable(
                self.name,
                "sherpa-onnx is not installed",
                advice=f"Install it: {install_command('neural')}",
            )

    def _request(self, model: ModelFolder, *, with_rules: bool = False) -> dict[str, Any]:
        """What a worker needs to load `model`. Its rules would have English numbers, too, read
        in Chinese."""
        cores = max(1, (os.cpu_count() or 1) // self.settings.workers)
        return {
            "kind": model.kind,
            "config": dict(model.config),
            "rules": model.rules if with_rules else (),
            "threads": self.settings.threads or cores,
            "provider": self.settings.provider,
        }

    async def _load(self, worker: Worker, request: dict[str, Any]) -> None:
        try:
            await worker.ask(request)
        except UtteranceFailed as error:
            folder = Path(request["config"]["tokens"]).parent
            raise EngineUnavailable(
                self.name,
                f"the model in {folder} cannot be loaded: {error.message}",
                advice="Unpack it anew, or upgrade sherpa-onnx",
            ) from error

    def _require_known(self, printed: str, text: str, model: ModelFolder) -> None:
        """Refuse `text` where the model left words out, or with "skip" all of them."""
        words = ["".join(groups) for groups in _LEFT_OUT.findall(printed)]
        unknown = list(dict.fromkeys(word for word in words if is_speakable(word)))
        remainder = text.casefold()
        for word in sorted(unknown, key=len, reverse=True):
            remainder = remainder.replace(word.casefold(), " ")
        if unknown and (self.settings.unknown_words == "fail" or not is_speakable(remainder)):
            raise UtteranceFailed(
                f"the model {model.folder.name} would leave out {', '.join(unknown[:5])}",
                permanent=True,
                advice="Write in voices/lexicon.toml how it is spoken, or set "
                'unknown_words = "skip" in [engines.sherpa]',
            )


def _in_words(text: str, language: str, model: ModelFolder) -> str:
    """`text` with the numbers that a lexicon lacks in words: in English all, in Chinese where the
    model brings no rules for them."""
    if language == "en":
        return written_out(text)
    return numbers_in_han(text) if language == _NUMBERS_READ_IN and not model.rules else text
