"""What is done on a cluster's workers. All of it is pickled there and back, errors too: what goes
wrong with a task is data, and only a worker that ends makes Dask run the task again."""

from __future__ import annotations

import asyncio
import hashlib
import pickle
import platform
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from producer import __version__
from producer.engines import engine_class
from producer.engines.base import Engine, EngineSettings
from producer.errors import ProducerError
from producer.model import Clip, Utterance
from producer.render import VERSIONS
from producer.store import PROBES, Store, key_of
from producer.synthesis import clip_key
from producer.workers.local import Answer, Task, answer

if TYPE_CHECKING:
    from distributed import Worker

_SOUND = ("av", "lameenc", "numpy", "pydub")
"""The packages on whose versions it hangs which bytes come out."""
_IDLE_S = 60.0
"""So long an engine is kept that nobody uses: its model may have taken a while to load."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a worker has to meet: the same `versions` as the client, and the client's store, where
    it finds the entry `mark`. With a shared place its folder is the worker's own."""

    versions: dict[str, str] = field(compare=False)
    store: Store = field(compare=False)
    mark: str


@cache
def versions() -> dict[str, str]:
    """All that the same clips have to meet to give the same bytes, by name."""
    installed = {"producer": __version__, "rendering": ".".join(map(str, VERSIONS))}
    installed["Python"] = ".".join(platform.python_version_tuple()[:2])
    for package in _SOUND:
        try:
            installed[package] = version(package)
        except PackageNotFoundError:
            installed[package] = "none"
    return installed


def look(terms: Terms, dask_worker: Worker) -> ProducerError | None:
    """What keeps this worker from working, if anything does."""
    try:
        _places(terms, dask_worker.local_directory)
    except ProducerError as error:
        return error
    return None


def do(terms: Terms, task: Task[Any]) -> bytes:
    """The `Answer` that comes of `task`, pickled."""
    from distributed import get_worker

    try:
        store = Store(*_places(terms, get_worker().local_directory))
    except ProducerError as error:
        return pickle.dumps(Answer(None, error, 0.0, frozenset()))
    return answer(task, store)


@lru_cache(maxsize=16)
def _places(terms: Terms, own: str) -> tuple[Path, str]:
    """Folder and shared place of the store for the worker with the directory `own`, which is found
    to meet `terms`. Raises `ProducerError`."""
    others = terms.versions
    if different := [name for name, ours in versions().items() if ours != others.get(name)]:
        differences = ", ".join(
            f"{n} {versions()[n]} instead of {others.get(n)}" for n in different
        )
        raise ProducerError(
            f"the worker on {platform.node()} has {differences}",
            advice="Install the same versions everywhere, or the bytes would differ",
        )
    store = terms.store
    if store.shared:
        store = Store(Path(own) / f"store-{key_of(place=store.shared)[:8]}", store.shared)
    if store.get(PROBES, terms.mark) is None:
        place = store.shared or store.folder
        raise ProducerError(
            f"the worker on {platform.node()} does not see the store {place}",
            advice="Put the show in a folder that all machines see under the same name, or share "
            "the store: --store s3://bucket/path",
        )
    own_mark = key_of(mark=terms.mark, worker=own)
    store.put(PROBES, own_mark, {})
    store.discard(PROBES, own_mark)
    return store.folder, store.shared


@dataclass(frozen=True, slots=True)
class RemoteUtterance:
    """An utterance for the engine `name`, whose clip is to have the key `key`. The settings, which
    may hold secrets, are not shown."""

    name: str
    settings: EngineSettings = field(repr=False)
    utterance: Utterance
    key: str


async def speak(line: RemoteUtterance) -> Clip | ProducerError:
    """The clip of an utterance, or why there is none."""
    try:
        engine = _kept(line.name, line.settings)
        if clip_key(engine.engine, line.utterance) != line.key:
            raise ProducerError(
                f"the engine '{line.name}' on {platform.node()} is another than here: its version, "
                "model or voices differ",
                advice="Install the same everywhere, or speak without --cluster",
            )
        return await engine.speak(line.utterance)
    except ProducerError as error:
        return error


class _Kept:
    """An engine that stays for the utterances to come, on the worker's event loop."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._under_way = 0
        self._turns = asyncio.Semaphore(engine.concurrency)
        self._closing: asyncio.Task[None] | None = None

    async def speak(self, utterance: Utterance) -> Clip:
        if self._closing is not None:
            self._closing.cancel()
        self._under_way += 1
        try:
            async with self._turns:
                return await self.engine.speak(utterance)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._closing = asyncio.create_task(self._close())

    async def _close(self) -> None:
        await asyncio.sleep(_IDLE_S)
        await self.engine.aclose()


_engines: dict[tuple[str, str], _Kept] = {}


def _kept(name: str, settings: EngineSettings) -> _Kept:
    # Pickled they have their secrets too, which their text hides.
    key = name, hashlib.sha256(pickle.dumps(settings.model_dump())).hexdigest()
    if key not in _engines:
        _engines[key] = _Kept(engine_class(name)(settings))
    return _engines[key]
