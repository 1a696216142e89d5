"""`producer make`: everything, from transcript to episode."""

from __future__ import annotations

import logging
import shlex
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producer.commands import console, summary
from producer.commands.listen import heard_json, tell
from producer.commands.options import (
    AllFindings,
    AsJson,
    EngineName,
    Languages,
    Output,
    SameVoice,
    ShowFile,
    Transcripts,
    parsed_editions,
    parsed_languages,
)
from producer.errors import EpisodeRenamed, ProducerError, SynthesisFailed, UsageError
from producer.localization import error_text, localized

if TYPE_CHECKING:
    from producer.episode.hearing import HearingReport
    from producer.pipeline import Episode, Plan, Request
    from producer.progress import Progress
    from producer.show.show import Show

_log = logging.getLogger(__name__)


def make(
    files: Transcripts,
    engine: EngineName = None,
    edition: Annotated[
        str | None,
        typer.Option(
            metavar="LIST",
            help="Orderings of languages, such as zh-en,zh,en. All come from one synthesis.",
        ),
    ] = None,
    output: Output = None,
    show_file: ShowFile = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The title; '中文 | English' for both.")
    ] = None,
    languages: Languages = None,
    missing: Annotated[
        str | None,
        typer.Option(
            metavar="keep|skip|fail",
            help="What to do with a turn that lacks a language: speak what there is, leave the "
            "turn out, or stop.",
        ),
    ] = None,
    unconfirmed: Annotated[
        bool,
        typer.Option(
            "--unconfirmed", help="Speak what a machine translated and nobody has confirmed too."
        ),
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(min=0, help="Passages rendered at once; 0 for as many as there are cores."),
    ] = 0,
    max_requests_per_minute: Annotated[
        int | None,
        typer.Option(min=1, help="Ask the engine for no more sentences than this in a minute."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="A folder or bucket (s3://bucket/path) that shares clips and segments with other "
            "machines.",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://…",
            help="Speak and render on the workers of this Dask scheduler.",
        ),
    ] = None,
    same_voice: SameVoice = False,
    season: Annotated[int | None, typer.Option(min=1, help="The season's number.")] = None,
    number: Annotated[
        int | None,
        typer.Option(min=1, help="The episode's number; that of the first of several."),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="transcript|script",
            help="What an episode is made from whose script was edited: the script, unless you "
            "say otherwise.",
        ),
    ] = None,
    replaces: Annotated[
        bool,
        typer.Option(
            "--replace", help="Take the place of another episode that has the same title."
        ),
    ] = False,
    same_as: Annotated[
        str | None,
        typer.Option(
            "--same-as",
            metavar="EPISODE",
            help="The episode that it is, whose transcript had another name and title.",
        ),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="It is a new episode, though it says what one says.")
    ] = False,
    date: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"],
            metavar="YYYY-MM-DD",
            help="When it is published, several a minute apart; at first the day on which it is "
            "first made.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the plan and all problems; make nothing.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and make again what changes, until Ctrl-C.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Tell on stderr what happens, as the log does.")
    ] = False,
    listen: Annotated[
        bool | None,
        typer.Option(
            "--listen/--no-listen",
            help="Recognise what was spoken and tell which sentences are not heard as written; as "
            "listen in show.toml says.",
        ),
    ] = None,
    all_findings: AllFindings = False,
    as_json: AsJson = False,
) -> None:
    """Make episodes from transcripts: cast, speak, stitch, encode, tag.

    What was made before is not made again: after an edit only the changed sentences are spoken.
    """
    from producer import pipeline
    from producer.commands import log, watching
    from producer.plan import status
    from producer.show.show import load

    if missing not in (None, "keep", "skip", "fail"):
        raise UsageError(f"--missing cannot be '{missing}'", advice="Choose keep, skip or fail")
    if from_ not in (None, "transcript", "script"):
        raise UsageError(
            f"an episode cannot be made from '{from_}'", advice="Choose transcript or script"
        )
    if same_as is not None and new:
        raise UsageError("--same-as and --new contradict each other", advice="Choose one")
    answer = "" if new else same_as
    show = _with_store(load(show_file), store)
    names = parsed_editions(edition)
    tags = parsed_languages(languages)

    def requests() -> list[Request]:
        show = _with_store(load(show_file), store)
        transcripts = _files_to_make(
            status.expanded(files, show), show, output, from_transcript=from_ == "transcript"
        )
        if title and len(transcripts) > 1:
            raise UsageError("--title names one episode, but there are several transcripts")
        if answer and len(transcripts) > 1:
            raise UsageError("--same-as names one episode, but there are several transcripts")
        return [
            pipeline.Request(
                transcript=file,
                show=show,
                engine=engine,
                editions=names,
                output=output,
                title=title,
                missing=missing,
                jobs=jobs,
                same_voice=same_voice,
                season=season,
                number=None if number is None else number + index,
                max_requests_per_minute=max_requests_per_minute,
                unconfirmed=unconfirmed,
                languages=tags,
                # So that apps, which order by date, keep the order of the transcripts.
                date=date and date + timedelta(minutes=index),
                cluster=cluster or "",
                replaces=replaces,
                same_as=answer,
            )
            for index, file in enumerate(transcripts)
        ]

    with log.logged(show, verbose=verbose, to_file=not dry_run):
        if watch:
            watching.make_again(make_all, requests, files, show_file)
        elif dry_run:
            _show_plans(requests(), as_json=as_json, all_findings=all_findings)
        else:
            try:
                make_all(requests(), as_json=as_json, all_findings=all_findings, listen=listen)
            except EpisodeRenamed as error:
                answer = _whether_same(error)
                make_all(requests(), as_json=as_json, all_findings=all_findings, listen=listen)


