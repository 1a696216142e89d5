"""`producer listen`: whether what was written is what is heard, sentence by sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, EngineName, ShowFile

if TYPE_CHECKING:
    from producer.episode.hearing import HearingReport

_SHOWN = 40


def listen(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Transcripts of episodes; else all that were made."),
    ] = None,
    engine: EngineName = None,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="Who listens: whisper-base, whisper-small.")
    ] = "whisper-base",
    show_file: ShowFile = None,
    as_json: AsJson = False,
) -> None:
    """Recognise every spoken sentence and compare it with what it should say.

    A sentence is heard once: only what was spoken anew is listened to again. Ends with 1 if a
    sentence is wrong: something is missing, or something else is said.
    """
    from producer.episode.hearing import hear_episodes
    from producer.show.show import load

    with console.progress() as progress:
        reports = hear_episodes(load(show_file), files, engine, model, progress)
    if as_json:
        console.result_json([_entry(report) for report in reports])
    else:
        for report in reports:
            tell(report)
    if any(line.outcome.state == "wrong" for report in reports for line in report.lines):
        raise typer.Exit(1)


def _entry(report: HearingReport) -> dict[str, object]:
    return {
        "transcript": str(report.transcript),
        "engine": report.engine,
        "unspoken": report.unspoken,
        "sentences": [
            {
                "turn": line.turn,
                "language": line.language,
                "speaker": line.speaker,
                "text": line.text,
                "heard": line.hearing.text,
                "state": line.outcome.state,
                "kind": line.outcome.kind,
                "differs": round(line.outcome.share, 3),
                "due": line.outcome.due,
                "instead": line.outcome.instead,
            }
            for line in report.lines
        ],
    }


def heard_json(report: HearingReport | None) -> dict[str, object]:
    """What `make` says in JSON of an episode that was listened to; nothing of others."""
    return {} if report is None else {"listening": _entry(report)}


def tell(report: HearingReport) -> None:
    """Say how many sentences are heard, and which are not as they should be."""
    states = [line.outcome.state for line in report.lines]
    counts = ", ".join(f"{states.count(s)} {s}" for s in ("heard", "doubtful", "wrong"))
    console.result(f"{report.transcript}: {len(states)} sentences, {counts}")
    rows = [
        (
            line.outcome.state,
            f"turn {line.turn}, {line.language}" if line.turn else line.language,
            line.outcome.kind,
            f"“{line.outcome.due}” → “{line.outcome.instead}”",
            line.text[:_SHOWN],
        )
        for line in sorted(report.lines, key=lambda line: line.outcome.state != "wrong")
        if line.outcome.state != "heard"
    ]
    if rows:
        console.result(console.table(rows))
    if report.unspoken:
        console.message(f"{report.unspoken} sentences have not been spoken yet: `producer make`")
