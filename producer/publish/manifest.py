"""episode.json: what an episode is, for every program that comes after.

{"schema": 1, "slug", "title": {language: …}, "languages", "engine", "draft", "created",
 "speakers": [{"id", "name": {language: …}, "voices": {language: …}}],
 "credits", "findings", "editions": {edition: {"file", "bytes", "sha256", "duration_ms",
 "loudness_lufs", "true_peak_dbtp", "chapters", "cues"}}}

A cue's times are exact; those of its words are too unless "words_estimated" is true.

Besides, "source" is the transcript, "script" what a person made of it if the episode is made from
that, "description" and "keywords" are per language, a speaker may have "role", "link" and
"picture", "guid" the identity in feeds, "season" and "episode" are
numbers where they are given, "page" is the episode's HTML, "ingredients" are digests of
what it was made of, and an edition's "sidecars" are the
files beside it, all with their sizes and hashes.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, overload

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from producer.errors import InputError
from producer.model import Cue, Finding, Timeline
from producer.store import Written

SCHEMA = 1
FILE = "episode.json"

_LARGEST_BYTES = 100_000_000
"""A day of speech takes a tenth of it."""


def edition_entry(
    timeline: Timeline,
    *,
    mp3: Mapping[str, Any],
    loudness_lufs: float | None,
    true_peak_dbtp: float,
    sidecars: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """An edition as it stands in the manifest. Loudness is measured as mono; `mp3` and `sidecars`
    are entries of files."""
    return {
        **mp3,
        "duration_ms": timeline.duration_ms,
        "loudness_lufs": None if loudness_lufs is None else round(loudness_lufs, 2),
        "true_peak_dbtp": round(true_peak_dbtp, 2),
        "sidecars": list(sidecars),
        "chapters": [
            {"start_ms": c.start_ms, "end_ms": c.end_ms, "title": c.title}
            for c in timeline.chapters
        ],
        "cues": _Cues(timeline.cues),
    }


@dataclass(frozen=True, slots=True)
class _Cues(Sequence[dict[str, Any]]):
    """Cues as they stand in the manifest, each made when it is asked for: their words would be
    most of what is held."""

    cues: tuple[Cue, ...]

    def __len__(self) -> int:
        return len(self.cues)

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        found = self.cues[place]
        return _cue(found) if isinstance(found, Cue) else list(map(_cue, found))


def _cue(cue: Cue) -> dict[str, Any]:
    return {
        "turn": cue.turn,
        "language": cue.language,
        "speaker": cue.speaker,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "text": cue.text,
        "words": [[word.start_ms, word.end_ms, word.text] for word in cue.words],
        **({"words_estimated": True} if cue.estimated else {}),
    }


def file_entry(name: str, written: Written) -> dict[str, Any]:
    """A file of the episode."""
    return {"file": name, "bytes": written.size, "sha256": written.sha256}


def findings_entry(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def dump(manifest: Mapping[str, Any]) -> Iterator[bytes]:
    """UTF-8 JSON, piece after piece, with a line per cue, so that a change shows as a small
    difference."""
    for piece in _lines(manifest, depth=3):
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


def load(folder: Path) -> dict[str, Any] | None:
    """The manifest of the episode in `folder` but for the words of its cues, which are most of
    it; None where there is none.

    What `make` reads of an earlier run is what it should be. Raises `InputError` for a file
    that is no manifest."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
        if len(content) > _LARGEST_BYTES:
            raise ValueError(f"it has more than {_LARGEST_BYTES:,} bytes")
        manifest: dict[str, Any] = json.loads(content.decode(), object_hook=_without_words)
        _Known.model_validate(manifest)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise InputError(
            f"it is not a manifest that this version knows ({where}: {problem['msg']})",
            path=path,
            advice=_BROKEN,
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            return None  # Whoever writes there is told.
        raise InputError(
            f"it cannot be read as a manifest ({error})", path=path, advice=_BROKEN
        ) from error
    return manifest


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
    content = load(folder) or {}
    return str(content.get("source", "")), str(content.get("script", ""))


_BROKEN = (
    "Bring back what it was, or remove it: then the episode is another one for those who "
    "have subscribed to its feed"
)


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("there is no time zone")
    return text


class _File(BaseModel):
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class _Known(BaseModel):
    """What `make` relies on when it makes an episode again."""

    model_config = ConfigDict(strict=True)

    schema_: Annotated[Literal[1], Field(alias="schema")]
    source: Annotated[str, Field(pattern=r"^[^\x00]*$")] = ""
    script: Annotated[str, Field(pattern=r"^[^\x00]*$")] = ""
    guid: str = ""
    created: Annotated[str, AfterValidator(_moment)]
    season: Annotated[int | None, Field(ge=1)] = None
    episode: Annotated[int | None, Field(ge=1)] = None
    editions: dict[Annotated[str, Field(pattern="^[a-z]{2,3}(-[a-z]{2,3})*$")], _File]
