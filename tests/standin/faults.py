"""What can go wrong after a request was taken: each function answers in its own way."""

from __future__ import annotations

import asyncio

from tests.standin.server import FRAME_MS, Answer


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
    """Half of the audio with the words of all."""
    await answer.begin()
    await answer.audio(answer.speech.frames[: answer.half])
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


async def garbage(answer: Answer) -> None:
    """Bytes that are no MP3."""
    await answer.begin()
    await answer.audio(tuple(bytes(len(frame)) for frame in answer.speech.frames))
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
