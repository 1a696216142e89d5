"""Synthesis and rendering as tasks on a Dask cluster that is there already.

| file             | gives                                                                |
| ---------------- | -------------------------------------------------------------------- |
| __init__.py      | what `workers.Workers` gives, done by the cluster's workers          |
| futures.py       | what comes of a task, with Dask's errors as ours                     |
| remote_speech.py | utterances spoken there, within the limits of the cluster as a whole |
| remote.py        | what is done on the workers                                          |

Which task runs where, and again when a worker ends, is Dask's business. What has to be decided
for all of a run, such as how fast an engine is asked, is decided by the client.
"""

from __future__ import annotations

import logging
import pickle
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from producer.engines.base import Engine
from producer.errors import ClusterUnavailable, ProducerError
from producer.store import PROBES, Store, key_of
from producer.synthesis import UtteranceSpeaker
from producer.workers.cluster.connection import Connection
from producer.workers.cluster.futures import came
from producer.workers.cluster.remote import Terms, do, look, versions
from producer.workers.cluster.remote_speech import Distant
from producer.workers.local import Answer, Answers, Runner, Task, Workers

if TYPE_CHECKING:
    from distributed import Future

_WORKER_S = 30
_FEWEST_EPISODES = 4
"""While one is published here and the last passages of another are rendered, two give the workers
something to do."""
_MOST_RENEWALS = 5
"""So often a lost connection is made again with no answer in between."""
_log = logging.getLogger(__name__)
_Key = TypeVar("_Key")


class Cluster(Runner):
    """The workers of the scheduler at `address`, for the store `store`; `jobs` processes here do
    what needs this machine's files.

    Use it in a `with` statement, which ends with nothing left to do there. Entering it raises
    `ClusterUnavailable` where nobody answers, and `ProducerError` for workers that have other
    versions or do not see the store."""

    def __init__(self, address: str, store: Store, jobs: int) -> None:
        self._here = Workers(jobs)
        self._address = address
        self._store = Store(store.folder.absolute(), store.shared)
        self._threads = 0
        self._terms = Terms(versions(), self._store, key_of(mark=secrets.token_hex(16)))

    def __enter__(self) -> Cluster:
        self._connection = Connection(self._address)
        try:
            self._store.put(PROBES, self._terms.mark, {})
            self._look()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.here.__exit__()
        self._connection.end()
        self._store.discard(PROBES, self._terms.mark)

    @property
    def here(self) -> Workers:
        return self._here

    @property
    def episodes_at_once(self) -> int:
        """One for each thread of a worker: it has at least one task at a time."""
        return max(_FEWEST_EPISODES, self._threads)

    def answers(
        self,
        tasks: Mapping[_Key, Task[Any]],
        store: Store,  # noqa: ARG002 - each worker has its own
        each_s: float,  # noqa: ARG002
    ) -> Answers[_Key]:
        """As `Runner.answers`. Workers are there already, so no task is too short for them: done
        here, those of several episodes would wait for each other."""
        waiting, renewals = dict(tasks), 0
        while waiting:
            try:
                for key, answer in self._asked(waiting):
                    renewals = 0
                    del waiting[key]
                    yield key, answer
            except ClusterUnavailable as error:
                renewals += 1
                if renewals > _MOST_RENEWALS:
                    raise
                self._connection.renew(error)

    def _asked(self, tasks: Mapping[_Key, Task[Any]]) -> Answers[_Key]:
        """What comes of `tasks`. Raises `ClusterUnavailable` where the connection is lost."""
        from distributed import as_completed

        futures: dict[Future[Any], _Key] = {}
        try:
            for key, task in [*tasks.items()]:
                futures[self._connection.submit(do, self._terms, task)] = key
            loop = self._connection.client.loop
            for future in as_completed(list(futures), loop=loop):
                answer: Answer = pickle.loads(came(future, self._address))
                self._connection.forget([future])
                yield futures.pop(future), answer
        except BaseException:
            self._connection.cancel(futures)
            raise

    def speaker(self, engine: Engine) -> UtteranceSpeaker:
        """Who speaks for `engine` on the cluster."""
        return Distant(engine, self._connection)

    def _look(self) -> None:
        """Raise what keeps a worker from working."""
        try:
            self._connection.client.wait_for_workers(1, timeout=_WORKER_S)
        except TimeoutError as error:
            raise ClusterUnavailable(
                self._address,
                "it has no workers",
                advice=f"Start some: dask worker {self._address}",
            ) from error
        self._threads = sum(self._connection.client.nthreads().values())
        answers = self._connection.client.run(look, self._terms, on_error="return")
        _log.info("%d workers at %s", len(answers), self._address)
        for address, problem in answers.items():
            if isinstance(problem, ProducerError):
                raise problem
            if problem is not None:
                raise ProducerError(
                    f"the worker {address} cannot work for producer: {problem!r}",
                    advice="Install the same version there as here, with its extra 'cluster'",
                )
