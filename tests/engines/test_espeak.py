from __future__ import annotations

import asyncio
import io
import shutil
import sys
import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.engines.espeak import EspeakEngine, EspeakSettings
from producer.errors import EngineUnavailable, UtteranceFailed
from producer.model import Clip, Delivery, Utterance, Voice, is_speakable
from tests.engines.asking import run

loader = pytest.importorskip("espeakng_loader", reason="needs the extra 'offline'")

RATE = 22_050
CHINESE = "今天我们来谈谈 CAR-T 细胞治疗，它的历史和现状。第二句有 42 个字。"
ENGLISH = "Today we don’t talk about 3.14 & pie. A second sentence follows."


def speak(text: str, delivery: Delivery, engine: EspeakEngine | None = None) -> Clip:
    engine = engine or EspeakEngine()
    return run(engine, engine.speak(Utterance("espeak", "zh", delivery, text)))


def samples(clip: Clip) -> np.ndarray:
    with wave.open(io.BytesIO(clip.audio)) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, RATE)
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(float)


def pitch_hz(clip: Clip) -> float:
    """Median over the frames with a clear period between 60 and 450 Hz."""
    audio, pitches = samples(clip), []
    shortest, longest = RATE // 450, RATE // 60
    for start in range(0, len(audio) - 2048, 512):
        frame = audio[start : start + 2048] - audio[start : start + 2048].mean()
        likeness = np.correlate(frame, frame, "full")[2047:]
        period = shortest + int(np.argmax(likeness[shortest:longest]))
        if likeness[0] > 5e8 and likeness[period] > 0.6 * likeness[0]:
            pitches.append(RATE / period)
    return float(np.median(pitches))


@pytest.mark.parametrize(
    ("voice", "text", "words"),
    [
        ("cmn+f2", CHINESE, ["今", "天", "我", "CAR-T", "细", "42"]),
        ("en-us", ENGLISH, ["Today", "we", "don’t", "3.14", "A", "second", "follows"]),
        ("en-gb+david", ENGLISH, ["Today", "talk", "sentence"]),
    ],
)
def test_a_text_is_spoken_with_marks_in_its_order(voice: str, text: str, words: list[str]) -> None:
    clip = speak(text, Delivery(voice))
    assert 3 < len(samples(clip)) / RATE < 12
    assert set(words) <= {mark.text for mark in clip.marks}
    spoken = "".join(filter(is_speakable, text))
    assert "".join(filter(is_speakable, "".join(m.text for m in clip.marks))) == spoken
    check_marks(clip, text)


def check_marks(clip: Clip, text: str) -> None:
    position, time_ms = 0, 0
    for mark in clip.marks:
        position = text.index(mark.text, position) + len(mark.text)
        assert time_ms <= mark.start_ms <= mark.end_ms
        time_ms = mark.start_ms
        assert mark.end_ms <= len(samples(clip)) * 1000 / RATE + 1


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("好细胞ab Z3.,，。“”-<>&[]’😀𠀀é"), max_size=20), st.booleans())
def test_any_text_is_spoken_or_refused(text: str, chinese: bool) -> None:
    text = " ".join(text.split())
    delivery = Delivery("cmn" if chinese else "en-us")
    if is_speakable(text):
        check_marks(speak(text, delivery), text)
    else:
        with pytest.raises(UtteranceFailed, match="can be spoken"):
            speak(text, delivery)


def test_the_same_text_gives_the_same_bytes_however_many_are_under_way() -> None:
    engine = EspeakEngine()
    utterances = [
        Utterance("espeak", "zh", Delivery(voice), text)
        for text, voice in [(CHINESE, "cmn+f2"), (ENGLISH, "en-us+ed"), ("好", "cmn")] * 3
    ]

    async def all_at_once() -> list[Clip]:
        return await asyncio.gather(*map(engine.speak, utterances))

    together = run(engine, all_at_once())
    assert together[:3] == together[3:6] == together[6:]
    assert together[:3] == [speak(u.text, u.delivery) for u in utterances[:3]]


VOICES = EspeakEngine().voices()


@pytest.mark.parametrize(
    "voice", [v for v in VOICES if v.language in ("zh", "en")], ids=lambda voice: voice.name
)
def test_each_voice_of_the_catalogue_is_one_of_its_own(voice: Voice) -> None:
    plain = Delivery(voice.name.partition("+")[0])
    same = speak("好 yes", Delivery(voice.name)) == speak("好 yes", plain)
    assert same == ("+" not in voice.name)


