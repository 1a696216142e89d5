"""Every built-in engine passes the checks that are offered to others; each check can fail."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from aiohttp import web
from pydantic import ConfigDict

from producer.engines import BUILTIN, conformance
from producer.engines.azure import AzureEngine, AzureSettings
from producer.engines.base import Engine, EngineSettings
from producer.engines.conformance import CHECKS, Check, Subject
from producer.engines.edge import EdgeEngine
from producer.engines.espeak import EspeakEngine
from producer.engines.kokoro import KokoroEngine
from producer.engines.openai import OpenaiEngine, OpenaiSettings
from producer.engines.openai.settings import NamedVoice
from producer.engines.sherpa import SherpaEngine, SherpaSettings
from producer.engines.tone import ToneEngine, ToneSettings
from producer.engines.wav import wav
from producer.errors import UtteranceFailed
from producer.model import Clip, Delivery, Mark, Utterance, Voice
from producer.models import SpeechModel
from tests.engines.sherpa import models_for
from tests.helpers.processes import environment
from tests.standin import EdgeStandIn, Fault, faults
from tests.standin.azure import KEY, AzureStandIn
from tests.standin.openai import MODEL, Asked, Script, SpeechServer
from tests.standin.speech import SAMPLE_RATE, sound

VOICES: dict[str, tuple[NamedVoice, ...]] = {
    "zh": (NamedVoice(name="zm_yunxi"),),
    "en": (NamedVoice(name="af_heart"),),
}


@pytest.fixture
def subject(request: pytest.FixtureRequest) -> Subject:
    """The built-in engine of the parameter's name."""
    made: Subject = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def edge(edge_service: EdgeStandIn) -> Subject:
    def away() -> Engine:
        edge_service.hang_up()
        return EdgeEngine()

    def mute() -> Engine:
        answers: list[Fault | None] = [faults.no_audio]
        edge_service.faults = lambda _: answers.pop() if answers else None
        return EdgeEngine()

    return Subject(EdgeEngine, away, mute=mute)


@pytest.fixture
def azure() -> Iterator[Subject]:
    with AzureStandIn() as server:

        def there() -> Engine:
            return AzureEngine(
                AzureSettings.model_validate({"base_url": server.origin, "key": KEY})
            )

        def away() -> Engine:
            server.hang_up()
            return there()

        def mute() -> Engine:
            nothing = web.Response(content_type="audio/x-wav")
            server.answer = lambda number: nothing if number == 1 else None
            return there()

        yield Subject(there, away, mute=mute)


@pytest.fixture
def espeak(monkeypatch: pytest.MonkeyPatch) -> Subject:
    def away() -> Engine:
        monkeypatch.setitem(sys.modules, "espeakng_loader", None)
        return EspeakEngine()

    return Subject(EspeakEngine, away)


@pytest.fixture
def openai() -> Iterator[Subject]:
    with SpeechServer() as server:
        settings = OpenaiSettings(base_url=server.address, model=MODEL, voices=VOICES)

        def away() -> Engine:
            server.hang_up()
            return OpenaiEngine(settings)

        def parted() -> Engine:
            server.answer = in_three
            return OpenaiEngine(settings)

        def mute() -> Engine:
            server.answer = Script([web.Response(content_type="audio/wav")])
            return OpenaiEngine(settings)

        yield Subject(lambda: OpenaiEngine(settings), away, parted, mute)


def in_three(asked: Asked) -> web.Response:
    """An answer as three files in a row, as of servers that speak a long text by parts."""
    samples, _ = sound(asked.body["input"], asked.body["voice"])
    parts = [part.tobytes() for part in np.array_split(samples, 3)]
    return web.Response(
        body=b"".join(wav(part, SAMPLE_RATE) for part in parts), content_type="audio/wav"
    )


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sherpa_onnx", reason="needs the extra 'neural'")
    return models_for(tmp_path_factory.mktemp("models"))


@pytest.fixture
def kokoro(kokoro_model: SpeechModel, monkeypatch: pytest.MonkeyPatch) -> Subject:
    def away() -> Engine:
        monkeypatch.setenv("PRODUCER_MODELS", os.devnull)
        return KokoroEngine()

    assert kokoro_model.files
    return Subject(KokoroEngine, away)


@pytest.fixture
def sherpa(tiny_models: Path) -> Subject:
    model = tiny_models / "vits-melo-tts-zh_en"
    return Subject(
        lambda: SherpaEngine(SherpaSettings(models=(model,), workers=2, threads=1)),
        lambda: SherpaEngine(SherpaSettings(models=(tiny_models / "none",))),
    )


@pytest.fixture
def tone() -> Subject:
    return Subject(ToneEngine)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("subject", BUILTIN, indirect=True)
def test_a_built_in_engine_conforms(subject: Subject, check: Check) -> None:
    check(subject)


