"""The content-addressed store.

    .producer/<kind>/<first two of the key>/<key>

An entry is what a stage made, under the hash of all that it was made from. Its file begins with
the SHA-256 of the rest, so that a damaged entry is noticed and made again. Entries appear under
their name whole or not at all, whatever happens to the process, and any number of processes may
use one store. Deleting the folder costs time and nothing else.

Behind it there may be a place that several machines share (shared.py): what is made goes there
too, and what is there is brought once and kept here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from producer.errors import CannotWrite, ProducerError
from producer.progress import Progress, Silent
from producer.store import claims
from producer.store.files import atomic_file, remove

if TYPE_CHECKING:
    from producer.store.shared import Shared

CLIPS, LEVELS, SEGMENTS, COVERS, PAIRS, HEARINGS = KINDS = (
    *("clips", "levels", "segments", "covers", "pairs", "hearings"),
)
"""The kinds of entries: what engines gave, what was measured of it, finished passages, finished
covers, sentences paired, and what a recogniser heard in clips."""

PROBES = "probes"
"""The kind of entries that are kept for a moment, to see whether a place can be used."""

_DIGEST_BYTES = 32
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_META_LENGTH = struct.Struct(">I")
_LOOK_AGAIN_S = 0.05
_AT_ONCE = 16
"""So many entries are asked for at the same time."""
_Out = TypeVar("_Out")
_SILENT = Silent()


_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def key_of(**parts: Any) -> str:
    """The hash of everything that an entry is made from, as 64 hex digits.

    `parts` are plain JSON values; their order does not matter."""
    return hashlib.sha256(_CANONICAL.encode(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """A stored value: `meta` is plain JSON, `data` bytes, `digest` the hash of both (hex)."""

    meta: Mapping[str, Any]
    data: bytes
    digest: str


def _entry_of(content: bytes) -> StoreEntry | None:
    """The entry in a file's content, or None where it is damaged."""
    digest, body = content[:_DIGEST_BYTES], memoryview(content)[_DIGEST_BYTES:]
    if len(body) < _META_LENGTH.size or hashlib.sha256(body).digest() != digest:
        return None
    (length,) = _META_LENGTH.unpack_from(body)
    start = _META_LENGTH.size
    meta = json.loads(bytes(body[start : start + length]))
    return StoreEntry(meta, bytes(body[start + length :]), digest.hex())


