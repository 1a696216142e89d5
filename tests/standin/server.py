"""The server: TLS and WebSocket as the real service speaks them."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import aiohttp
import edge_tts.communicate
import edge_tts.voices
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from edge_tts.drm import DRM

from producer.engines.edge import EdgeEngine
from producer.model import Voice
from tests.standin.serving import Serving, forget
from tests.standin.speech import Speech, Word, speech

HOST = "speech.platform.bing.com"
PATH = "/consumer/speech/synthesize/readaloud"
FRAMES_PER_MESSAGE = 5
FRAME_MS = 24
_SPEECH = "{http://www.w3.org/2001/10/synthesis}"


@dataclass(frozen=True, slots=True)
class Connection:
    """One attempt to connect. `number` counts from 1; `concurrent` counts this one too."""

    number: int
    concurrent: int
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Request:
    """What one connection asked for. `language` is the SSML's, `locale` the voice's."""

    connection: Connection
    voice: str
    locale: str
    language: str
    rate: str
    pitch: str
    volume: str
    text: str
    word_boundaries: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP answer instead of a WebSocket; with status 0 the connection breaks instead."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


class Answer:
    """What a request is answered with, and the means to send it."""

    def __init__(self, http: web.Request, ws: web.WebSocketResponse, request: Request) -> None:
        self.request = request
        self.speech: Speech = speech(
            request.text, request.voice, 1 + int(request.rate.removesuffix("%")) / 100
        )
        self._http = http
        self._ws = ws

    @property
    def half(self) -> int:
        return len(self.speech.frames) // 2

    async def begin(self) -> None:
        await self.text("turn.start", '{"context":{}}')
        await self.text("response", '{"context":{}}')

    async def send(self, first: int, last: int) -> None:
        """The frames from `first` to before `last`, each word just before its audio."""
        for start in range(first, last, FRAMES_PER_MESSAGE):
            stop = min(start + FRAMES_PER_MESSAGE, last)
            for word in self.speech.words:
                if start * FRAME_MS <= word.start_ms < stop * FRAME_MS:
                    await self.word(word)
            await self.audio(self.speech.frames[start:stop])

    async def audio(self, frames: Iterable[bytes]) -> None:
        await self._binary("Content-Type:audio/mpeg\r\n", b"".join(frames))

    async def word(self, word: Word) -> None:
        data = {
            "Offset": word.start_ms * 10_000,
            "Duration": word.duration_ms * 10_000,
            "text": {
                "Text": escape(word.text),
                "Length": len(word.text),
                "BoundaryType": "WordBoundary",
            },
        }
        await self.text(
            "audio.metadata", json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": data}]})
        )

    async def end(self) -> None:
        await self._binary("", b"")
        await self.text("turn.end", "{}")

    async def text(self, path: str, body: str) -> None:
        await self._ws.send_str(
            "X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\n"
            f"Path:{path}\r\n\r\n{body}"
        )

    def reset(self) -> None:
        """Break the connection without a word."""
        if self._http.transport is not None:
            self._http.transport.abort()

    async def _binary(self, content_type: str, data: bytes) -> None:
        header = f"X-RequestId:0\r\n{content_type}Path:audio\r\n".encode()
        await self._ws.send_bytes(len(header).to_bytes(2, "big") + header + data)


Fault = Callable[[Answer], Awaitable[None]]


async def speak(answer: Answer) -> None:
    """The answer without a fault."""
    await answer.begin()
    await answer.send(0, len(answer.speech.frames))
    await answer.end()


class EdgeStandIn(Serving):
    """See the package. `trusted` says whether the client knows the stand-in's authority;
    `ca_pem` is that authority's certificate. With `resolves` false, no host name is known."""

    def __init__(self, *, trusted: bool = True) -> None:
        super().__init__(
            web.get(f"{PATH}/edge/v1", self._converse),
            web.get(f"{PATH}/voices/list", self._list),
            tls_name=HOST,
        )
        self.requests: list[Request] = []
        self.connections: list[Connection] = []
        self.refuse: Callable[[Connection], Refusal | None] = lambda _: None
        self.faults: Callable[[Request], Fault | None] = lambda _: None
        self.voices: tuple[Voice, ...] = tuple(EdgeEngine().voices())
        self.listed: tuple[Voice, ...] | None = None
        """What voices/list tells, where it is not all `voices`: it is incomplete at times."""
        self.resolves = True
        self._trusted = trusted
        self._concurrent = 0
        self._patch = pytest.MonkeyPatch()

    @property
    def most_concurrent(self) -> int:
        return max((connection.concurrent for connection in self.connections), default=0)

    def __enter__(self) -> Self:
        super().__enter__()
        self._redirect()
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()
        super().__exit__()

    def _redirect(self) -> None:
        """Lead the client here: its host name, its trust, and no proxy in between."""
        standin = self

        class Resolver(AbstractResolver):
            def __init__(self, *_: object, **__: object) -> None:
                pass

            async def resolve(
                self,
                host: str,
                port: int = 0,  # noqa: ARG002
                family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
            ) -> list[ResolveResult]:
                if not standin.resolves:
                    raise OSError(socket.EAI_AGAIN, "Temporary failure in name resolution")
                return [
                    ResolveResult(
                        hostname=host,
                        host="127.0.0.1",
                        port=standin.port,
                        family=socket.AF_INET,
                        proto=0,
                        flags=socket.AI_NUMERICHOST,
                    )
                ]

            async def close(self) -> None:
                pass

        self._patch.setattr(aiohttp.connector, "DefaultResolver", Resolver)
        for module in (edge_tts.communicate, edge_tts.voices):
            context = ssl.create_default_context()
            if self._trusted:
                self.authority.configure_trust(context)
            self._patch.setattr(module, "_SSL_CTX", context)
        self._patch.setattr(DRM, "clock_skew_seconds", 0.0)
        forget(self._patch)

    async def _list(self, _: web.Request) -> web.Response:
        voices = self.voices if self.listed is None else self.listed
        return web.json_response([_listed(voice) for voice in voices])

    async def _converse(self, http: web.Request) -> web.StreamResponse:
        self._concurrent += 1
        try:
            connection = Connection(len(self.connections) + 1, self._concurrent)
            self.connections.append(connection)
            if refusal := self.refuse(connection):
                if not refusal.status and http.transport is not None:
                    http.transport.abort()
                return web.Response(
                    status=refusal.status, headers=refusal.headers, text=refusal.body
                )
            ws = web.WebSocketResponse()
            await ws.prepare(http)
            with suppress(ConnectionError):
                await self._answer(http, ws, connection)
            return ws
        finally:
            self._concurrent -= 1

    async def _answer(
        self, http: web.Request, ws: web.WebSocketResponse, connection: Connection
    ) -> None:
        config = json.loads(_body(await ws.receive_str(), "speech.config"))
        try:
            request = _request(connection, config, _body(await ws.receive_str(), "ssml"))
        except (ElementTree.ParseError, ValueError) as error:
            await ws.close(code=1007, message=str(error).encode()[:120])
            return
        self.requests.append(request)
        if all(request.voice != voice.name for voice in self.voices):
            await ws.close(code=1007, message=f"Unsupported voice {request.voice}.".encode()[:120])
            return
        fault = self.faults(request) or speak
        await fault(Answer(http, ws, request))
        if not ws.closed:
            await ws.close()


