"""Publishing to a folder or bucket.

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


class BucketTarget:
    """A folder or bucket as a `Target`."""

    def __init__(self, bucket: Bucket) -> None:
        self.address = bucket.address
        self._bucket = bucket
        self._is_folder = bucket.scheme == "file"

    def holds(self, key: str, size: int, sha256: str) -> bool | None:
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
        with self._bucket.errors():
            try:
                return bytes(self._bucket.objects.get(key).bytes())
            except FileNotFoundError:
                return None

    def top_names(self) -> list[str]:
        with self._bucket.errors():
            return [
                entry["path"] for entry in self._bucket.objects.list_with_delimiter()["objects"]
            ]

    def names(self, prefix: str) -> list[str]:
        with self._bucket.errors():
            return [entry["path"] for page in self._bucket.objects.list(prefix) for entry in page]

    def put(self, key: str, file: Path, sha256: str, headers: Mapping[str, str]) -> None:
        attributes = None if self._is_folder else {**headers, _DIGEST: sha256}
        with self._bucket.errors():
            self._bucket.objects.put(
                key, file, attributes=attributes, chunk_size=_BLOCK_BYTES, max_concurrency=1
            )

    def replace(self, source: str, key: str) -> None:
        with self._bucket.errors():
            self._bucket.objects.copy(source, key)

    def remove(self, keys: Iterable[str]) -> bool:
        try:
            with self._bucket.errors():
                self._bucket.objects.delete([*keys])
        except InputError:
            return False
        return True

    def finish(self) -> None: ...

    def close(self) -> None: ...


def open_bucket_target(address: str, *, create: bool) -> BucketTarget:
    """The folder or bucket at a URL or path, as `open_bucket` opens it."""
    return BucketTarget(open_bucket(address, _USE, create=create))
