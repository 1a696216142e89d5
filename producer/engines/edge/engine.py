"""The engine and its voices. client.py speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from producer.engines.catalogue import load_catalogue
from producer.engines.edge.settings import EdgeSettings
from producer.engines.service import ServiceEngine
from producer.errors import EngineUnavailable
from producer.model import Clip, Utterance, Voice

if TYPE_CHECKING:
    from producer.engines.edge.client import Client

_SHIPPED = Path(__file__).with_name("voices.json")


class EdgeEngine(ServiceEngine):
    """See the module."""

    name = "edge"
    Settings = EdgeSettings
    settings: EdgeSettings
    speaks_together = True

    version = "1"
    """Another number whenever the same request would give another clip: the audio format, the
    kind of marks, their shift. The client's own version changes none of these."""

    def voices(self) -> Sequence[Voice]:
        return self._voices

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        """The shipped order, without what a refreshed catalogue no longer has; new ones last."""
        shipped = _named(load_catalogue(_SHIPPED))
        refreshed = self.catalogued_voices()
        if refreshed is None:
            return shipped
        listed = {voice.name: voice for voice in _named(refreshed)}
        still_there = tuple(voice for voice in shipped if listed.pop(voice.name, None))
        return (*still_there, *listed.values())

    async def refresh(self) -> tuple[Voice, ...]:
        """All voices that the service lists now; raises `EngineUnavailable`."""
        return await self._client.voices()

    async def probe(self) -> None:
        await self._client.probe(self.voices()[0].name)

    async def speak(self, utterance: Utterance) -> Clip:
        return await self._client.speak(utterance)

    async def lists(self, voice: str) -> bool | None:
        try:
            return any(listed.name == voice for listed in await self._client.voices())
        except EngineUnavailable:
            return None

    async def aclose(self) -> None:
        if "_client" in vars(self):
            await self._client.aclose()

    @cached_property
    def _client(self) -> Client:
        # What it imports takes longer than a plan, which mostly finds that all has been spoken.
        from producer.engines.edge.client import Client

        return Client(self.settings)


def _named(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """`voices`, with those that have two names told as one: with and without "Multilingual" the
    service answers in the same voice."""
    return tuple(replace(v, same_as=v.name.replace("Multilingual", "")) for v in voices)
