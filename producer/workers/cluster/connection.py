"""The connection to a scheduler, which is made again where it is lost.

Dask forgets what a client has asked for when its connection ends. So who asked asks again; what
the workers have finished meanwhile is in the store.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from producer.errors import ClusterUnavailable, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

_ADDRESS = re.compile(r"(\w+://)?\S+:\d+")
_ANSWER_S = 5
_CLOSE_S = 2
_PATIENCE_S = 180.0
"""So long a scheduler is waited for that has answered before."""
_log = logging.getLogger(__name__)


class Connection:
    """To the scheduler at `address`. Raises `ClusterUnavailable` where nobody answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = _connected(address)
        self._under_way: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._is_ending = False

    def submit(self, job: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have a worker do a job. Raises `ClusterUnavailable` where the connection is lost."""
        try:
            future = self.client.submit(job, *arguments, pure=False)
        except Exception as error:
            if self.client.status == "running":
                raise
            raise self.lost() from error
        self._under_way.add(future)
        return future

    def forget(self, futures: Iterable[Future[Any]]) -> None:
        """These have come, or are not waited for any more."""
        self._under_way.difference_update(futures)

    def cancel(self, futures: Iterable[Future[Any]]) -> None:
        """Let nobody go on with these."""
        given_up = list(futures)
        self.forget(given_up)
        with suppress(Exception):  # A client without a connection has nothing to cancel.
            self.client.cancel(given_up, force=True)

    def renew(self, error: ClusterUnavailable) -> None:
        """Wait until the scheduler, whose connection was lost, answers again. Raises `error` where
        it does not for minutes, or the run ends."""
        until = time.monotonic() + _PATIENCE_S
        with self._lock:
            while not self._is_ending:
                if self._answers():
                    return
                if time.monotonic() > until:
                    break
                _log.warning("%s; it is asked again", error.message)
                time.sleep(1)
        raise error

    def end(self) -> None:
        """Leave nothing to do there. Threads that wait find the cluster gone."""
        self._is_ending = True
        if self._under_way:
            self.cancel(self._under_way)
        with suppress(TimeoutError):
            self.client.close(timeout=_CLOSE_S)

    def _answers(self) -> bool:
        try:
            if self.client.status == "closed":
                self.client = _connected(self.address)
            return self.client.status == "running" and bool(self.client.nthreads())
        except Exception as error:
            _log.info("the cluster: %r", error)
            return False

    def lost(self) -> ClusterUnavailable:
        """That the connection was."""
        return ClusterUnavailable(self.address, "the connection was lost")


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        from producer.installation import install_command

        raise UsageError(
            "--cluster needs the package distributed",
            advice=f"Install it: {install_command('cluster')}",
        ) from error
    if not _ADDRESS.fullmatch(address):
        # Dask says the same, and then writes a traceback when the process ends.
        raise ClusterUnavailable(
            address, "this is no address with a port", advice="Write it as in tcp://10.0.0.1:8786"
        )
    # What goes wrong is told by our own errors; reports of lost connections would come on top.
    for name in ("distributed", "tornado", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=_ANSWER_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterUnavailable(address, str(error).partition("\n")[0]) from error
