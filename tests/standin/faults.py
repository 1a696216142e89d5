"""What can go wrong after a request was taken: each function answers in its own way.

Where a fault needs a place, it is another one for each connection.
"""

from __future__ import annotations

import asyncio
import random

from tests.standin.server import FRAME_MS, FRAMES_PER_MESSAGE, Answer
from tests.standin.speech import LATE_MS, silence

CAP_FRAMES = 600_000 // FRAME_MS


async def reset_before_audio(answer: Answer) -> None:
    """The connection breaks before anything came."""
    answer.reset()


async def reset_in_audio(answer: Answer) -> None:
    """The connection breaks in the middle."""
    await answer.begin()
    await answer.send(0, answer.half)
    answer.reset()


async def close_early(answer: Answer) -> None:
    """A proper goodbye in the middle, without the end of the turn."""
    await answer.begin()
    await answer.send(0, answer.half)


async def close_at_end(answer: Answer) -> None:
    """All comes, but for the end of the turn."""
    await answer.begin()
    await answer.send(0, len(answer.speech.frames))


async def stall_before_audio(answer: Answer) -> None:
    """Nothing ever comes."""
    await answer.begin()
    await asyncio.sleep(3600)


async def stall_in_audio(answer: Answer) -> None:
    """Nothing more comes after the middle."""
    await answer.begin()
    await answer.send(0, answer.half)
    await asyncio.sleep(3600)


async def drip(answer: Answer) -> None:
    """One frame after the other, with pauses shorter than any deadline for silence."""
    await answer.begin()
    for index in range(len(answer.speech.frames)):
        await answer.send(index, index + 1)
        await asyncio.sleep(0.1)
    await answer.end()


async def cut_audio(answer: Answer) -> None:
    """Half of the audio, not with the last word, but the times of all words."""
    end = min(answer.half, answer.speech.words[-1].start_ms // FRAME_MS)
    await answer.begin()
    await answer.audio(answer.speech.frames[:end])
    for word in answer.speech.words:
        await answer.word(word)
    await answer.end()


async def cut_speech(answer: Answer) -> None:
    """The first half of the words with their audio, ended as if it were all."""
    words = answer.speech.words[: len(answer.speech.words) // 2]
    end_ms = words[-1].start_ms + words[-1].duration_ms
    await answer.begin()
    for word in words:
        await answer.word(word)
    await answer.audio(answer.speech.frames[: end_ms // FRAME_MS + 1])
    await answer.end()


async def no_audio(answer: Answer) -> None:
    """A turn without audio."""
    await answer.begin()
    await answer.end()


async def silent(answer: Answer) -> None:
    """The times of all words, and silence as long as their audio."""
    await _hushed(answer, 0)


async def silent_in_the_end(answer: Answer) -> None:
    """Silence instead of the last two thirds."""
    await _hushed(answer, len(answer.speech.frames) // 3)


async def garbage(answer: Answer) -> None:
    """Bytes that are no MP3."""
    await answer.begin()
    await answer.audio(tuple(bytes(len(frame)) for frame in answer.speech.frames))
    await answer.end()


async def html(answer: Answer) -> None:
    """A page of HTML as if it were audio."""
    await answer.begin()
    page = b"<html><head><title>Service unavailable</title></head><body></body></html>\n"
    size = sum(map(len, answer.speech.frames))
    await answer.audio([(page * (size // len(page) + 1))[:size]])
    await answer.end()


async def lost_frame(answer: Answer) -> None:
    """A frame with sound is missing."""
    await _without(answer, 1)


async def lost_message(answer: Answer) -> None:
    """A message of several frames is missing."""
    await _without(answer, FRAMES_PER_MESSAGE)


async def doubled_frame(answer: Answer) -> None:
    """A frame with sound comes twice."""
    await _twice(answer, 1)


async def doubled_message(answer: Answer) -> None:
    """A message of several frames comes twice."""
    await _twice(answer, FRAMES_PER_MESSAGE)


async def cut_at_ten_minutes(answer: Answer) -> None:
    """The words of all, but the audio ends at 10:00 sharp, as it does for longer texts."""
    frames = answer.speech.frames
    await answer.begin()
    for word in answer.speech.words:
        await answer.word(word)
    await answer.audio((frames * (CAP_FRAMES // len(frames) + 1))[:CAP_FRAMES])
    await answer.end()


async def lost_bytes(answer: Answer) -> None:
    """A frame that lacks its second half."""
    first, *others = answer.speech.frames
    await answer.begin()
    await answer.audio((first[:72], *others))
    await answer.end()


async def nonsense(answer: Answer) -> None:
    """Metadata that is no JSON."""
    await answer.begin()
    await answer.text("audio.metadata", "<html>")
    await answer.end()


async def _hushed(answer: Answer, first: int) -> None:
    """Silence from the frame `first` on, with the times of all words."""
    frames = answer.speech.frames
    await answer.begin()
    for word in answer.speech.words:
        await answer.word(word)
    await answer.audio((*frames[:first], *silence(len(frames))[: len(frames) - first]))
    await answer.end()


async def _without(answer: Answer, count: int) -> None:
    frames = answer.speech.frames
    places = [at for at in _sound(answer, count) if _leaves_a_trace(frames[at], frames[at + count])]
    at = _chosen(answer, places)
    if at is None:
        answer.reset()
        return
    await answer.begin()
    await answer.send(0, at)
    await answer.send(at + count, len(answer.speech.frames))
    await answer.end()


async def _twice(answer: Answer, count: int) -> None:
    at = _chosen(answer, _sound(answer, count))
    if at is None:
        answer.reset()
        return
    await answer.begin()
    await answer.send(0, at + count)
    await answer.audio(answer.speech.frames[at : at + count])
    await answer.send(at + count, len(answer.speech.frames))
    await answer.end()


def _leaves_a_trace(lost: bytes, following: bytes) -> bool:
    """Not where the following frame's data begins as far back as the lost one's, nor where the
    encoder had more room than it may save (255 bytes) anyway."""
    data_bytes = (((following[5] & 0x7F) << 5 | following[6] >> 3) + 7) // 8
    return lost[4] != following[4] and following[4] + 131 - data_bytes < 254


def _sound(answer: Answer, count: int) -> list[int]:
    """Where `count` frames of sound begin, each time within one word."""
    return [
        at
        for word in answer.speech.words
        for begin in [(word.start_ms + LATE_MS) // FRAME_MS + 1]
        for at in range(begin, begin + word.duration_ms // FRAME_MS - count)
    ]


def _chosen(answer: Answer, places: list[int]) -> int | None:
    """One of the places; None where the words are too short for any."""
    chance = random.Random(answer.request.connection.number)
    return chance.choice(places) if places else None
