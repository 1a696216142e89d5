"""`producer make --watch`: made again whenever something that it is made of changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from producer.commands import console
from producer.errors import ProducerError

if TYPE_CHECKING:
    from producer.pipeline import Request


_LOOK_MS = 200
_SETTINGS = (".toml", ".png", ".jpg", ".jpeg")


def make_again(
    make: Callable[[Sequence[Request]], None],
    requests: Callable[[], Sequence[Request]],
    files: Sequence[Path],
    show: Path | None,
) -> None:
    """`make` what `requests` gives now, and again after every change of the transcripts, the show's
    settings, the cast or the lexicon. Ends with Ctrl-C."""
    from watchfiles import watch

    from producer.show.show import load
    from producer.transcript.readers import READERS

    last_requests: list[Request] = []

    def make_now() -> None:
        try:
            last_requests[:] = requests()
            make(last_requests)
        except ProducerError as error:
            console.message(f"producer: {error}")
        console.message("waiting for changes; Ctrl-C ends it")

    folder = load(show).folder.resolve()
    watched = {path.resolve() if path.is_dir() else path.resolve().parent for path in files}
    watched |= {folder, folder / "voices"}
    theirs = (folder / "output", folder / ".producer")
    asked = [path.resolve() for path in files]

    def is_input(path: Path) -> bool:
        """Whether it may be a transcript that was asked for or its companion in the other
        language, or a setting or picture of the show; not the log that somebody has written."""
        if path.parent in (folder, folder / "voices") and path.suffix.lower() in _SETTINGS:
            return True
        return path.suffix.lower() in READERS and any(
            path.parent == path_asked
            or (path.parent == path_asked.parent and _stem(path) == _stem(path_asked))
            for path_asked in asked
        )

    def matters(_change: object, name: str) -> bool:
        path = Path(name)
        hidden = path.name.startswith(".") or path.name.endswith("~")
        output = {request.output.resolve() for request in last_requests if request.output}
        made_here = any(path.is_relative_to(own) for own in (*theirs, *output))
        return not hidden and not made_here and is_input(path)

    present = sorted(path for path in watched if path.is_dir())
    seen = watch(
        *present,
        watch_filter=matters,
        recursive=False,
        raise_interrupt=True,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
    )
    next(seen)  # From now on changes are seen, also those that come while something is made.
    make_now()
    for changes in seen:
        if changes:
            names = ", ".join(sorted({Path(name).name for _, name in changes}))
            console.message(f"changed: {names}")
            make_now()


def _stem(path: Path) -> str:
    """What `talk.zh.srt` and `talk.en.srt` have in common."""
    return path.name.split(".")[0]
