"""The transcripts of a show, and where each of them stands on its way to an episode."""

from __future__ import annotations

import errno
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from producer import casting
from producer.casting import Cast
from producer.engines import engine_names
from producer.engines.base import Engine
from producer.errors import InputError, ProducerError, UsageError
from producer.listening import DOUBTFUL, WRONG, load_hearing
from producer.model import Script
from producer.plan.engine_choice import AUTO, chosen_name, make_engine
from producer.plan.outline import outline
from producer.plan.plan import Plan, plan_with
from producer.plan.request import Request
from producer.plan.scripts import edited_script, is_outdated, source_in
from producer.plan.slug import source_of
from producer.plan.staleness import changes, lost
from producer.progress import Silent
from producer.publish import manifest
from producer.publish.feed import is_published, published_items
from producer.publish.manifest import Manifest
from producer.show.show import Show
from producer.transcript.readers import READERS
from producer.transcript.readers.companions import language_in_name


def expanded(paths: Iterable[Path], show: Show) -> list[Path]:
    """The transcripts that a person means by `paths`: folders stand for all in them, and a
    pattern that the shell has left alone for what it matches. Each once, in the order given.

    Raises `UsageError` where a folder or pattern has none, and `InputError` for a link to itself.
    """
    by_path: dict[Path, Path] = {}
    for path in paths:
        files = [path]
        if path.is_dir():
            files = transcripts(path, show)
        elif any(c in path.name for c in "*?[") and not path.exists():
            files = _chosen(path.parent.glob(path.name), show)
        if not files:
            raise UsageError(
                f"there is no transcript in {path}",
                advice=f"Its name ends in {', '.join(READERS)}",
            )
        for file in files:
            try:
                by_path.setdefault(file.resolve(), file)
            except RuntimeError as error:  # It is a link to itself.
                reason = os.strerror(errno.ELOOP)
                raise InputError(f"the file cannot be read: {reason}", path=file) from error
    return [*by_path.values()]


def transcripts(folder: Path, show: Show) -> list[Path]:
    """The transcripts in a folder by name. One that a script file there was written from is left
    to that; of one with a file per language there is the first."""
    return _chosen(folder.glob("*"), show)


def _chosen(files: Iterable[Path], show: Show) -> list[Path]:
    known = [
        file
        for file in sorted(files, key=_natural)
        if file.suffix.lower() in READERS
        and not file.name.startswith(".")
        and file.stem.lower() != "readme"
        and file.is_file()
    ]
    sources = {_transcript_of(source) for file in known if (source := source_in(file, show))}
    chosen: dict[Path, Path] = {}
    for file in known:
        if (transcript := _transcript_of(file)) not in sources:
            chosen.setdefault(transcript, file)
    return [*chosen.values()]


def _transcript_of(file: Path) -> Path:
    """Where the file lies, and "talk.*.srt" there for talk.zh.srt and talk.en.srt, which are one
    transcript."""
    file = file.resolve()
    if language_in_name(file) is None:
        return file
    return file.with_name(f"{Path(file.stem).stem}.*{file.suffix.lower()}")


def _natural(file: Path) -> list[tuple[int, str]]:
    """So that e2 stands before e10."""
    parts = re.split(r"(\d+)", file.name.casefold())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in parts]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a transcript stands. `slug` is empty until there is an episode, `transcript` None
    where the episode's is not there. `stale` says why it is to be made again, `problem` why it
    cannot be; `to_speak` counts the sentences that the store lacks, `wrong` and `doubtful` those
    that the ear did not hear as they should be. `script` is what the episode is made from where a
    person has edited that; `outdated` says that the transcript has been changed since."""

    transcript: Path | None
    title: str
    slug: str = ""
    draft: bool = False
    published: bool = False
    turns: int = 0
    findings: int = 0
    to_speak: int = 0
    stale: tuple[str, ...] = ()
    problem: str = ""
    script: Path | None = None
    outdated: bool = False
    wrong: int = 0
    doubtful: int = 0

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

    @property
    def state_in_words(self) -> str:
        """The state as a person reads it."""
        return {"stale": "changed", "orphaned": "no transcript"}.get(self.state, self.state)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else is to be said of it, but for what is to be spoken."""
        if self.problem:
            return (self.problem,)
        remarks = {
            "its transcript is not in the show's folder": self.transcript is None,
            **dict.fromkeys(self.stale, True),
            "a draft": self.draft and self.state != "draft",
            "published": self.published and self.state != "published",
            f"made from {self.script}": self.script is not None,
            "the transcript has changed since its script was written": self.outdated,
            f"{counted(self.wrong, 'sentence')} heard wrong": self.wrong > 0,
            f"{counted(self.doubtful, 'sentence')} doubtful to the ear": self.doubtful > 0,
            counted(self.findings, "finding"): self.findings > 0,
        }
        return tuple(remark for remark, is_so in remarks.items() if is_so)