def _whether_same(error: EpisodeRenamed) -> str:
    """What a person says: the slug of the episode that it is, or "" for none. Raises `error` where
    nobody can answer."""
    from producer.commands.start import is_terminal

    if not is_terminal():
        raise error
    console.message(error_text(error))
    question = f"Is it the episode {error.slug} under another name?"
    return error.slug if typer.confirm(localized(question), err=True) else ""


def _files_to_make(
    paths: Sequence[Path], show: Show, output: Path | None, *, from_transcript: bool
) -> list[Path]:
    """Each path, or the script that its episode is made from, which a person is told."""
    from producer.plan.scripts import file_to_make, is_outdated

    files: dict[Path, Path] = {}
    for path in paths:
        file = file_to_make(path, show, output or show.output, from_transcript=from_transcript)
        if file != path and not from_transcript and file.resolve() not in files:
            changed = ", which has been changed since" if is_outdated(file, path) else ""
            console.message(
                f"made from the script {file} of {path}{changed}; "
                "--from transcript makes it from the transcript"
            )
        files.setdefault(file.resolve(), file)
    return [*files.values()]


def _with_store(show: Show, store: str | None) -> Show:
    """The show with the place that `--store` names instead of that in its settings."""
    from producer.show.settings import shared_place

    if store is None:
        return show
    try:
        place = shared_place(store)
    except ValueError as error:
        raise UsageError(f"--store: {error}") from error
    if place and "://" not in place:
        place = str(Path(place).absolute())
    return replace(show, settings=show.settings.model_copy(update={"store": place}))


def _show_plans(requests: Sequence[Request], *, as_json: bool, all_findings: bool) -> None:
    from producer import pipeline

    with console.progress() as progress:
        plans = pipeline.plan_all(requests, progress)
    if not all(isinstance(plan, ProducerError) for plan in plans):
        pipeline.require_cover(requests[0].show)
    entries: list[dict[str, Any]] = []
    failures: list[ProducerError] = []
    for request, plan in zip(requests, plans, strict=True):
        try:
            if isinstance(plan, ProducerError):
                raise plan
            pipeline.require_place(plan)
        except ProducerError as error:
            failures.append(error)
            _tell_failure(request, error, alone=len(requests) == 1)
            continue
        entries.append(summary.plan_json(plan))
        if not as_json:
            console.result(summary.plan_text(plan, all_findings=all_findings))
    if as_json:
        console.result_json({"episodes": entries})
    _raise_together(failures, len(requests))


