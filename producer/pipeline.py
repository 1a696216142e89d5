"""From a plan to a finished episode: the order of the stages as straight-line code.

It is the same for one language or four editions: speak what the store lacks, finish each
passage once, then only order and copy.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from producer import casting, synthesis
from producer.episode import recollection
from producer.episode.assembly import assemble
from producer.episode.publication import publish, require_cover, show_cover
from producer.errors import EngineUnavailable, ProducerError, SpoiltClips, SynthesisFailed
from producer.model import Utterance
from producer.plan.disk_space import require_place
from producer.plan.plan import Plan, plan, plan_all, plan_substitutes
from producer.plan.request import Request
from producer.progress import Progress, Silent
from producer.publish import manifest
from producer.publish.manifest import Manifest
from producer.render.edition import Edition
from producer.store import Store, sweep, try_writing, usage
from producer.workers.local import Runner, Workers

if TYPE_CHECKING:
    from producer.workers.cluster import Cluster

__all__ = [
    "Episode",
    "Plan",
    "Request",
    "make",
    "make_all",
    "plan",
    "plan_all",
    "ready",
    "require_cover",
    "require_place",
]

_LIMITED_TOO_MUCH_DB = 6.0
_LONG_BYTES = 20_000
"""The transcript of some ten minutes in two languages."""
_log = logging.getLogger(__name__)
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class Episode:
    """What was made: the manifest, where it lies, and what it took. `notes` is what a producer
    should know about the sound."""

    folder: Path
    manifest: Manifest
    spoken: int
    reused: int
    notes: tuple[str, ...] = field(default=())


def ready(requests: Sequence[Request]) -> AbstractContextManager[Workers | None]:
    """Processes for `make` and `make_all`, for a `with` statement. Where there is much to read a
    second one starts at once and is there when it has been read; a short episode needs none."""
    if any(request.cluster for request in requests):
        return nullcontext()
    workers = Workers(max((request.processes for request in requests), default=1))
    if sum(_size(request.transcript) for request in requests) > _LONG_BYTES:
        workers.start(1, modules=["producer.render"])
    return workers


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # The plan tells what is wrong with it.


def make(plan: Plan, progress: Progress, workers: Runner | None = None) -> Episode:
    """Speak, finish and write everything. Files appear whole or not at all, the manifest last.
    `workers` are those of `ready`, if they are.

    Raises `SynthesisFailed` when a passage stays unspoken: no episode with a hole is written.
    """
    ((_, outcome),) = make_all([plan], progress, workers)
    if isinstance(outcome, ProducerError):
        raise outcome
    return outcome


def make_all(
    plans: Sequence[Plan], progress: Progress, workers: Runner | None = None
) -> Generator[tuple[Plan, Episode | ProducerError]]:
    """The episodes of one show in order, or why one could not be made. A cluster works on several
    at the same time.

    What several of them say is spoken once, before the first is finished. Raises
    `ClusterUnavailable`, and `ProducerError` for a cluster that cannot be used."""
    if not plans:
        return
    with nullcontext(workers) if workers else _runner(plans) as runner:
        yield from _make_all(plans, runner, progress)


def _runner(plans: Sequence[Plan]) -> Workers | Cluster:
    jobs = max(each.jobs for each in plans)
    if not (address := plans[0].cluster):
        return Workers(jobs)
    from producer.workers.cluster import Cluster

    return Cluster(address, plans[0].store, jobs)


def _make_all(
    plans: Sequence[Plan], workers: Runner, progress: Progress
) -> Iterator[tuple[Plan, Episode | ProducerError]]:
    plans = list(plans)
    failed = _begin_all(plans, range(len(plans)), progress)
    with _stage("speaking"):
        spoken = _speak([p for n, p in enumerate(plans) if n not in failed], workers, progress)
        if numbers := [n for n in _left_alone(plans, spoken) if n not in failed]:
            away = spoken[plans[numbers[0]].engine.name]
            assert isinstance(away, EngineUnavailable)
            substitutes = plan_substitutes([plans[n] for n in numbers], away, progress)
            for number, substitute in zip(numbers, substitutes, strict=True):
                plans[number] = substitute
            failed |= _begin_all(plans, numbers, progress)
            spoken |= _speak([plans[n] for n in numbers if n not in failed], workers, progress)

    def finished(number: int) -> Episode | ProducerError:
        each = plans[number]
        try:
            if number in failed:
                raise failed[number]
            clips = _clips_of(each, spoken[each.engine.name])
            return _finish(each, replace(clips, new=clips.new & own[number]), workers, progress)
        except ProducerError as error:
            return error

    own = _first_said(plans)
    for number, outcome in enumerate(_in_order(finished, len(plans), workers.episodes_at_once)):
        yield plans[number], outcome


def _first_said(plans: Sequence[Plan]) -> list[set[Utterance]]:
    """The utterances of each plan that none before it has: what several need is spoken once."""
    before: set[Utterance] = set()
    own: list[set[Utterance]] = []
    for each in plans:
        own.append(set(each.utterances) - before)
        before |= own[-1]
    return own


def _in_order(job: Callable[[int], _Out], count: int, at_once: int) -> Iterator[_Out]:
    """What `job` gives for the numbers below `count`, in order, with so many under way."""
    if at_once == 1 or count == 1:
        yield from map(job, range(count))
        return
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="episode")
    try:
        for future in [pool.submit(job, number) for number in range(count)]:
            yield future.result()
    finally:
        # What is under way ends with the runner.
        pool.shutdown(wait=False, cancel_futures=True)


def _begin_all(
    plans: Sequence[Plan], numbers: Iterable[int], progress: Progress
) -> dict[int, ProducerError]:
    """Begin the plans with these `numbers`; what keeps one from being made, by its number."""
    failed: dict[int, ProducerError] = {}
    for number in numbers:
        try:
            _begin(plans[number], progress)
        except ProducerError as error:
            failed[number] = error
    return failed


def _left_alone(
    plans: Sequence[Plan], spoken: Mapping[str, synthesis.Synthesis | ProducerError]
) -> list[int]:
    """The numbers of the plans whose engine has never answered, and that another may speak."""
    return [
        number
        for number, each in enumerate(plans)
        if each.may_fall_back
        and each.missing_clips
        and isinstance(error := spoken.get(each.engine.name), EngineUnavailable)
        and not error.has_answered
    ]


def _begin(plan: Plan, progress: Progress) -> None:
    """Find out what would fail at the end, and write down what is decided."""
    show, store = plan.show, plan.store
    require_place(plan)
    try_writing(store.folder, plan.folder)
    sweep(store.parts, plan.folder)
    show_cover(show, store)  # A picture that is none is not to be found after all is spoken.
    usage.record_begin(store, show.folder, plan.folder, _clip_keys(plan))
    if plan.new_cast:
        with store.exclusively(progress, cast=str(show.cast_file.resolve())):
            casting.save(show.cast_file, plan.cast, plan.loaded_cast)


def _speak(
    plans: Sequence[Plan], workers: Runner, progress: Progress
) -> dict[str, synthesis.Synthesis | ProducerError]:
    """What came of all utterances of an engine, by its name; the error where it ended the run."""
    spoken: dict[str, synthesis.Synthesis | ProducerError] = {}
    for name, engine in {each.engine.name: each.engine for each in plans}.items():
        of_engine = [each for each in plans if each.engine.name == name]
        utterances = [utterance for each in of_engine for utterance in each.utterances]
        try:
            # Its own: what all episodes say is not used by the first of them.
            store = of_engine[0].show.open_store()
            spoken[name] = synthesis.synthesize(
                utterances,
                engine,
                store,
                progress,
                speaker=workers.speaker(engine),
                briefly=all(each.may_fall_back for each in of_engine),
            )
        except EngineUnavailable as error:
            if not error.has_answered and not error.advice:
                error.advice = "For a draft meanwhile: --engine espeak"
            spoken[name] = error
        except ProducerError as error:
            spoken[name] = error
    return spoken


def _clips_of(plan: Plan, spoken: synthesis.Synthesis | ProducerError) -> synthesis.Synthesis:
    """The part of `spoken` that a plan needs, which may be whole although the run ended.

    Raises `SynthesisFailed`, or what ended the run."""
    if isinstance(spoken, ProducerError):
        if synthesis.missing(plan.utterances, plan.engine, plan.store):
            raise spoken
        return synthesis.synthesize(plan.utterances, plan.engine, plan.store, Silent())
    clips = spoken.part(plan.utterances)
    if clips.failures:
        raise SynthesisFailed(_failures(plan, clips.failures), len(clips.digests))
    return clips


def _clip_keys(plan: Plan) -> list[str]:
    return [synthesis.clip_key(plan.engine, utterance) for utterance in plan.utterances]


def _finish(plan: Plan, clips: synthesis.Synthesis, workers: Runner, progress: Progress) -> Episode:
    show, store = plan.show, plan.store
    plan.paired.keep(store)
    origin = recollection.origin(plan, clips.digests)
    if (known := recollection.published(plan, store, origin)) is not None:
        _log.info("nothing has changed")
        usage.record_end(store, show.folder, plan.folder, _clip_keys(plan))
        return Episode(plan.folder, known[0], clips.spoken, clips.reused, tuple(known[1]))
    with _stage("rendering"):
        sound_clips, editions = _assembled(plan, clips, store, workers, progress)
    if sound_clips is not clips:  # Spoilt ones were spoken anew.
        clips, origin = sound_clips, recollection.origin(plan, sound_clips.digests)
    # One at a time, so that what lies beside a manifest is what it tells of.
    alone = store.exclusively(progress, episode=str(plan.folder.resolve()))
    with _stage("publishing"), alone:
        episode_manifest = publish(_up_to_date(plan), editions, store, workers)
    usage.record_end(store, show.folder, plan.folder, _clip_keys(plan))
    notes = tuple(_notes(plan, editions.values()))
    recollection.remember(plan, store, origin, episode_manifest, notes)
    return Episode(plan.folder, episode_manifest, clips.spoken, clips.reused, notes)


def _assembled(
    plan: Plan, clips: synthesis.Synthesis, store: Store, workers: Runner, progress: Progress
) -> tuple[synthesis.Synthesis, dict[str, Edition]]:
    """The editions, and the clips that they are made of: those in the store that turn out to be no
    speech are spoken anew, all at once. Raises `SynthesisFailed` where that does not help."""
    try:
        return clips, assemble(plan, clips.digests, store, workers, progress)
    except SpoiltClips as error:
        progress.note(f"{error.message}. What they say is spoken again.")
    again = _clips_of(plan, _speak([plan], workers, progress)[plan.engine.name])
    again = replace(again, new=again.new | clips.new)
    try:
        return again, assemble(plan, again.digests, store, workers, progress)
    except SpoiltClips as error:
        reason = "what was spoken is silent where words should be heard"
        failures = {
            utterance: reason
            for utterance in plan.utterances
            if synthesis.clip_key(plan.engine, utterance) in error.keys
        }
        spoken_count = len(again.digests) - len(failures)
        raise SynthesisFailed(_failures(plan, failures), spoken_count) from error


@contextmanager
def _stage(name: str) -> Iterator[None]:
    begin = monotonic()
    _log.info("%s begins", name)
    yield
    _log.info("%s took %.2f s", name, monotonic() - begin)


def _up_to_date(plan: Plan) -> Plan:
    """The plan with the manifest that another process may have written meanwhile: what an episode
    is called in feeds, and since when there is one, is decided once."""
    latest = manifest.load(plan.folder)
    if latest and plan.previous is None and latest.source != plan.source:
        raise ProducerError(
            f"{plan.folder} has meanwhile been made from {latest.source}",
            advice="Run the same command again: the episode gets a folder of its own",
        )
    return replace(plan, previous=latest)


def _failures(plan: Plan, failures: Mapping[Utterance, str]) -> list[str]:
    return [
        f"{plan.name_of(pid)}: {failures[sentence.utterance]}: “{sentence.written[:60]}”"
        for pid, passage in plan.passages.items()
        for sentence in passage
        if sentence.utterance in failures
    ]


def _notes(plan: Plan, editions: Iterable[Edition]) -> Iterable[str]:
    limited = {
        plan.delivery((item.lines[0].turn, item.lines[0].language)).voice: item.segment.limited_db
        for edition in editions
        for _, item in sorted(edition.placed, key=lambda placed: placed[1].segment.limited_db)
        if item.lines and item.segment.limited_db > _LIMITED_TOO_MUCH_DB
    }
    if limited:
        voices = ", ".join(f"{voice} ({db:.0f} dB)" for voice, db in limited.items())
        yield (
            f"The limiter takes much from the peaks of {voices}. "
            "If they sound pressed, choose other voices or a lower target_lufs."
        )
