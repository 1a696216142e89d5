"""What a page is made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from producer.model import NARRATOR, PairedTurn, Timeline


@dataclass(frozen=True, slots=True)
class Audio:
    """An edition: its MP3 of `size` bytes, its captions by the names of their files, and its
    waveform as loudness in LUFS of equal parts."""

    timeline: Timeline
    file: str
    size: int
    captions: Sequence[str]
    levels: Sequence[float]


@dataclass(frozen=True, slots=True)
class Page:
    """An episode. Texts are per language, `notes` say what it is about; names are
    `names[speaker][language]`. `cover` is a small JPEG. `base_url` is the address of the folder of
    all episodes, "" where there is none yet. `paired` has the pairs of turns, `paragraphs` the
    numbers of the sentences with which paragraphs begin, by turn and language."""

    slug: str
    title: Mapping[str, str]
    show: Mapping[str, str]
    languages: Sequence[str]
    names: Mapping[str, Mapping[str, str]]
    credits: Sequence[str]
    disclosure: Mapping[str, str]
    draft: bool
    created: datetime
    cover: bytes
    editions: Sequence[Audio]
    notes: Mapping[str, str] = field(default_factory=dict)
    season: int | None = None
    number: int | None = None
    base_url: str = ""
    cover_file: str = ""
    paired: Mapping[int, PairedTurn] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    """What part a speaker has, such as "host"."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Where more is told of a speaker."""
    paragraphs: Mapping[tuple[int, str], Collection[int]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return f"{self.slug}.html"

    @property
    def speakers(self) -> list[str]:
        """Who takes part in the conversation."""
        return [speaker for speaker in self.names if speaker != NARRATOR]

    def name(self, speaker: str, language: str) -> str:
        return self.names.get(speaker, {}).get(language, speaker)

    def feed_url(self, audio: Audio) -> str:
        """The address of the feed that an edition is in."""
        return f"{self.base_url}/feed.{audio.timeline.edition}.xml"

    def url(self, file: str) -> str:
        """The address of a file of the episode, once it is published."""
        return f"{self.base_url}/{self.slug}/{file}"
