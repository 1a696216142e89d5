"""`producer review`: look at a script in a browser, hear it, mend it, make the episode."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import (
    EngineName,
    Languages,
    Output,
    ShowFile,
    parsed_editions,
    parsed_languages,
)
from producer.errors import UsageError

if TYPE_CHECKING:
    from producer.show.show import Show


def review(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|EPISODE",
            help="Transcripts, or names or folders of finished episodes; besides those in seeds/.",
        ),
    ] = None,
    engine: EngineName = None,
    edition: Annotated[
        str | None, typer.Option(metavar="LIST", help="What `make` makes, such as zh-en,zh,en.")
    ] = None,
    languages: Languages = None,
    output: Output = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Where to listen. Other machines can reach only other addresses than 127.0.0.1, "
            "and then the printed link, with its token, is needed.",
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any that is free.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,
    show_file: ShowFile = None,
) -> None:
    """Review transcripts in a browser: hear passages, mend the text, choose voices, make episodes.

    Each change is written to the script, the cast or the lexicon file, and can be undone. Ends
    with Ctrl-C.
    """
    try:
        from producer.review.review_items import ReviewOptions
        from producer.review.server import Server
        from producer.review.workspace import Workspace

    except ModuleNotFoundError as error:
        from producer.installation import install_command

        raise UsageError(
            f"the review page needs a package that is missing ({error.name})",
            advice=f"Install it: {install_command('review')}",
        ) from error
    from producer.commands import log
    from producer.show.show import load

    show = load(show_file)
    editions = parsed_editions(edition)
    chosen = [_transcript(name, show, output) for name in files or ()]
    options = ReviewOptions(engine, editions, output, parsed_languages(languages))
    workspace = Workspace(show.file, chosen, options)
    server = Server(workspace, host, port)
    address = server.address(chosen[0] if chosen else None)

    def ready() -> None:
        console.message(f"The review page is at {address} (Ctrl-C ends it)")
        if browser:
            import webbrowser

            webbrowser.open(address)

    with log.logged(show, verbose=False, to_file=True):
        server.run(ready)


def _transcript(name: str, show: Show, output: Path | None) -> Path:
    """The transcript that is named, or that a finished episode was made from."""
    from producer.publish import manifest

    path = Path(name)
    folder = path if path.is_dir() else (output or show.output) / name
    if not path.is_file() and (entries := manifest.load(folder)) is not None:
        path = show.folder / entries.source
        if not path.is_file():
            raise UsageError(
                f"the transcript {path}, of which {folder} was made, is not there",
                advice="Name the file where it is now",
            )
    if not path.is_file():
        raise UsageError(
            f"there is no transcript or episode '{name}'",
            advice="Name a file, an episode in output/, or nothing for all in seeds/",
        )
    return path
