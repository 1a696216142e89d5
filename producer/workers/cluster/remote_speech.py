"""Utterances spoken on a cluster.

Who asks for them, how fast and how often stays with the client's synthesis, as for an engine here:
so what one run asks for is within the engine's limits however many workers there are. Leases of
Dask's semaphores hold all runs with the same settings within the same limits together.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from producer.engines.base import Engine
from producer.errors import ClusterUnavailable, ProducerError
from producer.model import Clip, Utterance
from producer.store import key_of
from producer.synthesis import clip_key
from producer.workers.cluster.connection import Connection
from producer.workers.cluster.futures import came
from producer.workers.cluster.remote import RemoteUtterance, speak

if TYPE_CHECKING:
    from distributed import Client, Semaphore

_MOST_RENEWALS = 5
"""So often an utterance is asked for again whose connection was lost."""
_Out = TypeVar("_Out")


class Distant:
    """Speaks for `engine` through `connection`, up to `concurrency` utterances at once: as many as
    the service takes in all, or for an engine that computes there twice what the workers can do
    together, so that none waits for this machine with nothing at hand."""

    def __init__(self, engine: Engine, connection: Connection) -> None:
        self.concurrency = engine.concurrency
        self._engine = engine
        self._connection = connection
        if engine.own_machine:
            threads = connection.client.nthreads().values()
            self.concurrency = max(1, 2 * sum(min(n, engine.concurrency) for n in threads))
        self._lease()
        files = {n: v.absolute() for n, v in engine.settings if isinstance(v, Path)}
        self._settings = engine.settings.model_copy(update=files)
        self._threads = ThreadPoolExecutor(3 * self.concurrency + 1)
        self._pauses: set[asyncio.Task[None]] = set()

    def _lease(self) -> None:
        """Share the engine's limits with other runs, by semaphores of the scheduler that there is
        now."""
        engine, client = self._engine, self._connection.client
        self._leased_from = client
        self._at_once = self._starts = None
        if not engine.own_machine:
            self._at_once = _semaphore(engine, client, "at once", engine.concurrency)
        if engine.max_requests_per_minute:
            per_minute = f"{engine.max_requests_per_minute} a minute"
            self._starts = _semaphore(engine, client, per_minute, 1)

    async def speak(self, utterance: Utterance) -> Clip:
        """As `Engine.speak`."""
        for _ in range(_MOST_RENEWALS):
            try:
                return await self._speak(utterance)
            except (ClusterUnavailable, OSError) as lost:
                error = lost if isinstance(lost, ClusterUnavailable) else self._connection.lost()
                await self._in_thread(partial(self._connection.renew, error))
                if self._leased_from is not self._connection.client:
                    self._lease()
        return await self._speak(utterance)

    async def _speak(self, utterance: Utterance) -> Clip:
        key = clip_key(self._engine, utterance)
        line = RemoteUtterance(self._engine.name, self._settings, utterance, key)
        async with self._leased():
            future = await self._in_thread(partial(self._connection.submit, speak, line))
            try:
                clip = await self._in_thread(lambda: came(future, self._connection.address))
            finally:
                self._connection.forget([future])
                self._threads.submit(future.cancel if not future.done() else future.release)
        if isinstance(clip, ProducerError):
            raise clip
        assert isinstance(clip, Clip)
        return clip

    async def aclose(self) -> None:
        for pause in list(self._pauses):
            pause.cancel()
        await asyncio.gather(*self._pauses, return_exceptions=True)
        self._threads.shutdown(wait=False)
        await self._engine.aclose()  # It may have been asked whether its service is there.

    @asynccontextmanager
    async def _leased(self) -> AsyncIterator[None]:
        """The block is one of the requests that may be under way, and begins when one may."""
        at_once, starts = self._at_once, self._starts
        if at_once is not None:
            await self._in_thread(at_once.acquire)
        try:
            if starts is not None:
                await self._in_thread(starts.acquire)
                pause = asyncio.create_task(self._pause(starts))
                self._pauses.add(pause)
                pause.add_done_callback(self._pauses.discard)
            yield
        finally:
            if at_once is not None:
                self._threads.submit(at_once.release)

    async def _pause(self, starts: Semaphore) -> None:
        """Let nobody else start before it is time."""
        try:
            await asyncio.sleep(60 / self._engine.max_requests_per_minute)
        finally:
            self._threads.submit(starts.release)

    async def _in_thread(self, job: Callable[[], _Out]) -> _Out:
        return await asyncio.get_running_loop().run_in_executor(self._threads, job)


def _semaphore(engine: Engine, client: Client, purpose: str, leases: int) -> Semaphore:
    """One for all runs on the cluster with the engine's settings."""
    from distributed import Semaphore

    settings: dict[str, Any] = engine.settings.model_dump(mode="json")
    name = key_of(engine=engine.name, settings=settings, what=purpose, leases=leases)
    return Semaphore(
        leases, name=f"producer-{name}", scheduler_rpc=client.scheduler, loop=client.loop
    )
