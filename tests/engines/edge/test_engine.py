from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import av
import edge_tts.communicate
import edge_tts.voices
import numpy as np
import pytest

from producer.engines.catalogue import dump_catalogue, load_catalogue
from producer.engines.edge import EdgeEngine, EdgeSettings
from producer.engines.edge.client import MAX_TEXT_BYTES
from producer.errors import EngineUnavailable, InputError, Trouble, UtteranceFailed
from producer.model import Clip, Delivery, Utterance, Voice
from tests.engines.asking import run
from tests.standin import Answer, EdgeStandIn, Fault, Refusal, faults, voice_hz
from tests.standin.speech import LATE_MS, silence
from tests.standin.tunnel import tunnel

pytestmark = pytest.mark.usefixtures("edge_service")

FEMALE, MALE = "zh-CN-XiaoxiaoNeural", "en-US-AndrewMultilingualNeural"
TEXT = "细胞治疗的历史比很多人想象的要长，CAR-T 只是其中一章。"


def utterance(text: str = TEXT, voice: str = FEMALE, rate_percent: int = 0) -> Utterance:
    return Utterance("edge", "zh", Delivery(voice, rate_percent, -5, 3), text)


def speak(asked: Utterance) -> Clip:
    engine = EdgeEngine()
    return run(engine, engine.speak(asked))


def refresh() -> tuple[Voice, ...]:
    engine = EdgeEngine()
    return run(engine, engine.refresh())


def decode(clip: Clip) -> np.ndarray:
    with av.open(io.BytesIO(clip.audio), "r") as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(frames)


def test_the_service_gets_the_text_and_the_delivery(edge_service: EdgeStandIn) -> None:
    text = "“A & B” <b>不是</b> 'C' &amp; \"D\"."
    speak(utterance(text, MALE, 10))
    (request,) = edge_service.requests
    assert request.text == text
    assert (request.voice, request.locale) == (MALE, "en-US")
    assert (request.rate, request.pitch, request.volume) == ("+10%", "-5Hz", "+3%")
    assert request.word_boundaries


def test_marks_lie_on_the_decoded_sound() -> None:
    """Decoded audio begins 1,105 samples late, which the service's own offsets leave out."""
    clip = speak(utterance("细胞。", FEMALE))
    sound = np.flatnonzero(np.abs(decode(clip)) > 0.02)
    assert sound[0] / 24 == pytest.approx(clip.marks[0].start_ms, abs=6)
    assert sound[-1] / 24 == pytest.approx(clip.marks[-1].end_ms, abs=6)


def test_marks_are_the_words_in_order_within_the_audio() -> None:
    clip = speak(utterance())
    assert (
        "".join(mark.text for mark in clip.marks)
        == "细胞治疗的历史比很多人想象的要长CAR-T只是其中一章"
    )
    assert all(a.start_ms < a.end_ms <= b.start_ms for a, b in pairwise(clip.marks))
    assert clip.marks[-1].end_ms <= len(decode(clip)) / 24


