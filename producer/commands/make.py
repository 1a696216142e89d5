"""`producer make`: everything, from transcript to episode."""

from __future__ import annotations

import logging
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producer.commands import console, summary
from producer.commands.options import (
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
from producer.errors import ProducerError, SynthesisFailed, UsageError

if TYPE_CHECKING:
    from producer.pipeline import Plan, Request
    from producer.show import Show

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
    show: ShowFile = None,
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
    date: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"],
            metavar="YYYY-MM-DD",
            help="When it is published; at first the day on which it is first made.",
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
    as_json: AsJson = False,
) -> None:
    """Make episodes from transcripts: cast, speak, stitch, encode, tag.

    What was made before is not made again: after an edit only the changed sentences are spoken.
    """
    from producer import pipeline, series
    from producer.commands import log, watching
    from producer.show import load

    if missing not in (None, "keep", "skip", "fail"):
        raise UsageError(f"--missing cannot be '{missing}'", advice="Choose keep, skip or fail")
    of = _with_store(load(show), store)
    names = parsed_editions(edition)
    tags = parsed_languages(languages)

    def requests() -> list[Request]:
        of = _with_store(load(show), store)
        found = series.expanded(files, of)
        if title and len(found) > 1:
            raise UsageError("--title names one episode, but there are several transcripts")
        return [
            pipeline.Request(
                file,
                of,
                engine,
                names,
                output,
                title,
                missing,
                jobs,
                same_voice,
                season,
                None if number is None else number + index,
                max_requests_per_minute,
                unconfirmed,
                tags,
                date,
                cluster or "",
            )
            for index, file in enumerate(found)
        ]

    with log.logged(of, verbose=verbose, to_file=not dry_run):
        if watch:
            watching.make_again(requests, files, show)
        elif dry_run:
            _show_plans(requests(), as_json=as_json)
        else:
            make_all(requests(), as_json=as_json)


def _with_store(of: Show, store: str | None) -> Show:
    """The show with the place that `--store` names instead of that in its settings."""
    from producer.settings import shared_place

    if store is None:
        return of
    try:
        place = shared_place(store)
    except ValueError as error:
        raise UsageError(f"--store: {error}") from error
    if place and "://" not in place:
        place = str(Path(place).absolute())
    return replace(of, settings=of.settings.model_copy(update={"store": place}))


def _show_plans(requests: Sequence[Request], *, as_json: bool) -> None:
    from producer import pipeline

    with console.progress() as progress:
        plans = pipeline.plan_all(requests, progress)
    if not all(isinstance(plan, ProducerError) for plan in plans):
        pipeline.require_cover(requests[0].show)
    told: list[dict[str, Any]] = []
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
        told.append(summary.plan_json(plan))
        if not as_json:
            console.result(summary.plan_text(plan))
    if as_json:
        console.result_json({"episodes": told})
    _raise_together(failures, len(requests))


def make_all(requests: Sequence[Request], *, as_json: bool = False) -> None:
    """Make episodes, tell of each as soon as it is finished, and of all together at the end."""
    from producer import pipeline

    for request in requests:
        _log.info("transcript: %r", str(request.transcript))
    told: list[dict[str, Any]] = []
    rows: list[tuple[str, ...]] = []
    notes: dict[str, None] = {}
    failures: list[ProducerError] = []

    def failed(request: Request, error: ProducerError) -> None:
        failures.append(error)
        rows.append(summary.failed_row(request.transcript, error))
        _tell_failure(request, error, alone=len(requests) == 1)

    with console.progress() as progress, pipeline.ready(requests) as workers:
        planned: list[tuple[Request, Plan]] = []
        for request, plan in zip(requests, pipeline.plan_all(requests, progress), strict=True):
            if isinstance(plan, ProducerError):
                failed(request, plan)
            else:
                planned.append((request, plan))
        episodes = pipeline.make_all([plan for _, plan in planned], progress, workers)
        for (request, _), (plan, made) in zip(planned, episodes, strict=True):
            if isinstance(made, ProducerError):
                failed(request, made)
                continue
            told.append(summary.episode_json(made))
            if len(requests) > 1:
                progress.note(f"{len(rows) + 1} of {len(requests)}: {made.folder}")
            rows.append(summary.made_row(made))
            notes |= dict.fromkeys(made.notes)
            if len(requests) == 1 and not as_json:
                console.result(summary.episode_text(plan, made))
    if as_json:
        console.result_json({"episodes": told})
    elif len(requests) > 1:
        console.result(console.table(rows, summary.HEADER))
        for note in notes:
            console.result(note)
    _raise_together(failures, len(requests))


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
