"""`producer check`: what platforms and players would say of an episode or feed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson

if TYPE_CHECKING:
    from producer.check import Line, Report, Section

_MARKS = {"passed": "✓", "failed": "✗", "not applicable": "–"}


def check(
    path: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="An episode's folder, one of its MP3s, or a feed."),
    ],
    plot: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.png",
            help="Draw waveform, speakers, loudness, chapters and pauses of the MP3, or of an "
            "episode's first edition.",
        ),
    ] = None,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="Show waveform and loudness here.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure a finished episode or feed against what Apple, Spotify and Podcasting 2.0 ask for.

    Ends with 1 if something fails.
    """
    from producer import check as checking

    report = checking.check(path)
    if as_json:
        console.result_json(report.as_json())
    else:
        console.result(_text(report))
    if report.failed:
        raise typer.Exit(1)


def _text(report: Report) -> str:
    from producer.check import State

    counts = ", ".join(f"{report.count(state)} {state}" for state in State)
    return "\n".join([*(line for s in report.sections for line in _section(s)), counts])


def _section(section: Section) -> list[str]:
    if section.summary and not section.failed:
        return [f"{section.file}\n  ✓ {section.summary}"]
    table = console.table([_row(line) for line in section.lines])
    return [
        section.file,
        table,
        *(f"    {line.check}: {line.advice}" for line in section.lines if line.advice),
    ]


def _row(line: Line) -> tuple[str, ...]:
    return ("  " + _MARKS[line.state], line.check, line.measured, line.wanted, line.asked_by)
