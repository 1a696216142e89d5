from __future__ import annotations

import asyncio
import io
import wave
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.engines.tone import SAMPLE_RATE, ToneEngine, ToneSettings
from producer.errors import UtteranceFailed
from producer.model import Clip, Delivery, Utterance, Voice, is_speakable


def speak(text: str, voice: str = "tone-400", settings: ToneSettings | None = None) -> Clip:
    return asyncio.run(ToneEngine(settings).speak(Utterance("tone", "zh", Delivery(voice), text)))


def samples(clip: Clip) -> np.ndarray:
    with wave.open(io.BytesIO(clip.audio)) as wav:
        assert (wav.getnchannels(), wav.getsampwidth()) == (1, 2)
        assert wav.getframerate() == SAMPLE_RATE
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(float)


def level_dbfs(audio: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(2 * np.mean(audio**2)) / 32767))


@pytest.mark.parametrize(
    ("text", "length_ms", "words"),
    [
        ("好。", 200, ["好"]),
        ("Hi, you!", 300, ["Hi", "you"]),
        ("CAR-T 细胞", 640, ["CAR", "T", "细", "胞"]),
        ("有42个", 520, ["有", "42", "个"]),
    ],
)
def test_lengths_and_marks_are_exact(text: str, length_ms: int, words: list[str]) -> None:
    clip = speak(text)
    assert len(samples(clip)) == length_ms * SAMPLE_RATE // 1000
    assert [mark.text for mark in clip.marks] == words
    assert (clip.marks[0].start_ms, clip.marks[-1].end_ms) == (0, length_ms)


@given(st.text(max_size=50).filter(is_speakable))
def test_marks_follow_one_another_and_cover_the_sound(text: str) -> None:
    clip = speak(text)
    assert all(before.end_ms == after.start_ms for before, after in pairwise(clip.marks))
    assert clip.marks[-1].end_ms * SAMPLE_RATE // 1000 == len(samples(clip))
    assert "".join(m.text for m in clip.marks) == "".join(filter(is_speakable, text))


@pytest.mark.parametrize("voice", ToneEngine().voices(), ids=lambda voice: voice.name)
def test_a_voice_is_one_frequency_at_the_set_level(voice: Voice) -> None:
    audio = samples(speak("今天天气很好", voice.name))
    spectrum = np.abs(np.fft.rfft(audio))
    frequency = int(np.argmax(spectrum)) * SAMPLE_RATE / len(audio)
    assert frequency == int(voice.name.removeprefix("tone-"))
    assert level_dbfs(audio) == pytest.approx(-20, abs=0.01)
    assert audio[0] == 0


def test_settings_add_silence_and_change_levels() -> None:
    settings = ToneSettings(
        lead_silence_ms=100, tail_silence_ms=50, voice_levels_dbfs={"tone-200": -30}
    )
    clip = speak("好", "tone-200", settings)
    audio = samples(clip)
    assert len(audio) == 350 * SAMPLE_RATE // 1000
    assert not audio[:2400].any()
    assert not audio[-1200:].any()
    assert level_dbfs(audio[2400:-1200]) == pytest.approx(-30, abs=0.01)
    assert (clip.marks[0].start_ms, clip.marks[0].end_ms) == (100, 300)


def test_settings_are_part_of_a_clips_identity() -> None:
    utterance = Utterance("tone", "zh", Delivery("tone-200"), "好")
    plain, padded = ToneEngine(), ToneEngine(ToneSettings(tail_silence_ms=1))
    assert plain.identity(utterance) != padded.identity(utterance)


@pytest.mark.parametrize(("voice", "text"), [("tone-400", "……！"), ("tone-123", "好")])
def test_what_cannot_be_spoken_is_refused_for_good(voice: str, text: str) -> None:
    with pytest.raises(UtteranceFailed) as caught:
        speak(text, voice)
    assert caught.value.permanent


def test_both_languages_have_six_voices_of_both_genders() -> None:
    for language in ("zh", "en"):
        voices = [voice for voice in ToneEngine().voices() if voice.speaks(language)]
        assert len(voices) == 6
        assert {voice.gender for voice in voices[:2]} == {"female", "male"}