class Store:
    """Entries by kind ("clips", "segments" …) and key (from `key_of`) below `folder`, and in the
    folder or bucket `shared` if its address is given. Pickled it is its places and nothing else.

    `used` has the kind and key of every entry that was got or put."""

    def __init__(self, folder: Path, shared: str = "") -> None:
        self.folder = folder
        self.shared = shared
        self.used: set[tuple[str, str]] = set()

    def __reduce__(self) -> tuple[type[Store], tuple[Path, str]]:
        return Store, (self.folder, self.shared)

    @property
    def parts(self) -> Path:
        """Where entries lie until they are whole."""
        return self.folder / "parts"

    def path(self, kind: str, key: str) -> Path:
        return Path(self._name(kind, key))

    def _name(self, kind: str, key: str) -> str:
        # Not a `Path`: Python keeps the parts of those, and a run looks at thousands of entries.
        return f"{self.folder}/{kind}/{key[:2]}/{key}"

    def digest(self, kind: str, key: str) -> str | None:
        """The digest that an entry claims, or None where there is none. Reads 32 bytes."""
        try:
            # A run looks at thousands of entries: a file object takes twice as long.
            file = os.open(self._name(kind, key), _READ_ONLY)
            try:
                head: bytes | None = os.read(file, _DIGEST_BYTES)
            finally:
                os.close(file)
        except FileNotFoundError:
            head = self._head_elsewhere(kind, key)
        except OSError as error:
            if not self._is_cleared(kind, key):
                raise _unreadable(self.folder, error) from error
            head = self._head_elsewhere(kind, key)
        return head.hex() if head and len(head) == _DIGEST_BYTES else None

    def lacks(self, kind: str) -> bool:
        """Whether there can be no entry of this kind."""
        return not self.shared and not (self.folder / kind).is_dir()

    def digests(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        """The digests of those of `keys` that have entries, as `digest` tells them."""
        return self._of_each(keys, lambda key: self.digest(kind, key))

    def agreed(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        """The digests of those of `keys` that have entries, verified, and the same in the shared
        place: what it lacks is sent there, and where it has another entry, that one counts. What
        only the shared place has stays there."""

        def one(key: str) -> str | None:
            here = self._here(kind, key)
            there = self._head_elsewhere(kind, key)
            if here and self.shared and there is None:
                return self.put(kind, key, here.meta, here.data).digest
            if here and there and there.hex() != here.digest:
                here = self._brought(kind, key)
            if here or there:
                self.used.add((kind, key))
            return here.digest if here else there.hex() if there else None

        return self._of_each(keys, one)

    def fetch(self, kind: str, keys: Iterable[str]) -> set[str]:
        """Bring what only the shared place has. Gives those of `keys` that are here then."""

        def one(key: str) -> bool | None:
            return (
                os.access(self._name(kind, key), os.F_OK)
                or self._brought(kind, key) is not None
                or None
            )

        return set(self._of_each(keys, one))

    def get(self, kind: str, key: str, digest: str | None = None) -> StoreEntry | None:
        """The entry, or None where there is none, or none of that `digest` if it is given. A
        damaged one is removed."""
        entry = self._here(kind, key)
        if self.shared and (entry is None or digest not in (None, entry.digest)):
            entry = self._brought(kind, key) or entry
        if entry is None or digest not in (None, entry.digest):
            return None
        self.used.add((kind, key))
        return entry

    def put(self, kind: str, key: str, meta: Mapping[str, Any], data: bytes = b"") -> StoreEntry:
        """Keep an entry, replacing one of the same key. Where a shared place has one already, that
        is kept instead, and given."""
        head = json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode()
        body = b"".join((_META_LENGTH.pack(len(head)), head, data))
        digest = hashlib.sha256(body).digest()
        self.used.add((kind, key))
        if shared := self._elsewhere():
            while not shared.add(kind, key, digest + body):
                if first := self._brought(kind, key):
                    return first
        self._write(kind, key, digest + body)
        return StoreEntry(json.loads(head), data, digest.hex())

    def discard(self, kind: str, key: str) -> None:
        """Remove an entry if it is there, from the shared place too."""
        self._remove(kind, key)
        if shared := self._elsewhere():
            shared.discard(kind, key)

    def _here(self, kind: str, key: str) -> StoreEntry | None:
        """The entry in the folder."""
        try:
            with FileIO(self._name(kind, key)) as file:
                content = file.readall()
        except FileNotFoundError:
            return None
        except OSError as error:
            if not self._is_cleared(kind, key):
                raise _unreadable(self.folder, error) from error
            return None
        entry = _entry_of(content)
        if entry is None:
            self._remove(kind, key)
        return entry

    def _is_cleared(self, kind: str, key: str) -> bool:
        """Whether a folder stood in the place of an entry, and has been removed."""
        path = self.path(kind, key)
        if not path.is_dir():
            return False
        with contextlib.suppress(OSError):
            remove(path)
        return not path.exists()

    def _brought(self, kind: str, key: str) -> StoreEntry | None:
        """The entry in the shared place, which from now on is here too."""
        shared = self._elsewhere()
        content = shared.get(kind, key) if shared else None
        if shared is None or content is None:
            return None
        entry = _entry_of(content)
        if entry is None:
            shared.discard(kind, key)
        else:
            self._write(kind, key, content)
        return entry

    def _elsewhere(self) -> Shared | None:
        """The shared place. Most stores have none, and do without all that it imports."""
        if not self.shared:
            return None
        from producer.store.shared import open_shared

        return open_shared(self.shared)

    def _head_elsewhere(self, kind: str, key: str) -> bytes | None:
        shared = self._elsewhere()
        return shared.head(kind, key, _DIGEST_BYTES) if shared else None

    def _write(self, kind: str, key: str, content: bytes) -> None:
        path = self.path(kind, key)
        try:
            # A power cut may damage it, which is noticed: no need to wait for the disk.
            with atomic_file(
                path, parts=self.parts, size=len(content), lasting=False
            ) as partial_file:
                partial_file.write_bytes(content)
        except CannotWrite as error:
            # On Windows nobody can replace an entry that another process is reading.
            present = self._here(kind, key)
            if present is None or present.digest != content[:_DIGEST_BYTES].hex():
                raise CannotWrite(self.folder, error.reason, room=error.room) from error

    def _remove(self, kind: str, key: str) -> None:
        with contextlib.suppress(OSError):
            self.path(kind, key).unlink(missing_ok=True)

    def _of_each(self, keys: Iterable[str], job: Callable[[str], _Out | None]) -> dict[str, _Out]:
        """What `job` gives for each key, if it is something; several at once where it waits."""
        distinct = list(dict.fromkeys(keys))
        results: Iterable[_Out | None] = map(job, distinct)
        if self.shared:
            from producer.buckets.parallel import each

            results = each(distinct, job, at_once=_AT_ONCE)
        return {key: out for key, out in zip(distinct, results, strict=True) if out is not None}

    def claim(self, key: str) -> contextlib.AbstractContextManager[bool]:
        """Ask for the right to make the entry `key`: True if nobody else has it, and until the
        block ends nobody else gets it. Who gets False looks later what has become of it.

        A claim ends with its process, however that ends. It holds among those who use the folder:
        where files cannot be locked, or only a shared place is common, work may be done twice.
        """
        return claims.claim(self._claim_file(key))

    def refused(self, key: str, waiting: claims.Waiting) -> None:
        """Let `waiting` know that the claim to `key` was refused."""
        waiting.refused(self._claim_file(key))

    def _claim_file(self, key: str) -> Path:
        # Clips share 256 files: what two of them cost each other is a short wait.
        return self.folder / "claims" / key[:2]

    @contextlib.contextmanager
    def exclusively(self, progress: Progress = _SILENT, **parts: Any) -> Iterator[None]:
        """Wait until no other process is in a block of the same `parts`; `progress`
        is told when that takes long."""
        path = self.folder / "claims" / key_of(**parts)[:16]
        waiting = claims.Waiting(progress)
        while True:
            with claims.claim(path) as claimed:
                if claimed:
                    waiting.over()
                    yield
                    return
            waiting.refused(path)
            time.sleep(_LOOK_AGAIN_S)


def _unreadable(folder: Path, error: OSError) -> ProducerError:
    return ProducerError(
        f"the store {folder} cannot be read: {error.strerror or error}",
        advice="Give it back its permissions, or remove it, then run the same command again",
    )
