"""Publishing to a folder of a server that keeps files and nothing about them.

What hash a file has is written into a list at the server, with the version by which the server
itself tells one content from another (an ETag, a time of change). A file that is not in the list,
or has another version there, is read back and hashed; so the list saves time and decides nothing.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from producer.errors import InputError, TargetUnavailable
from producer.publish.upload.target import STAGED

RECORD = ".published.json"
"""The list of hashes, at the top of the target."""

BLOCK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's size in bytes, and a `version` that changes when its content does."""

    size: int
    version: str


class ServerFolder(Protocol):
    """Files below a folder of a server, by keys such as "tea/tea.zh.mp3".

    Raises `InputError` for what the server does not allow, `TargetUnavailable` where it does not
    answer, and `FileNotFoundError` where a method asks for a file that is not there."""

    address: str

    def state(self, key: str) -> FileState:
        """Of a file."""

    def blocks(self, key: str) -> Iterator[bytes]:
        """What is in a file."""

    def listing(self, folder: str) -> tuple[list[str], list[str]]:
        """The names of the files and of the folders in `folder`; the target's own is ""."""

    def write(self, key: str, content: BinaryIO, size: int) -> None:
        """Write a file, with the folders that it lies in. If it breaks off, part may be there."""

    def move(self, source: str, key: str) -> None:
        """Bring a file to `key`, in place of what is there, with the folders that it lies in."""

    def delete(self, key: str) -> None:
        """Remove a file."""

    def delete_folder(self, folder: str) -> None:
        """Remove a folder that is empty."""

    def close(self) -> None:
        """End the connection."""


class ServerTarget:
    """A folder of a server as a `Target`."""

    def __init__(self, folder: ServerFolder) -> None:
        self.address = folder.address
        self._folder = folder
        self._lock = threading.Lock()
        self._record: dict[str, list[str | int]] | None = None
        self._recorded_anew = False

    def holds(self, key: str, size: int, sha256: str) -> bool | None:
        state = self._state(key)
        if state is None:
            return None
        if state.size != size:
            return False
        known = self._known().get(key)
        if known is not None and known[:2] == [state.version, state.size]:
            return known[2] == sha256
        digest = hashlib.sha256()
        for block in self._folder.blocks(key):
            digest.update(block)
        self._remember(key, state, digest.hexdigest())
        return digest.hexdigest() == sha256

    def read(self, key: str) -> bytes | None:
        try:
            return b"".join(self._folder.blocks(key))
        except FileNotFoundError:
            return None

    def top_names(self) -> list[str]:
        return self._listing("")[0]

    def names(self, prefix: str) -> list[str]:
        files, folders = self._listing(prefix)
        inside = (name for folder in folders for name in self.names(f"{prefix}/{folder}"))
        return [*(f"{prefix}/{name}" for name in files), *inside]

    def put(self, key: str, file: Path, sha256: str, headers: Mapping[str, str]) -> None:  # noqa: ARG002
        with file.open("rb") as content:
            self._put(key, content, file.stat().st_size, sha256)

    def replace(self, source: str, key: str) -> None:
        known = self._known().get(source)
        self._folder.move(source, key)
        state = self._state(key)
        if state is not None and known is not None:
            self._remember(key, state, str(known[2]))

    def remove(self, keys: Iterable[str]) -> bool:
        try:
            for key in keys:
                with suppress(FileNotFoundError):
                    self._folder.delete(key)
        except InputError:
            return False
        return True

    def finish(self) -> None:
        if self._recorded_anew:
            known = self._known()
            kept = {key: known[key] for key in sorted(known) if not key.startswith(f"{STAGED}/")}
            text = json.dumps({"schema": 1, "files": kept}, ensure_ascii=False).encode()
            self._put(RECORD, io.BytesIO(text), len(text), hashlib.sha256(text).hexdigest())
            self._recorded_anew = False
        self._remove_empty(STAGED)

    def close(self) -> None:
        self._folder.close()

    def _put(self, key: str, content: BinaryIO, size: int, sha256: str) -> None:
        """What breaks off lies below `.publishing/`, where a later run removes it."""
        part = f"{STAGED}/{key.replace('/', '_')}.part"
        self._folder.write(part, content, size)
        self._folder.move(part, key)
        state = self._state(key)
        if state is None or state.size != size:
            raise TargetUnavailable(self.address, f"it did not keep {key}")
        if key != RECORD:
            self._remember(key, state, sha256)

    def _remove_empty(self, folder: str) -> None:
        """Remove a folder if no files are in it, nor in the folders in it."""
        with suppress(FileNotFoundError):
            for inner in self._folder.listing(folder)[1]:
                self._remove_empty(f"{folder}/{inner}")
            if self._folder.listing(folder) == ([], []):
                self._folder.delete_folder(folder)

    def _state(self, key: str) -> FileState | None:
        try:
            return self._folder.state(key)
        except FileNotFoundError:
            return None

    def _listing(self, folder: str) -> tuple[list[str], list[str]]:
        try:
            return self._folder.listing(folder)
        except FileNotFoundError:
            return [], []

    def _remember(self, key: str, state: FileState, sha256: str) -> None:
        known = self._known()
        with self._lock:
            known[key] = [state.version, state.size, sha256]
            self._recorded_anew = True

    def _known(self) -> dict[str, list[str | int]]:
        with self._lock:
            if self._record is None:
                self._record = _recorded(self.read(RECORD) or b"")
            return self._record


def _recorded(content: bytes) -> dict[str, list[str | int]]:
    """The list of hashes; nothing where it cannot be read, which only costs time."""
    try:
        files = json.loads(content)["files"]
        return {str(key): [str(v), int(size), str(sha)] for key, (v, size, sha) in files.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}
