"""`producer status`: every transcript and episode, and what has changed, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, Output, ShowFile
from producer.localization import localized

if TYPE_CHECKING:
    from producer.plan.status import Standing


def status(
    show_file: ShowFile = None,
    output: Output = None,
    engine: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="As for make; the one that spoke an episode last."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show every transcript in seeds/ and every episode: what is new, made, published or changed,
    and why.

    Nothing is asked of any service, and nothing is made.
    """
    from producer.plan.status import standings
    from producer.show.show import load

    all_standings = standings(load(show_file), output, engine)
    if as_json:
        console.result_json(
            {
                "transcripts": [
                    {"state": standing.state, **asdict(standing), **_paths(standing)}
                    for standing in all_standings
                ]
            }
        )
        return
    if not all_standings:
        console.result("There is no transcript in seeds/ and no episode in output/.")
        return
    rows = [
        (
            localized(standing.state_in_words),
            _path(standing) or "–",
            standing.slug or "–",
            _remarks(standing),
        )
        for standing in all_standings
    ]
    console.result(console.table(rows, ("", "transcript", "episode", "")))
    outdated = [standing for standing in all_standings if standing.state in ("new", "stale")]
    if outdated:
        console.message("`producer make seeds` makes what is new or has changed.")


def _path(standing: Standing) -> str | None:
    return str(standing.transcript) if standing.transcript else None


def _paths(standing: Standing) -> dict[str, str | None]:
    script = str(standing.script) if standing.script else None
    return {"transcript": _path(standing), "script": script}


def _remarks(standing: Standing) -> str:
    from producer.plan.status import counted

    to_speak = [f"{counted(standing.to_speak, 'sentence')} to speak"] if standing.to_speak else []
    return "; ".join(map(localized, [*standing.remarks, *to_speak]))
