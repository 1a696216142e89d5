"""episode.json: what an episode is, for every program that comes after.

{"schema": 1, "slug", "title": {language: …}, "languages", "engine", "draft", "created",
 "speakers": [{"id", "name": {language: …}, "voices": {language: …}}],
 "credits", "findings", "editions": {edition: {"file", "bytes", "sha256", "duration_ms",
 "loudness_lufs", "true_peak_dbtp", "chapters", "cues"}}}

A cue's times are exact; those of its words are too unless "words_estimated" is true.

Besides, "source" is the transcript, "script" what a person made of it if the episode is made from
that, "description" and "keywords" are per language, a speaker may have "role", "link" and
"picture", "guid" the identity in feeds, "season" and "episode" are
numbers where they are given, "page" is the episode's HTML, "ingredients" are digests of what it was
made of. An edition's "partners" are cues without words, of what means the same in the language that
does not sound, timed to what does; its "sidecars" are the files beside it, all with their sizes and
hashes.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, overload

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    SkipValidation,
    ValidationError,
)

from producer.errors import InputError
from producer.model import Chapter, Cue, Finding, Timeline
from producer.store import Written

FILE = "episode.json"

_LARGEST_BYTES = 100_000_000
"""A day of speech takes a tenth of it."""


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class FileEntry(_Stored):
    """A file in an episode's folder: its name, size and SHA-256."""

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    bytes: NonNegativeInt
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

    @classmethod
    def of_written(cls, name: str, written: Written) -> FileEntry:
        return cls(file=name, bytes=written.size, sha256=written.sha256)


