from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from producer.audio.pcm import decode
from producer.engines.openai import OpenaiEngine, OpenaiSettings
from producer.engines.openai.check import declared_samples
from producer.engines.openai.failure import told
from producer.engines.openai.voices import listed_voices
from producer.errors import EngineUnavailable, ProducerError, Trouble, UsageError, UtteranceFailed
from producer.model import Clip, Delivery, Utterance
from producer.progress import Silent
from producer.store import Store
from producer.synthesis import clip_key, synthesize
from tests.engines.asking import peak_hz, run
from tests.standin.openai import KEY, MODEL, Asked, Script, SpeechServer, encoded, error, stream
from tests.standin.speech import sound, voice_hz

TEXT = "细胞治疗的历史比很多人想象的要长，CAR-T 只是其中一章。"
VOICE = "zf_xiaobei"


def an_engine(server: SpeechServer | None = None, **settings: Any) -> OpenaiEngine:
    given = {"model": MODEL, "idle_timeout_s": 5, **settings}
    if server is not None:
        given.setdefault("base_url", server.address)
    return OpenaiEngine(OpenaiSettings.model_validate(given))


def utterance(text: str = TEXT, rate_percent: int = 0) -> Utterance:
    return Utterance("openai", "zh", Delivery(VOICE, rate_percent), text)


def speak(engine: OpenaiEngine, asked: Utterance | None = None) -> Clip:
    return run(engine, engine.speak(asked or utterance()))


def failure(engine: OpenaiEngine, asked: Utterance | None = None) -> ProducerError:
    with pytest.raises(ProducerError) as caught:
        speak(engine, asked)
    return caught.value


def test_a_request_is_as_the_interface_wants_it(server: SpeechServer) -> None:
    engine = an_engine(server, api_key=KEY, instructions="Calm.", extra={"lang_code": "z"})
    text = "“A & B” <b>不是</b> 'C' \"D\" \\n。"
    speak(engine, utterance(text, 25))
    (asked,) = server.asked
    assert asked.body == {
        "model": MODEL,
        "input": text,
        "voice": VOICE,
        "response_format": "wav",
        "speed": 1.25,
        "instructions": "Calm.",
        "lang_code": "z",
    }
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("form", ["wav", "flac", "mp3", "aac", "pcm"])
def test_every_format_is_heard_whole(server: SpeechServer, form: str) -> None:
    pcm = decode(speak(an_engine(server, format=form)).audio)
    said, _ = sound(TEXT, VOICE)
    assert pcm.duration_ms == pytest.approx(len(said) / 24, abs=60)
    assert peak_hz(pcm) == pytest.approx(voice_hz(VOICE), abs=3)


@pytest.mark.parametrize(("rate", "speed"), [(-90, 0.25), (10, 1.1), (900, 4)])
def test_the_speed_stays_within_what_the_interface_allows(
    server: SpeechServer, rate: int, speed: float
) -> None:
    speak(an_engine(server), utterance(TEXT * 3, rate))
    assert server.asked[0].body["speed"] == speed


def cut(asked: Asked, share: float = 0.5) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    return partial(stream, audio=asked.audio, kind="audio/wav", end=int(share * len(asked.audio)))


