"""A server with OpenAI's interface for speech on 127.0.0.1.

It holds requests to the interface's limits, answers with a tone as long as the text asks for, and
records every request. What goes wrong is up to `answer(request)`, which may return a response, or
a coroutine function that sends one in its own way.
"""

from __future__ import annotations

import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import av
import lameenc
import numpy as np
from aiohttp import web
from numpy.typing import NDArray

from producer.engines.wav import wav
from tests.standin.serving import Serving
from tests.standin.speech import SAMPLE_RATE, sound

MODEL = "kokoro"
KEY = "sk-secret-0123456789"
VOICES = ("zf_xiaobei", "zm_yunxi", "af_heart", "bm_george", "echo")
TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "flac": "audio/flac", "pcm": "audio/pcm"}
TYPES |= {"aac": "audio/aac"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for speech. `number` counts from 1; `concurrent` counts this one too."""

    number: int
    concurrent: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def audio(self) -> bytes:
        """What it asks for, without a fault."""
        samples, _ = sound(self.body["input"], self.body["voice"], self.body.get("speed", 1))
        return encoded(samples, self.body.get("response_format", "mp3"))


Sends = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SpeechServer(Serving):
    """A context manager; `address` is what base_url is to be. With `tls`, by a certificate for
    127.0.0.1 from an authority of its own, `ca_pem`."""

    def __init__(self, *, tls: bool = False) -> None:
        super().__init__(
            web.post("/v1/audio/speech", self._speech),
            web.get("/v1/audio/voices", self._voices),
            web.get("/v1/models", self._models),
            tls_name="127.0.0.1" if tls else "",
        )
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], web.Response | Sends | None] = lambda _: None
        self.models: tuple[str, ...] | None = (MODEL, "tts-1")
        self.voices: Any = {"voices": list(VOICES)}
        self.key = ""
        """The only key that is let in; "" for none needed."""
        self._concurrent = 0

    @property
    def address(self) -> str:
        return f"{self.origin}/v1"

    async def _models(self, http: web.Request) -> web.Response:
        if refusal := self._refusal(http):
            return refusal
        if self.models is None:
            return web.json_response({"detail": "Not Found"}, status=404)
        return web.json_response({"object": "list", "data": [{"id": m} for m in self.models]})

    async def _voices(self, http: web.Request) -> web.Response:
        if refusal := self._refusal(http):
            return refusal
        if self.voices is None:
            return web.json_response({"detail": "Not Found"}, status=404)
        return web.json_response(self.voices)

    async def _speech(self, http: web.Request) -> web.StreamResponse:
        self._concurrent += 1
        try:
            asked = Asked(
                len(self.asked) + 1, self._concurrent, await http.json(), dict(http.headers)
            )
            self.asked.append(asked)
            return await self._answered(http, asked)
        finally:
            self._concurrent -= 1

    async def _answered(self, http: web.Request, asked: Asked) -> web.StreamResponse:
        fault = self.answer(asked)
        if isinstance(fault, web.Response):
            return fault
        if fault is not None:
            return await fault(http)
        if refusal := self._refusal(http) or self._objection(asked.body):
            return refusal
        return await stream(http, asked.audio, TYPES[asked.body.get("response_format", "mp3")])

    def _refusal(self, http: web.Request) -> web.Response | None:
        given = http.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.key or given == self.key:
            return None
        return error(401, f"Incorrect API key provided: {given}.", code="invalid_api_key")

    def _objection(self, body: dict[str, Any]) -> web.Response | None:
        """What the interface does not allow."""
        if body["model"] not in (self.models or (MODEL,)):
            return error(404, f"The model {body['model']} does not exist", code="model_not_found")
        if body["voice"] not in VOICES:
            return error(400, f"Input should be one of {VOICES}")
        if not 0 < len(body["input"]) <= 4096:
            return error(400, "String should have at most 4096 characters")
        if not 0.25 <= body.get("speed", 1) <= 4:
            return error(400, "speed is out of range")
        return None


def error(status: int, message: str, code: str | None = None, **headers: str) -> web.Response:
    """A refusal as OpenAI gives it."""
    told = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return web.Response(
        status=status,
        text=json.dumps({"error": told}),
        content_type="application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


async def stream(
    http: web.Request, audio: bytes, kind: str, end: int | None = None
) -> web.StreamResponse:
    """`audio` in chunks; with `end`, only so many bytes and then the connection breaks."""
    response = web.StreamResponse(headers={"Content-Type": kind})
    response.enable_chunked_encoding()
    await response.prepare(http)
    for start in range(0, len(audio[:end]), 8192):
        await response.write(audio[:end][start : start + 8192])
    if end is not None and http.transport is not None:
        http.transport.abort()
    return response


def encoded(samples: NDArray[np.int16], form: str) -> bytes:
    """`samples` as a file, or bare for "pcm". The WAV tells no length, as in streams."""
    if form == "pcm":
        return samples.tobytes()
    if form == "wav":
        file = bytearray(wav(samples.tobytes(), SAMPLE_RATE))
        file[4:8] = file[40:44] = b"\xff\xff\xff\xff"
        return bytes(file)
    if form == "mp3":
        encoder = lameenc.Encoder()
        encoder.set_in_sample_rate(SAMPLE_RATE)
        encoder.set_channels(1)
        encoder.silence()
        return bytes(encoder.encode(samples.tobytes()) + encoder.flush())
    target = io.BytesIO()
    is_aac = form == "aac"
    with av.open(target, "w", format="adts" if is_aac else "flac") as container:
        track = container.add_stream("aac" if is_aac else "flac", rate=SAMPLE_RATE, layout="mono")
        assert isinstance(track, av.AudioStream)
        data = (samples / 32_768).astype(np.float32) if is_aac else samples
        sample_format = "fltp" if is_aac else "s16"
        frame = av.AudioFrame.from_ndarray(data[None, :], format=sample_format, layout="mono")
        frame.sample_rate = SAMPLE_RATE
        container.mux([*track.encode(frame), *track.encode(None)])
    return target.getvalue()


@dataclass
class Script:
    """Answers in turn, then none."""

    answers: list[web.Response | Sends | None] = field(default_factory=list)

    def __call__(self, _: Asked) -> web.Response | Sends | None:
        return self.answers.pop(0) if self.answers else None
