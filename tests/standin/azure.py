"""Azure's REST interface for speech on 127.0.0.1, as far as its documentation tells of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

from aiohttp import web

from producer.engines.azure import AzureEngine
from producer.engines.wav import wav
from tests.standin.serving import Serving
from tests.standin.speech import SAMPLE_RATE, sound

KEY = "a-key-of-the-speech-resource"
_SPEECH = "{http://www.w3.org/2001/10/synthesis}"
_MICROSOFT = "{http://www.w3.org/2001/mstts}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asked for; `manner` has the attributes of express-as."""

    voice: str
    language: str
    text: str
    prosody: dict[str, str]
    manner: dict[str, str]


class AzureStandIn(Serving):
    """`answer` may answer a request in its own way, by its number from 1."""

    def __init__(self) -> None:
        super().__init__(
            web.post("/cognitiveservices/v1", self._speech),
            web.get("/cognitiveservices/voices/list", self._list),
        )
        self.asked: list[Asked] = []
        self.answer: Callable[[int], web.Response | None] = lambda _: None
        self.voices = [
            {
                "ShortName": voice.name,
                "Locale": voice.locale,
                "Gender": voice.gender.title(),
                "StyleList": ["chat"],
            }
            for voice in AzureEngine().voices()
        ]

    async def _list(self, http: web.Request) -> web.Response:
        return self._refusal(http) or web.json_response(self.voices)

    async def _speech(self, http: web.Request) -> web.Response:
        if refusal := self._refusal(http):
            return refusal
        if http.headers.get("X-Microsoft-OutputFormat") != "riff-24khz-16bit-mono-pcm":
            return web.Response(status=400, text="Unsupported output format")
        if http.content_type != "application/ssml+xml":
            return web.Response(status=415)
        try:
            asked = _asked(await http.text())
        except (ElementTree.ParseError, ValueError) as error:
            return web.Response(status=400, text=str(error))
        self.asked.append(asked)
        if fault := self.answer(len(self.asked)):
            return fault
        if all(voice["ShortName"] != asked.voice for voice in self.voices):
            return web.Response(status=400, text=f"Unsupported voice {asked.voice}.")
        pace = 1 + int(asked.prosody.get("rate", "+0%").removesuffix("%")) / 100
        samples, _ = sound(asked.text, asked.voice, pace)
        return web.Response(body=wav(samples.tobytes(), SAMPLE_RATE), content_type="audio/x-wav")

    def _refusal(self, http: web.Request) -> web.Response | None:
        is_known = http.headers.get("Ocp-Apim-Subscription-Key") == KEY
        return None if is_known else web.Response(status=401, text="Access denied")


def _asked(ssml: str) -> Asked:
    """Raises `ValueError` unless there is one voice in it."""
    root = ElementTree.fromstring(ssml)
    (voice,) = root
    element, prosody, manner = voice, {}, {}
    while len(element):
        (element,) = element
        if element.tag == f"{_SPEECH}prosody":
            prosody = dict(element.attrib)
        elif element.tag == f"{_MICROSOFT}express-as":
            manner = dict(element.attrib)
        else:
            raise ValueError(f"unexpected element {element.tag}")
    language = root.attrib["{http://www.w3.org/XML/1998/namespace}lang"]
    return Asked(voice.attrib["name"], language, element.text or "", prosody, manner)
