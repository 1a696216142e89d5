"""Which sentences of a script mean the same in its two languages.

Pairing takes as long as reading does, so what was paired is kept in the store of a show, by the
sentences that it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from producer import alignment
from producer.alignment import Paragraphs, align
from producer.errors import CannotWrite
from producer.model import Pair, PairedTurn, Script, Turn
from producer.speech.sentences import split_sentences
from producer.store import PAIRS, Store, key_of
from producer.transcript.script.set_pairs import sentence_pairs

_SMALLEST = 10
"""Smaller numbers stand everywhere: "one of them", 一个."""

_MAY_HAVE_A_NUMBER = re.compile(
    r"\d|[十百千万亿萬億]|(?i:teen|ty\b|ty-|hundred|thousand|million|billion|dozen|eleven|twelve)"
)
"""Looking for numbers in words takes longer than all else."""


@dataclass(frozen=True, slots=True)
class PairedScript:
    """All turns of a script. `key` is the name under which its pairs are kept."""

    key: str
    turns: tuple[PairedTurn, ...]

    def of_turn(self, number: int) -> PairedTurn:
        """The turn of that number, from 1."""
        return self.turns[number - 1]

    def keep(self, store: Store) -> None:
        """Keep the pairs for the next time that the same sentences are to be paired, unless they
        are there."""
        in_two = all(len(turn.sentences) == 2 for turn in self.turns)
        if in_two and store.digest(PAIRS, self.key) is None:
            pairs = [
                [[pair.confidence, *map(list, pair.sentences.values())] for pair in turn.pairs]
                for turn in self.turns
            ]
            store.put(PAIRS, self.key, {"pairs": pairs})

    def keep_if_possible(self, store: Store) -> None:
        """The same for those who only look at a script: where the store is not there yet, or cannot
        be written, nothing is kept and nothing is wrong."""
        if store.folder.is_dir():
            with suppress(CannotWrite):
                self.keep(store)


def paired(
    script: Script, store: Store | None = None, before: PairedScript | None = None
) -> PairedScript:
    """The pairs of `script`, from `store` if they are there. Writes nothing. Where `before` has the
    pairs of an edition of the same script, only turns whose sentences are new are paired anew, so
    that an edit is answered at once.

    What a person has set is taken as it is. A turn in one language only, or a script of one, has
    pairs with an empty side."""
    first, second = (*script.languages, *script.languages)[:2]
    divided = [(sentences(turn, first), sentences(turn, second)) for turn in script.turns]
    set_pairs = [_set_pairs(turn) for turn in script.turns]
    mended = {"set": [dict(t.pair_ends) for t in script.turns]} if any(set_pairs) else {}
    earlier = _turns_before(before, script, divided, (first, second))
    key = key_of(version=alignment.VERSION, languages=[first, second], turns=divided, **mended)
    stored = store.get(PAIRS, key) if store is not None and first != second else None
    if stored is not None:
        pairs = [
            tuple(Pair({first: tuple(a), second: tuple(b)}, sure) for sure, a, b in turn)
            for turn in stored.meta["pairs"]
        ]
    elif first == second:
        pairs = [_alone(ours, first) for ours, _ in divided]
    else:
        both: list[tuple[Paragraphs, Paragraphs]] = [(a, b) for a, b in divided]
        known = [
            own or (old.pairs if old else None) for own, old in zip(set_pairs, earlier, strict=True)
        ]
        fresh = [index for index, own in enumerate(known) if own is None]
        aligned = align(both, (first, second), _numbers, fresh)
        pairs = [aligned[n] if own is None else own for n, own in enumerate(known)]
    turns = (
        old
        if old and old.pairs is own
        else PairedTurn(
            turn.number,
            {la: _flat(side) for la, side in zip((first, second), sides, strict=True)},
            own,
            is_set=bool(given),
        )
        for turn, sides, own, given, old in zip(
            script.turns, divided, pairs, set_pairs, earlier, strict=True
        )
    )
    return PairedScript(key, tuple(turns))


def _set_pairs(turn: Turn) -> tuple[Pair, ...] | None:
    """The pairs that a person has set."""
    return tuple(map(Pair, sentence_pairs(turn))) or None


def sentences(turn: Turn, language: str) -> list[tuple[str, ...]]:
    """The sentences of each paragraph of a turn's passage, in the order in which pairs count
    them; none where it has no passage in `language`."""
    return [split_sentences(text, language) for text in turn.passages.get(language, ())]


def _alone(paragraphs: Paragraphs, language: str) -> tuple[Pair, ...]:
    return tuple(Pair({language: (number,)}) for number in range(len(_flat(paragraphs))))


def _flat(paragraphs: Paragraphs) -> tuple[str, ...]:
    return tuple(chain.from_iterable(paragraphs))


def _turns_before(
    before: PairedScript | None,
    script: Script,
    divided: Sequence[tuple[Paragraphs, Paragraphs]],
    languages: tuple[str, str],
) -> list[PairedTurn | None]:
    """Each turn as it was before if it has the sentences that it had then, None for the others."""
    if before is None or len(before.turns) != len(script.turns):
        return [None] * len(script.turns)
    return [
        old
        if not old.is_set
        and all(old.sentences.get(la) == _flat(s) for la, s in zip(languages, sides, strict=True))
        else None
        for old, sides in zip(before.turns, divided, strict=True)
    ]


def _numbers(sentence: str, language: str) -> Iterator[str]:
    """What the numbers of a sentence are worth."""
    yield from _numbers_in(sentence, language)


@lru_cache(maxsize=16_384)
def _numbers_in(sentence: str, language: str) -> tuple[str, ...]:
    return tuple(_numbers_of(sentence, language))


def _numbers_of(sentence: str, language: str) -> Iterator[str]:
    if _MAY_HAVE_A_NUMBER.search(sentence):
        # What reads numbers takes long to import, and pairs are mostly in the store.
        from producer.transcript.quantities import quantities

        for quantity in quantities(sentence, language):
            for value in quantity.values:
                if value >= _SMALLEST and value.denominator == 1:
                    yield str(value)


def lone(turn: PairedTurn, language: str) -> Iterator[tuple[int, Pair]]:
    """The sentences of a turn in `language` that have no counterpart, by their numbers."""
    for pair in turn.pairs:
        if not any(numbers for la, numbers in pair.sentences.items() if la != language):
            for number in pair.sentences[language]:
                yield number, pair


def texts(turn: PairedTurn, pair: Pair, language: str) -> Sequence[str]:
    """The sentences of a pair in `language`."""
    return [turn.sentences[language][number] for number in pair.sentences.get(language, ())]
