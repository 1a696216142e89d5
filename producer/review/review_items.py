"""What is under review: a transcript with its script, and both opened."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from producer.errors import ProducerError
from producer.model import Script
from producer.plan.plan import Plan
from producer.show.show import Show

SeenDigests = Mapping[str, str]
"""The digests of an episode's files as a page showed them: "script", "transcript", "cast",
"lexicon", "settings"."""


class NotFound(ProducerError):
    """What a browser asks for is not there."""


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What `producer review` was told for all episodes; None leaves it to show.toml."""

    engine: str | None = None
    editions: tuple[str, ...] | None = None
    output: Path | None = None
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A transcript and the script file that edits go to, which need not be there yet. One that
    was written by hand is its own transcript."""

    transcript: Path
    script: Path

    @property
    def id(self) -> str:
        """What a browser calls it: no path comes from there."""
        return hashlib.sha256(str(self.transcript.resolve()).encode(errors="replace")).hexdigest()[
            :16
        ]

    @property
    def file(self) -> Path:
        """What is read."""
        return self.script if self.script.exists() else self.transcript


@dataclass(frozen=True, slots=True)
class OpenedItem:
    """An item as its files are now. `plan` is None where there is a `problem`; `notes` is what
    else a producer should know, `kept` names the findings that a person has looked at."""

    item: ReviewItem
    show: Show
    seen: SeenDigests
    script: Script
    plan: Plan | None
    problem: str = ""
    notes: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
