"""Pairs that a person has set: which parts of a turn's passages mean the same.

They are kept by places in the text (see `Turn.pair_ends`), not by numbers of sentences, so that
they stay when the text around them changes. A side is a text with a line break before each
paragraph that begins in it; one that begins with a line break begins a paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias

from producer.model import Turn, clean_text
from producer.speech.sentences import split_sentences
from producer.transcript.document import joined

Sides: TypeAlias = Mapping[str, str]
"""A pair: the text of each language that has some."""


def sides(turn: Turn) -> list[Sides]:
    """The pairs that a person has set; none where nobody has, or where they do not fit the text."""
    ends = turn.pair_ends
    if not ends:
        return []
    texts = {language: "\n".join(paragraphs) for language, paragraphs in turn.passages.items()}
    fits = (
        ends.keys() == texts.keys()
        and len(ends) > 1
        and len({len(own) for own in ends.values()}) == 1
        and all(
            own and own[-1] == len(texts[language]) and sorted(own) == [*own] and own[0] >= 0
            for language, own in ends.items()
        )
    )
    if not fits:
        return []
    pieces = {
        language: [texts[language][begin:end].strip(" ") for begin, end in pairwise((0, *own))]
        for language, own in ends.items()
    }
    count = len(next(iter(ends.values())))
    return [
        {language: own[place] for language, own in pieces.items() if own[place].strip()}
        for place in range(count)
    ]


def with_sides(turn: Turn, pairs: Sequence[Sides], languages: Sequence[str]) -> Turn:
    """`turn` with the passages and the pairs that `pairs` are. Those of one language only, and
    none at all, are no pairs."""
    paragraphs: dict[str, list[str]] = {language: [] for language in languages}
    ends: dict[str, list[int]] = {language: [] for language in languages}
    for pair in pairs:
        if not any(text.strip() for text in pair.values()):
            continue
        for language in languages:
            own = paragraphs[language]
            for number, piece in enumerate(pair.get(language, "").split("\n")):
                text = clean_text(piece)
                if text and own and not number:
                    own[-1] = joined([own[-1], text])
                elif text:
                    own.append(text)
            ends[language].append(len("\n".join(own)))
    passages = {language: tuple(own) for language, own in paragraphs.items() if own}
    own_ends = {language: tuple(ends[language]) for language in passages}
    return replace(turn, passages=passages, pair_ends=own_ends if len(passages) > 1 else {})


def set_by_sentences(turn: Turn, pairs: Sequence[Mapping[str, Sequence[int]]]) -> Turn:
    """`turn` with pairs by the numbers of their sentences, from 0 within each passage, in order."""
    ends: dict[str, tuple[int, ...]] = {}
    for language in turn.passages:
        bounds = [end for _, end in _bounds(turn, language)]
        own: list[int] = []
        for pair in pairs:
            numbers = pair.get(language, ())
            own.append(bounds[max(numbers)] if numbers else (own[-1] if own else 0))
        ends[language] = tuple(own)
    return canonical(replace(turn, pair_ends=ends))


def canonical(turn: Turn) -> Turn:
    """`turn` with its pairs as a script file has them, without those that are empty."""
    if not turn.pair_ends:
        return turn
    return with_sides(turn, sides(turn), list(turn.passages))


def sentence_pairs(turn: Turn) -> list[dict[str, tuple[int, ...]]]:
    """The pairs that a person has set, by the numbers of their sentences. A sentence belongs to the
    pair in which it begins."""
    count = len(sides(turn))
    pairs: list[dict[str, list[int]]] = [{la: [] for la in turn.passages} for _ in range(count)]
    for language in turn.passages if count else ():
        for number, (begin, _) in enumerate(_bounds(turn, language)):
            pairs[bisect_right(turn.pair_ends[language], begin)][language].append(number)
    return [
        {language: tuple(numbers) for language, numbers in pair.items()}
        for pair in pairs
        if any(pair.values())
    ]


def _bounds(turn: Turn, language: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a passage begins and ends in its paragraphs joined by line breaks."""
    offset = 0
    for paragraph in turn.passages[language]:
        at = 0
        for sentence in split_sentences(paragraph, language):
            begin = paragraph.index(sentence, at)
            at = begin + len(sentence)
            yield offset + begin, offset + at
        offset += len(paragraph) + 1


def carried(before: Turn, after: Turn) -> Turn:
    """`after`, an edit of the text of `before`, with the pairs that were set in it, as far as there
    still are two languages."""
    if not sides(before) or after.passages.keys() != before.passages.keys():
        return replace(after, pair_ends={})
    ends: dict[str, tuple[int, ...]] = {}
    for language, own in before.pair_ends.items():
        old, new = ("\n".join(turn.passages[language]) for turn in (before, after))
        places = _moved(old, new, own) if old != new else own
        ends[language] = (*places[:-1], len(new))
    return canonical(replace(after, pair_ends=ends))


def appended(first: Turn, second: Turn, whole: Turn) -> Turn:
    """`whole`, in which `second` stands behind `first`, with the pairs that were set in either; one
    in which none were is a pair."""
    if not sides(first) and not sides(second):
        return replace(whole, pair_ends={})
    pairs = [
        pair
        for turn in (first, second)
        for pair in sides(turn)
        or [{language: "\n".join(own) for language, own in turn.passages.items()}]
    ]
    begun = len(sides(first)) or 1
    behind = [
        {language: f"\n{text.removeprefix(chr(10))}" for language, text in pair.items()}
        if place == begun
        else pair
        for place, pair in enumerate(pairs)
    ]
    return with_sides(whole, behind, list(whole.passages))


def _moved(old: str, new: str, places: Sequence[int]) -> list[int]:
    """Where `places` of a text are in what it has become."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    most = shorter - head
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    middle = SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    ).get_opcodes()
    moved: list[int] = []
    for place in places:
        at = place
        if place > len(old) - tail:
            at = place + len(new) - len(old)
        elif place > head:
            for tag, i, j, k, m in middle:
                if i < place - head <= j:
                    at = head + (k + place - head - i if tag == "equal" else m)
                    break
        moved.append(max([at, *moved[-1:]]))
    return moved
