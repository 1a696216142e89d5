"""Edits of files that a person may be editing at the same time, their undoing and redoing.

    .producer/review/<time>.json
    .producer/review/undone/<time>.json

Each record has what a file held before an edit, and the digest of what it held after it; once the
edit is undone, the other way round, until it is redone or the file is edited anew.
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
"""So many edits can be undone, and so many redone, the newest."""

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
class FileEdit:
    """An edit that can be undone: of which file, and what was done, for a person."""

    path: Path
    description: str
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
        self._undone = self._folder / "undone"

    @contextlib.contextmanager
    def editing(self, path: Path, seen: str, description: str) -> Iterator[None]:
        """A block that writes `path`, if it is still as `seen`; else raises `ChangedMeanwhile`.

        Between the comparison and the end of the block no other process of ours is in such a
        block; an editor that writes in these milliseconds is not noticed.
        """
        with self._store.exclusively(edit=str(path.resolve())):
            require_unchanged(path, seen)
            before = _content(path)
            yield
            if _content(path) != before:
                self._remember(path, before, description)

    def last(self, paths: Collection[Path]) -> FileEdit | None:
        """The newest edit of one of `paths`, which is undone first."""
        return _newest(self._folder, paths)

    def last_undone(self, paths: Collection[Path]) -> FileEdit | None:
        """The edit of one of `paths` that was undone last, which is redone first."""
        return _newest(self._undone, paths)

    def undo(self, paths: Collection[Path]) -> FileEdit | None:
        """Bring back what the last edited of `paths` held before. Raises `ChangedMeanwhile` if it
        has been changed since by somebody else."""
        return self._turn_round(self.last(paths), self._undone)

    def redo(self, paths: Collection[Path]) -> FileEdit | None:
        """Bring back what the last undoing took away. Raises `ChangedMeanwhile` if the file has
        been changed since by somebody else."""
        return self._turn_round(self.last_undone(paths), self._folder)

    def _turn_round(self, edit: FileEdit | None, folder: Path) -> FileEdit | None:
        """Exchange what the file holds and what the record does, which goes to `folder`."""
        entries = _read(edit.record) if edit else None
        if edit is None or entries is None:
            return None
        former = entries.get("before")
        with self._store.exclusively(edit=str(edit.path)):
            require_unchanged(edit.path, edit.after)
            now = _content(edit.path)
            if former is None:
                edit.path.unlink(missing_ok=True)
            else:
                write_atomically(edit.path, former.encode(errors="surrogateescape"))
            _write(folder, edit.path, now, edit.description)
            edit.record.unlink(missing_ok=True)
        return edit

    def _remember(self, path: Path, before: bytes | None, description: str) -> None:
        _write(self._folder, path, before, description)
        # What was undone leads from a text that is not there any more.
        while stale := self.last_undone([path]):
            stale.record.unlink(missing_ok=True)


def require_unchanged(path: Path, seen: str) -> None:
    """Raise `ChangedMeanwhile` unless `path` has the digest `seen`."""
    if digest(path) != seen:
        raise ChangedMeanwhile(path)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _newest(folder: Path, paths: Collection[Path]) -> FileEdit | None:
    names = {str(path.resolve()) for path in paths}
    for record in sorted(folder.glob("*.json"), reverse=True):
        entries = _read(record)
        if entries and entries["file"] in names:
            return FileEdit(Path(entries["file"]), entries["what"], record, entries["after"])
    return None


def _write(folder: Path, path: Path, before: bytes | None, description: str) -> None:
    """Keep what `path` held before what was done just now, and the digest of what it holds."""
    record = {
        "file": str(path.resolve()),
        "what": description,
        # A person's editor may have saved it in another encoding: all bytes come back.
        "before": None if before is None else before.decode(errors="surrogateescape"),
        "after": digest(path),
    }
    # In the order of the edits, whatever the clock is set to.
    newest = max((int(p.stem) for p in folder.glob("*.json") if p.stem.isdecimal()), default=0)
    number = max(time.time_ns(), newest + 1)
    write_atomically(folder / f"{number:020}.json", json.dumps(record).encode())
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)


def _read(record: Path) -> dict[str, Any] | None:
    """What a record tells; None for one that has gone or is damaged."""
    try:
        entries = json.loads(record.read_bytes())
        return (
            entries
            if isinstance(entries, dict) and {"file", "what", "after"} <= set(entries)
            else None
        )
    except (OSError, ValueError):
        return None
