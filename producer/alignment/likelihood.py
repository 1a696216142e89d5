"""How much likelier what two sentences have in common is if they mean the same.

Every token bears witness. One that is found again on the other side speaks for a pair, the more
the rarer it is there; one whose counterparts are known but not found speaks a little against. Each
is the logarithm of how much likelier this is in a translation than in any other sentences of the
document, so that evidence can be added up. A token without known counterparts says nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from producer.alignment.dictionary import dictionary
from producer.alignment.tokens import stemmer

MOST = 4
"""Sentences on one side of a pair."""

FOUND_AGAIN = 0.6
"""How likely a token whose counterparts stand somewhere in the document is found again in a
translation."""

TRANSLATED_LITERALLY = 0.3
"""How likely a word with translations that the document lacks would be found again by them."""

_COMMON, _SURE = 0.02, 8
"""In how large a share of sentences a token is found by chance, until there are more than so many
sentences to tell it from."""

_SHARE_OF_EACH_SIDE = 0.5
"""The tokens of one side say much the same as those of the other."""

_CHINESE = ("zh", "yue")

Tokens: TypeAlias = frozenset[str]
Links: TypeAlias = Mapping[str, Tokens]
"""For each token of one language its counterparts in the other."""

Weight: TypeAlias = tuple[tuple[float, ...], tuple[float, ...]]
"""What a token says when it is found again and when not, in 1 to `MOST` sentences."""


def links_between(
    first: Sequence[Tokens], second: Sequence[Tokens], languages: tuple[str, str]
) -> tuple[Links, Links]:
    """The counterparts of the tokens of each side: the same token, and what the dictionary has."""
    ours, theirs = set(chain.from_iterable(first)), set(chain.from_iterable(second))
    there: dict[str, set[str]] = {token: {token} for token in ours & theirs}
    if languages[0] in _CHINESE and languages[1] == "en":
        for word, translated in _translated(ours, theirs):
            there.setdefault(word, set()).add(translated)
    elif languages[0] == "en" and languages[1] in _CHINESE:
        for word, translated in _translated(theirs, ours):
            there.setdefault(translated, set()).add(word)
    back: dict[str, set[str]] = {}
    for token, counterparts in there.items():
        for counterpart in counterparts:
            back.setdefault(counterpart, set()).add(token)
    return _frozen(there), _frozen(back)


def _translated(chinese: set[str], english: set[str]) -> list[tuple[str, str]]:
    stem = stemmer("en")
    return [
        (word, stem(translation))
        for word in chinese
        for translation in dictionary().translations(word)
        if stem(translation) in english
    ]


def _frozen(links: Mapping[str, set[str]]) -> Links:
    return {token: frozenset(counterparts) for token, counterparts in links.items()}


def weights(
    links: Links, own: Sequence[Tokens], others: Sequence[Tokens], languages: tuple[str, str]
) -> dict[str, Weight]:
    """What each token of `own` says, which are all sentences of the first of `languages`, by how
    often its counterparts stand in `others`, those of the second; without those that say nothing.
    """
    frequency = Counter(chain.from_iterable(others))
    by_share: dict[float, Weight] = {}
    result: dict[str, Weight] = {}
    missed = _SHARE_OF_EACH_SIDE * math.log(1 - TRANSLATED_LITERALLY)
    absent: Weight = (0.0,) * MOST, (missed,) * MOST
    for token in set(chain.from_iterable(own)):
        if counterparts := links.get(token):
            often = sum(frequency[counterpart] for counterpart in counterparts)
            share = min((often + _COMMON * _SURE) / (len(others) + _SURE), 0.98)
            if share not in by_share:
                by_share[share] = _weight(share)
            result[token] = by_share[share]
        elif _has_translations(token, languages):
            result[token] = absent
    return result


def _has_translations(token: str, languages: tuple[str, str]) -> bool:
    """Whether a token would be found again if the document had its translations: a word of Chinese
    that the dictionary has, and any word but the shortest of a language in letters."""
    if languages[0] in _CHINESE:
        return languages[1] == "en" and bool(dictionary().translations(token))
    return len(token) > 2 and token.isalpha()


def _weight(share: float) -> Weight:
    """What a token says that is found in so large a share of all sentences."""
    pairs = [_witness(1 - (1 - share) ** count) for count in range(1, MOST + 1)]
    return tuple(again for again, _ in pairs), tuple(missed for _, missed in pairs)


def _witness(chance: float) -> tuple[float, float]:
    if chance >= FOUND_AGAIN:
        return 0.0, 0.0
    return (
        _SHARE_OF_EACH_SIDE * math.log(FOUND_AGAIN / chance),
        _SHARE_OF_EACH_SIDE * math.log((1 - FOUND_AGAIN) / (1 - chance)),
    )
