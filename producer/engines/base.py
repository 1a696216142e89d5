"""How to add an engine.

1. Write a module with a subclass of `Engine`: its attributes and three methods.
2. Add one line to `BUILTIN` in `producer/engines/__init__.py`, or, from a package of your own,
   declare an entry point in the group `producer.engines` whose name is the engine's and whose
   value is the class.

An engine is asked for one utterance at a time, up to `concurrency` of them at once, all on one
asyncio event loop. It answers with a `Clip` or raises; it does not retry, log, print or cache:
synthesis/ does that for all engines alike.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from producer.model import Clip, Utterance, Voice


class EngineSettings(BaseModel):
    """What `[engines.<name>]` in show.toml may say. An engine that has settings subclasses this;
    all fields need defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Engine(ABC):
    """What turns utterances into clips. Made once a run, with its settings."""

    name: ClassVar[str]
    """As in show.toml and on the command line; lower-case ASCII."""

    Settings: ClassVar[type[EngineSettings]] = EngineSettings

    version: str
    """Part of every clip's identity: another version, another clip."""

    draft: bool = False
    """True when the voices are for proofing only: episodes are marked and kept out of feeds."""

    concurrency: int = 1
    """How many utterances may be under way at once; fewer when the engine is overloaded."""

    max_requests_per_minute: int = 0
    """How many utterances may be asked for in a minute; 0 for any number."""

    attempts: int = 1
    """How often an utterance is asked for before it counts as failed. 1 where a second answer
    would be the same."""

    retry_wait_s: float = 0.5
    """The longest wait in seconds before the second attempt; it doubles with each further one,
    up to 20 s. Waits are random, so that what failed together does not come back together. The
    first cool-down after `UtteranceFailed.overloaded` is as long."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        self.settings = settings or self.Settings()

    @abstractmethod
    def voices(self) -> Sequence[Voice]:
        """The catalogue, without any network traffic. Names are unique."""

    @abstractmethod
    async def probe(self) -> None:
        """Return within 5 s if the engine can speak now; else raise `EngineUnavailable`."""

    @abstractmethod
    async def speak(self, utterance: Utterance) -> Clip:
        """Speak one utterance whole.

        Raises `UtteranceFailed` when the answer is missing, cut short or not audio, or when
        nothing in the text can be spoken; `EngineUnavailable` when no utterance can succeed,
        which is believed when it is said three times in a row.
        """

    def identity(self, utterance: Utterance) -> str:  # noqa: ARG002
        """Whatever else decides how `utterance` sounds, such as a model file's checksum."""
        return ""

    async def aclose(self) -> None:
        """Give back connections and processes, before the event loop ends. The engine may be used
        again afterwards."""
        return