async def stall(http: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(http)
    await response.write(b"RIFF")
    await asyncio.sleep(3600)
    return response


def shortened(asked: Asked) -> web.Response:
    """Whole chunks and a proper end, but not all of the sound."""
    samples, _ = sound(asked.body["input"], VOICE)
    flac = encoded(samples, "flac")
    return web.Response(body=flac[: len(flac) * 2 // 3], content_type="audio/flac")


def a_word(_: Asked) -> web.Response:
    samples, _words = sound("好", VOICE)
    return web.Response(body=encoded(samples[: 24 * 300], "wav"), content_type="audio/wav")


PAGE = "<!doctype html><title>Log in</title>"


@pytest.mark.parametrize(
    ("answer", "reason", "trouble"),
    [
        (cut, "the connection broke", Trouble.DROP),
        (lambda _: stall, "too slow", Trouble.OVERLOAD),
        (shortened, "it was cut off|cannot be decoded", Trouble.ANSWER),
        (a_word, "0.3 s of audio cannot be a text", Trouble.ANSWER),
        (lambda _: web.Response(content_type="audio/wav"), "no audio", Trouble.SILENT),
        (
            lambda _: web.Response(text=PAGE, content_type="text/html"),
            "sent text/html",
            Trouble.ANSWER,
        ),
        (
            lambda _: web.Response(text=PAGE, content_type="audio/wav"),
            "is no audio",
            Trouble.ANSWER,
        ),
        (lambda _: web.json_response({"error": "busy"}), "not speech: busy", Trouble.ANSWER),
        (
            lambda _: web.Response(body=encoded(np.zeros(99_000, np.int16), "wav")),
            "what came is silence",
            Trouble.ANSWER,
        ),
        (lambda _: web.Response(status=500, text="oops"), "answered 500: oops", Trouble.ANSWER),
        (lambda _: web.Response(status=503, text=PAGE), "answered 503$", Trouble.OVERLOAD),
        (
            lambda _: error(429, "Slow down", "rate_limit_exceeded"),
            "429: Slow down",
            Trouble.OVERLOAD,
        ),
    ],
)
def test_a_spoilt_answer_is_refused_and_the_next_one_good(
    server: SpeechServer, answer: Any, reason: str, trouble: Trouble
) -> None:
    engine = an_engine(server, idle_timeout_s=0.3)
    server.answer = lambda asked: answer(asked) if asked.number == 1 else None
    with pytest.raises(UtteranceFailed, match=reason) as caught:
        speak(engine)
    assert not caught.value.permanent
    assert caught.value.trouble is trouble
    speak(engine)


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [({"Retry_After": "7"}, 7.0), ({"retry_after_ms": "250"}, 0.25), ({}, 0.0)],
)
def test_the_wait_that_a_server_asks_for_is_told(
    server: SpeechServer, headers: dict[str, str], wait_s: float
) -> None:
    server.answer = lambda _: error(429, "Slow down", "rate_limit_exceeded", **headers)
    caught = failure(an_engine(server))
    assert isinstance(caught, UtteranceFailed)
    assert caught.retry_after_s == wait_s


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (error(401, "Incorrect API key provided", "invalid_api_key"), "refuses the key .*401.*Inc"),
        (error(403, "Country not supported"), "refuses the key .*403.*Country"),
        (error(404, "The model does not exist", "model_not_found"), "model 'kokoro'.*not exist"),
        (web.json_response({"detail": "Not Found"}, status=404), "404: Not Found.*base_url"),
        (
            web.json_response({"detail": {"error": "invalid_model", "message": "No"}}, status=400),
            "does not know the model",
        ),
        (error(429, "You exceeded your quota", "insufficient_quota"), "no credit.*exceeded"),
        (web.Response(status=308, headers={"Location": "https://x.test/v1"}), "https://x.test/v1"),
    ],
)
def test_what_no_utterance_can_get_past_ends_the_run(
    server: SpeechServer, refusal: web.Response, message: str
) -> None:
    server.answer = lambda _: refusal
    with pytest.raises(EngineUnavailable, match=message):
        speak(an_engine(server))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"error": {"message": "String too long"}}, "String too long"),
        ({"detail": [{"msg": "Field required", "loc": ["body"]}]}, "Field required"),
        ({"object": "error", "message": "bad\nvoice"}, "bad voice"),
        ({"error": {"message": "x" * 999}}, "x…"),
        ({"error": None}, "400$"),
        ([], "400$"),
    ],
)
def test_a_servers_own_words_are_shown(server: SpeechServer, body: Any, reason: str) -> None:
    server.answer = lambda _: web.json_response(body, status=400)
    with pytest.raises(UtteranceFailed, match=reason) as caught:
        speak(an_engine(server))
    assert caught.value.trouble is Trouble.REJECTION
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["……！", "好" * 4097])
def test_what_cannot_be_asked_for_is_not_asked_for(server: SpeechServer, text: str) -> None:
    caught = failure(an_engine(server), utterance(text))
    assert isinstance(caught, UtteranceFailed)
    assert caught.permanent
    assert not server.asked


