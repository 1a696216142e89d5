"""The engine: one request, from the text to the clip."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from producer.engines.base import EngineSettings
from producer.engines.openai.check import verify
from producer.engines.openai.failure import refused, told
from producer.engines.openai.parts import joined, looks_like_audio
from producer.engines.openai.settings import OPENAI, OpenaiSettings
from producer.engines.openai.voices import OWN_VOICES, listed_voices, named_voices
from producer.engines.service import ServiceEngine
from producer.engines.wav import wav
from producer.engines.web import HttpClient, unavailable, understood
from producer.errors import EngineUnavailable, Trouble, UsageError, UtteranceFailed
from producer.model import Clip, Delivery, Utterance, Voice, clean_text, is_speakable

_SLOWEST, _FASTEST = 0.25, 4.0
_PROBE_S = 4.0
_LIST_S = 20.0
_LARGEST_BYTES = 200_000_000
_LARGEST_REASON_BYTES = 20_000
_NO_LIST = (404, 405, 501)
_BARE_SAMPLES = ("audio/pcm", "audio/x-pcm", "audio/l16", "audio/raw")
_HELLO = {"zh": "好。"}


class OpenaiEngine(ServiceEngine):
    """See the package. The interface has a speed but neither pitch nor volume, which are not
    followed, and no word marks."""

    name = "openai"
    Settings = OpenaiSettings
    settings: OpenaiSettings

    version = "1"
    """Another number whenever the same request would give another clip."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        super().__init__(settings)
        self._client = HttpClient(self.name, self.settings)
        # Its older models take no instructions, and who else does is for the producer to say.
        self.has_styles = bool(self.settings.instructions) or self.settings.model.startswith("gpt-")

    def voices(self) -> Sequence[Voice]:
        if self.settings.voices:
            return named_voices(self.settings.voices)
        if (listed := self.catalogued_voices()) is not None:
            return listed
        return OWN_VOICES

    def identity(self, utterance: Utterance) -> str:  # noqa: ARG002
        """The host counts, since a model's name means what the server makes of it: "tts-1" is
        something else at most local servers. Scheme, port and path do not: they change without
        the voice changing. Nor does the key."""
        s = self.settings
        parts = [self._host, s.model, s.format, s.pcm_rate_hz, s.instructions, s.extra]
        return json.dumps(parts, sort_keys=True)

    def details(self) -> str:
        return f"{self.settings.model} at {self._host}"

    async def refresh(self) -> Sequence[Voice]:
        """The voices of a server that lists them, which OpenAI's own does not."""
        try:
            async with asyncio.timeout(_LIST_S):
                status, headers, answer = await self._request("GET", "audio/voices")
            if status == 200:
                return listed_voices(json.loads(answer))
        except Exception as error:
            raise unavailable(self.name, understood(self.name, self._host, error)) from error
        if status in _NO_LIST:
            raise UsageError(
                f"the server at {self._host} does not list its voices",
                advice='Name them in show.toml, below [engines.openai]: voices.zh = ["…"]',
            )
        raise unavailable(self.name, refused(status, headers, answer, self.settings.model))

    async def probe(self) -> None:
        """A server that lists the model is there; any other has to speak."""
        try:
            async with asyncio.timeout(_PROBE_S):
                if not await self._lists_model():
                    voice = self.voices()[0]
                    hello = _HELLO.get(voice.language, "Good.")
                    delivery = Delivery(voice.name)
                    await self.speak(Utterance(self.name, voice.language, delivery, hello))
        except Exception as error:
            raise unavailable(self.name, understood(self.name, self._host, error)) from error

    async def speak(self, utterance: Utterance) -> Clip:
        text, settings = clean_text(utterance.text), self.settings
        if not is_speakable(text):
            raise UtteranceFailed(f"nothing in “{text}” can be spoken", permanent=True)
        if len(text) > settings.max_characters:
            raise UtteranceFailed(
                f"the text has {len(text)} characters, more than the {settings.max_characters} "
                "of one request",
                permanent=True,
                advice="Make the sentence shorter",
            )
        pace = _pace(utterance.delivery)
        body = {
            "model": settings.model,
            "input": text,
            "voice": utterance.delivery.voice,
            "response_format": settings.format,
            **({"speed": pace} if pace != 1 else {}),
            **({"instructions": manner} if (manner := self._manner(utterance)) else {}),
            **settings.extra,
        }
        try:
            status, headers, answer = await self._request("POST", "audio/speech", body)
        except Exception as error:
            raise understood(self.name, self._host, error) from error
        if status != 200:
            raise refused(status, headers, answer, settings.model)
        audio = self._sound_of(answer, headers.get("Content-Type", ""))
        verify(audio, text, pace)
        return Clip(audio)

    def _manner(self, utterance: Utterance) -> str:
        """How it is to be said, for models that take instructions."""
        style = f"Speak in this manner: {utterance.style}." if utterance.style else ""
        return " ".join(filter(None, (self.settings.instructions, style)))

    def _sound_of(self, answer: bytes, content_type: str) -> bytes:
        """The file of sound that an answer is. Raises `UtteranceFailed` where it is none."""
        if not answer:
            raise UtteranceFailed("the server sent no audio", trouble=Trouble.SILENT)
        if looks_like_audio(answer):
            return joined(answer)
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "application/json" or kind.startswith("text/"):
            reason = told(answer)[1]
            raise UtteranceFailed(
                f"the server sent {kind}, not speech{reason and f': {reason}'}",
                advice="Does base_url in [engines.openai] lead to a server for speech?",
            )
        if self.settings.format == "pcm":
            return wav(answer[: len(answer) // 2 * 2], self.settings.pcm_rate_hz)
        if kind in _BARE_SAMPLES:
            raise UtteranceFailed(
                f"the server sent bare samples ({kind}) instead of {self.settings.format}",
                advice='Set format = "pcm" and pcm_rate_hz in [engines.openai]',
            )
        return answer

    async def aclose(self) -> None:
        await self._client.aclose()

    @property
    def _host(self) -> str:
        return urlsplit(self._address).hostname or ""

    @property
    def _address(self) -> str:
        try:
            return self.settings.address
        except ValueError as error:
            raise EngineUnavailable(
                self.name, f"OPENAI_BASE_URL cannot be used ({error})", advice="Correct it"
            ) from error

    async def _lists_model(self) -> bool:
        status, _, answer = await self._request("GET", "models")
        if status != 200:
            return False
        try:
            listed: Any = json.loads(answer)
            return any(entry["id"] == self.settings.model for entry in listed["data"])
        except (ValueError, LookupError, TypeError):
            return False

    async def _request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and content of an answer, as it comes in; the key is taken out of what
        is no success, since it may end up in a message."""
        key, url = self.settings.key, f"{self._address}/{path}"
        if not key and self._address == OPENAI:
            raise EngineUnavailable(
                self.name,
                "there is no key",
                advice="Set OPENAI_API_KEY, or base_url in [engines.openai] for another server",
            )
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        async with self._client.request(method, url, json=body, headers=headers) as response:
            is_good = response.status == 200
            content = bytearray()
            async for chunk in response.content.iter_any():
                content += chunk
                if len(content) > (_LARGEST_BYTES if is_good else _LARGEST_REASON_BYTES):
                    if is_good:
                        raise UtteranceFailed(f"the answer has more than {_LARGEST_BYTES} bytes")
                    break
            answer = bytes(content)
            if key and not is_good:
                answer = answer.replace(key.encode(), "…".encode())
            return response.status, response.headers, answer


def _pace(delivery: Delivery) -> float:
    """The interface's speed for a rate."""
    return round(min(max(delivery.pace, _SLOWEST), _FASTEST), 3)
