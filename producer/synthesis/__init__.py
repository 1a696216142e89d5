"""Utterances → clips in the store: each distinct one spoken once, retried, and kept at once.

An utterance that fails does not end the run. All others are finished and kept; the caller is
told which are missing and why. Only where nothing at all can be spoken any more the run ends.

What belongs together is asked for at once and cut (cutting.py), or else spoken one by one.
What another process is speaking into the same store is not spoken here too, but waited for.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeVar

from producer.engines.base import Engine
from producer.engines.length import typical_ms
from producer.errors import ProducerError, UtteranceFailed
from producer.model import Clip, Utterance
from producer.progress import Progress
from producer.store import CLIPS, Store, Waiting, key_of
from producer.synthesis.attempts import Attempts, UtteranceSpeaker
from producer.synthesis.takes import recorded

__all__ = ["Synthesis", "UtteranceSpeaker", "clip_key", "missing", "synthesize"]

_WORKERS_PER_REQUEST = 4
"""So many that those which wait before another attempt leave no turn unused."""
_LOOK_AGAIN_S = 0.05
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What a run of `synthesize` came to. `digests` names the clip of each utterance that has
    one; `failures` says why the others have none. `new` are those that were spoken now: the
    others were in the store or came there from another process."""

    digests: Mapping[Utterance, str]
    failures: Mapping[Utterance, str]
    new: frozenset[Utterance]

    @property
    def spoken(self) -> int:
        return len(self.new)

    @property
    def reused(self) -> int:
        return len(self.digests) - len(self.new)

    def part(self, utterances: Iterable[Utterance]) -> Synthesis:
        """What came of some of the utterances."""
        chosen = set(utterances)
        return Synthesis(
            {u: digest for u, digest in self.digests.items() if u in chosen},
            {u: reason for u, reason in self.failures.items() if u in chosen},
            self.new & chosen,
        )


@lru_cache(maxsize=16_384)
def clip_key(engine: Engine, utterance: Utterance) -> str:
    """The name of a clip: the hash of all that decides how it sounds."""
    delivery = utterance.delivery
    if utterance.take is not None:
        return key_of(take=utterance.take.sha256, language=utterance.language)
    readings = [[each.start, each.end, each.sounds] for each in utterance.readings]
    return key_of(
        **({"readings": readings} if readings else {}),
        engine=engine.name,
        version=engine.version,
        identity=engine.identity(utterance),
        language=utterance.language,
        text=utterance.text,
        # As deliveries were once written down, so that clips of that time are found.
        voice=delivery.voice,
        rate=f"{delivery.rate_percent:+d}%",
        pitch=f"{delivery.pitch_hz:+d}Hz",
        volume=f"{delivery.volume_percent:+d}%",
        **({} if utterance.is_whole else {"before": utterance.before, "after": utterance.after}),
        **({"style": utterance.style} if utterance.style else {}),
    )


def missing(utterances: Iterable[Utterance], engine: Engine, store: Store) -> list[Utterance]:
    """The distinct utterances, in order, whose clips the store lacks."""
    if store.lacks(CLIPS):
        return list(dict.fromkeys(utterances))
    keys = {utterance: clip_key(engine, utterance) for utterance in utterances}
    digest_of_key = store.digests(CLIPS, keys.values())
    return [utterance for utterance, key in keys.items() if key not in digest_of_key]


def synthesize(
    utterances: Iterable[Utterance],
    engine: Engine,
    store: Store,
    progress: Progress,
    jobs: int = 0,
    *,
    speaker: UtteranceSpeaker | None = None,
    briefly: bool = False,
) -> Synthesis:
    """Speak what the store lacks, at most `jobs` utterances at once (0: as the engine likes).
    Where `speaker` is given, it speaks for the engine. With `briefly` an engine that
    has never answered is not waited for long: another one stands ready, or a person waits.

    Raises `EngineUnavailable` when nothing more can succeed, `ProducerError` when the store
    cannot keep a clip; what was spoken until then is kept.
    """
    run = _synthesize(
        dict.fromkeys(utterances),
        engine,
        speaker or engine,
        store,
        progress,
        jobs,
        briefly=briefly,
    )
    return asyncio.run(run)


