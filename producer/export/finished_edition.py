"""An edition of a finished episode, as it lies in its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from producer.errors import InputError, UsageError

_MANIFEST = "episode.json"
_LARGEST_BYTES = 100_000_000


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class FinishedChapter(_Read):
    start_ms: Annotated[int, Field(ge=0)]
    end_ms: Annotated[int, Field(ge=0)]
    title: str


class FinishedCue(_Read):
    language: str
    speaker: str
    start_ms: Annotated[int, Field(ge=0)]
    end_ms: Annotated[int, Field(ge=0)]
    text: str


class _ManifestEdition(_Read):
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    duration_ms: Annotated[int, Field(ge=0)]
    chapters: Sequence[FinishedChapter] = ()
    cues: Sequence[FinishedCue] = ()


class _Speaker(_Read):
    id: str
    name: Mapping[str, str] = {}


class _Manifest(_Read):
    slug: Annotated[str, Field(pattern="^[a-z0-9-]+$")]
    title: Annotated[Mapping[str, str], Field(min_length=1)]
    created: str
    guid: str = ""
    draft: bool = False
    speakers: Sequence[_Speaker] = ()
    editions: Annotated[Mapping[str, _ManifestEdition], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class FinishedEdition:
    """What an export is made from. `names` are speakers' names by id; times are in ms."""

    name: str
    audio: Path
    title: str
    date: str
    identity: str
    draft: bool
    duration_ms: int
    names: Mapping[str, str]
    chapters: Sequence[FinishedChapter]
    cues: Sequence[FinishedCue]

    @property
    def stem(self) -> str:
        """What the names of its files begin with: "<slug>.<edition>"."""
        return self.audio.name.removesuffix(".mp3")


def read_edition(folder: Path, name: str | None = None) -> FinishedEdition:
    """The edition `name`, or the first, of the episode in `folder`.

    Raises `InputError` for what is no finished episode, and `UsageError` for an edition that it
    does not have."""
    manifest = _manifest(folder / _MANIFEST)
    chosen = name or next(iter(manifest.editions))
    entry = manifest.editions.get(chosen)
    if entry is None:
        raise UsageError(
            f"{folder} has no edition '{chosen}'",
            advice=f"There are: {', '.join(manifest.editions)}",
        )
    languages = [la for la in chosen.split("-") if la in manifest.title]
    titles = [manifest.title[la] for la in languages] or [*manifest.title.values()]
    return FinishedEdition(
        name=chosen,
        audio=folder / entry.file,
        title=" / ".join(dict.fromkeys(titles)),
        date=manifest.created[:10],
        identity=f"{manifest.guid or manifest.slug}.{chosen}",
        draft=manifest.draft,
        duration_ms=entry.duration_ms,
        names={s.id: _name(s, languages) for s in manifest.speakers},
        chapters=entry.chapters,
        cues=entry.cues,
    )


def _name(speaker: _Speaker, languages: Sequence[str]) -> str:
    names = dict.fromkeys(speaker.name[la] for la in languages if speaker.name.get(la))
    return " / ".join(names) or speaker.id


def _manifest(path: Path) -> _Manifest:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise ValueError(f"it has more than {_LARGEST_BYTES:,} bytes")
        return _Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        problem: Any = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, problem["loc"]))
        reason = f"{where}: {problem['msg']}"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    raise InputError(
        f"it cannot be read as the manifest of an episode ({reason})",
        path=path,
        advice="Name the folder of a finished episode, such as output/tea",
    )
