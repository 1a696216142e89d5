from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from producer.audio.pcm import decode
from producer.casting import Part
from producer.engines.azure import AzureEngine, AzureSettings
from producer.engines.edge import EdgeEngine
from producer.engines.wav import wav
from producer.errors import EngineUnavailable, Trouble, UtteranceFailed
from producer.model import Clip, Delivery, Utterance
from producer.pipeline import make, plan
from producer.plan.request import Request
from producer.progress import Silent
from tests.engines.asking import run
from tests.helpers.making import SHORT, a_show
from tests.standin.azure import KEY, Asked, AzureStandIn
from tests.standin.serving import forget
from tests.standin.speech import sound

VOICE = "zh-CN-XiaoxiaoNeural"
TEXT = '茶 & <咖啡> 的历史 "很长"。'


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, "SPEECH_KEY", "SPEECH_REGION")


@pytest.fixture
def server() -> Iterator[AzureStandIn]:
    with AzureStandIn() as server:
        yield server


def an_engine(server: AzureStandIn, **settings: object) -> AzureEngine:
    given = {"base_url": server.origin, "key": KEY, "idle_timeout_s": 1} | settings
    return AzureEngine(AzureSettings.model_validate(given))


def utterance(text: str = TEXT, voice: str = VOICE, *amounts: int) -> Utterance:
    return Utterance("azure", "zh", Delivery(voice, *amounts), text)


def speak(engine: AzureEngine, asked: Utterance | None = None) -> Clip:
    return run(engine, engine.speak(asked or utterance()))


def test_the_service_gets_text_delivery_style_and_role(server: AzureStandIn) -> None:
    speak(an_engine(server))
    speak(
        an_engine(server, styles={VOICE: "chat"}, roles={VOICE: "Narrator"}),
        utterance(TEXT, VOICE, 10, -5, 3),
    )
    prosody = {"rate": "+10%", "pitch": "-5Hz", "volume": "+3%"}
    assert server.asked == [
        Asked(VOICE, "zh-CN", TEXT, {}, {}),
        Asked(VOICE, "zh-CN", TEXT, prosody, {"style": "chat", "role": "Narrator"}),
    ]


def test_it_is_heard_whole(server: AzureStandIn) -> None:
    samples, _ = sound(TEXT, VOICE)
    pcm = decode(speak(an_engine(server)).audio)
    assert pcm.duration_ms == pytest.approx(len(samples) / 24, abs=1)


@pytest.mark.parametrize(
    ("answer", "reason", "trouble"),
    [
        (web.Response(status=429, headers={"Retry-After": "7"}), "429", Trouble.OVERLOAD),
        (web.Response(status=503), "503", Trouble.OVERLOAD),
        (web.Response(status=400, text="bad"), "400: bad", Trouble.REJECTION),
        (web.Response(), "no audio", Trouble.SILENT),
        (web.Response(body=wav(bytes(96_000), 24_000)), "nothing is heard", Trouble.ANSWER),
        (web.Response(body=b"<html>"), "is no audio", Trouble.ANSWER),
    ],
)
def test_a_bad_answer_is_refused(
    server: AzureStandIn, answer: web.Response, reason: str, trouble: Trouble
) -> None:
    server.answer = lambda _: answer
    with pytest.raises(UtteranceFailed, match=reason) as caught:
        speak(an_engine(server))
    assert (caught.value.trouble, caught.value.permanent) == (trouble, False)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"key": "another"}, r"refuses the key \(401: Access denied\)"),
        ({"base_url": "", "region": ""}, "no region is set.*SPEECH_REGION"),
        ({"base_url": "", "region": "westeurope", "key": ""}, "no key.*SPEECH_KEY"),
    ],
)
def test_what_no_utterance_can_get_past(
    server: AzureStandIn, settings: dict[str, str], message: str
) -> None:
    with pytest.raises(EngineUnavailable, match=message):
        speak(an_engine(server, **settings))


def test_the_region_says_where_and_the_key_does_not_follow_a_base_url(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SPEECH_REGION", "westeurope")
    monkeypatch.setenv("SPEECH_KEY", "secret")
    settings = AzureSettings()
    assert settings.address == "https://westeurope.tts.speech.microsoft.com"
    assert settings.secret == "secret"
    elsewhere = AzureSettings(base_url="https://x.example")
    assert (elsewhere.address, elsewhere.secret) == ("https://x.example", "")


def test_the_voices_are_those_of_edge_or_of_the_service(server: AzureStandIn) -> None:
    engine = an_engine(server)
    assert [v.name for v in engine.voices()] == [v.name for v in EdgeEngine().voices()]
    fetched = run(engine, engine.refresh())
    assert len(fetched) == len(server.voices)
    assert fetched[0].note == "chat"


def test_the_cast_of_edge_serves_azure_too() -> None:
    part = Part(
        {"edge": {"zh": Delivery("a"), "en": Delivery("b")}, "azure": {"en": Delivery("c")}}
    )
    assert part.delivery("azure", "zh") == Delivery("a")
    assert part.delivery("azure", "en") == Delivery("c")
    assert part.delivery("edge", "en") == Delivery("b")
    assert part.delivery("tone", "zh") is None


def test_a_show_needs_nothing_else(server: AzureStandIn, tmp_path: Path) -> None:
    settings = {"azure": {"base_url": server.origin, "key": KEY}}
    show = a_show(tmp_path, engine="azure", editions=["zh"], engines=settings)
    show.cast_file.parent.mkdir(exist_ok=True)
    file = show.folder / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    episode = make(plan(Request(transcript=file, show=show), Silent()), Silent())
    assert (episode.manifest.engine, episode.manifest.draft) == ("azure", False)
