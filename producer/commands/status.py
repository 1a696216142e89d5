"""`producer status`: every transcript and episode, and what is stale and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, Output, ShowFile

if TYPE_CHECKING:
    from producer.series import Standing


def status(
    show: ShowFile = None,
    output: Output = None,
    engine: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="As for make; the one that spoke an episode last."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show every transcript in seeds/ and every episode: what is new, made, published or stale,
    and why.

    Nothing is asked of any service, and nothing is made.
    """
    from producer.series import standings
    from producer.show import load

    found = standings(load(show), output, engine)
    if as_json:
        console.result_json(
            {
                "transcripts": [
                    {"state": one.state, **asdict(one), "transcript": _path(one)} for one in found
                ]
            }
        )
        return
    if not found:
        console.result("There is no transcript in seeds/ and no episode in output/.")
        return
    rows = [(one.state, _path(one) or "–", one.slug or "–", _remarks(one)) for one in found]
    console.result(console.table(rows, ("", "transcript", "episode", "")))
    outdated = [one for one in found if one.state in ("new", "stale")]
    if outdated:
        console.message("`producer make seeds` makes what is new or stale.")


def _path(one: Standing) -> str | None:
    return str(one.transcript) if one.transcript else None


def _remarks(one: Standing) -> str:
    from producer.series import counted

    to_speak = [f"{counted(one.to_speak, 'sentence')} to speak"] if one.to_speak else []
    return "; ".join([*one.remarks, *to_speak])
