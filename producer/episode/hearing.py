"""Episodes heard sentence by sentence: is what was written what is said?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producer import listening, synthesis
from producer.listening import Ear, Outcome, Recognition
from producer.model import Utterance
from producer.plan.plan import Plan
from producer.plan.request import Request
from producer.plan.status import expanded, plan_as_made, transcripts
from producer.progress import Progress, Silent
from producer.publish.manifest import Manifest
from producer.show.show import Show
from producer.store import CLIPS, usage, write_atomically


@dataclass(frozen=True, slots=True)
class HeardSentence:
    """A sentence of a turn (0 for what stands outside of turns), what was heard and what that
    says. `text` is as written."""

    turn: int
    language: str
    speaker: str
    text: str
    utterance: Utterance
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
    return [hear(each, ear, progress) for each in plans]


def hear(plan: Plan, ear: Ear, progress: Progress) -> HearingReport:
    """Listen to what is spoken of a plan."""
    store = plan.store
    keys = {utterance: synthesis.clip_key(plan.engine, utterance) for utterance in plan.utterances}
    digests = store.digests(CLIPS, keys.values())
    sentences = {
        utterance: listening.ClipToHear(key, digests[key], utterance.language, utterance.text)
        for utterance, key in keys.items()
        if key in digests
    }
    results = listening.listen(sentences.values(), ear, store, progress)
    usage.record_more(store, plan.folder)
    lines = [
        HeardSentence(
            pid[0],
            pid[1],
            plan.speakers[pid],
            sentence.written,
            sentence.utterance,
            *results[sentences[sentence.utterance]],
        )
        for pid, passage in plan.passages.items()
        for sentence in passage
        if sentence.utterance in sentences and sentences[sentence.utterance] in results
    ]
    return HearingReport(
        plan.outline.request.transcript,
        plan.engine.name,
        tuple(lines),
        len(keys) - len(sentences),
    )


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
    sentence = listening.ClipToHear(key, digest, utterance.language, utterance.text)
    results = listening.listen([sentence], ear, store, Silent())
    return results[sentence][1] if sentence in results else None


def wrong_lines(reports: Sequence[HearingReport]) -> list[HeardSentence]:
    """The sentences of several episodes that are wrong."""
    return [
        line for each in reports for line in each.lines if line.outcome.state == listening.WRONG
    ]


REPORT = "listening.json"
"""The file of an episode that says what was heard of which of its editions."""


def write_report(folder: Path, report: HearingReport, episode: Manifest) -> None:
    """Keep beside an episode how many of its sentences are wrong. It holds for the editions that
    were there: of others nobody has heard anything."""
    content = {
        "editions": {name: edition.sha256 for name, edition in episode.editions.items()},
        **{state: report.count(state) for state in ("heard", "doubtful", "wrong")},
    }
    write_atomically(folder / REPORT, f"{json.dumps(content, indent=1)}\n".encode())


def is_heard(folder: Path, episode: Manifest) -> bool:
    """Whether all that an episode says was listened to, and no sentence is wrong."""
    try:
        content: dict[str, Any] = json.loads((folder / REPORT).read_bytes())
        editions = {name: edition.sha256 for name, edition in episode.editions.items()}
        of_these = all(content["editions"][name] == sha256 for name, sha256 in editions.items())
        return of_these and bool(content["wrong"] == 0)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False
