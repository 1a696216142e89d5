"""One request, from the text to the clip.

The library's client is used around its defects: one request a `Communicate` with a connection of
its own, deadlines of ours (its own have no effect), a proxy read from the environment, every
answer measured before it becomes a clip (check.py, frames.py), and what it raises understood
(failure.py).
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

import edge_tts.communicate
import edge_tts.voices
from edge_tts.typing import TTSChunk
from edge_tts.typing import Voice as ListedVoice

from producer.audio.holes import find_hole, silent_word
from producer.audio.pcm import Pcm, decode
from producer.engines.edge.check import LAG_MS, audio_ms, frames_of, verify_length
from producer.engines.edge.failure import ENGINE, HOST, unavailable, understood
from producer.engines.edge.frames import FRAME_MS, first_break, first_repeated
from producer.engines.edge.recurrence import Recurrence
from producer.engines.edge.settings import EdgeSettings
from producer.engines.web import proxy_for
from producer.errors import EngineUnavailable, Trouble, UtteranceFailed
from producer.model import Clip, Delivery, Mark, Utterance, Voice, clean_text, is_speakable

MAX_TEXT_BYTES = 4_000
"""Of escaped UTF-8. The client splits what is above 4,096 bytes, Chinese at any character."""

_VOICE_NAME = re.compile(r"[a-z]{2,3}-[A-Z]{2}(-[a-z]+)?-[A-Za-z0-9]+Neural")
_TICKS_PER_MS = 10_000
_PROBE_S = 3.5
_LIST_S = 20.0
_GOODBYE_S = 0.4
_BREAKS_BELIEVED_AT = 2
_SILENT_WORDS_BELIEVED_AT = 5
_SILENT_WORDS_TOLERATED = 3
"""So what times that are inexact cost is at most twelve requests of a run."""
_TLS_GOODBYE_S = 0.1


class Client:
    """Speaks with the service as `settings` say."""

    def __init__(self, settings: EdgeSettings) -> None:
        self._settings = settings
        self._trusting = False
        self._connected = False
        self._breaks = Recurrence(_BREAKS_BELIEVED_AT)
        self._silent_words = Recurrence(_SILENT_WORDS_BELIEVED_AT, _SILENT_WORDS_TOLERATED)

    async def voices(self) -> tuple[Voice, ...]:
        """All that the service lists now; raises `EngineUnavailable`."""
        proxy = self._connection()
        try:
            async with asyncio.timeout(_LIST_S):
                listed = await edge_tts.voices.list_voices(proxy=proxy)
            voices = [_voice(v) for v in listed if _VOICE_NAME.fullmatch(v["ShortName"])]
            if not voices:
                raise ValueError("it lists no voices")
            return tuple(voices)
        except Exception as error:
            raise unavailable(understood(error)) from error

    async def probe(self, voice: str) -> None:
        """Raise `EngineUnavailable` where the service does not speak at once."""
        utterance = Utterance(ENGINE, "zh", Delivery(voice), "好")
        try:
            await self._speak(utterance, idle_s=_PROBE_S, total_s=_PROBE_S)
        except UtteranceFailed as error:
            raise unavailable(error) from error

    async def speak(self, utterance: Utterance) -> Clip:
        """The clip of an utterance; raises `UtteranceFailed` and `EngineUnavailable`."""
        return await self._speak(
            utterance,
            idle_s=self._settings.idle_timeout_s,
            total_s=self._settings.total_timeout_s,
        )

    async def aclose(self) -> None:
        """Let the last connections end: aiohttp does not wait for TLS, and its documentation
        advises a short sleep (Advanced client usage, graceful shutdown)."""
        if self._connected:
            await asyncio.sleep(_TLS_GOODBYE_S)

    async def _speak(self, utterance: Utterance, *, idle_s: float, total_s: float) -> Clip:
        text, delivery = clean_text(utterance.text), utterance.delivery
        client = self._communicate(text, delivery)
        try:
            chunks = await _listen(client, idle_s=idle_s, total_s=total_s)
            audio = b"".join(chunk["data"] for chunk in chunks if chunk["type"] == "audio")
            marks = [_mark(chunk) for chunk in chunks if chunk["type"] == "WordBoundary"]
        except Exception as error:
            raise understood(error, delivery.voice) from error
        # Only the end of a turn makes the client count what came: without it, a dropped
        # connection looks like a finished answer.
        if client.state["cumulative_audio_bytes"] != len(audio):
            reason = "the connection closed in the middle of the answer"
            raise UtteranceFailed(reason, trouble=Trouble.DROP)
        frames = frames_of(audio)
        end_ms = audio_ms(audio)
        verify_length(end_ms, marks, text, _pace(delivery))
        self._verify_chain(utterance, frames)
        self._verify_sound(utterance, decode(audio), marks)
        # A word that is told twice is one word.
        words = (Mark(m.start_ms, min(m.end_ms, end_ms), m.text) for m in dict.fromkeys(marks))
        return Clip(audio, tuple(words))

    def _verify_chain(self, utterance: Utterance, frames: Sequence[bytes]) -> None:
        """Refuse a broken chain, but not where it breaks again at the same place: that is no
        accident but the service's way to encode, and may change any day. A frame with sound that
        comes again is never right."""
        number = first_break(frames)
        is_repeated = number is not None and number == first_repeated(frames)
        if number is not None and (is_repeated or self._breaks.is_accident(utterance, number)):
            raise UtteranceFailed(
                f"a piece of the audio is missing or doubled at {number * FRAME_MS / 1000:.1f} s"
            )

    def _verify_sound(self, utterance: Utterance, pcm: Pcm, marks: Sequence[Mark]) -> None:
        """Refuse an answer with a hole. One word in silence may be one whose time is inexact: then
        it is so in each answer."""
        if hole := find_hole(pcm, marks):
            raise UtteranceFailed(f"what came is not all of the text: {hole}")
        number = silent_word(pcm, marks)
        if number is not None and self._silent_words.is_accident(utterance, number):
            raise UtteranceFailed(
                f"what came may not be all of the text: “{marks[number].text}” is not heard"
            )

    def _communicate(self, text: str, delivery: Delivery) -> edge_tts.Communicate:
        if not is_speakable(text):
            raise UtteranceFailed(f"nothing in “{text}” can be spoken", permanent=True)
        size = len(escape(text).encode())
        if size > MAX_TEXT_BYTES:
            raise UtteranceFailed(
                f"the text has {size} bytes, more than the {MAX_TEXT_BYTES} of one request",
                permanent=True,
            )
        # The client puts the name into the SSML as it is.
        if not _VOICE_NAME.fullmatch(delivery.voice):
            raise UtteranceFailed(f"“{delivery.voice}” is no edge voice", permanent=True)
        try:
            return edge_tts.Communicate(
                text,
                delivery.voice,
                rate=f"{delivery.rate_percent:+d}%",
                volume=f"{delivery.volume_percent:+d}%",
                pitch=f"{delivery.pitch_hz:+d}Hz",
                boundary="WordBoundary",
                proxy=self._connection(),
            )
        except ValueError as error:
            raise UtteranceFailed(str(error).rstrip("."), permanent=True) from error

    def _connection(self) -> str | None:
        """Extend the client's trust where asked for, and return its proxy."""
        bundle = self._settings.ca_bundle or os.environ.get("SSL_CERT_FILE")
        if bundle and not self._trusting:
            try:
                for module in (edge_tts.communicate, edge_tts.voices):
                    module._SSL_CTX.load_verify_locations(cafile=bundle)
            except OSError as error:  # ssl.SSLError is one
                raise EngineUnavailable(
                    ENGINE,
                    f"the CA bundle {bundle} cannot be read",
                    advice="Set ca_bundle or SSL_CERT_FILE to a PEM file",
                ) from error
            self._trusting = True
        # The client reads the environment for its list of voices, not for speech.
        proxy = proxy_for(ENGINE, "https", HOST, self._settings.proxy)
        self._connected = True
        return proxy


