"""The engine: one request to Azure's REST interface for speech, from the text to the clip.

The interface gives no times of words; they are estimated from the sound. Its SDK would give them,
with 40 MB of native code to install.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from producer.audio.holes import find_hole
from producer.audio.pcm import UnreadableAudio, decode
from producer.engines.azure.settings import AzureSettings
from producer.engines.azure.ssml import marked_up, ssml
from producer.engines.base import EngineSettings
from producer.engines.edge import EdgeEngine
from producer.engines.length import require_plausible
from producer.engines.service import ServiceEngine
from producer.engines.web import HttpClient, retry_after_s, trouble_of, unavailable, understood
from producer.errors import EngineUnavailable, ProducerError, Trouble, UtteranceFailed
from producer.languages import HAN
from producer.model import Clip, Utterance, Voice, clean_text, is_speakable

_FORMAT = "riff-24khz-16bit-mono-pcm"
_LONGEST_TEXT = 4_000
_LIST_S = 20.0
_PROBE_S = 4.5
_LARGEST_REASON_BYTES = 300
_HAN = re.compile(f"[{HAN}]")


class AzureEngine(ServiceEngine):
    """See the package."""

    name = "azure"
    Settings = AzureSettings
    settings: AzureSettings

    alphabets = frozenset({"pinyin", "ipa"})
    has_styles = True

    version = "1"
    """Another number whenever the same request would give another clip."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        super().__init__(settings)
        self._client = HttpClient(self.name, self.settings)

    def voices(self) -> Sequence[Voice]:
        """Those of the edge engine, which have the same names here, unless a list was fetched."""
        if (listed := self.catalogued_voices()) is not None:
            return listed
        return tuple(replace(voice, engine=self.name) for voice in EdgeEngine().voices())

    def billed_characters(self, text: str) -> int:
        """A Chinese character counts as two, and so do Japanese kanji and Korean hanja:
        https://learn.microsoft.com/azure/ai-services/speech-service/text-to-speech"""
        return len(text) + len(_HAN.findall(text))

    def identity(self, utterance: Utterance) -> str:
        voice = utterance.delivery.voice
        manner = [self.settings.styles.get(voice, ""), self.settings.roles.get(voice, "")]
        return json.dumps(manner) if any(manner) else ""

    def details(self) -> str:
        return self._host

    async def refresh(self) -> Sequence[Voice]:
        try:
            async with asyncio.timeout(_LIST_S):
                content = await self._request("GET", "cognitiveservices/voices/list")
            voices = tuple(_voice(entry) for entry in json.loads(content))
        except Exception as error:
            raise unavailable(self.name, understood(self.name, self._host, error)) from error
        if not voices:
            raise EngineUnavailable(self.name, "it lists no voices")
        return voices

    async def probe(self) -> None:
        """The list of voices needs the same key, and costs nothing."""
        try:
            async with asyncio.timeout(_PROBE_S):
                await self._request("GET", "cognitiveservices/voices/list")
        except Exception as error:
            raise unavailable(self.name, understood(self.name, self._host, error)) from error

    async def speak(self, utterance: Utterance) -> Clip:
        text, delivery = clean_text(utterance.text), utterance.delivery
        if not is_speakable(text):
            raise UtteranceFailed(f"nothing in “{text}” can be spoken", permanent=True)
        if len(text) > _LONGEST_TEXT:
            raise UtteranceFailed(
                f"the text has {len(text)} characters, more than the {_LONGEST_TEXT} of one "
                "request",
                permanent=True,
            )
        voice = delivery.voice
        markup = marked_up(text, utterance.readings if text == utterance.text else ())
        style = utterance.style or self.settings.styles.get(voice, "")
        body = ssml(markup, delivery, style, self.settings.roles.get(voice, ""))
        try:
            audio = await self._request("POST", "cognitiveservices/v1", body)
        except Exception as error:
            raise understood(self.name, self._host, error) from error
        if not audio:
            raise UtteranceFailed(
                f"the service sent no audio for the voice {voice}", trouble=Trouble.SILENT
            )
        _verify(audio, text, min(max(delivery.pace, 0.5), 2.0))
        return Clip(audio)

    async def aclose(self) -> None:
        await self._client.aclose()

    @property
    def _host(self) -> str:
        return urlsplit(self.settings.address).hostname or ""

    async def _request(self, method: str, path: str, body: str | None = None) -> bytes:
        """The content of an answer. Raises what keeps there from being one."""
        address, key = self.settings.address, self.settings.secret
        if not address:
            raise EngineUnavailable(
                self.name,
                "no region is set",
                advice='Set SPEECH_REGION, or region = "westeurope" in [engines.azure]',
            )
        if not key and not self.settings.base_url:
            raise EngineUnavailable(
                self.name,
                "there is no key",
                advice="Set SPEECH_KEY to a key of your Speech resource in the Azure portal",
            )
        headers = {"Ocp-Apim-Subscription-Key": key} if key else {}
        if body is not None:
            headers |= {
                "Content-Type": "application/ssml+xml",
                "X-Microsoft-OutputFormat": _FORMAT,
            }
        data = None if body is None else body.encode()
        async with self._client.request(
            method, f"{address}/{path}", data=data, headers=headers
        ) as response:
            content = await response.read()
            if response.status != 200:
                raise _refused(response.status, response.headers, content)
            return content


def _refused(status: int, headers: Mapping[str, str], content: bytes) -> ProducerError:
    """What an answer other than 200 says (Text to speech REST API, HTTP status codes)."""
    reason = clean_text(content[:_LARGEST_REASON_BYTES].decode(errors="replace"))
    shown = f" ({status}: {reason})" if reason and "<" not in reason else f" ({status})"
    if status in (401, 403):
        return EngineUnavailable(
            AzureEngine.name,
            f"the service refuses the key{shown}",
            advice="SPEECH_KEY and SPEECH_REGION have to be of the same Speech resource",
        )
    if status == 404 or 300 <= status < 400:
        return EngineUnavailable(
            AzureEngine.name,
            f"there is no speech service at this address{shown}",
            advice="Set region or base_url in [engines.azure]",
        )
    return UtteranceFailed(
        f"the service answered {status}{shown.removeprefix(f' ({status}').rstrip(')')}",
        trouble=trouble_of(status),
        retry_after_s=retry_after_s(headers.get("Retry-After", "")),
    )


def _verify(audio: bytes, text: str, pace: float) -> None:
    """Raise `UtteranceFailed` unless `audio` can be all of `text`."""
    try:
        pcm = decode(audio)
    except UnreadableAudio as error:
        raise UtteranceFailed(f"what came is no audio: {error.message}") from error
    if hole := find_hole(pcm, ()):
        raise UtteranceFailed(f"what came is not all of the text: {hole}")
    require_plausible(pcm.duration_ms, text, pace)


def _voice(entry: Mapping[str, Any]) -> Voice:
    name = entry["ShortName"]
    return Voice(
        engine=AzureEngine.name,
        name=name,
        locale=entry["Locale"],
        gender=entry["Gender"].lower(),
        multilingual="Multilingual" in name or bool(entry.get("SecondaryLocaleList")),
        note=", ".join(entry.get("StyleList", ())),
        same_as=name.replace("Multilingual", ""),
    )