def test_a_voice_sounds_as_itself_with_many_under_way(edge_service: EdgeStandIn) -> None:
    engine = EdgeEngine()
    voices = [voice.name for voice in engine.voices()[:8]]

    async def all_at_once() -> list[Clip]:
        return await asyncio.gather(*(engine.speak(utterance(voice=name)) for name in voices))

    for name, clip in zip(voices, run(engine, all_at_once()), strict=True):
        audio = decode(clip)
        peak_hz = np.argmax(np.abs(np.fft.rfft(audio))) * 24_000 / len(audio)
        assert peak_hz == pytest.approx(voice_hz(name), abs=3)
    assert edge_service.most_concurrent > 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.reset_before_audio, "no audio|broke"),
        (faults.reset_in_audio, "closed in the middle|broke"),
        (faults.close_early, "closed in the middle"),
        (faults.close_at_end, "closed in the middle"),
        (faults.stall_before_audio, "silent"),
        (faults.stall_in_audio, "silent"),
        (faults.drip, "had not finished"),
        (faults.cut_audio, "the words go on"),
        (faults.cut_at_ten_minutes, "cut at 10 minutes"),
        (faults.cut_speech, "the speech ends before"),
        (faults.no_audio, "no audio"),
        (faults.silent, "nothing is heard from 0.0"),
        (faults.silent_in_the_end, "nothing is heard from"),
        (faults.garbage, "not the expected MP3"),
        (faults.html, "not the expected MP3|no whole number of MP3 frames"),
        (faults.lost_frame, "missing or doubled at"),
        (faults.lost_message, "missing or doubled at"),
        (faults.doubled_frame, "missing or doubled at"),
        (faults.doubled_message, "missing or doubled at"),
        (faults.lost_bytes, "no whole number of MP3 frames"),
        (faults.nonsense, "cannot be understood"),
    ],
)
def test_a_spoilt_answer_is_refused_and_the_next_one_good(
    edge_service: EdgeStandIn, fault: Fault, message: str
) -> None:
    settings = EdgeSettings(idle_timeout_s=0.5, total_timeout_s=2)
    engine = EdgeEngine(settings)
    good = speak(utterance())
    edge_service.faults = lambda request: fault if request.connection.number == 2 else None

    async def twice() -> Clip:
        with pytest.raises(UtteranceFailed, match=message) as caught:
            await engine.speak(utterance())
        assert not caught.value.permanent
        return await engine.speak(utterance())

    assert run(engine, twice()) == good


def test_what_breaks_twice_at_the_same_place_is_no_accident(edge_service: EdgeStandIn) -> None:
    """Another encoder, or other settings, must not make every answer a bad one."""

    async def otherwise(answer: Answer) -> None:
        first, *others = answer.speech.frames
        spliced = [first, *others[:60], *others[70:]]
        await answer.begin()
        await answer.audio(spliced)
        await answer.end()

    edge_service.faults = lambda _: otherwise
    engine = EdgeEngine()

    async def twice() -> Clip:
        with pytest.raises(UtteranceFailed, match="missing or doubled"):
            await engine.speak(utterance())
        return await engine.speak(utterance())

    assert len(run(engine, twice()).audio) % 144 == 0


def test_a_sounding_frame_that_comes_again_is_never_right(edge_service: EdgeStandIn) -> None:
    """A frame doubled at the same place each time passed for the service's way to encode."""

    async def doubled(answer: Answer) -> None:
        frames = answer.speech.frames
        await answer.begin()
        await answer.audio((*frames[:40], frames[39], *frames[40:]))
        await answer.end()

    edge_service.faults = lambda _: doubled
    engine = EdgeEngine()

    async def often() -> None:
        for _ in range(4):
            with pytest.raises(UtteranceFailed, match="missing or doubled"):
                await engine.speak(utterance())

    run(engine, often())


async def without_the_last_word(answer: Answer) -> None:
    """Silence from the last word on, with the times of all words."""
    frames = answer.speech.frames
    first = (answer.speech.words[-1].start_ms + LATE_MS) // 24
    await answer.begin()
    for word in answer.speech.words:
        await answer.word(word)
    await answer.audio((*frames[:first], *silence(len(frames) - first)))
    await answer.end()


def test_one_word_in_silence_is_asked_for_again(edge_service: EdgeStandIn) -> None:
    """A sentence whose last word was silence passed for whole."""
    engine, good = EdgeEngine(), speak(utterance())
    edge_service.faults = lambda request: (
        without_the_last_word if request.connection.number in (2, 3) else None
    )

    async def thrice() -> Clip:
        for _ in range(2):
            with pytest.raises(UtteranceFailed, match="is not heard"):
                await engine.speak(utterance())
        return await engine.speak(utterance())

    assert run(engine, thrice()) == good


def test_times_that_are_always_inexact_are_believed(edge_service: EdgeStandIn) -> None:
    """Where the times of words are the service's way, no text stays unspoken for them, and few
    are asked for more than once."""
    edge_service.faults = lambda _: without_the_last_word
    engine = EdgeEngine()

    async def asked(text: str) -> int:
        for number in range(1, 9):
            with suppress(UtteranceFailed):
                await engine.speak(utterance(text))
                return number
        raise AssertionError

    async def all_asked() -> list[int]:
        return [await asked(f"The rain went on for {n} days and nights") for n in range(11, 17)]

    assert run(engine, all_asked()) == [5, 5, 5, 1, 1, 1]