class EditionEntry(FileEntry):
    """An edition's MP3 and what is heard in it.

    `sidecars` are the captions, transcript and chapters beside it. Loudness is measured as mono,
    None for silence. `cues` are as they stand in the file, without their words where it was read.
    `partners` are what means the same as the cues, in the language that does not sound, and when.
    `unmatched_db` is how far voices were apart at 2 to 6 kHz before they were made to fit together.
    `languages` are there where the edition's name does not tell them, `title` if it has one of its
    own.
    """

    languages: tuple[str, ...] = ()
    title: Mapping[str, str] = {}
    duration_ms: NonNegativeInt
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    unmatched_db: float | None = None
    sidecars: tuple[FileEntry, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    cues: SkipValidation[Sequence[Mapping[str, Any]]] = ()
    partners: SkipValidation[Sequence[Mapping[str, Any]]] = ()

    @classmethod
    def of_timeline(
        cls,
        timeline: Timeline,
        *,
        mp3: FileEntry,
        loudness_lufs: float | None,
        true_peak_dbtp: float,
        unmatched_db: float | None = None,
        sidecars: Iterable[FileEntry],
    ) -> EditionEntry:
        named = "-".join(timeline.languages) == timeline.edition
        return cls(
            **mp3.model_dump(),
            languages=() if named else timeline.languages,
            title=timeline.title,
            duration_ms=timeline.duration_ms,
            loudness_lufs=None if loudness_lufs is None else round(loudness_lufs, 2),
            true_peak_dbtp=round(true_peak_dbtp, 2),
            unmatched_db=unmatched_db,
            sidecars=tuple(sidecars),
            chapters=timeline.chapters,
            cues=_Cues(timeline.cues),
            partners=_Cues(timeline.partners, has_words=False),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            **_file_json(self),
            **({"languages": list(self.languages)} if self.languages else {}),
            **({"title": dict(self.title)} if self.title else {}),
            "duration_ms": self.duration_ms,
            "loudness_lufs": self.loudness_lufs,
            "true_peak_dbtp": self.true_peak_dbtp,
            **({} if self.unmatched_db is None else {"unmatched_db": self.unmatched_db}),
            "sidecars": [_file_json(sidecar) for sidecar in self.sidecars],
            "chapters": [asdict(chapter) for chapter in self.chapters],
            "cues": self.cues,
            **({"partners": self.partners} if self.partners else {}),
        }


class SpeakerEntry(_Stored):
    """Who is heard: names and voices by language."""

    id: str
    name: Mapping[str, str] = {}
    role: str = ""
    link: str = ""
    picture: str = ""
    voices: Mapping[str, str] = {}

    def as_json(self) -> dict[str, Any]:
        about = {"role": self.role, "link": self.link, "picture": self.picture}
        return {
            "id": self.id,
            "name": dict(self.name),
            **{key: text for key, text in about.items() if text},
            "voices": dict(self.voices),
        }


class Manifest(_Stored):
    """An episode that was made: what stands in its episode.json."""

    schema_version: Annotated[Literal[1], Field(alias="schema")] = 1
    slug: Annotated[str, Field(pattern="^[a-z0-9-]+$")]
    source: Annotated[str, Field(pattern=r"^[^\x00]*$")] = ""
    script: Annotated[str, Field(pattern=r"^[^\x00]*$")] = ""
    guid: str = ""
    season: PositiveInt | None = None
    number: Annotated[PositiveInt | None, Field(alias="episode")] = None
    title: Annotated[Mapping[str, str], Field(min_length=1)]
    languages: tuple[str, ...] = ()
    locales: Mapping[str, str] = {}
    engine: str = ""
    draft: bool
    created: AwareDatetime
    speakers: tuple[SpeakerEntry, ...] = ()
    description: Mapping[str, str] = {}
    keywords: Mapping[str, tuple[str, ...]] = {}
    credits: tuple[str, ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    ingredients: Mapping[str, str] | None = None
    editions: Mapping[Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")], EditionEntry]
    page: FileEntry | None = None

    @property
    def files(self) -> Iterator[FileEntry]:
        """All files of the episode but its manifest."""
        for edition in self.editions.values():
            yield edition
            yield from edition.sidecars
        if self.page:
            yield self.page

    def languages_of(self, edition: str) -> list[str]:
        """What is heard in an edition, in the order in which it first is."""
        return list(self.editions[edition].languages) or edition.split("-")

    @property
    def untitled(self) -> bool:
        """Whether its title is only the name of its transcript's file."""
        return any(finding.get("kind") == "no-title" for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """What stands in the file, in the order in which it does."""
        numbers = {"season": self.season, "episode": self.number}
        return {
            "schema": self.schema_version,
            "slug": self.slug,
            "source": self.source,
            **({"script": self.script} if self.script else {}),
            "guid": self.guid,
            **{name: number for name, number in numbers.items() if number is not None},
            "title": dict(self.title),
            "languages": list(self.languages),
            **({"locales": dict(self.locales)} if self.locales else {}),
            "engine": self.engine,
            "draft": self.draft,
            "created": self.created.isoformat().replace("+00:00", "Z"),
            "speakers": [speaker.as_json() for speaker in self.speakers],
            **({"description": dict(self.description)} if self.description else {}),
            **(
                {"keywords": {la: list(terms) for la, terms in self.keywords.items()}}
                if self.keywords
                else {}
            ),
            "credits": list(self.credits),
            "findings": [dict(finding) for finding in self.findings],
            **({} if self.ingredients is None else {"ingredients": dict(self.ingredients)}),
            "editions": {name: edition.as_json() for name, edition in self.editions.items()},
            **({"page": _file_json(self.page)} if self.page else {}),
        }


def _file_json(entry: FileEntry) -> dict[str, Any]:
    return {"file": entry.file, "bytes": entry.bytes, "sha256": entry.sha256}


@dataclass(frozen=True, slots=True)
class _Cues(Sequence[dict[str, Any]]):
    """Cues as they stand in the manifest, each made when it is asked for: their words would be
    most of what is held."""

    cues: tuple[Cue, ...]
    has_words: bool = True

    def __len__(self) -> int:
        return len(self.cues)

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        chosen = self.cues[place]
        return self._json(chosen) if isinstance(chosen, Cue) else list(map(self._json, chosen))

    def _json(self, cue: Cue) -> dict[str, Any]:
        return {**_cue(cue), **(_words(cue) if self.has_words else {})}


def _cue(cue: Cue) -> dict[str, Any]:
    return {
        "turn": cue.turn,
        "language": cue.language,
        "speaker": cue.speaker,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "text": cue.text,
    }


def _words(cue: Cue) -> dict[str, Any]:
    return {
        "words": [[word.start_ms, word.end_ms, word.text] for word in cue.words],
        **({"words_estimated": True} if cue.estimated else {}),
    }


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as they stand in the manifest, and in what commands print with --json."""
    return [asdict(finding) for finding in findings]


def dump(manifest: Manifest) -> Iterator[bytes]:
    """UTF-8 JSON, piece after piece, with a line per cue, so that a change shows as a small
    difference."""
    for piece in _lines(manifest.as_json(), depth=3):
        yield piece.encode()
    yield b"\n"


def _lines(value: Any, depth: int, indent: str = "\n") -> Iterator[str]:
    """`value` as JSON, opened up `depth` levels deep and a line per item below that."""
    inner = indent + " "
    if depth and isinstance(value, Mapping) and value:
        for number, (key, each) in enumerate(value.items()):
            yield f"{',' if number else '{'}{inner}{json.dumps(key)}: "
            yield from _lines(each, depth - 1, inner)
        yield indent + "}"
    elif isinstance(value, list | _Cues) and value and isinstance(value[0], Mapping):
        for number, each in enumerate(value):
            yield f"{',' if number else '['}{inner}{_compact(each)}"
        yield indent + "]"
    else:
        yield _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=list)


def folders(output: Path) -> list[Path]:
    """The folders in `output` that have a manifest."""
    return sorted(file.parent for file in output.glob(f"*/{FILE}"))


def load(folder: Path) -> Manifest | None:
    """The manifest of the episode in `folder` but for the words of its cues, which are most of
    it; None where there is none. Raises `InputError` for a file that is no manifest."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
        if len(content) > _LARGEST_BYTES:
            raise ValueError(f"it has more than {_LARGEST_BYTES:,} bytes")
        values = json.loads(content.decode(), object_hook=_without_words)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            return None  # Whoever writes there is told.
        raise InputError(
            f"it cannot be read as a manifest ({error})", path=path, advice=_BROKEN
        ) from error
    return parsed(values, path)


def parsed(values: object, path: Path) -> Manifest:
    """The manifest that the JSON `values` of the file at `path` are. Raises `InputError`."""
    try:
        return Manifest.model_validate(values)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise InputError(
            f"it is not a manifest that this version knows ({where}: {problem['msg']})",
            path=path,
            advice=_BROKEN,
        ) from error


def _without_words(value: dict[str, Any]) -> dict[str, Any]:
    value.pop("words", None)
    return value


def source(folder: Path) -> str:
    """The transcript of the episode in `folder` as its manifest names it, "" where none does. The
    manifest is read again only when it has changed. Raises `InputError`."""
    return _read_from(folder)[0]


def script(folder: Path) -> str:
    """The script file that the episode in `folder` is made from as its manifest names it, "" where
    it is made from its transcript. Raises `InputError`."""
    return _read_from(folder)[1]


def _read_from(folder: Path) -> tuple[str, str]:
    try:
        status = (folder / FILE).stat()
    except OSError:
        return "", ""
    return _sources(folder.absolute(), status.st_ino, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=100_000)
def _sources(folder: Path, *_version: int) -> tuple[str, str]:
    manifest = load(folder)
    return (manifest.source, manifest.script) if manifest else ("", "")


_BROKEN = (
    "Bring back what it was, or remove it: then the episode is another one for those who "
    "have subscribed to its feed"
)