def make_all(
    requests: Sequence[Request],
    *,
    as_json: bool = False,
    all_findings: bool = False,
    listen: bool | None = None,
) -> None:
    """Make episodes, tell of each as soon as it is finished, and of all together at the end."""
    from producer import pipeline

    for request in requests:
        _log.info("transcript: %r", str(request.transcript))
    entries: list[dict[str, Any]] = []
    rows: list[tuple[str, ...]] = []
    notes: dict[str, None] = {}
    failures: list[ProducerError] = []

    def failed(request: Request, error: ProducerError) -> None:
        failures.append(error)
        rows.append(summary.failed_row(request.transcript, error))
        _tell_failure(request, error, alone=len(requests) == 1)

    with (
        console.progress() as progress,
        pipeline.ready(requests) as workers,
        ExitStack() as ends,
    ):
        planned: list[tuple[Request, Plan]] = []
        for request, plan in zip(requests, pipeline.plan_all(requests, progress), strict=True):
            if isinstance(plan, ProducerError):
                failed(request, plan)
            else:
                planned.append((request, plan))
        episodes = pipeline.make_all([plan for _, plan in planned], progress, workers)
        # An error here ends it at once, not when the interpreter does, too late for a cluster.
        ends.callback(episodes.close)
        for (request, _), (plan, episode) in zip(planned, episodes, strict=True):
            if isinstance(episode, ProducerError):
                failed(request, episode)
                continue
            report = None
            if plan.show.settings.listen.always if listen is None else listen:
                episode, report = _heard(plan, episode, progress)
            entries.append(summary.episode_json(episode) | heard_json(report))
            if len(requests) > 1:
                progress.note(f"{len(rows) + 1} of {len(requests)}: {episode.folder}")
            rows.append(summary.made_row(episode))
            notes |= dict.fromkeys(episode.notes)
            if len(requests) == 1 and not as_json:
                console.result(summary.episode_text(plan, episode, all_findings=all_findings))
            if report and not as_json:
                tell(report)
    if as_json:
        console.result_json({"episodes": entries})
    elif len(requests) > 1:
        console.result(console.table(rows, summary.HEADER))
        for note in notes:
            console.result(note)
    _raise_together(failures, len(requests))


def _heard(plan: Plan, episode: Episode, progress: Progress) -> tuple[Episode, HearingReport]:
    """Listen to an episode; what is wrong is spoken again, and the episode made with it."""
    from producer import pipeline
    from producer.episode import hearing
    from producer.listening.ear import Ear
    from producer.publish import manifest

    ear = Ear(plan.show.settings.listen.model)
    report = hearing.hear(plan, ear, progress)
    if hearing.speak_again(plan, report, ear, progress):
        episode = pipeline.make(plan, progress)
        report = hearing.hear(plan, ear, progress)
    if episode_manifest := manifest.load(episode.folder):
        hearing.write_report(episode.folder, report, episode_manifest)
    return episode, report


def _tell_failure(request: Request, error: ProducerError, *, alone: bool) -> None:
    """Say at once why there is no episode. One that is alone ends the command."""
    if isinstance(error, SynthesisFailed):
        command = shlex.join(["producer", *sys.argv[1:]])
        error.advice = f"To go on from there: {command}"
    if alone:
        raise error
    _log.error("failed: %s", error)
    where = "" if str(error).startswith(f"{request.transcript}:") else f"{request.transcript}: "
    console.message(f"producer: {where}{error}")


def _raise_together(failures: Sequence[ProducerError], count: int) -> None:
    """Where nothing was made for one reason the command ends with its status, or else with 1."""
    if not failures:
        return
    together = ProducerError(f"{len(failures)} of {count} transcripts could not be made")
    codes = {error.exit_code for error in failures}
    together.exit_code = codes.pop() if len(codes) == 1 and len(failures) == count else 1
    raise together from failures[-1]
