'''How to add an engine.

1. Write a module with a subclass of `Engine`: its attributes and three methods.
2. Add one line to `BUILTIN` in `producer/engines/__init__.py`; or, in a package of your own that
   depends on `producer`, declare an entry point whose name is the engine's:

       [project.entry-points."producer.engines"]
       hello = "hello_voices:HelloEngine"

   An engine that asks a service starts from service.py (limits, patience, proxy) and web.py (HTTP);
   one whose native code may crash, or keeps a model in memory, from worker.py.

3. Run what every engine has to pass: `python -m producer.engines.conformance hello`, or the same
   checks in your tests (see conformance/).

Once the package is installed, `producer make FILE --engine hello` speaks with it, `[engines.hello]`
in show.toml are its settings and `producer doctor` tells how it is. The module is imported when
the engine is asked for and not before; a package that cannot be loaded is named, and disturbs no
other engine. The names of built-in engines are taken.

    class HelloEngine(Engine):
        """Says hello through hello-tts."""

        name = "hello"
        version = "1"
        concurrency = 2
        attempts = 5

        def voices(self) -> Sequence[Voice]:
            return (Voice("hello", "anna", "en-GB", "female"), Voice("hello", "wei", "zh-CN"))

        async def probe(self) -> None:
            await self.speak(Utterance(self.name, "en", Delivery("anna"), "Hello."))

        async def speak(self, utterance: Utterance) -> Clip:
            ...

An engine is asked for one utterance at a time, up to `concurrency` of them at once, all on one
asyncio event loop; what blocks goes into a process or `asyncio.to_thread`. It answers with a
`Clip`, audio in any format that PyAV reads, or raises; it does not retry, log, print or cache:
synthesis/ does that for all engines alike. It is used in one event loop after the other, with
`aclose` at the end of each.

An utterance is one sentence; where the engine `speaks_together`, it may be some that follow one
another. Word marks are welcome and not needed: without them a sentence's beginning and end are
still exact, being those of its clip, and the times of words are estimated.

| raise                          | when                                                      |
|--------------------------------|-----------------------------------------------------------|
| `UtteranceFailed`              | an answer is cut short or no audio                        |
| the same, with a `trouble`     | no audio comes, the service has too much to do (429,      |
|                                | 503), a connection drops or cannot be had: see `Trouble`; |
|                                | with `retry_after_s` if it says for how long              |
| the same, `permanent`          | a voice is unknown, nothing of a text can be spoken       |
| `EngineUnavailable`            | not installed, no such model, a key refused               |
'''

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from producer.errors import UsageError
from producer.model import Clip, Utterance, Voice


def _from_show(path: Path, info: ValidationInfo) -> Path:
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / path.expanduser()


ShowPath = Annotated[Path, AfterValidator(_from_show)]
"""A path in show.toml, which is meant from the folder that it lies in."""


class EngineSettings(BaseModel):
    """What `[engines.<name>]` in show.toml may say. An engine that has settings subclasses this;
    all fields need defaults. A field `catalogue`, a path, is set to the file that
    `producer voices --refresh` has written, if there is one."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True
    )

    price_per_million: float = Field(default=0, ge=0, allow_inf_nan=False)
    """What the service asks for a million characters: --dry-run then tells what will be due."""
    currency: str = Field(default="USD", min_length=1, max_length=8)
    """Of the price."""


class Engine(ABC):
    """What turns utterances into clips. Made once a run, with its settings."""

    name: ClassVar[str]
    """As in show.toml and on the command line: lower-case ASCII letters, digits, "-", "_"."""

    Settings: ClassVar[type[EngineSettings]] = EngineSettings

    version: str
    """Part of every clip's identity: another version, another clip."""

    draft: bool = False
    """True when the voices are for proofing only: episodes are marked and kept out of feeds."""

    changes_rate: bool = True
    """False where a delivery's rate makes no difference: what is to be heard slower is then
    stretched."""

    speaks_together: bool = False
    """True where a short sentence sounds better when it is spoken with its neighbour, and can be
    told from it: the engine pauses between sentences and tells when each word sounds."""

    has_styles: bool = False
    """True where an utterance's `style` makes a difference; elsewhere utterances have none."""

    concurrency: int = 1
    """How many utterances may be under way at once; fewer when the engine is overloaded."""

    alphabets: frozenset[str] = frozenset()
    """The alphabets of an utterance's `readings` that it can be told: "pinyin", "ipa"."""

    own_machine: bool = False
    """True where it computes on the machine that asks it: `concurrency` is what one machine can
    do, and a cluster of several does as many times more. Else it is what the service can bear."""

    max_requests_per_minute: int = 0
    """How many utterances may be asked for in a minute; 0 for any number."""

    attempts: int = 1
    """How often an utterance is asked for before it counts as failed. 1 where a second answer
    would be the same."""

    retry_wait_s: float = 0.5
    """The longest wait in seconds before the second attempt; it doubles with each further one,
    up to 20 s. Waits are random, so that what failed together does not come back together. The
    first cool-down after `UtteranceFailed.overloaded` is as long."""

    patience_s: float = 0.0
    """How long a service that answers nobody is waited for and asked again, in seconds. 0 for an
    engine of which `attempts` tell enough, such as one that computes here."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        self.settings = settings or self.Settings()

    @abstractmethod
    def voices(self) -> Sequence[Voice]:
        """The catalogue, without any network traffic, in the order in which casting tries them.
        Names are unique."""

    @abstractmethod
    async def probe(self) -> None:
        """Return within 5 s if the engine can speak now; else raise `EngineUnavailable`."""

    @abstractmethod
    async def speak(self, utterance: Utterance) -> Clip:
        """Speak one utterance whole.

        Raises `UtteranceFailed` when the answer is missing, cut short or not audio, or when
        nothing in the text can be spoken; `EngineUnavailable` when no utterance can succeed,
        which is believed when it is said three times in a row. Cancelled, it ends at once and
        leaves nothing running.
        """

    def billed_characters(self, text: str) -> int:
        """As how many characters the service counts `text`, for its price."""
        return len(text)

    def identity(self, utterance: Utterance) -> str:  # noqa: ARG002
        """Whatever else decides how `utterance` sounds, such as a model file's checksum."""
        return ""

    async def refresh(self) -> Sequence[Voice]:
        """The voices that the service has now, for `producer voices --refresh` to keep. Raises
        `UsageError` where there is nobody to ask, `EngineUnavailable`."""
        raise UsageError(f"the voices of '{self.name}' are part of it: there is nothing to ask")

    async def lists(self, voice: str) -> bool | None:  # noqa: ARG002
        """Whether the service has `voice` now; None where nobody can tell."""
        return None

    def details(self) -> str:
        """What `producer doctor` says besides of an engine that answers, such as its model or
        the address of its service."""
        return ""

    async def aclose(self) -> None:
        """Give back connections and processes, before the event loop ends; again and again is no
        error. The engine may be used again afterwards."""
        return
