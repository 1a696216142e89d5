"""Sentences of a turn in two languages → pairs that mean the same.

| file          | gives                                                             |
| ------------- | ----------------------------------------------------------------- |
| tokens.py     | what a sentence can be recognised by in another language          |
| dictionary.py | what words of Chinese mean in English, if the dictionary is there |
| likelihood.py | which tokens are counterparts, and what that says                 |
| turn.py       | the odds that a group of sentences mean the same                  |
| search.py     | the likeliest way to pair all of a turn, and how sure it is       |

What is said in one language only is a pair with an empty side. The approach is that of Champollion
(Ma, 2006: a lexicon, rare words weigh more) with lengths as in Gale and Church (1993), brought
together as odds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from statistics import median
from typing import TypeAlias

from producer.alignment.likelihood import links_between, weights
from producer.alignment.search import likeliest
from producer.alignment.tokens import length_of, tokens_of
from producer.alignment.turn import Odds, Side
from producer.model import Pair

__all__ = ["VERSION", "Numbers", "Paragraphs", "align", "no_numbers"]

VERSION = 1
"""Raise it when the same sentences should be paired otherwise."""

Paragraphs: TypeAlias = Sequence[Sequence[str]]
"""The sentences of each paragraph of a passage."""


Numbers: TypeAlias = Callable[[str, str], Iterable[str]]
"""The numbers in a sentence of a language, in words too: what they are worth, in digits."""


def no_numbers(sentence: str, language: str) -> Iterable[str]:
    """For texts of whose numbers only the digits are known."""
    del sentence, language
    return ()


def align(
    turns: Sequence[tuple[Paragraphs, Paragraphs]],
    languages: tuple[str, str],
    numbers: Numbers = no_numbers,
    only: Collection[int] | None = None,
) -> list[tuple[Pair, ...]]:
    """The pairs of each of `turns`, which are all of a script: what is rare in it weighs more. With
    `only`, the indices of some turns, the others have none.

    Sentences are counted from 0 within their turn and language; every one is in just one pair.
    """
    firsts, seconds = (
        [_side(tuple(map(tuple, sides[n])), language, numbers) for sides in turns]
        for n, language in enumerate(languages)
    )
    ours = list(chain.from_iterable(side.tokens for side in firsts))
    theirs = list(chain.from_iterable(side.tokens for side in seconds))
    there, back = links_between(ours, theirs, languages)
    reverse = languages[1], languages[0]
    both = weights(there, ours, theirs, languages), weights(back, theirs, ours, reverse)
    ratio = _ratio(firsts, seconds)
    pairs: list[tuple[Pair, ...]] = []
    for index, (first, second) in enumerate(zip(firsts, seconds, strict=True)):
        if only is not None and index not in only:
            pairs.append(())
            continue
        odds = Odds(first, second, there, both, ratio)
        groups = likeliest(len(first.tokens), len(second.tokens), odds)
        pairs.append(
            tuple(
                Pair(
                    {languages[0]: tuple(range(i, k)), languages[1]: tuple(range(j, m))},
                    round(probability, 2),
                )
                for (i, k, j, m), probability in groups
            )
        )
    return pairs


@lru_cache(maxsize=16_384)
def _side(paragraphs: tuple[tuple[str, ...], ...], language: str, numbers: Numbers) -> Side:
    sentences = list(chain.from_iterable(paragraphs))
    begins = accumulate(map(len, paragraphs))
    return Side(
        [tokens_of(sentence, language, numbers(sentence, language)) for sentence in sentences],
        [length_of(sentence) for sentence in sentences],
        frozenset(begin for begin in begins if 0 < begin < len(sentences)),
    )


def _ratio(firsts: Sequence[Side], seconds: Sequence[Side]) -> float:
    """How many letters of the second language stand for one of the first, in most turns."""
    ratios = [
        math.log((sum(second.lengths) + 1) / (sum(first.lengths) + 1))
        for first, second in zip(firsts, seconds, strict=True)
        if first.lengths and second.lengths
    ]
    return math.exp(median(ratios)) if ratios else 1.0
