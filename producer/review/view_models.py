"""What the templates show of an opened transcript, as plain values that can be compared: after an
edit only those turns are sent that look different."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from producer import recordings, synthesis
from producer.languages import language_name
from producer.listening import UnclearSentence, load_hearing
from producer.model import Change, Finding, FindingKind, Pair, Script, Speaker, Turn, joint
from producer.plan.passages import Said
from producer.review.editing.passage_edits import sentences
from producer.review.review_items import OpenedItem
from producer.store import CLIPS

_TURN_NUMBER = re.compile(r"\bturn \d+")


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence: its number in the passage, and its number among those that are spoken, or None.
    `pronounced` is what a voice says where that differs from the text; of a `silent` one nothing
    can be said. `pair` numbers the pair that it belongs to in its turn, None where there are none;
    one that is `lone` has no counterpart."""

    text: str
    number: int
    spoken: int | None
    pronounced: str
    silent: bool
    pair: int | None = None
    lone: bool = False


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage; without paragraphs where the turn lacks the language. `voice` is empty while
    nobody has one; `joint` is what stands between its sentences; `unconfirmed` that a machine
    wrote it and no person has read it."""

    language: str
    joint: str
    unconfirmed: bool
    paragraphs: tuple[tuple[SentenceView, ...], ...]
    voice: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as the page tells it. `key` names it, whatever the number of its turn; `language`
    is "" where it concerns none."""

    key: str
    message: str
    language: str
    change: Change | None
    is_missing: bool
    is_unconfirmed: bool


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn. `names` is what its speaker is called in the languages of the script."""

    number: int
    speaker: str
    names: str
    heading: tuple[tuple[str, str], ...]
    passages: tuple[PassageView, ...]
    findings: tuple[FindingView, ...]
    unclear: tuple[UnclearSentence, ...] = ()
    recorded: tuple[RecordedView, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedView:
    """A sentence of a recording, of which `number` counts from 1, with its `index` among those of
    the passage that are spoken."""

    recording: str
    number: int
    language: str
    index: int
    text: str
    file: str
    sure_percent: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class CastRow:
    """A speaker with a voice per language of the script ("" where none is needed)."""

    speaker: str
    names: str
    voices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A transcript as a page has been shown it."""

    opened: OpenedItem
    turns: Sequence[TurnView]


def turns(opened: OpenedItem, before: ShownItem | None = None) -> list[TurnView]:
    """The turns with their findings. `before` is what was shown last, of which the passages are
    taken over that are as they were."""
    by_turn, _ = findings(opened.script)
    unclear, recorded = _unclear(opened), _recorded(opened)
    return [
        _turn(
            opened,
            turn,
            by_turn.get(turn.number, []),
            tuple(each for each in unclear if each.turn == turn.number),
            tuple(recorded.get(turn.number, ())),
            before,
        )
        for turn in opened.script.turns
    ]


def _unclear(opened: OpenedItem) -> list[UnclearSentence]:
    """What the ear did not hear as it should be, and nobody has accepted or mended since."""
    plan = opened.plan
    hearing = load_hearing(plan.folder) if plan else None
    if plan is None or hearing is None:
        return []

    def is_so(sentence: UnclearSentence) -> bool:
        passage = plan.passages.get((sentence.turn, sentence.language), ())
        if sentence.accepted or sentence.index >= len(passage):
            return False
        key = synthesis.clip_key(plan.engine, passage[sentence.index].utterance)
        return plan.store.digest(CLIPS, key) == sentence.clip

    return [sentence for sentence in hearing.sentences if is_so(sentence)]


def _recorded(opened: OpenedItem) -> Mapping[int, Sequence[RecordedView]]:
    """Sentences of recordings that stand in the script as they were said, by turn."""
    plan = opened.plan
    by_turn: dict[int, list[RecordedView]] = defaultdict(list)
    for folder in recordings.folders(opened.show.recordings) if plan else ():
        recording = recordings.load_recording(folder)
        for number, sentence in enumerate(recording.sentences if recording else (), 1):
            assert plan is not None
            assert recording is not None
            pid = sentence.turn, recording.language
            written = [said.written for said in plan.passages.get(pid, ())]
            if sentence.text in written and plan.speakers.get(pid) == sentence.speaker:
                view = RecordedView(
                    recording.name,
                    number,
                    recording.language,
                    written.index(sentence.text),
                    sentence.text,
                    sentence.file,
                    round(100 * sentence.confidence),
                    sentence.accepted,
                )
                by_turn[sentence.turn].append(view)
    return by_turn