async def _synthesize(
    utterances: Iterable[Utterance],
    engine: Engine,
    speaker: UtteranceSpeaker,
    store: Store,
    progress: Progress,
    jobs: int,
    *,
    briefly: bool,
) -> Synthesis:
    keys = {utterance: clip_key(engine, utterance) for utterance in utterances}
    digest_of_key = store.agreed(CLIPS, keys.values())
    digests = {
        utterance: digest_of_key[key] for utterance, key in keys.items() if key in digest_of_key
    }
    failures: dict[Utterance, str] = {}
    requests: dict[Utterance, list[Utterance]] = defaultdict(list)
    for utterance, key in keys.items():
        if key not in digest_of_key:
            requests[utterance.whole].append(utterance)
    waiting = deque(requests.items())
    spoken: set[Utterance] = set()
    progress.start("speaking", sum(map(len, requests.values())))
    at_once = min(jobs or speaker.concurrency, speaker.concurrency)
    attempts = Attempts(
        engine,
        speaker,
        at_once,
        progress,
        proven={utterance.delivery.voice for utterance in digests},
        briefly=briefly,
    )

    others = Waiting(progress)

    async def keep(utterance: Utterance, clip: Clip) -> None:
        # An engine of another package may count in parts of a millisecond.
        marks = [[int(m.start_ms), int(m.end_ms), m.text] for m in clip.marks]
        # Without marks, the text is what the times of words are estimated from.
        meta = {"marks": marks} if marks else {"marks": [], "text": utterance.text}
        put = partial(store.put, CLIPS, keys[utterance], meta, clip.audio)
        digests[utterance] = (await _patiently(store, put)).digest
        if utterance.take is None:
            spoken.add(utterance)

    async def speak(request: Utterance, utterances: Iterable[Utterance]) -> None:
        """Keep a clip of each of `utterances`: cut out of the `request`'s or else spoken alone."""
        failed = list(utterances)
        try:
            clip = recorded(request) or await attempts.speak(request)
            for utterance in utterances:
                cut = await _cut(clip, utterance)
                await keep(utterance, cut or await attempts.speak(utterance.alone))
                failed.remove(utterance)
        except UtteranceFailed as error:
            failures.update(dict.fromkeys(failed, str(error)))

    async def done(request: Utterance, utterances: Iterable[Utterance]) -> bool:
        """Whether each has its clip or has failed; not if another process speaks one of them."""
        with store.claim(clip_key(engine, request)) as is_claimed:
            lacking = []
            for utterance in utterances:
                get = partial(store.get, CLIPS, keys[utterance])
                if existing := await _patiently(store, get):
                    digests[utterance] = existing.digest
                else:
                    lacking.append(utterance)
            if lacking and is_claimed:
                await speak(request, lacking)
            return is_claimed or not lacking

    async def work() -> None:
        while waiting:
            request, utterances = waiting.popleft()
            if await done(request, utterances):
                others.over()
                for utterance in utterances:
                    audio_ms = round(typical_ms(utterance.text) / utterance.delivery.pace)
                    progress.advance("speaking", utterance.text, audio_ms)
            else:
                store.refused(clip_key(engine, request), others)
                waiting.append((request, utterances))
                await asyncio.sleep(_LOOK_AGAIN_S)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(_WORKERS_PER_REQUEST * at_once, len(requests))):
                group.create_task(work())
        reasons = {u: why + await attempts.blame(u) for u, why in failures.items()}
    except* ProducerError as failed:
        raise failed.exceptions[0] from None
    finally:
        await speaker.aclose()
    return Synthesis(digests, reasons, frozenset(spoken))


async def _cut(clip: Clip, utterance: Utterance) -> Clip | None:
    """What a clip of its whole has of `utterance`; None where it cannot be cut out."""
    if utterance.is_whole:
        return clip
    # Few runs cut anything, and only some of them have all that decodes loaded.
    from producer.synthesis.cutting import cut_out

    return await asyncio.to_thread(cut_out, clip, utterance)


async def _patiently(store: Store, job: Callable[[], _Out]) -> _Out:
    """What `job` gives, which in a shared store may take a while: others are not to wait for it."""
    return await asyncio.to_thread(job) if store.shared else job()