class Unversioned(ToneEngine):
    version = ""


class LaxSettings(EngineSettings):
    model_config = ConfigDict(extra="allow")


class Lax(ToneEngine):
    Settings = LaxSettings


class Doubled(ToneEngine):
    def voices(self) -> Sequence[Voice]:
        return (*super().voices(), super().voices()[0])


class Moody(ToneEngine):
    def identity(self, utterance: Utterance) -> str:
        return f"{id(self)} {utterance}"


class Slow(ToneEngine):
    async def probe(self) -> None:
        await asyncio.sleep(3600)


class Curt(ToneEngine):
    async def speak(self, utterance: Utterance) -> Clip:
        clip = await super().speak(utterance)
        return Clip(clip.audio[: len(clip.audio) // 20 * 2])


class Overlong(ToneEngine):
    async def speak(self, utterance: Utterance) -> Clip:
        clip = await super().speak(utterance)
        return Clip(clip.audio, (*clip.marks, Mark(0, 10_000_000, "x")))


class Mute(ToneEngine):
    settings = ToneSettings(level_dbfs=-90)

    def __init__(self) -> None:
        super().__init__(self.settings)


class Picky(ToneEngine):
    async def speak(self, utterance: Utterance) -> Clip:
        if "<" in utterance.text or utterance.delivery.pitch_hz:
            raise UtteranceFailed("that is not for me")
        return await super().speak(utterance)


class Obliging(ToneEngine):
    async def speak(self, utterance: Utterance) -> Clip:
        known = any(utterance.delivery.voice == voice.name for voice in self.voices())
        voice = utterance.delivery if known else Delivery("tone-400")
        text = utterance.text if any(map(str.isalnum, utterance.text)) else "好"
        return await super().speak(Utterance("tone", "zh", voice, text))


class Wordier(ToneEngine):
    spoken = 0

    async def speak(self, utterance: Utterance) -> Clip:
        self.spoken += 1
        text = f"{utterance.text}{'a' * self.spoken}"
        return await super().speak(Utterance("tone", "zh", utterance.delivery, text))


class Sulking(ToneEngine):
    async def speak(self, utterance: Utterance) -> Clip:
        raise UtteranceFailed(f"not “{utterance.text}”")


class Untidy(ToneEngine):
    async def speak(self, utterance: Utterance) -> Clip:
        self.left = asyncio.create_task(asyncio.sleep(3600))
        return await super().speak(utterance)


class ClosedForGood(ToneEngine):
    closed = False

    async def aclose(self) -> None:
        if self.closed:
            raise AssertionError("it is closed already")
        self.closed = True


@pytest.mark.parametrize(
    ("check", "engine"),
    [
        (conformance.describes_itself, Unversioned),
        (conformance.has_settings_with_defaults, Lax),
        (conformance.lists_its_voices, Doubled),
        (conformance.tells_clips_apart, Moody),
        (conformance.answers_a_probe, Slow),
        (conformance.says_when_it_is_away, ToneEngine),
        (conformance.speaks_every_language, Curt),
        (conformance.speaks_every_language, Overlong),
        (conformance.speaks_every_language, Mute),
        (conformance.speaks_any_character, Picky),
        (conformance.takes_a_delivery, Picky),
        (conformance.refuses_what_cannot_be_spoken, Obliging),
        (conformance.refuses_an_unknown_voice, Obliging),
        (conformance.speaks_the_same_again, Wordier),
        (conformance.speaks_several_at_once, Wordier),
        (conformance.ends_when_cancelled, Untidy),
        (conformance.closes_again_and_again, ClosedForGood),
    ],
)
def test_a_check_finds_what_it_is_for(
    check: Check, engine: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conformance, "_PROBE_S", 0.05)
    with pytest.raises((AssertionError, UtteranceFailed, TimeoutError)):
        check(Subject(engine, away=engine))


def test_what_a_service_does_wrong_is_found() -> None:
    with pytest.raises(AssertionError, match="in several parts"):
        conformance.gives_all_parts_of_an_answer(Subject(ToneEngine, parted=Curt))
    with pytest.raises(AssertionError, match="is taken for speech"):
        conformance.asks_again_after_nothing(Subject(ToneEngine, mute=ToneEngine))
    with pytest.raises(AssertionError, match="no sign of overload"):
        conformance.asks_again_after_nothing(Subject(ToneEngine, mute=Sulking))


def test_the_checks_run_from_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "producer.engines.conformance"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments], cwd=tmp_path, env=environment(), capture_output=True, text=True
        )

    done = run("tone")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) == len(CHECKS)
    # Without a service it cannot be away, answer in parts or with nothing.
    assert sum(line.startswith("ok ") for line in lines) == len(CHECKS) - 3
    unknown = run("none")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "there is no engine 'none'" in unknown.stderr