def test_a_word_that_is_told_twice_is_one(edge_service: EdgeStandIn) -> None:
    good = speak(utterance())

    async def stammer(answer: Answer) -> None:
        await answer.begin()
        for word in answer.speech.words:
            await answer.word(word)
            await answer.word(word)
        await answer.audio(answer.speech.frames)
        await answer.end()

    edge_service.faults = lambda _: stammer
    assert speak(utterance()) == good


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (200, Trouble.ANSWER),
        (400, Trouble.REJECTION),
        (429, Trouble.OVERLOAD),
        (500, Trouble.ANSWER),
        (503, Trouble.OVERLOAD),
    ],
)
def test_a_refusal_fails_one_utterance(
    edge_service: EdgeStandIn, status: int, trouble: Trouble
) -> None:
    edge_service.refuse = lambda _: Refusal(status, body="<html>")
    with pytest.raises(UtteranceFailed, match=f"answered {status}") as caught:
        speak(utterance())
    assert (caught.value.permanent, caught.value.trouble) == (False, trouble)


def test_a_connection_that_breaks_at_once_is_told_as_a_drop(edge_service: EdgeStandIn) -> None:
    edge_service.refuse = lambda _: Refusal(0)
    with pytest.raises(UtteranceFailed, match="broke") as caught:
        speak(utterance())
    assert caught.value.trouble is Trouble.DROP


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
    ],
)
def test_how_long_the_service_wants_to_rest(
    edge_service: EdgeStandIn, header: str, seconds: float
) -> None:
    edge_service.refuse = lambda _: Refusal(429, {"Retry-After": header})
    with pytest.raises(UtteranceFailed) as caught:
        speak(utterance())
    assert caught.value.retry_after_s == seconds


def test_until_when_the_service_wants_to_rest(edge_service: EdgeStandIn) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=1), usegmt=True)
    edge_service.refuse = lambda _: Refusal(503, {"Retry-After": until})
    with pytest.raises(UtteranceFailed) as caught:
        speak(utterance())
    assert 30 < caught.value.retry_after_s <= 60


def test_a_wrong_clock_is_put_right_once(edge_service: EdgeStandIn) -> None:
    edge_service.refuse = lambda connection: Refusal(403) if connection.number == 1 else None
    assert speak(utterance()).marks
    assert len(edge_service.connections) == 2


