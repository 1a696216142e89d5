"""A Script → a Script: pairs of sentences joined, split and shifted. Then all pairs of the turn are
set by a person, as they were shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from producer.errors import UsageError
from producer.model import Pair, Script
from producer.review.editing.passage_edits import ScriptEdit, SentencePlace, sentences, turn_of
from producer.transcript.script.set_pairs import set_by_sentences

PairDeed: TypeAlias = Literal["join", "split", "previous", "next"]
"""Join the pair of a sentence to the one before; split it before the sentence; let all up to the
sentence go to the pair before, or all from it on to the next."""

PAIR_DEEDS: tuple[PairDeed, ...] = ("join", "split", "previous", "next")

_Sides: TypeAlias = dict[str, tuple[int, ...]]


def mend_pair(place: SentencePlace, deed: PairDeed, shown: Sequence[Pair]) -> ScriptEdit:
    """The pair of a sentence is mended; `shown` are the pairs of its turn so far."""

    def edit(script: Script) -> Script:
        turn = turn_of(script, place.turn)
        pairs: list[_Sides] = [dict(pair.sentences) for pair in shown]
        counts = {la: sum(map(len, sentences(own, la))) for la, own in turn.passages.items()}
        if len(counts) < 2 or any(
            counts[la] != sum(len(pair.get(la, ())) for pair in pairs) for la in counts
        ):
            raise UsageError(f"turn {place.turn} has no pairs: it is said in one language")
        at = next(
            (n for n, pair in enumerate(pairs) if place.sentence in pair.get(place.language, ())),
            None,
        )
        if at is None:
            raise UsageError(f"turn {place.turn} has no such sentence in '{place.language}'")
        mended = [pair for pair in _mended(pairs, at, place, deed) if any(pair.values())]
        new = set_by_sentences(turn, mended)
        turns = (*script.turns[: place.turn - 1], new, *script.turns[place.turn :])
        return replace(script, turns=turns)

    return edit


def _mended(pairs: list[_Sides], at: int, place: SentencePlace, deed: PairDeed) -> list[_Sides]:
    pair, language = pairs[at], place.language
    own = pair[language]
    cut = own.index(place.sentence)
    if deed == "join":
        if at == 0:
            raise UsageError("there is no pair before it in its turn")
        before = pairs[at - 1]
        joined = {la: (*before.get(la, ()), *pair.get(la, ())) for la in before | pair}
        return [*pairs[: at - 1], joined, *pairs[at + 1 :]]
    if deed == "split":
        if cut == 0:
            raise UsageError("nothing of its pair stands before this sentence")
        cuts = {la: _share(cut, len(own), len(numbers)) for la, numbers in pair.items()}
        cuts[language] = cut
        halves = (
            {la: numbers[: cuts[la]] for la, numbers in pair.items()},
            {la: numbers[cuts[la] :] for la, numbers in pair.items()},
        )
        return [*pairs[:at], *halves, *pairs[at + 1 :]]
    if deed == "next":
        behind = pairs[at + 1] if at + 1 < len(pairs) else {}
        moved = {**behind, language: (*own[cut:], *behind.get(language, ()))}
        return [*pairs[:at], {**pair, language: own[:cut]}, moved, *pairs[at + 2 :]]
    before = pairs[at - 1] if at else {}
    moved = {**before, language: (*before.get(language, ()), *own[: cut + 1])}
    return [*pairs[: max(0, at - 1)], moved, {**pair, language: own[cut + 1 :]}, *pairs[at + 1 :]]


def _share(cut: int, count: int, others: int) -> int:
    """How many of `others` belong to the first `cut` of `count`: about as many of a hundred, some
    on both sides where there are some for both."""
    return min(max(1, round(others * cut / count)), max(1, others - 1))
