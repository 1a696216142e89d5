"""`producer make`: everything, from transcript to episode."""

from __future__ import annotations

import logging
import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producer.commands import console
from producer.commands.options import (
    AsJson,
    EngineName,
    Languages,
    SameVoice,
    ShowFile,
    Transcripts,
    parsed_languages,
)
from producer.errors import ProducerError, SynthesisFailed, UsageError
from producer.timing import clock

if TYPE_CHECKING:
    from producer.pipeline import Episode, Plan, Request

_MOST_SHOWN = 12
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
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where episodes go; the show's output/.")
    ] = None,
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
    same_voice: SameVoice = False,
    season: Annotated[int | None, typer.Option(min=1, help="The season's number.")] = None,
    number: Annotated[int | None, typer.Option(min=1, help="The episode's number.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the plan and all problems; make nothing.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Tell on stderr what happens, as the log does.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make episodes from transcripts: cast, speak, stitch, encode, tag.

    What was made before is not made again: after an edit only the changed sentences are spoken.
    """
    from producer import pipeline
    from producer.commands import log
    from producer.show import load

    if missing not in (None, "keep", "skip", "fail"):
        raise UsageError(f"--missing cannot be '{missing}'", advice="Choose keep, skip or fail")
    if title and len(files) > 1:
        raise UsageError("--title names one episode, but there are several transcripts")
    of = load(show)
    names = tuple(name.strip() for name in edition.split(",")) if edition else None
    tags = parsed_languages(languages)
    requests = [
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
            number,
            max_requests_per_minute,
            unconfirmed,
            tags,
        )
        for file in files
    ]
    with log.logged(of, verbose=verbose, to_file=not dry_run):
        _make_all(requests, dry_run=dry_run, as_json=as_json)


def _make_all(requests: Sequence[Request], *, dry_run: bool, as_json: bool) -> None:
    from producer import pipeline

    results: list[dict[str, Any]] = []
    failures: list[ProducerError] = []
    for request in requests:
        _log.info("transcript: %r", str(request.transcript))
        try:
            with console.progress() as progress:
                plan = pipeline.plan(request, progress)
                episode = None if dry_run else pipeline.make(plan, progress)
        except ProducerError as error:
            if isinstance(error, SynthesisFailed):
                command = shlex.join(["producer", *sys.argv[1:]])
                error.advice = f"To go on from there: {command}"
            if len(requests) == 1:
                raise
            _log.error("failed: %s", error, exc_info=True)
            console.message(f"producer: {request.transcript}: {error}")
            failures.append(error)
            continue
        if not as_json:
            console.result(_plan_text(plan) if episode is None else _summary(plan, episode))
        results.append(_plan_json(plan) if episode is None else _episode_json(episode))
    if as_json:
        console.result_json({"episodes": results})
    if failures:
        raise ProducerError(
            f"{len(failures)} of {len(requests)} transcripts could not be made"
        ) from failures[-1]


def _plan_text(plan: Plan) -> str:
    from producer.model import NARRATOR

    script = plan.script
    people = [(s, lang, d.voice) for s, ds in plan.deliveries.items() for lang, d in ds.items()]
    characters = sum(len(u.text) for u in plan.utterances)
    lines = [
        f"{' / '.join(dict.fromkeys(script.title.values()))} → {plan.folder}/",
        f"  {len(script.turns)} turns, {len(plan.utterances)} sentences, {characters} characters; "
        f"{plan.missing_clips} to be spoken by {plan.engine.name}",
        f"  editions: {', '.join(plan.order)}",
        "  cast:",
        console.table(
            [
                ("   ", "narrator" if s == NARRATOR else s, lang, voice, _new(plan, s, lang))
                for s, lang, voice in people
            ]
        ),
    ]
    if otherwise := _said_otherwise(plan):
        rows = [("   ", la, f"{n} ×", was, "→", said or "–") for la, was, said, n in otherwise]
        lines += ["  said otherwise than written:", console.table(rows[:_MOST_SHOWN])]
        if len(rows) > _MOST_SHOWN:
            lines.append(f"    and {len(rows) - _MOST_SHOWN} more: --json has them all")
    if script.findings:
        lines += ["  findings:", console.findings(_findings_json(plan), "    ")]
    return "\n".join(lines)


def _said_otherwise(plan: Plan) -> list[tuple[str, str, str, int]]:
    """Language, what is written and what is said instead, and how often, the most frequent
    first."""
    found = Counter(
        (language, said.written[part.start : part.end].strip(), part.spoken.strip())
        for (_, language), passage in plan.passages.items()
        for said in passage
        for part in said.spoken.replaced
    )
    return [(*what, count) for what, count in found.most_common() if what[1] != what[2]]


def _new(plan: Plan, speaker: str, language: str) -> str:
    return "new" if (speaker, language) in plan.new_cast else ""


def _plan_json(plan: Plan) -> dict[str, Any]:
    return {
        "slug": plan.slug,
        "folder": str(plan.folder),
        "engine": plan.engine.name,
        "editions": list(plan.order),
        "utterances": len(plan.utterances),
        "to_speak": plan.missing_clips,
        "cast": {s: {la: d.voice for la, d in ds.items()} for s, ds in plan.deliveries.items()},
        "said_otherwise": [
            {"language": language, "written": written, "spoken": said, "count": count}
            for language, written, said, count in _said_otherwise(plan)
        ],
        "findings": _findings_json(plan),
    }


def _episode_json(episode: Episode) -> dict[str, Any]:
    from producer.publish import manifest

    return {
        "slug": episode.manifest["slug"],
        "folder": str(episode.folder),
        "manifest": str(episode.folder / manifest.FILE),
        "engine": episode.manifest["engine"],
        "draft": episode.manifest["draft"],
        "clips": {"spoken": episode.spoken, "reused": episode.reused},
        "notes": list(episode.notes),
        "editions": {
            name: {key: value for key, value in entry.items() if key not in ("cues", "chapters")}
            | {"file": str(episode.folder / entry["file"])}
            for name, entry in episode.manifest["editions"].items()
        },
    }


def _summary(plan: Plan, episode: Episode) -> str:
    made = episode.manifest
    draft = "  DRAFT" if made["draft"] else ""
    rows = [
        (
            "   ",
            str(episode.folder / entry["file"]),
            clock(entry["duration_ms"]),
            f"{entry['bytes'] / 1e6:.1f} MB",
            f"{entry['loudness_lufs']:.1f} LUFS",
            f"peak {entry['true_peak_dbtp']:.1f} dBTP",
        )
        for entry in made["editions"].values()
    ]
    lines = [
        f"{' / '.join(dict.fromkeys(made['title'].values()))}{draft}",
        console.table(rows),
        f"    {episode.spoken} clips spoken by {made['engine']}, {episode.reused} from the store",
    ]
    if plan.new_cast:
        lines.append(f"    new voices in {plan.show.cast_file}: change them there at any time")
    lines += [f"    {note}" for note in episode.notes]
    if plan.script.findings:
        lines += ["  findings:", console.findings(_findings_json(plan), "    ")]
    return "\n".join(lines)


def _findings_json(plan: Plan) -> list[dict[str, Any]]:
    from producer.publish.manifest import findings_entry

    return findings_entry(plan.script.findings)