async def _listen(client: edge_tts.Communicate, *, idle_s: float, total_s: float) -> list[TTSChunk]:
    """All that the service sends; raises `TimeoutError` and whatever the client raises.

    The client runs in a task of its own, so that deadlines and a user's Ctrl-C end it at once.
    """
    now = asyncio.get_running_loop().time
    end = now() + total_s
    chunks: list[TTSChunk] = []
    heard_at = now()

    async def listen() -> None:
        nonlocal heard_at
        async for chunk in client.stream():
            chunks.append(chunk)
            heard_at = now()

    task = asyncio.create_task(listen())
    try:
        while not task.done():
            if now() >= heard_at + idle_s:
                raise TimeoutError(f"it was silent for {idle_s:g} s")
            if now() >= end:
                raise TimeoutError(f"it had not finished after {total_s:g} s")
            await asyncio.wait({task}, timeout=min(end, heard_at + idle_s) - now())
        await task
    finally:
        await _stop(task)
    return chunks


async def _stop(task: asyncio.Task[None]) -> None:
    """Told to stop, the client says goodbye and waits up to 10 s for the other side's; told
    again, it goes."""
    for _ in range(2):
        if not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=_GOODBYE_S)


def _pace(delivery: Delivery) -> float:
    """How many times as fast as normal; the service speaks at half to double the pace."""
    return min(max(delivery.pace, 0.5), 2.0)


def _mark(chunk: TTSChunk) -> Mark:
    start = chunk["offset"]
    return Mark(
        round(start / _TICKS_PER_MS) + LAG_MS,
        round((start + chunk["duration"]) / _TICKS_PER_MS) + LAG_MS,
        chunk["text"],
    )


def _voice(entry: ListedVoice) -> Voice:
    return Voice(
        engine=ENGINE,
        name=entry["ShortName"],
        locale=entry["ShortName"].rpartition("-")[0],
        gender=entry["Gender"].lower(),
        multilingual="Multilingual" in entry["ShortName"],
        note=", ".join(entry["VoiceTag"]["VoicePersonalities"]).lower(),
    )