def _body(message: str, path: str) -> str:
    head, _, body = message.partition("\r\n\r\n")
    if f"Path:{path}" not in head.split("\r\n"):
        raise ValueError(f"expected {path}, got {head!r}")
    return body


def _request(connection: Connection, config: dict[str, Any], ssml: str) -> Request:
    """The request; raises where the SSML is not exactly one voice with one prosody."""
    audio = config["context"]["synthesis"]["audio"]
    boundaries = audio["metadataoptions"]
    if audio["outputFormat"] != "audio-24khz-48kbitrate-mono-mp3":
        raise ValueError(f"unexpected format {audio['outputFormat']}")
    speak_element = ElementTree.fromstring(ssml)
    (voice_element,) = speak_element
    (prosody,) = voice_element
    tags = [speak_element.tag, voice_element.tag, prosody.tag]
    if tags != [f"{_SPEECH}{tag}" for tag in ("speak", "voice", "prosody")] or len(prosody):
        raise ValueError("unexpected SSML")
    full_name = voice_element.attrib["name"]
    locale, _, name = full_name.partition("(")[2].rstrip(")").partition(", ")
    return Request(
        connection=connection,
        voice=f"{locale}-{name}",
        locale=locale,
        language=speak_element.attrib["{http://www.w3.org/XML/1998/namespace}lang"],
        rate=prosody.attrib["rate"],
        pitch=prosody.attrib["pitch"],
        volume=prosody.attrib["volume"],
        text=prosody.text or "",
        word_boundaries=boundaries["wordBoundaryEnabled"] == "true",
    )


def _listed(voice: Voice) -> dict[str, Any]:
    """A voice as voices/list has it."""
    name = voice.name.removeprefix(f"{voice.locale}-")
    return {
        "Name": f"Microsoft Server Speech Text to Speech Voice ({voice.locale}, {name})",
        "ShortName": voice.name,
        "Gender": voice.gender.title(),
        "Locale": voice.locale,
        "SuggestedCodec": "audio-24khz-48kbitrate-mono-mp3",
        "FriendlyName": f"Microsoft {name} Online (Natural)",
        "Status": "GA",
        "VoiceTag": {"ContentCategories": ["General"], "VoicePersonalities": ["Friendly"]},
    }
