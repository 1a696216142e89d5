"""The transcripts of a show, and where each of them stands on its way to an episode."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producer.engines import engine_names
from producer.errors import InputError, ProducerError, UsageError
from producer.ingredients import changes, lost
from producer.model import Script
from producer.plan import Plan, Request, make_engine, plan_with, read_script
from producer.progress import Silent
from producer.publish import manifest
from producer.publish.feed import is_published, published_items
from producer.show import Show
from producer.transcript import is_script_file
from producer.transcript.readers import READERS
from producer.transcript.readers.companions import language_in_name


def expanded(paths: Iterable[Path], of: Show) -> list[Path]:
    """The transcripts that a person means by `paths`: folders stand for all in them, and a
    pattern that the shell has left alone for what it matches. Each once, in the order given.

    Raises `UsageError` where a folder or pattern has none.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        files = [path]
        if path.is_dir():
            files = transcripts(path, of)
        elif any(c in path.name for c in "*?[") and not path.exists():
            files = _chosen(path.parent.glob(path.name), of)
        if not files:
            raise UsageError(
                f"there is no transcript in {path}",
                advice=f"Its name ends in {', '.join(READERS)}",
            )
        for file in files:
            found.setdefault(file.resolve(), file)
    return [*found.values()]


def transcripts(folder: Path, of: Show) -> list[Path]:
    """The transcripts in a folder by name. One that a script file there was written from is left
    to that; of one with a file per language there is the first."""
    return _chosen(folder.glob("*"), of)


def _chosen(files: Iterable[Path], of: Show) -> list[Path]:
    known = [
        file
        for file in sorted(files, key=_natural)
        if file.suffix.lower() in READERS
        and not file.name.startswith(".")
        and file.stem.lower() != "readme"
        and file.is_file()
    ]
    sources = {source.resolve() for file in known if (source := source_in(file, of))}
    chosen: dict[str, Path] = {}
    for file in known:
        if file.resolve() not in sources:
            chosen.setdefault(_common_name(file), file)
    return [*chosen.values()]


def _common_name(file: Path) -> str:
    """ "talk.*.srt" for talk.zh.srt and talk.en.srt, which are one transcript."""
    if language_in_name(file) is None:
        return file.name
    return f"{Path(file.stem).stem}.*{file.suffix.lower()}"


def _natural(file: Path) -> list[tuple[int, str]]:
    """So that e2 stands before e10."""
    parts = re.split(r"(\d+)", file.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def source_in(file: Path, of: Show, read: Callable[[Path], Script] = read_script) -> Path | None:
    """The transcript that a script file was written from, if it is there."""
    try:
        source = read(file).source if is_script_file(file) else ""
    except InputError:
        return None
    places = (folder / source for folder in (of.folder, file.parent) if source)
    return next((place for place in places if place.is_file()), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a transcript stands. `slug` is empty until there is an episode, `transcript` None
    where the episode's is gone. `stale` says why it is to be made again, `problem` why it cannot
    be; `to_speak` counts the sentences that the store lacks."""

    transcript: Path | None
    title: str
    slug: str = ""
    draft: bool = False
    published: bool = False
    findings: int = 0
    to_speak: int = 0
    stale: tuple[str, ...] = ()
    problem: str = ""

    @property
    def state(self) -> str:
        """In one word, the most urgent first."""
        if self.problem:
            return "unusable"
        if self.transcript is None:
            return "orphaned"
        if not self.slug:
            return "new"
        if self.stale:
            return "stale"
        return "draft" if self.draft else "published" if self.published else "made"


def standings(of: Show, output: Path | None = None, engine: str | None = None) -> list[Standing]:
    """Where all transcripts in seeds/ stand, and the episodes made from others."""
    output = output or of.output
    made = dict(_made(output))
    items = published_items(output)
    sources = {
        (of.folder / entry["source"]).resolve(): slug
        for slug, entry in made.items()
        if entry.get("source")
    }
    files = {path.resolve(): path for path in transcripts(of.folder / "seeds", of)}
    found = [_standing(path, of, output, engine, items) for path in files.values()]
    seen = {one.slug for one in found}
    for source, slug in sources.items():
        if slug in seen:
            continue
        if source.is_file():
            path = of.folder / made[slug]["source"]
            found.append(_standing(path, of, output, engine, items))
        else:
            found.append(_orphan(output / slug, made[slug], items))
    return found


def _made(output: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for folder in manifest.folders(output):
        with suppress(InputError):
            if (told := manifest.load(folder)) is not None:
                yield folder.name, told


def _standing(
    path: Path, of: Show, output: Path, engine: str | None, items: Collection[str]
) -> Standing:
    try:
        plan = _planned(Request(path, of, engine=engine, output=output), of)
    except ProducerError as error:
        return Standing(path, path.stem, problem=str(error))
    script, made = plan.script, plan.previous
    title = " / ".join(dict.fromkeys(script.title.values()))
    count = len(script.findings)
    if made is None:
        return Standing(path, title, findings=count, to_speak=plan.missing_clips)
    return Standing(
        path,
        title,
        slug=plan.slug,
        draft=bool(made["draft"]),
        published=is_published(made, plan.slug, items),
        findings=count,
        to_speak=plan.missing_clips,
        stale=tuple(changes(plan, made)),
    )


def _planned(request: Request, of: Show) -> Plan:
    """The plan as `make` would have it, but with the engine that spoke the episode last, if the
    choice is left open, and without asking it."""
    name = request.engine or of.settings.engine
    first = "edge" if name == "auto" else name
    plan = plan_with(make_engine(first, of), request, Silent())
    spoken_by = str((plan.previous or {}).get("engine", first))
    if name == "auto" and spoken_by != first and spoken_by in engine_names():
        known = plan.engine.voices()
        return plan_with(make_engine(spoken_by, of), request, Silent(), known)
    return plan


def _orphan(folder: Path, made: Mapping[str, Any], items: Collection[str]) -> Standing:
    return Standing(
        None,
        " / ".join(dict.fromkeys(made["title"].values())),
        slug=folder.name,
        draft=bool(made["draft"]),
        published=is_published(made, folder.name, items),
        stale=tuple(lost(folder, made)),
    )
