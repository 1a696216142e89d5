"""Edits of files that a person may be editing at the same time, and their undoing.

    .producer/review/<time>.json

Each record has what a file held before an edit, and the digest of what it held after it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producer.errors import ProducerError
from producer.store import Store, write_atomically

KEPT = 100
"""So many edits can be undone, the newest."""

NO_FILE = ""
"""The digest of a file that is not there."""


class ChangedMeanwhile(ProducerError):
    """Another editor has changed a file since it was shown."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} has been changed by another editor since this page was loaded, "
            "so nothing was written",
            advice="Reload the page to see the change, then try again",
        )
        self.path = path


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that can be undone: of which file, and what was done, for a person."""

    path: Path
    what: str
    record: Path
    after: str


def digest(path: Path) -> str:
    """The SHA-256 of a file's content (hex), or `NO_FILE`."""
    content = _content(path)
    return NO_FILE if content is None else hashlib.sha256(content).hexdigest()


class History:
    """The edits of one show, in its store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = store.folder / "review"

    @contextlib.contextmanager
    def editing(self, path: Path, seen: str, what: str) -> Iterator[None]:
        """A block that writes `path`, if it is still as `seen`; else raises `ChangedMeanwhile`.

        Between the comparison and the end of the block no other process of ours is in such a
        block; an editor that writes in these milliseconds is not noticed.
        """
        with self._store.exclusively(edit=str(path.resolve())):
            require_unchanged(path, seen)
            before = _content(path)
            yield
            if _content(path) != before:
                self._remember(path, before, what)

    def last(self, paths: Collection[Path]) -> Edit | None:
        """The newest edit of one of `paths`."""
        wanted = {str(path.resolve()) for path in paths}
        for record in sorted(self._folder.glob("*.json"), reverse=True):
            told = _read(record)
            if told and told["file"] in wanted:
                return Edit(Path(told["file"]), told["what"], record, told["after"])
        return None

    def undo(self, paths: Collection[Path]) -> Edit | None:
        """Bring back what the last edited of `paths` held before. Raises `ChangedMeanwhile` if it
        has been changed since by somebody else."""
        edit = self.last(paths)
        if edit is None:
            return None
        before = (_read(edit.record) or {}).get("before")
        with self._store.exclusively(edit=str(edit.path)):
            require_unchanged(edit.path, edit.after)
            if before is None:
                edit.path.unlink(missing_ok=True)
            else:
                write_atomically(edit.path, before.encode(errors="surrogateescape"))
            edit.record.unlink(missing_ok=True)
        return edit

    def _remember(self, path: Path, before: bytes | None, what: str) -> None:
        told = {
            "file": str(path.resolve()),
            "what": what,
            # A person's editor may have saved it in another encoding: all bytes come back.
            "before": None if before is None else before.decode(errors="surrogateescape"),
            "after": digest(path),
        }
        record = self._folder / f"{time.time_ns():020}.json"
        write_atomically(record, json.dumps(told).encode())
        for old in sorted(self._folder.glob("*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)


def require_unchanged(path: Path, seen: str) -> None:
    """Raise `ChangedMeanwhile` unless `path` has the digest `seen`."""
    if digest(path) != seen:
        raise ChangedMeanwhile(path)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _read(record: Path) -> dict[str, Any] | None:
    """What a record tells; None for one that has gone or is damaged."""
    try:
        told = json.loads(record.read_bytes())
        return told if isinstance(told, dict) and {"file", "what", "after"} <= set(told) else None
    except (OSError, ValueError):
        return None
