from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.engines.edge.check import LAG_MS, audio_ms, frames_of, verify_length
from producer.errors import UtteranceFailed
from producer.model import Mark, is_speakable
from tests.standin.speech import Speech, speech

VOICE = "zh-CN-XiaoxiaoNeural"
TEXT = "细胞治疗的历史比很多人想象的要长，第一批病人在 1990 年代就接受了 CAR-T 的前身。"

TEXTS = st.lists(
    st.sampled_from(["细胞治疗", "CAR-T", "今天。", "A few words,", "42", "& “so”", "现状！"]),
    min_size=1,
    max_size=20,
).map(" ".join)
PACES = st.integers(50, 200).map(lambda percent: percent / 100)


def verify(audio: bytes, marks: list[Mark], text: str, pace: float = 1.0) -> None:
    frames_of(audio)
    verify_length(audio_ms(audio), marks, text, pace)


def marks(answer: Speech, count: int | None = None) -> list[Mark]:
    return [
        Mark(word.start_ms + LAG_MS, word.start_ms + word.duration_ms + LAG_MS, word.text)
        for word in answer.words[:count]
    ]


@given(TEXTS.filter(is_speakable), PACES)
def test_a_whole_answer_passes(text: str, pace: float) -> None:
    answer = speech(text, VOICE, pace)
    audio = b"".join(answer.frames)
    verify(audio, marks(answer), text, pace)
    verify(audio, [], text, pace)


@given(TEXTS, PACES, st.data())
def test_words_without_their_audio_are_refused(text: str, pace: float, data: st.DataObject) -> None:
    answer = speech(text, VOICE, pace)
    last = answer.words[-1]
    kept = data.draw(st.integers(0, (last.start_ms + last.duration_ms) // 24 - 2))
    with pytest.raises(UtteranceFailed) as caught:
        verify(b"".join(answer.frames[:kept]), marks(answer), text)
    assert not caught.value.permanent


@given(st.integers(0, 11))
def test_an_answer_that_ends_before_the_text_is_refused(words: int) -> None:
    """The service may end a turn properly with part of its text unspoken. What could be said
    within the silence at the end, at twice the pace, is not noticed."""
    answer = speech(TEXT, VOICE)
    frames = (answer.words[words].start_ms + 800) // 24
    with pytest.raises(UtteranceFailed):
        verify(b"".join(answer.frames[:frames]), marks(answer, words), TEXT)


NOISE = st.binary(min_size=4, max_size=4).filter(lambda noise: noise[0] != 0xFF)


@given(NOISE, st.integers(0, 10))
def test_what_is_not_frames_is_refused(noise: bytes, frame: int) -> None:
    audio, at = b"".join(speech("细胞治疗", VOICE).frames), frame * 144
    with pytest.raises(UtteranceFailed, match=f"not the expected MP3 .at byte {at}"):
        verify(audio[:at] + noise + audio[at + len(noise) :], [], "细胞治疗")


@given(st.integers(1, 143))
def test_half_a_frame_is_refused(lost: int) -> None:
    audio = b"".join(speech("细胞治疗", VOICE).frames)
    with pytest.raises(UtteranceFailed, match="no whole number of MP3 frames"):
        verify(audio[lost:], [], "细胞治疗")


@pytest.mark.parametrize(
    ("frames", "text", "message"),
    [
        (0, "好", "no audio"),
        (2_000, "好", "cannot be a text of 1 characters"),
        (10, TEXT, "cannot be a text of"),
        (25_000, TEXT * 40, "10 minutes"),
        (24_999, "好", "10 minutes"),
    ],
)
def test_lengths_that_cannot_be(frames: int, text: str, message: str) -> None:
    frame = speech("好", VOICE).frames[-1]
    with pytest.raises(UtteranceFailed, match=message) as caught:
        verify(frame * frames, [], text)
    assert not caught.value.permanent


def test_a_length_is_judged_by_the_pace_asked_for() -> None:
    frames = speech("细胞治疗" * 50, VOICE).frames
    audio = b"".join(frames[: len(frames) * 3 // 8])
    with pytest.raises(UtteranceFailed, match="cannot be a text of"):
        verify(audio[: len(audio) // 144 // 2 * 144], [], "细胞治疗" * 50)
    verify(audio[: len(audio) // 144 // 2 * 144], [], "细胞治疗" * 50, 2.0)


@given(st.integers(2, 5))
def test_not_every_word_needs_a_mark(step: int) -> None:
    """The client passes on only the first of the words in a message."""
    answer = speech(TEXT, VOICE)
    verify(b"".join(answer.frames), marks(answer)[::step], TEXT)


def test_a_word_that_the_service_spells_otherwise_is_passed_over() -> None:
    text = "Five & six are eleven."
    answer = speech(text, VOICE)
    given_marks = marks(answer)
    given_marks[1] = Mark(given_marks[1].start_ms, given_marks[1].end_ms, "SIX")
    given_marks.insert(1, Mark(given_marks[1].start_ms, given_marks[1].start_ms, "and"))
    verify(b"".join(answer.frames), given_marks, text)


def test_each_frame_is_24_ms() -> None:
    assert audio_ms(bytes(144 * 250)) == 6_000
