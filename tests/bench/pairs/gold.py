"""Pairs set by hand for real documents, whose text is not ours to keep here.

A document is told by digests of its passages, a sentence by its number and by how many letters
and digits of the passage are before its end: where a text is divided otherwise today, a sentence
belongs to those of the gold that it shares most letters with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from producer.model import Pair

FOLDER = Path(__file__).parent / "gold"

Link = tuple[int, int]
"""A sentence of the first language and one of the second that are in one pair."""


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """A turn's pairs as sentence numbers. `ends` are the letters before the end of each sentence,
    `digests` those of the passages, both by language."""

    number: int
    digests: Mapping[str, str]
    ends: Mapping[str, tuple[int, ...]]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The pairs of a document. `tuned` tells that the aligner's numbers were chosen on it."""

    name: str
    kind: str
    languages: tuple[str, str]
    tuned: bool
    turns: tuple[GoldTurn, ...]


def all_gold(folder: Path = FOLDER) -> list[Gold]:
    return [_gold(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))]


def dump(gold: Gold) -> str:
    """The text of a file that `all_gold` reads."""
    first, second = gold.languages
    turns = [
        {
            "number": turn.number,
            "digests": dict(turn.digests),
            "ends": {language: list(ends) for language, ends in turn.ends.items()},
            "pairs": " ".join(
                f"{_written(pair.sentences[first])}:{_written(pair.sentences[second])}"
                for pair in turn.pairs
            ),
        }
        for turn in gold.turns
    ]
    head = {"name": gold.name, "kind": gold.kind, "languages": gold.languages, "tuned": gold.tuned}
    lines = ",\n  ".join(json.dumps(turn, ensure_ascii=False) for turn in turns)
    return f'{json.dumps(head)[:-1]}, "turns": [\n  {lines}\n]}}\n'


def _gold(content: Mapping[str, Any]) -> Gold:
    first, second = content["languages"]
    turns = tuple(
        GoldTurn(
            turn["number"],
            turn["digests"],
            {language: tuple(ends) for language, ends in turn["ends"].items()},
            tuple(
                Pair({first: _numbers(ours), second: _numbers(theirs)}, 1.0)
                for ours, _, theirs in (pair.partition(":") for pair in turn["pairs"].split())
            ),
        )
        for turn in content["turns"]
    )
    return Gold(content["name"], content["kind"], (first, second), content["tuned"], turns)


def _numbers(text: str) -> tuple[int, ...]:
    """ "3-5" → (3, 4, 5), "-" → ()"""
    if text == "-":
        return ()
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def _written(numbers: Sequence[int]) -> str:
    if not numbers:
        return "-"
    return f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def digest(sentences: Sequence[str]) -> str:
    """Of a passage, however it is divided."""
    return hashlib.sha256(letters("".join(sentences)).encode()).hexdigest()[:16]


def ends_of(sentences: Sequence[str]) -> tuple[int, ...]:
    return tuple(accumulate(len(letters(sentence)) for sentence in sentences))


def links(pairs: Sequence[Pair], languages: tuple[str, str]) -> Iterator[Link]:
    first, second = languages
    for pair in pairs:
        for ours in pair.sentences[first]:
            for theirs in pair.sentences[second]:
                yield ours, theirs


def gold_links(
    turn: GoldTurn, sentences: Mapping[str, Sequence[str]], languages: tuple[str, str]
) -> set[Link]:
    """The links of `turn` between `sentences`, which may be divided otherwise."""
    places = [_places(turn.ends[la], ends_of(sentences[la])) for la in languages]
    return {
        (ours, theirs)
        for first, second in links(turn.pairs, languages)
        for ours in places[0].get(first, ())
        for theirs in places[1].get(second, ())
    }


def _places(gold: Sequence[int], ends: Sequence[int]) -> dict[int, list[int]]:
    """Which sentences that end at `ends` share more than half their letters, or half of its own,
    with each sentence of the gold."""
    places: dict[int, list[int]] = {}
    for number, (begin, end) in enumerate(zip([0, *gold], gold, strict=False)):
        for place, (start, stop) in enumerate(zip([0, *ends], ends, strict=False)):
            shared = min(end, stop) - max(begin, start)
            if shared > 0 and shared * 2 > min(end - begin, stop - start):
                places.setdefault(number, []).append(place)
    return places
