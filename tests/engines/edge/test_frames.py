"""What frames tell of each other: on the stand-in's tones and on real speech."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import lameenc
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.pcm import decode
from producer.engines.edge.frames import FRAME_BYTES, first_break, first_foreign
from producer.engines.espeak import EspeakEngine
from producer.model import Delivery, Utterance
from tests.standin.speech import speech

VOICE = "zh-CN-XiaoxiaoNeural"
WORDS = st.lists(
    st.sampled_from(["细胞治疗", "CAR-T", "今天。", "A few words,", "42", "“so”", "现状！"]),
    min_size=1,
    max_size=12,
).map(" ".join)
LINES = {
    "zh": "我们一路走到河边，天色已经暗了，远处有人在唱歌。好，好，好！",
    "en": "We walked down to the river in the dusk, and far away somebody sang. Yes, yes, yes!",
}


@pytest.fixture(scope="module", params=[(la, q) for la in LINES for q in (2, 5, 7)], ids=str)
def spoken(request: pytest.FixtureRequest) -> list[bytes]:
    """Speech in the service's format, encoded with more and less care."""
    language, quality = request.param
    engine = EspeakEngine()
    voice = next(voice for voice in engine.voices() if voice.language == language)

    async def speak() -> bytes:
        try:
            utterance = Utterance("espeak", language, Delivery(voice.name), LINES[language])
            return (await engine.speak(utterance)).audio
        finally:
            await engine.aclose()

    samples = np.ravel(decode(asyncio.run(speak()), rate=24_000).samples)
    loud = np.concatenate(
        [np.zeros(2_400), 0.5 * samples / np.abs(samples).max(), np.zeros(19_200)]
    )
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(24_000)
    encoder.set_channels(1)
    encoder.set_quality(quality)
    encoder.silence()
    pcm = (32_767 * loud).astype("<i2").tobytes()
    audio = bytes(encoder.encode(pcm) + encoder.flush())
    return [audio[at : at + FRAME_BYTES] for at in range(0, len(audio), FRAME_BYTES)]


@given(WORDS, st.integers(50, 200))
def test_the_chain_of_a_whole_answer_holds(text: str, pace_percent: int) -> None:
    frames = speech(text, VOICE, pace_percent / 100).frames
    assert first_foreign(frames) is None
    assert first_break(frames) is None


def test_the_chain_of_real_speech_holds(spoken: list[bytes]) -> None:
    assert first_foreign(spoken) is None
    assert first_break(spoken) is None


def noticed(frames: Sequence[bytes], spoil: Callable[[int], Sequence[bytes]]) -> float:
    """The share of places with sound at which what `spoil` makes of the frames is noticed."""
    places = [at for at in range(1, len(frames) - 10) if all(map(has_sound, frames[at : at + 5]))]
    assert len(places) > 50
    return sum(first_break(spoil(at)) is not None for at in places) / len(places)


def has_sound(frame: bytes) -> bool:
    """Whether it has more than a header and side information, 13 bytes, and little data."""
    return ((frame[5] & 0x7F) << 5 | frame[6] >> 3) > 8 * 64


@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_came_twice_is_always_noticed(spoken: list[bytes], count: int) -> None:
    assert noticed(spoken, lambda at: spoken[: at + count] + spoken[at:]) == 1


@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_is_missing_is_mostly_noticed(spoken: list[bytes], count: int) -> None:
    assert noticed(spoken, lambda at: spoken[:at] + spoken[at + count :]) > 0.85


def test_exchanged_frames_are_noticed(spoken: list[bytes]) -> None:
    share = noticed(
        spoken, lambda at: [*spoken[:at], spoken[at + 1], spoken[at], *spoken[at + 2 :]]
    )
    assert share > 0.9


def test_silence_may_be_longer_or_shorter(spoken: list[bytes]) -> None:
    end = len(spoken) - 20
    assert first_break(spoken[:end] + spoken[end - 1 :]) is None
    assert first_break(spoken[:end] + spoken[end + 1 :]) is None


def test_two_whole_streams_are_one(spoken: list[bytes]) -> None:
    """The service may encode in pieces: a piece begins with nothing saved."""
    frames = speech("细胞治疗", VOICE).frames
    assert first_break([*spoken, *frames]) is None


@given(st.lists(st.binary(min_size=FRAME_BYTES, max_size=FRAME_BYTES), max_size=5))
def test_anything_may_come(frames: list[bytes]) -> None:
    first_foreign(frames)
    first_break(frames)
