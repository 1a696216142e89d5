"""What is proposed for an episode, as values that a person confirms or changes item by item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text, and the evidence for it: words of the transcript in quotes, or a reason. An empty
    text says that nothing can be proposed; the evidence then says why."""

    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PersonProposal:
    """A speaker of the script: the full name per language, and the gender ("female", "male" or
    "" where the text does not tell it)."""

    speaker: str
    names: Mapping[str, Proposal]
    gender: Proposal


@dataclass(frozen=True, slots=True)
class ChapterProposal:
    """The turn at which a chapter begins, and its title per language."""

    turn: int
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CreditProposal:
    """A line of the document that nobody speaks. What asks readers for something is no credit and
    is not to be kept."""

    text: str
    keep: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is proposed for one episode. `title`, `notes` (what a feed and the page say of the
    episode) and `keywords` are per language."""

    title: Mapping[str, Proposal]
    people: tuple[PersonProposal, ...] = ()
    notes: Mapping[str, Proposal] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chapters: tuple[ChapterProposal, ...] = ()
    credits: tuple[CreditProposal, ...] = ()
