"""Utterances → clips in the store: each distinct one spoken once, retried, and kept at once.

An utterance that fails does not end the run. All others are finished and kept; the caller is
told which are missing and why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from producer.engines.base import Engine
from producer.errors import ProducerError, UtteranceFailed
from producer.model import Clip, Utterance
from producer.progress import Progress
from producer.store import CLIPS, Store, key_of


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What a run of `synthesize` came to. `digests` names the clip of each utterance that has
    one; `failures` says why the others have none."""

    digests: Mapping[Utterance, str]
    failures: Mapping[Utterance, str]
    spoken: int
    reused: int


def clip_key(engine: Engine, utterance: Utterance) -> str:
    """The name of a clip: the hash of all that decides how it sounds."""
    return key_of(
        engine=engine.name,
        version=engine.version,
        identity=engine.identity(utterance),
        language=utterance.language,
        text=utterance.text,
        **asdict(utterance.delivery),
    )


def missing(utterances: Iterable[Utterance], engine: Engine, store: Store) -> list[Utterance]:
    """The distinct utterances, in order, whose clips the store lacks."""
    distinct = dict.fromkeys(utterances)
    return [u for u in distinct if store.digest(CLIPS, clip_key(engine, u)) is None]


def synthesize(
    utterances: Iterable[Utterance], engine: Engine, store: Store, progress: Progress, jobs: int = 0
) -> Synthesis:
    """Speak what the store lacks, at most `jobs` utterances at once (0: as the engine likes).

    Raises `EngineUnavailable` when nothing more can succeed, `ProducerError` when the store
    cannot keep a clip; what was spoken until then is kept.
    """
    return asyncio.run(_synthesize(dict.fromkeys(utterances), engine, store, progress, jobs))


async def _synthesize(
    utterances: Iterable[Utterance], engine: Engine, store: Store, progress: Progress, jobs: int
) -> Synthesis:
    digests: dict[Utterance, str] = {}
    failures: dict[Utterance, str] = {}
    waiting: list[Utterance] = []
    for utterance in utterances:
        kept = store.get(CLIPS, clip_key(engine, utterance))
        if kept is None:
            waiting.append(utterance)
        else:
            digests[utterance] = kept.digest
    reused = len(digests)
    progress.start("speaking", len(waiting))
    queue = iter(waiting)

    async def work() -> None:
        for utterance in queue:
            try:
                clip = await _speak(engine, utterance)
            except UtteranceFailed as error:
                failures[utterance] = str(error)
            else:
                meta: dict[str, Any] = {
                    "marks": [[m.start_ms, m.end_ms, m.text] for m in clip.marks]
                }
                key = clip_key(engine, utterance)
                digests[utterance] = store.put(CLIPS, key, meta, clip.audio).digest
            progress.advance("speaking", utterance.text)

    workers = min(jobs or engine.concurrency, engine.concurrency, len(waiting))
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(work())
    except* ProducerError as failed:
        raise failed.exceptions[0] from None
    finally:
        await engine.aclose()
    return Synthesis(digests, failures, len(waiting) - len(failures), reused)


async def _speak(engine: Engine, utterance: Utterance) -> Clip:
    retrying = AsyncRetrying(
        retry=retry_if_exception(lambda e: isinstance(e, UtteranceFailed) and not e.permanent),
        stop=stop_after_attempt(engine.attempts),
        wait=wait_random_exponential(multiplier=engine.retry_wait_s, max=20),
        reraise=True,
    )
    return await retrying(engine.speak, utterance)