def counted(number: int, noun: str) -> str:
    """ "1 finding", "2 findings"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def standings(show: Show, output: Path | None = None, engine: str | None = None) -> list[Standing]:
    """Where all transcripts in seeds/ stand, and the episodes made from others."""
    output = output or show.output
    items = published_items(output)
    by_source = made_from(output)
    engine_of = cache(partial(make_engine, show=show))
    cast = None
    with suppress(InputError):  # It is told of each transcript.
        cast = casting.load(show.cast_file, engines=engine_names())

    def stands(path: Path) -> Standing:
        try:
            folders = by_source.get(source_of(path, show.folder), ())
            file = edited_script(path, show, output, folders) or path
        except InputError as error:
            return Standing(path, path.stem, problem=str(error))
        request = Request(transcript=file, show=show, engine=engine, output=output)
        row = standing(request, items, cast, engine_of)
        if file == path:
            return row
        return replace(row, transcript=path, script=file, outdated=is_outdated(file, path))

    files = {path.resolve(): path for path in transcripts(show.folder / "seeds", show)}
    rows = [stands(path) for path in files.values()]
    seen = {row.slug for row in rows}
    for source, folders in by_source.items():
        path = show.folder / source
        left = [folder for folder in folders if folder.name not in seen]
        if not path.is_file():
            rows += [_orphan(f, episode, items) for f in left if (episode := manifest.load(f))]
        elif left == folders:
            rows.append(stands(path))
    return rows


def made_from(output: Path) -> dict[str, list[Path]]:
    """The folders of episodes in `output` by what their manifests call their transcripts."""
    folders = defaultdict(list)
    for folder in manifest.folders(output):
        with suppress(InputError):
            if source := manifest.source(folder):
                folders[source].append(folder)
    return folders


def standing(
    request: Request,
    items: Collection[str],
    cast: Cast | None = None,
    engine_of: Callable[[str], Engine] | None = None,
) -> Standing:
    """Where the transcript that `request` asks for stands; `items` are the published ones, `cast`
    is the cast file's, if it has been read already, `engine_of` gives the engines by name."""
    path = request.transcript
    try:
        plan = plan_as_made(request, cast, engine_of)
    except ProducerError as error:
        return Standing(path, path.stem, problem=str(error))
    # Whoever looks where a transcript stands opens or makes it next.
    plan.paired.keep_if_possible(plan.store)
    script, previous = plan.script, plan.previous
    row = Standing(
        path,
        title_of(script),
        turns=len(script.turns),
        findings=len(script.findings),
        to_speak=plan.missing_clips,
    )
    if previous is None:
        return row
    hearing = load_hearing(plan.folder)
    editions = {name: edition.sha256 for name, edition in previous.editions.items()}
    if hearing is not None and hearing.is_of(editions):
        row = replace(row, wrong=hearing.count(WRONG), doubtful=hearing.count(DOUBTFUL))
    return replace(
        row,
        slug=plan.slug,
        draft=previous.draft,
        published=is_published(previous, plan.slug, items),
        stale=tuple(changes(plan, previous)),
    )


def title_of(script: Script) -> str:
    """The title in all languages, on one line."""
    return " / ".join(dict.fromkeys(script.title.values()))


def plan_as_made(
    request: Request, cast: Cast | None = None, engine_of: Callable[[str], Engine] | None = None
) -> Plan:
    """The plan as `make` would have it, but with the engine that spoke the episode last, if the
    choice is left open, and without asking it."""
    show = request.show
    engine_of = engine_of or partial(make_engine, show=show)
    episode = outline(request, Silent(), cast=cast)
    first = engine_of(chosen_name(request.engine, show))
    spoken_by = episode.previous.engine if episode.previous else first.name
    is_open = (request.engine or show.settings.engine) == AUTO
    if is_open and spoken_by != first.name and spoken_by in engine_names():
        return plan_with(engine_of(spoken_by), episode, first.voices())
    return plan_with(first, episode)


def _orphan(folder: Path, episode: Manifest, items: Collection[str]) -> Standing:
    return Standing(
        None,
        " / ".join(dict.fromkeys(episode.title.values())),
        slug=folder.name,
        draft=episode.draft,
        published=is_published(episode, folder.name, items),
        stale=tuple(lost(folder, episode)),
    )
