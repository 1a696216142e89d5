"""`producer models`: which speech models are there, and `producer models get` fetches one."""

from __future__ import annotations

from typing import Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson

app = typer.Typer(
    help="List the speech models, or fetch one.", invoke_without_command=True, add_completion=False
)
_MB = 1_000_000


@app.callback()
def models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the speech models: what they are for, and which are on this machine."""
    if context.invoked_subcommand:
        return
    from producer.models import MODELS, is_there, models_folder

    folder = models_folder()
    if as_json:
        console.result_json(
            [
                {
                    "name": model.name,
                    "purpose": model.purpose,
                    "licence": model.licence,
                    "bytes": model.size,
                    "there": is_there(model),
                    "folder": str(folder / model.name),
                }
                for model in MODELS.values()
            ]
        )
        return
    rows = [
        (
            model.name,
            "there" if is_there(model) else "–",
            f"{model.size / _MB:,.0f} MB",
            model.licence,
            model.purpose,
        )
        for model in MODELS.values()
    ]
    console.result(console.table(rows, ("model", "", "size", "licence", "")))
    console.message(f"They are in {folder}. Fetch one: producer models get NAME")


@app.command("get")
def get(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which; see `producer models`.")],
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="URL|FOLDER",
            help="Where its files are; else where they are published.",
        ),
    ] = "",
    unless: Annotated[
        str | None,
        typer.Option(metavar="ENGINE", help="Fetch nothing where this engine answers."),
    ] = None,
    if_possible: Annotated[
        bool,
        typer.Option("--if-possible", help="End with 0 and a message where it cannot be had."),
    ] = False,
) -> None:
    """Fetch a speech model, or what is missing of it, and check every byte.

    What was interrupted goes on where it stopped. PRODUCER_MODELS names the folder for all models.
    """
    from producer.errors import ModelUnavailable
    from producer.models import fetch, model_named

    model = model_named(name)
    if unless is not None and _answers(unless):
        console.message(f"{unless} answers: nothing is fetched.")
        return
    with console.progress() as progress:
        total = -(-model.size // _MB)
        progress.start("fetching", total)
        come = steps = 0

        def watch(size: int) -> None:
            nonlocal come, steps
            come += size
            while steps < min(come // _MB, total):
                steps += 1
                progress.advance("fetching", model.name)

        try:
            folder = fetch(model, source, watch)
        except ModelUnavailable as error:
            if not if_possible:
                raise
            console.message(f"producer: {error}")
            return
        for _ in range(steps, total):
            progress.advance("fetching", model.name)
    console.message(f"{model.name} is in {folder}")


def _answers(name: str) -> bool:
    from producer.errors import EngineUnavailable
    from producer.plan.engine_choice import ask, make_engine
    from producer.show.show import load

    try:
        ask(make_engine(name, load(None)))
    except EngineUnavailable:
        return False
    return True