@pytest.mark.parametrize("language", sorted({v.language for v in VOICES} - {"zh", "en"}))
def test_each_language_of_the_catalogue_is_spoken(language: str) -> None:
    """espeak-ng takes a language that it does not know for English."""
    name = next(v.name for v in VOICES if v.language == language).partition("+")[0]
    assert speak("Radio 1987", Delivery(name)) != speak("Radio 1987", Delivery("en-us"))


def test_the_first_voices_of_a_language_are_easy_to_tell_apart() -> None:
    for language, text in (("zh", CHINESE), ("en", ENGLISH)):
        voices = [voice for voice in EspeakEngine().voices() if voice.speaks(language)][:4]
        assert [voice.gender for voice in voices] == ["female", "male", "female", "male"]
        pitches = sorted(pitch_hz(speak(text, Delivery(voice.name))) for voice in voices)
        assert all(high > 1.15 * low for low, high in pairwise(pitches))


def test_rate_pitch_and_volume_are_heard() -> None:
    plain = speak(ENGLISH, Delivery("en-us"))
    fast = speak(ENGLISH, Delivery("en-us", rate_percent=50))
    high = speak(ENGLISH, Delivery("en-us", pitch_hz=30))
    quiet = speak(ENGLISH, Delivery("en-us", volume_percent=-50))
    assert len(samples(plain)) / len(samples(fast)) == pytest.approx(1.5, abs=0.2)
    assert pitch_hz(high) - pitch_hz(plain) == pytest.approx(30, abs=12)
    assert np.std(samples(quiet)) / np.std(samples(plain)) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<break time='9s'/>", ["break", "time", "9s"]),
        ("a <b>bold</b> word", ["a", "b", "bold", "b", "word"]),
        ("&lt; &#65;", ["lt", "65"]),
    ],
)
def test_markup_is_text(text: str, words: list[str]) -> None:
    clip = speak(text, Delivery("en-us"))
    assert [mark.text for mark in clip.marks] == words
    assert len(samples(clip)) < 4 * RATE


def test_brackets_do_not_hold_phonemes() -> None:
    assert speak("[[ThIs]]", Delivery("en-us")) != speak("this", Delivery("en-us"))
    phonemes = speak("[[fVn]]", Delivery("en-us"))
    assert np.array_equal(samples(phonemes), samples(speak("((fVn))", Delivery("en-us"))))


@pytest.mark.parametrize(
    ("delivery", "text"),
    [
        (Delivery("cmn"), "……“”"),
        (Delivery("cmn+nobody"), "好"),
        (Delivery("zh"), "好"),
    ],
)
def test_what_cannot_be_spoken_is_refused_for_good(delivery: Delivery, text: str) -> None:
    with pytest.raises(UtteranceFailed) as caught:
        speak(text, delivery)
    assert caught.value.permanent


def test_an_engine_that_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    engine = EspeakEngine()
    with pytest.raises(EngineUnavailable, match=r"pip install .*\[offline\]"):
        run(engine, engine.probe())


def test_probing_speaks() -> None:
    engine = EspeakEngine()
    run(engine, engine.probe())


def test_a_worker_that_dies_or_hangs_fails_its_utterance(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(UtteranceFailed, match="had not finished") as caught:
        speak("好", Delivery("cmn"), EspeakEngine(EspeakSettings(timeout_s=0.001)))
    assert not caught.value.permanent
    broken = tmp_path / "library.so"
    broken.write_bytes(b"")
    monkeypatch.setattr(loader, "get_library_path", lambda: str(broken))
    with pytest.raises(UtteranceFailed, match="espeak-ng failed") as caught:
        speak("好", Delivery("cmn"))
    assert not caught.value.permanent


def test_data_far_down_in_the_file_system_is_reached(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """espeak-ng fails with a data path of 160 bytes or more."""
    deep = tmp_path / ("long-folder-name/" * 10) / "espeak-ng-data"
    shutil.copytree(loader.get_data_path(), deep)
    expected = speak(ENGLISH, Delivery("en-us"))
    monkeypatch.setattr(loader, "get_data_path", lambda: str(deep))
    short = tmp_path / "t"
    short.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(short))
    assert speak(ENGLISH, Delivery("en-us")) == expected
    assert not list(short.iterdir())