def findings(script: Script) -> tuple[Mapping[int, Sequence[Finding]], Sequence[Finding]]:
    """The findings by the turn that they concern, and those that concern none."""
    by_turn: dict[int, list[Finding]] = defaultdict(list)
    others = []
    for finding in script.findings:
        if finding.turn is None:
            others.append(finding)
        else:
            by_turn[finding.turn].append(finding)
    return by_turn, others


def cast(opened: OpenedItem) -> list[CastRow]:
    """Who is heard with which voice."""
    if opened.plan is None:
        return []
    languages = opened.script.languages
    return [
        CastRow(
            speaker,
            names(opened.script, speaker),
            tuple(
                (lang, deliveries[lang].voice if lang in deliveries else "") for lang in languages
            ),
        )
        for speaker, deliveries in opened.plan.deliveries.items()
        if deliveries
    ]


def _finding(finding: Finding) -> FindingView:
    missing = finding.kind == FindingKind.MISSING
    message = finding.message
    if missing and finding.language:
        # What the finding advises is typed; here there are buttons for it.
        message = f"There is no {language_name(finding.language)} yet."
    return FindingView(
        _TURN_NUMBER.sub("turn", f"{finding.kind} {finding.language} {finding.message}"),
        message,
        finding.language or "",
        finding.change,
        missing,
        finding.kind == FindingKind.UNCONFIRMED,
    )


def _turn(
    opened: OpenedItem,
    turn: Turn,
    turn_findings: Sequence[Finding],
    unclear: tuple[UnclearSentence, ...],
    recorded: tuple[RecordedView, ...],
    before: ShownItem | None,
) -> TurnView:
    told = _told(opened, turn.number)
    is_same = told and before and told == _told(before.opened, turn.number)
    return TurnView(
        turn.number,
        turn.speaker,
        names(opened.script, turn.speaker),
        tuple(turn.heading.items()),
        before.turns[turn.number - 1].passages if before and is_same else _passages(opened, turn),
        tuple(view for f in turn_findings if (view := _finding(f)).key not in opened.kept),
        unclear,
        recorded,
    )


def _told(opened: OpenedItem, number: int) -> object:
    """All that the passages of a turn are shown from; None where there is no such turn."""
    plan, turns = opened.plan, opened.script.turns
    if plan is None or number > len(turns):
        return None
    turn = turns[number - 1]
    return (
        turn,
        opened.script.languages,
        plan.paired.of_turn(number),
        [plan.passages.get((number, language)) for language in opened.script.languages],
        plan.deliveries.get(turn.speaker),
    )


def _passages(opened: OpenedItem, turn: Turn) -> tuple[PassageView, ...]:
    deliveries = opened.plan.deliveries.get(turn.speaker, {}) if opened.plan else {}
    passages = opened.plan.passages if opened.plan else {}
    paired = opened.plan.paired.of_turn(turn.number).pairs if opened.plan else ()
    pairs = paired if len(turn.passages) > 1 else ()
    return tuple(
        PassageView(
            lang,
            joint(lang),
            lang in turn.unconfirmed,
            _paragraphs(
                turn.passages.get(lang, ()), lang, passages.get((turn.number, lang)), pairs
            ),
            deliveries[lang].voice if lang in deliveries else "",
        )
        for lang in opened.script.languages
    )


def _paragraphs(
    paragraphs: Sequence[str],
    language: str,
    spoken_sentences: Sequence[Said] | None,
    pairs: Sequence[Pair],
) -> tuple[tuple[SentenceView, ...], ...]:
    """The sentences, of which those in `spoken_sentences` are spoken, in the same order; None where
    it is not known, or no edition has the passage."""
    number = spoken = 0
    places = {
        n: (place, sum(map(bool, pair.sentences.values())) < 2)
        for place, pair in enumerate(pairs)
        for n in pair.sentences.get(language, ())
    }
    shown = []
    for inside in sentences(paragraphs, language):
        views = []
        for text in inside:
            pieces = [each for each in (spoken_sentences or ())[spoken:] if each.number == number]
            pronounced = joint(language).join(each.spoken.text for each in pieces)
            views.append(
                SentenceView(
                    text,
                    number,
                    spoken if pieces else None,
                    "" if pronounced == text else pronounced,
                    spoken_sentences is not None and not pieces,
                    *places.get(number, (None, False)),
                )
            )
            number += 1
            spoken += len(pieces)
        shown.append(tuple(views))
    return tuple(shown)


def names(script: Script, speaker: str) -> str:
    """What a speaker is called in the languages of the script."""
    known = next((each for each in script.speakers if each.id == speaker), Speaker(speaker))
    return " / ".join(dict.fromkeys(known.name(lang) for lang in script.languages))
