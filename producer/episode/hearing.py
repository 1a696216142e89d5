"""Episodes heard sentence by sentence: is what was written what is said?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from producer import listening, synthesis
from producer.lexicon import homophones
from producer.listening import (
    EpisodeHearing,
    Outcome,
    Recognition,
    UnclearSentence,
    load_hearing,
    save_hearing,
)
from producer.listening.ear import Ear
from producer.model import Utterance
from producer.plan.plan import Plan
from producer.plan.request import Request
from producer.plan.staleness import changes
from producer.plan.status import expanded, plan_as_made, transcripts
from producer.progress import Progress, Silent
from producer.publish.manifest import Manifest
from producer.show.show import Show
from producer.store import CLIPS, usage


@dataclass(frozen=True, slots=True)
class HeardSentence:
    """A sentence of a turn (0 for what stands outside of turns), with its `index` in the passage
    among those that are spoken, what was heard and what that says. `text` is as written, `clip`
    the digest of its sound."""

    turn: int
    language: str
    index: int
    speaker: str
    text: str
    utterance: Utterance
    clip: str
    hearing: Recognition
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class HearingReport:
    """The sentences of an episode that are spoken, in order, and how many are not."""

    transcript: Path
    engine: str
    lines: tuple[HeardSentence, ...]
    unspoken: int

    def count(self, state: str) -> int:
        """How many sentences are in a state: "heard", "doubtful", "wrong"."""
        return sum(line.outcome.state == state for line in self.lines)


def hear_episodes(
    show: Show,
    files: Iterable[Path] | None,
    engine: str | None,
    model: str,
    progress: Progress,
) -> list[HearingReport]:
    """Listen to the episodes of `files`, or of all transcripts in seeds/. Who spoke an episode
    last is listened to, unless an `engine` is named.

    Raises `EngineUnavailable` where the ear's `model` is not there, and `InputError`."""
    paths = expanded(files, show) if files else transcripts(show.folder / "seeds", show)
    plans = [plan_as_made(Request(transcript=path, show=show, engine=engine)) for path in paths]
    ear = Ear(model)
    return [_heard_as_made(each, ear, progress) for each in plans]


def _heard_as_made(plan: Plan, ear: Ear, progress: Progress) -> HearingReport:
    """Listen to a plan, and keep beside its episode what that says if it was made just so."""
    report = hear(plan, ear, progress)
    if plan.previous and not report.unspoken and not any(changes(plan, plan.previous)):
        write_report(plan.folder, report, plan.previous)
    return report


def hear(plan: Plan, ear: Ear, progress: Progress) -> HearingReport:
    """Listen to what is spoken of a plan."""
    store = plan.store
    keys = {utterance: synthesis.clip_key(plan.engine, utterance) for utterance in plan.utterances}
    digests = store.digests(CLIPS, keys.values())
    sentences = {
        utterance: listening.ClipToHear(key, digests[key], utterance.language, _due(utterance))
        for utterance, key in keys.items()
        if key in digests
    }
    results = listening.listen(sentences.values(), ear, store, progress)
    usage.record_more(store, plan.folder)
    lines = [
        HeardSentence(
            *pid,
            index,
            plan.speakers[pid],
            sentence.written,
            sentence.utterance,
            sentences[sentence.utterance].digest,
            *results[sentences[sentence.utterance]],
        )
        for pid, passage in plan.passages.items()
        for index, sentence in enumerate(passage)
        if sentence.utterance in sentences and sentences[sentence.utterance] in results
    ]
    return HearingReport(
        plan.outline.request.transcript,
        plan.engine.name,
        tuple(lines),
        len(keys) - len(sentences),
    )


def _due(utterance: Utterance) -> str:
    """What should be heard of an utterance: characters of their sounds for terms whose pinyin a
    voice was told."""
    parts: list[str] = []
    done = 0
    for reading in utterance.readings:
        if reading.alphabet == "pinyin":
            parts += utterance.text[done : reading.start], homophones(reading.sounds)
            done = reading.end
    return "".join([*parts, utterance.text[done:]])


def speak_again(plan: Plan, report: HearingReport, ear: Ear, progress: Progress) -> bool:
    """Have sentences that are wrong spoken again, as often as the settings say, by an engine whose
    answers differ from time to time; the best take stays in the store. True if one is another.

    An engine of this machine says the same again, so there it changes nothing."""
    if plan.engine.own_machine:
        return False
    store = plan.store
    has_changed = False
    for line in wrong_lines([report]):
        if line.utterance.take is not None:
            continue
        key = synthesis.clip_key(plan.engine, line.utterance)
        best, share = store.get(CLIPS, key), line.outcome.share
        for take in range(1, plan.show.settings.listen.takes + 1):
            progress.note(f"take {take} of “{line.text[:40]}”: {line.outcome.kind}")
            store.discard(CLIPS, key)
            synthesis.synthesize([line.utterance], plan.engine, store, Silent())
            outcome, entry = _outcome(plan, line.utterance, ear), store.get(CLIPS, key)
            if outcome is not None and outcome.share < share:
                best, share, has_changed = entry, outcome.share, True
                if outcome.state != listening.WRONG:
                    break
        if best is not None and store.digest(CLIPS, key) != best.digest:
            store.put(CLIPS, key, best.meta, best.data)
    return has_changed


def _outcome(plan: Plan, utterance: Utterance, ear: Ear) -> Outcome | None:
    store = plan.store
    key = synthesis.clip_key(plan.engine, utterance)
    digest = store.digest(CLIPS, key)
    if digest is None:
        return None
    sentence = listening.ClipToHear(key, digest, utterance.language, _due(utterance))
    results = listening.listen([sentence], ear, store, Silent())
    return results[sentence][1] if sentence in results else None


def wrong_lines(reports: Sequence[HearingReport]) -> list[HeardSentence]:
    """The sentences of several episodes that are wrong."""
    return [
        line for each in reports for line in each.lines if line.outcome.state == listening.WRONG
    ]


def write_report(folder: Path, report: HearingReport, episode: Manifest) -> None:
    """Keep beside an episode what was heard of its sentences. What a person has accepted stays
    so."""
    hearing = EpisodeHearing(
        _digests(episode),
        report.count(listening.HEARD),
        tuple(_unclear(line) for line in report.lines if line.outcome.state != listening.HEARD),
    )
    save_hearing(folder, hearing.kept(load_hearing(folder)))


def _unclear(line: HeardSentence) -> UnclearSentence:
    outcome = line.outcome
    return UnclearSentence(
        turn=line.turn,
        language=line.language,
        index=line.index,
        text=line.text,
        clip=line.clip,
        state=outcome.state,
        kind=outcome.kind,
        due=outcome.due,
        instead=outcome.instead,
        heard=line.hearing.text,
        share=round(outcome.share, 3),
        readings=outcome.readings,
    )


def is_heard(folder: Path, episode: Manifest) -> bool:
    """Whether all that an episode says was listened to, and no sentence is wrong but for those
    that a person has accepted."""
    hearing = load_hearing(folder)
    return (
        hearing is not None
        and hearing.is_of(_digests(episode))
        and hearing.count(listening.WRONG) == 0
    )


def _digests(episode: Manifest) -> dict[str, str]:
    return {name: edition.sha256 for name, edition in episode.editions.items()}