def test_the_environment_says_where_and_with_which_key(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.key = KEY
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.address}/")
    monkeypatch.setenv("OPENAI_API_KEY", f"{KEY}\n")
    engine = an_engine()
    run(engine, engine.probe())
    speak(engine)
    monkeypatch.setenv("OPENAI_BASE_URL", "localhost:8880")
    with pytest.raises(EngineUnavailable, match="OPENAI_BASE_URL cannot be used"):
        speak(an_engine())


def test_openais_key_is_not_sent_where_somebodys_show_says(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    speak(an_engine(server))
    monkeypatch.setenv("PRODUCER_OPENAI_KEY", "for-this-one")
    speak(an_engine(server))
    sent = [asked.headers.get("Authorization") for asked in server.asked]
    assert sent == [None, "Bearer for-this-one"]


def test_without_a_key_openai_is_not_asked() -> None:
    engine = OpenaiEngine()
    with pytest.raises(EngineUnavailable, match=r"there is no key.*OPENAI_API_KEY"):
        run(engine, engine.probe())


def test_a_key_is_shown_nowhere(
    server: SpeechServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.key = "another"
    caplog.set_level("DEBUG")
    engine = an_engine(server, api_key=KEY)
    seen = [repr(engine.settings), str(failure(engine)), clip_key(engine, utterance())]
    with pytest.raises(EngineUnavailable) as caught:
        run(engine, engine.probe())
    with pytest.raises(EngineUnavailable) as ended:
        synthesize([utterance()], engine, Store(tmp_path), Silent())
    seen += [str(caught.value), str(ended.value), caplog.text, engine.identity(utterance())]
    assert "refuses the key (401: Incorrect API key provided: ….)" in seen[1]
    assert KEY not in "".join(seen)


def test_settings_say_what_is_wrong_without_the_key() -> None:
    with pytest.raises(ValidationError) as caught:
        OpenaiSettings.model_validate(
            {"base_url": f"https://{KEY}@x.test/v1", "api_key": [KEY], "voices": {"ZH": ["a"]}}
        )
    assert "keys have a setting of their own" in str(caught.value)
    assert KEY not in str(caught.value)
    assert caught.value.error_count() == 3


def test_a_clip_belongs_to_model_host_format_and_instructions(server: SpeechServer) -> None:
    def key(**settings: Any) -> str:
        return clip_key(an_engine(server, **settings), utterance())

    same = [key(), key(api_key=KEY), key(base_url="http://127.0.0.1:1/other"), key(attempts=2)]
    other = [
        key(model="tts-1"),
        key(base_url="http://10.0.0.7:8880/v1"),
        key(format="mp3"),
        key(instructions="Calm."),
        key(extra={"seed": 1}),
    ]
    assert len(set(same)) == 1
    assert len({*same, *other}) == 1 + len(other)


def test_a_probe_asks_for_models_and_else_for_speech(server: SpeechServer) -> None:
    engine = an_engine(server, voices={"zh": [VOICE]})
    run(engine, engine.probe())
    assert not server.asked
    server.models = None
    run(engine, engine.probe())
    assert [asked.body["input"] for asked in server.asked] == ["好。"]
    unknown = an_engine(server, model="other", voices={"zh": [VOICE]})
    with pytest.raises(EngineUnavailable, match="does not know the model 'other'"):
        run(unknown, unknown.probe())
    server.hang_up()
    with pytest.raises(EngineUnavailable, match=r"cannot connect to 127\.0\.0\.1"):
        run(engine, engine.probe())


def test_a_proxy_is_used_but_not_to_get_back_here(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.address.removesuffix("/v1"))
    away = an_engine(base_url="http://speech.test/v1")
    run(away, away.speak(utterance()))
    assert server.asked[0].headers["Host"] == "speech.test"
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    speak(an_engine(server))
    monkeypatch.setenv("HTTP_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(EngineUnavailable, match="cannot go through a socks5 proxy"):
        speak(an_engine(base_url="http://speech.test/v1"))


def test_a_companys_authority_is_trusted_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "ca.pem"
    with SpeechServer(tls=True) as server:
        bundle.write_bytes(server.ca_pem)
        with pytest.raises(EngineUnavailable, match=r"certificate of .* cannot be verified"):
            speak(an_engine(server))
        speak(an_engine(server, ca_bundle=bundle))
        monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
        speak(an_engine(server))
        with pytest.raises(EngineUnavailable, match="cannot be read"):
            speak(an_engine(server, ca_bundle=tmp_path / "none.pem"))


def test_a_failing_server_is_got_through(server: SpeechServer, tmp_path: Path) -> None:
    """The retries and the pace of synthesis/ hold for this engine as for all."""
    server.answer = Script(
        [
            error(429, "Slow down", "rate_limit_exceeded", retry_after_ms="20"),
            web.Response(status=500),
            web.Response(text=PAGE, content_type="text/html"),
            stall,
        ]
    )
    engine = an_engine(server, idle_timeout_s=0.5)
    engine.retry_wait_s = 0.02
    utterances = [utterance(f"第{n}句话，说得不长。") for n in range(8)]
    done = synthesize(utterances, engine, Store(tmp_path), Silent())
    assert (done.spoken, done.failures) == (8, {})
    assert len(server.asked) == 12


def test_no_more_requests_are_under_way_than_are_allowed(
    server: SpeechServer, tmp_path: Path
) -> None:
    async def later(http: web.Request, asked: Asked) -> web.StreamResponse:
        await asyncio.sleep(0.1)
        return await stream(http, asked.audio, "audio/wav")

    server.answer = lambda asked: partial(later, asked=asked)
    engine = an_engine(server, concurrency=3)
    synthesize([utterance(f"第{n}句话。") for n in range(9)], engine, Store(tmp_path), Silent())
    assert max(asked.concurrent for asked in server.asked) == 3


def test_a_server_lists_its_voices(server: SpeechServer) -> None:
    def listed() -> list[tuple[str, str, str, bool]]:
        engine = an_engine(server)
        voices = run(engine, engine.refresh())
        return [(v.name, v.locale, v.gender, v.multilingual) for v in voices]

    assert listed() == [
        ("zf_xiaobei", "zh-CN", "female", False),
        ("zm_yunxi", "zh-CN", "male", False),
        ("af_heart", "en-US", "female", False),
        ("bm_george", "en-GB", "male", False),
        ("echo", "und", "", True),
    ]
    server.voices = [{"voice_id": "v1", "language": "de", "gender": "Male"}, {"id": 3}, "v1"]
    assert listed() == [("v1", "de", "male", False)]
    server.voices = {"voices": []}
    with pytest.raises(EngineUnavailable, match="lists no voices"):
        listed()
    server.voices = None
    with pytest.raises(UsageError, match=r"does not list its voices.*show\.toml"):
        listed()


def test_voices_come_from_settings() -> None:
    engine = an_engine(
        voices={
            "zh": ["zf_xiaobei", {"name": "ling", "gender": "female"}, "nova"],
            "en-GB": ["bm_george", "nova"],
        }
    )
    assert [(v.name, v.locale, v.gender, v.multilingual) for v in engine.voices()] == [
        ("zf_xiaobei", "zh", "female", False),
        ("ling", "zh", "female", False),
        ("nova", "zh", "female", True),
        ("bm_george", "en-GB", "male", False),
    ]
    assert {voice.language for voice in an_engine().voices()} == {"en"}
    assert all(voice.speaks("zh") for voice in an_engine().voices())


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["voices", "data", "id", "name", "language", "gender"]), inner
            )
        ),
    )
)
def test_any_list_of_voices_is_read_or_refused(answer: Any) -> None:
    try:
        voices = listed_voices(answer)
    except ValueError:
        return
    assert all(voice.name.strip() and voice.locale for voice in voices)


@given(st.binary() | st.sampled_from([b"[[]]", b'{"error": [[]]}', b'{"detail": [1]}']))
def test_any_body_of_a_refusal_is_read(body: bytes) -> None:
    codes, reason = told(body)
    assert len(reason) <= 300
    assert all(isinstance(code, str) for code in codes)


@given(st.binary() | st.binary().map(lambda b: b"RIFF\0\0\0\0WAVEfmt " + b))
def test_any_header_is_read(audio: bytes) -> None:
    assert declared_samples(audio) >= 0
