"""Entries in a folder or bucket that several machines share, as files of the store's own form:

    <address>/<kind>/<first two of the key>/<key>

Who is first keeps an entry: nobody replaces it, so all machines see the same. There are no claims
across machines, and two that want the same entry at the same time may both make it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from producer.buckets import Use, open_bucket
from producer.errors import StoreUnavailable

_USE = Use("a store in another place", "cluster", StoreUnavailable)
_NOT_IMPLEMENTED = "status code: 501"
_PATIENCE_S, _ASK_AGAIN_S = 60.0, 1.0
_log = logging.getLogger(__name__)
_Out = TypeVar("_Out")


class Shared:
    """Every method raises `StoreUnavailable` where nobody answers, `UsageError` where there is no
    such bucket and `InputError` where the credentials do not suffice."""

    def __init__(self, address: str) -> None:
        self._bucket = open_bucket(address, _USE)
        self._has_answered = False

    def head(self, kind: str, key: str, length: int) -> bytes | None:
        """The first `length` bytes of an entry, or None where there is none."""
        path = _path(kind, key)
        return self._if_there(
            lambda: bytes(self._bucket.objects.get_range(path, start=0, length=length))
        )

    def get(self, kind: str, key: str) -> bytes | None:
        path = _path(kind, key)
        return self._if_there(lambda: bytes(self._bucket.objects.get(path).bytes()))

    def add(self, kind: str, key: str, content: bytes) -> bool:
        """Keep an entry, all of it or nothing. False where there is one already, which stays;
        services that cannot look after that let the last one win."""
        from obstore.exceptions import AlreadyExistsError, BaseError

        objects, path = self._bucket.objects, _path(kind, key)

        def put() -> bool:
            try:
                objects.put(path, content, mode="create")
            except AlreadyExistsError:
                return False
            except (BaseError, NotImplementedError) as error:
                if isinstance(error, BaseError) and _NOT_IMPLEMENTED not in str(error):
                    raise
                objects.put(path, content)
            return True

        return self._patiently(put)

    def discard(self, kind: str, key: str) -> None:
        """Remove an entry if it is there."""
        self._if_there(lambda: self._bucket.objects.delete(_path(kind, key)))

    def _if_there(self, job: Callable[[], _Out]) -> _Out | None:
        """What `job` gives, None where it finds nothing."""

        def sought() -> _Out | None:
            try:
                return job()
            except FileNotFoundError:
                return None

        return self._patiently(sought)

    def _patiently(self, job: Callable[[], _Out]) -> _Out:
        """What `job` gives. A place that has answered before is asked again for a while: an outage
        of some seconds is not to end a run of hours."""
        until = time.monotonic() + (_PATIENCE_S if self._has_answered else 0)
        while True:
            try:
                with self._bucket.errors():
                    outcome = job()
            except StoreUnavailable as error:
                if time.monotonic() >= until:
                    raise
                _log.warning("%s; it is asked again", error.message)
                time.sleep(_ASK_AGAIN_S)
            else:
                self._has_answered = True
                return outcome


@lru_cache(maxsize=4)
def open_shared(address: str) -> Shared:
    """The place at `address`, with its connections, for all stores of this process."""
    return Shared(address)


def _path(kind: str, key: str) -> str:
    return f"{kind}/{key[:2]}/{key}"
