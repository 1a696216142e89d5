"""episode.json as a stranger reads it: every value checked before anything is compared with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import pydantic_core
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from producer.check.report import MANIFEST, PLAYERS, CheckLine, judged, not_applicable, some

FILE = "episode.json"
_LARGEST_BYTES = 200_000_000
_ASCII_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NO_TITLE = "no-title"
"""The kind of the finding about an episode that is only called after its file."""


_Ms = Annotated[int, Field(ge=0)]
_FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\:\x00-\x1f]{1,255}$")]


class _Claim(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class ClaimedChapter(_Claim):
    start_ms: _Ms
    end_ms: _Ms
    title: str


class ClaimedCue(_Claim):
    turn: int
    language: str
    speaker: str
    start_ms: _Ms
    end_ms: _Ms
    text: str
    words: list[Annotated[list[int | str], Field(min_length=3, max_length=3)]] = []

    @property
    def first_word_ms(self) -> int:
        """When the first word begins; when the sentence does where no words are known."""
        first = self.words[0][0] if self.words else None
        return max(self.start_ms, first) if isinstance(first, int) else self.start_ms


class ClaimedFile(_Claim):
    """What the manifest says of a file beside it."""

    file: _FileName
    bytes: _Ms
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ClaimedEdition(ClaimedFile):
    """What the manifest says of an edition."""

    duration_ms: _Ms
    loudness_lufs: float | None
    true_peak_dbtp: float
    unmatched_db: float | None = None
    chapters: list[ClaimedChapter]
    cues: list[ClaimedCue]
    partners: list[ClaimedCue] = []
    sidecars: list[ClaimedFile] = []


class ClaimedSpeaker(_Claim):
    id: str
    name: dict[str, str]


class ClaimedFinding(_Claim):
    kind: str


class _Head(_Claim):
    schema_: Annotated[int, Field(alias="schema", ge=1, le=1)]
    slug: str
    title: dict[str, str]
    languages: Annotated[list[str], Field(min_length=1)]
    engine: str
    draft: bool
    created: str
    speakers: list[ClaimedSpeaker]
    editions: Annotated[dict[str, Any], Field(min_length=1)]
    page: ClaimedFile | None = None
    findings: list[ClaimedFinding] = []


@dataclass(frozen=True, slots=True)
class ClaimedManifest:
    """What could be understood, and in `problems` what could not. `head` is None and `editions`
    empty where nothing could."""

    head: _Head | None = None
    editions: Mapping[str, ClaimedEdition] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        return self.head is not None and self.head.draft

    @property
    def slug(self) -> str | None:
        return self.head.slug if self.head else None

    def speaker_name(self, speaker: str, language: str) -> str:
        names = {s.id: s.name for s in self.head.speakers} if self.head else {}
        return names.get(speaker, {}).get(language, speaker)

    def edition_of(self, file: str) -> str | None:
        """The name of the edition whose audio is `file`."""
        return next((name for name, e in self.editions.items() if e.file == file), None)


def read_json(path: Path) -> Any:
    """The value in a JSON file; raises `ValueError` with the reason for anything else."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise ValueError("it is too large")
        return pydantic_core.from_json(path.read_bytes(), allow_inf_nan=False)
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error


def read_manifest(path: Path) -> ClaimedManifest:
    """Understand as much of a manifest as can be."""
    try:
        value = read_json(path)
        head = _Head.model_validate(value)
    except ValidationError as error:
        return ClaimedManifest(problems=tuple(_problems(error, "")))
    except ValueError as error:
        return ClaimedManifest(problems=(str(error),))
    editions: dict[str, ClaimedEdition] = {}
    problems: list[str] = []
    for name, entry in head.editions.items():
        try:
            editions[name] = ClaimedEdition.model_validate(entry)
        except ValidationError as error:
            problems += _problems(error, f"editions.{name}.")
    return ClaimedManifest(head, editions, tuple(problems))


def _problems(error: ValidationError, where: str) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_input=False):
        yield f"{where}{'.'.join(map(str, problem['loc']))}: {problem['msg']}"


def lines(manifest: ClaimedManifest, names: list[str]) -> Iterator[CheckLine]:
    """What is to be said of the manifest and the `names` of the files beside it."""
    edition_names = ", ".join(manifest.editions) or "none"
    yield judged(
        "manifest",
        not manifest.problems,
        some(manifest.problems) if manifest.problems else f"editions: {edition_names}",
        "schema 1, complete",
        MANIFEST,
        advice="Make the episode again with `producer make`: only the manifest is written anew",
    )
    foreign = [name for name in names if not _ASCII_NAME.fullmatch(name)]
    yield judged(
        "file names",
        not foreign,
        some(foreign) if foreign else f"{len(names)} in ASCII",
        "ASCII letters, digits, dot, hyphen",
        PLAYERS,
        advice="Rename them: many servers and players garble other characters",
    )
    if manifest.head:
        untitled = any(finding.kind == _NO_TITLE for finding in manifest.head.findings)
        title = " / ".join(dict.fromkeys(manifest.head.title.values()))
        yield judged(
            "title",
            not untitled,
            f"'{title}', the name of its file" if untitled else title,
            "a title",
            PLAYERS,
            advice="Give it one: `producer start FILE` proposes what the transcript says",
        )
    if manifest.draft and manifest.head:
        yield not_applicable(
            "for publication",
            f"a draft, spoken by {manifest.head.engine}",
            "an episode",
            MANIFEST,
            advice="Make it with a voice engine such as edge",
        )
    elif manifest.head:
        yield judged("for publication", True, "no draft", "an episode", MANIFEST, advice="")
