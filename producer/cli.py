"""`producer`: the typer app, and the one place where an error becomes a message and an exit code.

Commands import what they need when they run, so that `producer --help` answers at once.
"""

from __future__ import annotations

import errno
import gc
import inspect
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from producer import __version__
from producer.commands import (
    align,
    audition,
    cast,
    check,
    clean,
    console,
    doctor,
    export,
    feed,
    help_texts,
    init,
    interruption,
    lexicon,
    listen,
    make,
    models,
    publish,
    review,
    script,
    start,
    status,
    translate,
    voices,
)
from producer.errors import ProducerError
from producer.localization import error_text

_GARBAGE = 20_000
"""So many objects more than before are to be there until garbage is looked for. With Python's 700,
that takes a tenth of all the time in which modules are imported and scripts are read."""


class _Commands(TyperGroup):
    def main(self, *arguments: Any, **options: Any) -> Any:
        gc.set_threshold(_GARBAGE)
        help_texts.localize_typer()
        help_texts.localize(self)
        return super().main(*arguments, **options)

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        try:
            return super().make_context(*arguments, **options)
        except help_texts.UsageMistake as mistake:
            raise help_texts.localized_mistake(mistake) from None

    def invoke(self, ctx: Any) -> Any:
        try:
            with interruption.interruptible():
                return super().invoke(ctx)
        except help_texts.UsageMistake as mistake:
            raise help_texts.localized_mistake(mistake) from None
        except ProducerError as error:
            console.message(f"producer: {error_text(error)}")
            raise typer.Exit(error.exit_code) from error
        except OSError as error:
            # From the machine, not from a mistake of ours: a full disk behind stdout, a name that
            # no disk takes. Of a closed pipe, as before `head`, typer tells nothing.
            if error.errno == errno.EPIPE:
                raise
            where = f"{error.filename}: " if error.filename else ""
            console.message(f"producer: {where}{error.strerror or error}")
            raise typer.Exit(ProducerError.exit_code) from error
        except KeyboardInterrupt:
            console.message(interruption.MESSAGE)
            raise typer.Exit(interruption.EXIT_CODE) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Makes bilingual podcast episodes from the transcript of a conversation.\n\n"
    "Start with `producer init DIR` and `producer make FILE`; look before you speak with "
    "`producer script FILE`.",
    epilog="Exit codes: 0 done, 1 some passage failed, 2 wrong usage, 3 a file cannot be used, "
    "4 an engine or service does not answer, 130 interrupted.",
)


def _version(is_asked: bool) -> None:
    if is_asked:
        print(f"producer {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    # A file's name may hold what no encoding has, and a terminal lack what is to be shown.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _add(command: Callable[..., None], cls: type[TyperCommand] = TyperCommand) -> None:
    """Add a command under its own name with its docstring as help: typer would keep the line
    breaks of the source, which fall anywhere on a terminal of another width."""
    paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    text = "\n\n".join(" ".join(p.split()) for p in paragraphs)
    app.command(command.__name__, cls=cls, help=text)(command)


_add(init.init)
_add(start.start)
_add(make.make)
_add(script.script, script.Command)
_add(translate.translate)
_add(status.status)
_add(cast.cast)
app.add_typer(lexicon.app, name="lexicon")
app.add_typer(models.app, name="models")
_add(voices.voices)
_add(audition.audition)
_add(check.check)
_add(listen.listen)
_add(align.align)
_add(clean.clean)
_add(doctor.doctor)
_add(feed.feed)
_add(publish.publish)
_add(export.export)
_add(review.review)
