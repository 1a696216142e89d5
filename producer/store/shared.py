"""Entries in a folder or bucket that several machines share, as files of the store's own form:

    <address>/<kind>/<first two of the key>/<key>

Who is first keeps an entry: nobody replaces it, so all machines see the same. There are no claims
across machines, and two that want the same entry at the same time may both make it.
"""

from __future__ import annotations

from functools import lru_cache

from producer.buckets import Use, open_bucket
from producer.errors import StoreUnavailable

_USE = Use("a store in another place", "cluster", StoreUnavailable)
_NOT_IMPLEMENTED = "status code: 501"


class Shared:
    """Every method raises `StoreUnavailable` where nobody answers, `UsageError` where there is no
    such bucket and `InputError` where the credentials do not suffice."""

    def __init__(self, address: str) -> None:
        self._bucket = open_bucket(address, _USE)

    def head(self, kind: str, key: str, length: int) -> bytes | None:
        """The first `length` bytes of an entry, or None where there is none."""
        with self._bucket.errors():
            try:
                path = _path(kind, key)
                return bytes(self._bucket.objects.get_range(path, start=0, length=length))
            except FileNotFoundError:
                return None

    def get(self, kind: str, key: str) -> bytes | None:
        with self._bucket.errors():
            try:
                return bytes(self._bucket.objects.get(_path(kind, key)).bytes())
            except FileNotFoundError:
                return None

    def add(self, kind: str, key: str, content: bytes) -> bool:
        """Keep an entry, all of it or nothing. False where there is one already, which stays;
        services that cannot look after that let the last one win."""
        from obstore.exceptions import AlreadyExistsError, BaseError

        objects, path = self._bucket.objects, _path(kind, key)
        with self._bucket.errors():
            try:
                objects.put(path, content, mode="create")
            except AlreadyExistsError:
                return False
            except (BaseError, NotImplementedError) as error:
                if isinstance(error, BaseError) and _NOT_IMPLEMENTED not in str(error):
                    raise
                objects.put(path, content)
        return True

    def discard(self, kind: str, key: str) -> None:
        """Remove an entry if it is there."""
        with self._bucket.errors():
            try:
                self._bucket.objects.delete(_path(kind, key))
            except FileNotFoundError:
                return


@lru_cache(maxsize=4)
def open_shared(address: str) -> Shared:
    """The place at `address`, with its connections, for all stores of this process."""
    return Shared(address)


def _path(kind: str, key: str) -> str:
    return f"{kind}/{key[:2]}/{key}"