def test_a_client_that_is_refused_for_good_says_what_to_do(edge_service: EdgeStandIn) -> None:
    edge_service.refuse = lambda _: Refusal(403)
    with pytest.raises(UtteranceFailed, match=r"Upgrade edge-tts .* clock; .* VPNs") as caught:
        speak(utterance())
    assert caught.value.trouble is Trouble.REFUSAL


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (utterance("……！？"), "can be spoken"),
        (utterance(""), "can be spoken"),
        (utterance("好" * (MAX_TEXT_BYTES // 3 + 1)), "bytes"),
        (utterance("&" * (MAX_TEXT_BYTES // 5) + "a"), "bytes"),
        (utterance(voice="zh-CN-X' onload='Neural"), "no edge voice"),
        (utterance(voice="cmn+f2"), "no edge voice"),
    ],
)
def test_what_cannot_be_spoken_is_refused_unasked(
    edge_service: EdgeStandIn, asked: Utterance, message: str
) -> None:
    with pytest.raises(UtteranceFailed, match=message) as caught:
        speak(asked)
    assert caught.value.permanent
    assert not edge_service.connections


def test_characters_that_are_none_do_not_reach_the_service(edge_service: EdgeStandIn) -> None:
    speak(utterance("细\ud800胞\x0b治\ufffe疗\uffff"))
    assert edge_service.requests[0].text == "细胞 治疗"


def test_a_voice_that_says_nothing(edge_service: EdgeStandIn) -> None:
    """Whether it was withdrawn, one empty answer cannot tell."""
    edge_service.faults = lambda _: faults.no_audio
    with pytest.raises(UtteranceFailed, match=r"no audio for the voice zh-CN-Xiao\w+$") as caught:
        speak(utterance())
    assert (caught.value.permanent, caught.value.trouble) == (False, Trouble.SILENT)


def test_which_voices_the_service_has(edge_service: EdgeStandIn) -> None:
    def lists(voice: str) -> bool | None:
        engine = EdgeEngine()
        return run(engine, engine.lists(voice))

    assert lists(FEMALE) is True
    edge_service.voices = tuple(v for v in edge_service.voices if v.name != FEMALE)
    assert lists(FEMALE) is False
    edge_service.voices = ()
    assert lists(FEMALE) is None


@pytest.mark.parametrize("fault", [faults.stall_before_audio, faults.stall_in_audio])
def test_an_interruption_does_not_wait_for_the_service(
    edge_service: EdgeStandIn, fault: Fault
) -> None:
    """The client answers a first cancellation by waiting 10 s for the service's goodbye."""
    edge_service.faults = lambda _: fault

    engine = EdgeEngine()

    async def interrupted() -> None:
        task = asyncio.create_task(engine.speak(utterance()))
        while not edge_service.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        async with asyncio.timeout(2):
            await asyncio.wait({task})
        assert task.cancelled()

    run(engine, interrupted())


def probe(settings: EdgeSettings | None = None) -> None:
    """Probe within the 5 s that an engine has."""

    engine = EdgeEngine(settings)

    async def within_limit() -> None:
        async with asyncio.timeout(5):
            await engine.probe()

    run(engine, within_limit())


def test_probing_speaks(edge_service: EdgeStandIn) -> None:
    probe()
    assert len(edge_service.requests) == 1


def test_probing_says_why_nothing_answers(edge_service: EdgeStandIn) -> None:
    edge_service.faults = lambda _: faults.stall_before_audio
    with pytest.raises(EngineUnavailable, match="silent"):
        probe()
    edge_service.refuse = lambda _: Refusal(503)
    with pytest.raises(EngineUnavailable, match="answered 503"):
        probe()
    edge_service.hang_up()
    with pytest.raises(EngineUnavailable, match="cannot connect"):
        probe()
    edge_service.resolves = False
    with pytest.raises(EngineUnavailable, match="no network: cannot resolve speech"):
        probe()


@pytest.fixture
def untrusted_service(tmp_path: Path) -> Iterator[tuple[EdgeStandIn, Path]]:
    """A service whose authority only the file knows."""
    with EdgeStandIn(trusted=False) as service:
        path = tmp_path / "authority.pem"
        path.write_bytes(service.ca_pem)
        yield service, path


def test_an_authority_that_only_the_user_knows(
    untrusted_service: tuple[EdgeStandIn, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, bundle = untrusted_service
    with pytest.raises(EngineUnavailable, match=r"certificate .* SSL_CERT_FILE"):
        probe()
    probe(EdgeSettings(ca_bundle=bundle))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    refresh()


def test_ssl_cert_file_is_trusted(
    untrusted_service: tuple[EdgeStandIn, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(untrusted_service[1]))
    probe()


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_an_unreadable_bundle_is_named(tmp_path: Path, content: bytes | None) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_bytes(content)
    with pytest.raises(EngineUnavailable, match=r"bundle\.pem cannot be read"):
        probe(EdgeSettings(ca_bundle=bundle))


@pytest.mark.parametrize("way", ["environment", "setting", "excluded", "switched off"])
def test_speech_goes_through_the_proxy(
    edge_service: EdgeStandIn, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    asked: list[str] = []

    with tunnel(edge_service.port, asked) as address:
        settings = EdgeSettings()
        if way == "setting":
            settings = EdgeSettings(proxy=address)
        else:
            monkeypatch.setenv("HTTPS_PROXY", address)
        if way == "excluded":
            monkeypatch.setenv("NO_PROXY", "bing.com")
        if way == "switched off":
            settings = EdgeSettings(proxy="")

        async def speak() -> None:
            engine = EdgeEngine(settings)
            await engine.speak(utterance())
            await engine.aclose()

        asyncio.run(speak())
    expected = ["speech.platform.bing.com:443"] if way in ("environment", "setting") else []
    assert asked == expected
    assert len(edge_service.requests) == 1


def test_a_proxy_that_is_not_there_or_not_http() -> None:
    with pytest.raises(EngineUnavailable, match="the proxy cannot be reached"):
        probe(EdgeSettings(proxy="http://user:secret@127.0.0.1:1"))
    with pytest.raises(EngineUnavailable, match="socks5 proxy") as caught:
        probe(EdgeSettings(proxy="socks5://user:secret@127.0.0.1:1"))
    assert "secret" not in str(caught.value)


def test_the_first_voices_suit_most_shows() -> None:
    voices = EdgeEngine().voices()
    assert len({voice.name for voice in voices}) == len(voices)
    for locale in ("zh-CN", "en-US"):
        first = [voice for voice in voices if voice.speaks(locale[:2])][:4]
        assert [voice.gender for voice in first] == ["female", "male"] * 2
        assert all(voice.locale == locale for voice in first)
        assert not any("child" in voice.note for voice in first)
    both = [v.gender for v in voices if v.speaks("zh") and v.speaks("en")]
    assert min(both.count("female"), both.count("male")) >= 4


def test_each_voice_of_the_catalogue_can_be_asked_for(edge_service: EdgeStandIn) -> None:
    engine = EdgeEngine()

    async def each() -> None:
        for voice in engine.voices():
            await engine.speak(utterance("好 yes", voice.name))

    run(engine, each())
    asked = [(request.voice, request.locale) for request in edge_service.requests]
    assert asked == [(voice.name, voice.locale) for voice in engine.voices()]


def test_a_refreshed_catalogue_drops_and_adds_voices(
    edge_service: EdgeStandIn, tmp_path: Path
) -> None:
    shipped = tuple(EdgeEngine().voices())
    new = Voice("edge", "zh-CN-NewMultilingualNeural", "zh-CN", "male", True, "friendly")
    edge_service.voices = (new, *reversed(shipped[1:]))
    fresh = refresh()
    assert [voice.name for voice in fresh] == [voice.name for voice in edge_service.voices]
    path = tmp_path / "voices.json"
    settings = EdgeSettings(catalogue=path)
    assert tuple(EdgeEngine(settings).voices()) == shipped
    path.write_text(dump_catalogue(fresh), encoding="utf-8")
    assert load_catalogue(path) == fresh
    assert tuple(EdgeEngine(settings).voices()) == (*shipped[1:], new)
    path.write_text("{}")
    with pytest.raises(InputError, match=r"voices\.json"):
        EdgeEngine(settings).voices()


def test_a_catalogue_cannot_be_refreshed_without_the_service(edge_service: EdgeStandIn) -> None:
    edge_service.voices = ()
    with pytest.raises(EngineUnavailable, match="lists no voices"):
        refresh()
    edge_service.hang_up()
    with pytest.raises(EngineUnavailable, match="cannot connect"):
        refresh()


def test_the_private_names_of_the_client_are_there() -> None:
    """Its next version may rename them: then this is the place to look, and client.py the place to
    change."""
    for module in (edge_tts.communicate, edge_tts.voices):
        context = getattr(module, "_SSL_CTX", None)
        assert isinstance(context, ssl.SSLContext), f"{module.__name__}._SSL_CTX is gone"
    state = edge_tts.Communicate("好", FEMALE).state
    assert state.get("cumulative_audio_bytes") == 0, "Communicate.state counts no bytes any more"


def test_two_names_of_a_voice_are_one() -> None:
    voices = {voice.name: voice.identity for voice in EdgeEngine().voices()}
    twins = [name for name in voices if "Multilingual" in name]
    assert len(twins) >= 10
    for name in twins:
        plain = name.replace("Multilingual", "")
        assert voices.get(plain, plain) == voices[name]
    assert len(set(voices.values())) == len(voices) - 4


def test_the_catalogue_has_the_voices_of_the_public_list() -> None:
    voices = EdgeEngine().voices()
    assert len(voices) >= 318
    genders = {
        language: {voice.gender for voice in voices if voice.language == language}
        for language in "bg hr sk sl sr et lv lt ms bn ta fa ur sw".split()
    }
    assert all(both == {"female", "male"} for both in genders.values()), genders
    locales = {voice.locale for voice in voices}
    assert {"fr-CA", "es-US", "en-AU"} <= locales
    assert "en-AU-WilliamNeural" not in {voice.name for voice in voices}
