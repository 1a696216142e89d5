"""A transcript that a browser sends becomes a file in seeds/."""

from __future__ import annotations

import secrets
from pathlib import Path, PurePosixPath

from producer.errors import InputError, UsageError
from producer.plan.outline import read_script
from producer.plan.slug import slugify
from producer.review.limited import run_limited
from producer.review.workspace import Workspace
from producer.show.show import Show
from producer.store import Store, write_atomically
from producer.transcript.readers import READERS

_LIMIT_S = 30.0
"""So long may the reading of a transcript take that a browser has sent."""


def take_in(name: str, content: bytes, workspace: Workspace, store: Store) -> Path:
    """Keep `content` as a transcript of the show, under a name made from `name`; a file of the
    same content is not kept twice. Raises `InputError` if it cannot be read as a transcript."""
    given_name = PurePosixPath(name.replace("\\", "/").rpartition("/")[2])
    suffix = given_name.suffix.lower()
    if suffix not in READERS:
        raise UsageError(
            f"a file '{suffix or given_name.name}' is no transcript",
            advice=f"Give {', '.join(READERS)}",
        )
    _require_readable(given_name.name, suffix, content, workspace, store)
    stem = slugify(given_name.stem)
    for number in range(1, 1000):
        file = workspace.seeds / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        if not file.exists():
            write_atomically(file, content)
            return file
        if file.read_bytes() == content:
            return file
    raise UsageError(f"there are too many transcripts called '{stem}'")


def _require_readable(
    name: str, suffix: str, content: bytes, workspace: Workspace, store: Store
) -> None:
    """Raise `InputError`, which names the file as the person knows it, for no transcript."""
    trial = store.parts / f"import-{secrets.token_hex(8)}{suffix}"
    write_atomically(trial, content)
    show, languages = workspace.show, workspace.options.languages
    try:
        run_limited(_read, trial, show, languages, seconds=_LIMIT_S)
    except InputError as error:
        error.path = name
        raise
    finally:
        trial.unlink(missing_ok=True)


def _read(file: Path, show: Show, languages: tuple[str, ...] | None) -> None:
    read_script(file, show, languages=languages)
