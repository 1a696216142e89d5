"""A Script → a Script: turns split, joined, added, removed and moved.

Chapters begin where they began: a heading goes along only where its turn is joined to another or
removed. What a machine wrote stays unconfirmed wherever it goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Literal

from producer.errors import UsageError
from producer.model import NARRATOR, Direction, Script, Turn
from producer.review.editing.passage_edits import (
    Paragraphs,
    ScriptEdit,
    divided,
    require_language,
    sentences,
    set_speaker,
    still_speaking,
    turn_of,
    typed,
    with_passages,
)
from producer.transcript.lines.speech_directions import signed
from producer.transcript.script.set_pairs import appended, carried


def split(turn: int, at: Mapping[str, int], speaker: str) -> ScriptEdit:
    """A turn becomes two. Per language, what stands before the sentence of the number in `at` stays
    and the rest is said in a turn of its own by `speaker`; a language without a number stays whole.
    """

    def edit(script: Script) -> Script:
        original = turn_of(script, turn)
        for lang, number in at.items():
            require_language(script, lang)
            if number < 0:
                raise UsageError(f"turn {turn} has no sentence {number} in '{lang}'")
        parts = {
            lang: divided(paragraphs, at[lang], lang) if lang in at else (paragraphs, ())
            for lang, paragraphs in original.passages.items()
        }
        before = {lang: head for lang, (head, _) in parts.items() if head}
        behind = {lang: tail for lang, (_, tail) in parts.items() if tail}
        if not before or not behind:
            raise UsageError(
                f"turn {turn} has nothing behind the split"
                if before
                else f"turn {turn} has nothing before the split",
                advice="Choose where it is split so that something is said on both sides",
            )
        first = replace(original, passages=before, unconfirmed=original.unconfirmed & before.keys())
        second = replace(
            original,
            passages=behind,
            unconfirmed=original.unconfirmed & behind.keys(),
            heading={},
            pause_ms=0,
        )
        both = (carried(original, first), carried(original, second))
        turns = (*script.turns[: turn - 1], *both, *script.turns[turn:])
        return set_speaker(turn + 1, speaker)(_numbered(script, turns))

    return edit


def join(turn: int) -> ScriptEdit:
    """All that is said in a turn is said at the end of the turn before, by whoever speaks there."""

    def edit(script: Script) -> Script:
        second = turn_of(script, turn)
        if turn == 1:
            raise UsageError("there is no turn before turn 1 to join it to")
        first = script.turns[turn - 2]
        if first.heading and second.heading:
            raise UsageError(
                f"a chapter begins at turn {turn - 1} and another at turn {turn}",
                advice="Take one of their titles away, then join the turns",
            )
        pause = signed("", [Direction(pause_ms=second.pause_ms)] if second.pause_ms else [])
        behind = {
            lang: (pause + paragraphs[0], *paragraphs[1:])
            for lang, paragraphs in second.passages.items()
        }
        passages = {
            lang: (*first.passages.get(lang, ()), *behind.get(lang, ()))
            for lang in script.languages
            if lang in first.passages or lang in second.passages
        }
        joined = replace(
            first,
            passages=passages,
            heading=first.heading or second.heading,
            unconfirmed=first.unconfirmed | second.unconfirmed,
        )
        joined = appended(first, second, joined)
        return _numbered(script, (*script.turns[: turn - 2], joined, *script.turns[turn:]))

    return edit


def add(number: int, speaker: str, texts: Mapping[str, str]) -> ScriptEdit:
    """A new turn that is to have this number. Who writes it confirms it."""

    def edit(script: Script) -> Script:
        if not 1 <= number <= len(script.turns) + 1:
            raise UsageError(f"there is no place for a turn {number}")
        for lang in texts:
            require_language(script, lang)
        passages = {la: typed(texts[la]) for la in script.languages if typed(texts.get(la, ""))}
        if not passages:
            raise UsageError("a turn needs a text in one language at least")
        # Who speaks is set below, where somebody new is made known.
        new = Turn(number, NARRATOR, passages)
        turns = (*script.turns[: number - 1], new, *script.turns[number - 1 :])
        numbered = tuple(replace(t, number=n) for n, t in enumerate(turns, start=1))
        return set_speaker(number, speaker)(replace(script, turns=numbered))

    return edit


def remove(turn: int) -> ScriptEdit:
    """A turn goes. Its chapter begins at the next turn, unless that begins one itself."""

    def edit(script: Script) -> Script:
        turn_of(script, turn)
        return with_passages(script, {(turn, lang): () for lang in script.languages})

    return edit


def shift(turn: int, to: Literal["up", "down"]) -> ScriptEdit:
    """A turn changes places with its neighbour. Chapters begin at the same numbers as before."""

    def edit(script: Script) -> Script:
        turn_of(script, turn)
        upper = turn - 1 if to == "up" else turn
        if not 1 <= upper < len(script.turns):
            end = "first" if to == "up" else "last"
            raise UsageError(f"turn {turn} is the {end}")
        first, second = script.turns[upper - 1 : upper + 1]
        turns = (
            *script.turns[: upper - 1],
            replace(second, heading=first.heading),
            replace(first, heading=second.heading),
            *script.turns[upper + 1 :],
        )
        return _numbered(script, turns)

    return edit


def counterpart(
    paragraphs: Paragraphs, sentence: int, language: str, others: Paragraphs, other_language: str
) -> int:
    """The sentence of `others` that probably says the same in another language: as many paragraphs
    or sentences in both are taken to go together; else it is as far into the text."""
    here, there = sentences(paragraphs, language), sentences(others, other_language)
    starts, starts_there = _starts(here), _starts(there)
    if len(here) == len(there) and sentence in starts:
        return starts_there[starts.index(sentence)]
    if starts[-1] == starts_there[-1]:
        return sentence
    shares = _shares(there)
    return min(range(len(shares)), key=lambda n: abs(shares[n] - _shares(here)[sentence]))


def _starts(inside: Sequence[Sequence[str]]) -> list[int]:
    """The numbers of the first sentence of each paragraph, and of the end."""
    return list(accumulate(map(len, inside), initial=0))


def _shares(inside: Sequence[Sequence[str]]) -> list[float]:
    """Which part of the passage stands before each sentence, and before the end."""
    lengths = [len(sentence) for paragraph in inside for sentence in paragraph]
    return [before / sum(lengths) for before in accumulate(lengths, initial=0)]


def _numbered(script: Script, turns: Sequence[Turn]) -> Script:
    numbered = tuple(replace(turn, number=n) for n, turn in enumerate(turns, start=1))
    return replace(script, turns=numbered, speakers=still_speaking(script.speakers, numbered))
