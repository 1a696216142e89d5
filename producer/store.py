"""The content-addressed store: what was made once is never made again.

    .producer/<kind>/<first two of the key>/<key>

An entry is what a stage made, under the hash of all that it was made from. Its file begins with
the SHA-256 of the rest, so that a damaged entry is noticed and made again. Entries appear under
their name whole or not at all, whatever happens to the process, and any number of processes may
use one store. Deleting the folder costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producer.errors import ProducerError

CLIPS, LEVELS, SEGMENTS, COVERS = "clips", "levels", "segments", "covers"
"""The kinds of entries: what engines gave, what was measured of it, finished passages, finished
covers."""

_DIGEST_BYTES = 32
_META_LENGTH = struct.Struct(">I")


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
    """Entries by kind ("clips", "segments" …) and key (from `key_of`) below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

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
            raise _unusable(self.folder, error) from error
        return head.hex() if len(head) == _DIGEST_BYTES else None

    def get(self, kind: str, key: str) -> Entry | None:
        """The entry, or None where there is none or it is damaged; a damaged one is removed."""
        path = self.path(kind, key)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(self.folder, error) from error
        digest, body = content[:_DIGEST_BYTES], memoryview(content)[_DIGEST_BYTES:]
        if len(body) < _META_LENGTH.size or hashlib.sha256(body).digest() != digest:
            self.discard(kind, key)
            return None
        (length,) = _META_LENGTH.unpack_from(body)
        start = _META_LENGTH.size
        meta = json.loads(bytes(body[start : start + length]))
        return Entry(meta, bytes(body[start + length :]), digest.hex())

    def put(self, kind: str, key: str, meta: Mapping[str, Any], data: bytes = b"") -> Entry:
        """Keep an entry, replacing one of the same key."""
        head = json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode()
        body = b"".join((_META_LENGTH.pack(len(head)), head, data))
        digest = hashlib.sha256(body).digest()
        try:
            write_atomically(self.path(kind, key), digest + body)
        except OSError as error:
            raise _unusable(self.folder, error) from error
        return Entry(json.loads(head), data, digest.hex())

    def discard(self, kind: str, key: str) -> None:
        """Remove an entry if it is there."""
        with contextlib.suppress(OSError):
            self.path(kind, key).unlink(missing_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` so that `path` holds all of it or what it held before."""
    with atomic_file(path) as temporary:
        temporary.write_bytes(content)


@contextlib.contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, which takes its place when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not mkstemp, whose files are private to the user: what is finished follows the umask, which
    # cannot be asked for without setting it under other threads' feet.
    temporary = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _unusable(folder: Path, error: OSError) -> ProducerError:
    return ProducerError(
        f"the store {folder} cannot be used: {error.strerror or error}",
        advice="Make room or give the folder back its permissions, then run the same command again",
    )
