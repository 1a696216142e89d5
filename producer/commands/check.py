"""`producer check`: what platforms and players would say of an episode or feed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson
from producer.errors import UsageError
from producer.localization import localized, localized_name

if TYPE_CHECKING:
    from producer.check import Report, Section
    from producer.check.picture_data import PictureContents

_MARKS = {"passed": "✓", "failed": "✗", "not applicable": "–"}
_HEADER = ("", "", "measured", "wanted", "by")
_WIDEST = 60
"""Characters of what was measured in the table; all of it stands below."""


def check(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="An episode's folder, one of its MP3s, a feed, or the folder of all episodes.",
        ),
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
        bool, typer.Option("--terminal", help="Show level, speakers and loudness here.")
    ] = False,
    show_all: Annotated[
        bool, typer.Option("--all", help="Show all that was checked, not only what failed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure a finished episode or feed against what Apple, Spotify and Podcasting 2.0 ask for.

    Ends with 1 if something fails.
    """
    from producer.check import State, check, scene_of

    if plot is not None and plot.suffix.lower() != ".png":
        raise UsageError(f"a picture cannot be written to {plot}", advice="Name a file.png")
    report = check(path)
    pictured = scene_of(report) if plot or terminal else None
    if pictured is not None:
        _picture(pictured, plot, terminal and not as_json)
    if as_json:
        console.result_json(report.as_json())
    else:
        console.result(_text(report, show_all=show_all))
        counts = (f"{report.count(state)} {localized_name(state)}" for state in State)
        console.result(f"\n{', '.join(counts)}")
    if report.failed:
        raise typer.Exit(1)


def _picture(scene: PictureContents, plot: Path | None, terminal: bool) -> None:
    import shutil

    from producer.check.picture import draw
    from producer.check.terminal_picture import text

    if plot is not None:
        draw(scene, plot)
        console.message(f"The picture is in {plot}.")
    if terminal:
        console.result(text(scene, shutil.get_terminal_size().columns) + "\n")


def _text(report: Report, *, show_all: bool) -> str:
    """A line for each file with what failed in it, or all that was checked, in one table so that
    its columns stand in line."""
    if not show_all:
        return "\n".join(line for section in report.sections for line in _brief(section))
    rows = [_HEADER, *(row for section in report.sections for row in _rows(section))]
    lines = iter(console.table(rows).split("\n"))
    text = [next(lines)]
    for section in report.sections:
        text += ["", section.file, *(next(lines) for _ in _rows(section))]
        for line in section.lines:
            if len(line.measured) > _WIDEST:
                text.append(f"    {localized_name(line.check)}: {line.measured}")
            if line.advice:
                text.append(f"    {localized_name(line.check)}: {line.advice}.")
    return "\n".join(text)


def _brief(section: Section) -> Iterator[str]:
    """A file, what failed in it and what to do about it."""
    from producer.check import State

    failures = [line for line in section.lines if line.state is State.FAILED]
    passed = sum(line.state is State.PASSED for line in section.lines)
    summary = localized(section.summary or f"{passed} checks passed")
    yield f"{'✗' if failures else '✓'} {section.file}" + ("" if failures else f": {summary}")
    for line in failures:
        name, asked_by = localized_name(line.check), localized_name(line.asked_by)
        yield f"    ✗ {name}: {line.measured}; wanted: {line.wanted} ({asked_by})"
        if line.advice:
            yield f"      {line.advice}."


def _rows(section: Section) -> Iterator[tuple[str, ...]]:
    if section.summary and not section.failed:
        yield "  ✓", "all", section.summary, "", ""
        return
    for line in section.lines:
        fits = len(line.measured) <= _WIDEST
        measured = line.measured if fits else f"{line.measured[: _WIDEST - 1]}…"
        name, asked_by = localized_name(line.check), localized_name(line.asked_by)
        yield (f"  {_MARKS[line.state]}", name, measured, line.wanted, asked_by)
