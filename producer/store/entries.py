"""The content-addressed store.

    .producer/<kind>/<first two of the key>/<key>

An entry is what a stage made, under the hash of all that it was made from. Its file begins with
the SHA-256 of the rest, so that a damaged entry is noticed and made again. Entries appear under
their name whole or not at all, whatever happens to the process, and any number of processes may
use one store. Deleting the folder costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import struct
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from producer.errors import CannotWrite, ProducerError
from producer.store.files import atomic_file

CLIPS, LEVELS, SEGMENTS, COVERS = KINDS = ("clips", "levels", "segments", "covers")
"""The kinds of entries: what engines gave, what was measured of it, finished passages, finished
covers."""

_DIGEST_BYTES = 32
_META_LENGTH = struct.Struct(">I")
_LOOK_AGAIN_S = 0.05


def key_of(**parts: Any) -> str:
    """The hash of everything that an entry is made from, as 64 hex digits.

    `parts` are plain JSON values; their order does not matter."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored value: `meta` is plain JSON, `data` bytes, `digest` the hash of both (hex)."""

    meta: Mapping[str, Any]
    data: bytes
    digest: str


class Store:
    """Entries by kind ("clips", "segments" …) and key (from `key_of`) below `folder`.

    `used` has the kind and key of every entry that was got or put."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[tuple[str, str]] = set()

    @property
    def parts(self) -> Path:
        """Where entries lie until they are whole."""
        return self.folder / "parts"

    def path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key

    def digest(self, kind: str, key: str) -> str | None:
        """The digest that an entry claims, or None where there is none. Reads 32 bytes."""
        try:
            with self.path(kind, key).open("rb") as file:
                head = file.read(_DIGEST_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(self.folder, error) from error
        return head.hex() if len(head) == _DIGEST_BYTES else None

    def get(self, kind: str, key: str) -> Entry | None:
        """The entry, or None where there is none or it is damaged; a damaged one is removed."""
        path = self.path(kind, key)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(self.folder, error) from error
        digest, body = content[:_DIGEST_BYTES], memoryview(content)[_DIGEST_BYTES:]
        if len(body) < _META_LENGTH.size or hashlib.sha256(body).digest() != digest:
            self.discard(kind, key)
            return None
        (length,) = _META_LENGTH.unpack_from(body)
        start = _META_LENGTH.size
        meta = json.loads(bytes(body[start : start + length]))
        self.used.add((kind, key))
        return Entry(meta, bytes(body[start + length :]), digest.hex())

    def put(self, kind: str, key: str, meta: Mapping[str, Any], data: bytes = b"") -> Entry:
        """Keep an entry, replacing one of the same key."""
        head = json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode()
        body = b"".join((_META_LENGTH.pack(len(head)), head, data))
        digest = hashlib.sha256(body).digest()
        content = digest + body
        path = self.path(kind, key)
        try:
            # A power cut may damage it, which is noticed: no need to wait for the disk.
            with atomic_file(path, parts=self.parts, size=len(content), lasting=False) as part:
                part.write_bytes(content)
        except CannotWrite as error:
            # On Windows nobody can replace an entry that another process is reading.
            if self.digest(kind, key) != digest.hex():
                raise CannotWrite(self.folder, error.reason, room=error.room) from error
        self.used.add((kind, key))
        return Entry(json.loads(head), data, digest.hex())

    def discard(self, kind: str, key: str) -> None:
        """Remove an entry if it is there."""
        with contextlib.suppress(OSError):
            self.path(kind, key).unlink(missing_ok=True)

    @contextlib.contextmanager
    def claim(self, key: str) -> Iterator[bool]:
        """Ask for the right to make the entry `key`: True if nobody else has it, and until the
        block ends nobody else gets it. Who gets False looks later what has become of it.

        A claim ends with its process, however that ends. Where files cannot be locked everybody
        gets it, and work may be done twice.
        """
        path = self.folder / "claims" / key[:2]
        with contextlib.ExitStack() as stack:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                file = stack.enter_context(path.open("ab"))
            except OSError:
                yield True
                return
            yield _lock(file)

    @contextlib.contextmanager
    def exclusively(self, **parts: Any) -> Iterator[None]:
        """Wait until no other process is in a block of the same `parts`."""
        key = key_of(**parts)
        while True:
            with self.claim(key) as mine:
                if mine:
                    yield
                    return
            time.sleep(_LOOK_AGAIN_S)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in (errno.EACCES, errno.EDEADLK)
        return True

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        return True


def _unreadable(folder: Path, error: OSError) -> ProducerError:
    return ProducerError(
        f"the store {folder} cannot be read: {error.strerror or error}",
        advice="Give it back its permissions, or remove it, then run the same command again",
    )
