"""Where files are published: a folder or bucket.

Buckets keep a file's SHA-256 with it, in its metadata; what lies there without one, or was
replaced by another program, counts as changed. In a folder the files themselves are hashed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from producer.buckets import Bucket, Use, open_bucket
from producer.errors import InputError, TargetUnavailable

_DIGEST = "sha256"
_BLOCK_BYTES = 5 << 20
"""What is in memory of a file; S3 takes no smaller parts."""
_USE = Use("publishing", "publish", TargetUnavailable)


class Target:
    """Where files are published: `address` is as the user gave it, keys are paths below it.

    Every method raises `UsageError` where there is no such bucket, `InputError` where the
    credentials do not suffice and `TargetUnavailable` where the service does not answer."""

    def __init__(self, bucket: Bucket) -> None:
        self.address = bucket.address
        self._bucket = bucket
        self._is_folder = bucket.scheme == "file"

    def holds(self, key: str, size: int, sha256: str) -> bool | None:
        """Whether what is there is the file of that size and hash; None where nothing is."""
        objects = self._bucket.objects
        with self._bucket.errors():
            try:
                object_ = objects.get(key, options={"head": True})
            except FileNotFoundError:
                return None
            if object_.meta["size"] != size:
                return False
            if not self._is_folder:
                return object_.attributes.get(_DIGEST) == sha256
            digest = hashlib.sha256()
            for block in objects.get(key).stream(_BLOCK_BYTES):
                digest.update(block)
            return digest.hexdigest() == sha256

    def read(self, key: str) -> bytes | None:
        """What is there, all in memory; None where nothing is."""
        with self._bucket.errors():
            try:
                return bytes(self._bucket.objects.get(key).bytes())
            except FileNotFoundError:
                return None

    def top_names(self) -> list[str]:
        """The keys that are in no folder."""
        with self._bucket.errors():
            return [
                entry["path"] for entry in self._bucket.objects.list_with_delimiter()["objects"]
            ]

    def names(self, prefix: str) -> list[str]:
        """The keys below `prefix`."""
        with self._bucket.errors():
            return [entry["path"] for page in self._bucket.objects.list(prefix) for entry in page]

    def put(self, key: str, file: Path, sha256: str, headers: Mapping[str, str]) -> None:
        """Store the file, all of it or nothing, reading it block by block."""
        attributes = None if self._is_folder else {**headers, _DIGEST: sha256}
        with self._bucket.errors():
            self._bucket.objects.put(
                key, file, attributes=attributes, chunk_size=_BLOCK_BYTES, max_concurrency=1
            )

    def copy(self, source: str, key: str) -> None:
        """Copy within the target, with hash and headers."""
        with self._bucket.errors():
            self._bucket.objects.copy(source, key)

    def remove(self, keys: Iterable[str]) -> bool:
        """Remove what is there; False where that is not allowed."""
        try:
            with self._bucket.errors():
                self._bucket.objects.delete([*keys])
        except InputError:
            return False
        return True


def open_target(address: str, *, create: bool = True) -> Target:
    """The target at a URL or path. A folder that is missing is made, or with `create` off taken
    for empty. Raises `UsageError` for what is no address of a target."""
    return Target(open_bucket(address, _USE, create=create))
