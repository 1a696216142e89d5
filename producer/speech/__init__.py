"""A sentence → the sentence as a voice is to say it.

Voices read plain numbers and words well, and badly what is written for the eye: units, ranges,
signs, footnote marks, addresses. What is certain is written out here, everything else is left to
the engine: a wrong word is worse than a clumsy one. That takes patterns and a few tables. The
normalisers there are rewrite all of a text (WeTextProcessing, with OpenFst below it) or spell
numbers (num2words, cn2an), which voices do themselves.

`english.py` and `chinese.py` have the rules of a language, the latter by kind in modules of their
own, `anywhere.py` those of all. Their examples are the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from producer.speech import anywhere, chinese, english
from producer.speech.rule import Rule
from producer.spoken import Replacement, Spoken

UNSPEAKABLE = frozenset({"link", "emoji", "footnote", "symbol", "table", "tag"})
"""Kinds of replacements for what no voice can say, which a producer should know of."""

REMEMBERED = 65_536
"""So many sentences of which is known what is said for them: more than the longest transcript has
in both languages. With fewer, each time that a plan goes through all of them the first are
forgotten before they come again, and all is done anew."""

_HYPHENS = str.maketrans("\u2010\u2011", "--")
_HYPHEN = Rule("hyphen", re.compile("[\u2010\u2011]"), "-")
"""Hyphens that only a typesetter tells from the usual one."""

_STOPS = ",.;:!?)]，。；：！？、）》」』”’"


def spoken(text: str, language: str, respelled: Sequence[Replacement] = ()) -> Spoken:
    """A clean sentence of `language` as it is to be said. The `respelled` stretches, in order,
    are the lexicon's and stay what they are.

    Where nothing of it can be said, as of "[1]", the text said has no letter or digit.
    """
    by_rules = _by_rules(text, language)
    if not respelled and not by_rules:
        return Spoken(text)
    pieces = list(respelled)
    taken = bytearray(len(text))
    for piece in pieces:
        taken[piece.start : piece.end] = b"1" * (piece.end - piece.start)
    for piece in by_rules:
        if not any(taken[piece.start : piece.end]):
            taken[piece.start : piece.end] = b"1" * (piece.end - piece.start)
            pieces.append(piece)
    pieces.sort(key=lambda piece: piece.start)
    return Spoken(text, tuple(_closed_up(text, _joined(_without_spaces(text, pieces)))))


def unspeakable(text: str, language: str) -> tuple[Replacement, ...]:
    """What in a clean `text` no voice can say, each with where it stands and what is said
    instead; nothing where `spoken` is empty."""
    return tuple(piece for piece in spoken(text, language).replaced if piece.kind in UNSPEAKABLE)


@lru_cache(maxsize=REMEMBERED)
def _by_rules(text: str, language: str) -> tuple[Replacement, ...]:
    """What the rules would replace, those first that go before others. A plan asks several times
    for each sentence."""
    needs = _needs_of(language)
    plain = text.translate(_HYPHENS)
    simplified = chinese.simplified(plain) if language == "zh" else plain
    present = frozenset(filter(simplified.__contains__, needs))
    pieces = [piece for rule in _rules_for(language, present) for piece in rule.apply(simplified)]
    if simplified != plain:
        pieces = [replace(piece, spoken=chinese.traditional(piece.spoken)) for piece in pieces]
    return (*pieces, *_HYPHEN.apply(text))


@cache
def _rules_of(language: str) -> tuple[Rule, ...]:
    """The rules for a language."""
    return (*anywhere.RULES, *{"en": english.RULES, "zh": chinese.RULES}.get(language, ()))


@cache
def _needs_of(language: str) -> frozenset[str]:
    """All that they need: which of it a text has is seen once for all of them."""
    return frozenset(need for rule in _rules_of(language) for need in rule.needs)


@lru_cache(maxsize=4096)
def _rules_for(language: str, present: frozenset[str]) -> tuple[Rule, ...]:
    """Those that may apply to a text that has of all that they need what is `present`."""
    return tuple(
        rule for rule in _rules_of(language) if not rule.needs or not present.isdisjoint(rule.needs)
    )


def _without_spaces(text: str, pieces: Iterable[Replacement]) -> Iterator[Replacement]:
    """No space is said first or double; with what is not said goes the one after it."""
    done, tail = 0, ""
    for piece in pieces:
        tail = text[done : piece.start][-1:] or tail
        is_gap = not tail or tail.isspace()
        words, end = piece.spoken.lstrip() if is_gap else piece.spoken, piece.end
        if text[end : end + 1] in ("", " "):
            words = words.rstrip()
        while is_gap and not words and text[end : end + 1] == " ":
            end += 1
        yield replace(piece, end=end, spoken=words)
        done, tail = end, words[-1:] or tail


def _joined(pieces: Iterable[Replacement]) -> list[Replacement]:
    """Neighbours of which nothing is said as one."""
    joined: list[Replacement] = []
    for piece in pieces:
        if joined and joined[-1].end == piece.start and not (joined[-1].spoken or piece.spoken):
            joined[-1] = replace(joined[-1], end=piece.end)
        else:
            joined.append(piece)
    return joined


def _closed_up(text: str, pieces: Iterable[Replacement]) -> list[Replacement]:
    """With what is not said goes the space before it that would stand last, or before a stop."""
    closed: list[Replacement] = []
    for piece in pieces:
        start = piece.start
        done = closed[-1].end if closed else 0
        if not piece.spoken and (piece.end == len(text) or text[piece.end] in _STOPS):
            while start > done and text[start - 1] == " ":
                start -= 1
            if closed and start == done:
                closed[-1] = replace(closed[-1], spoken=closed[-1].spoken.rstrip())
        closed.append(replace(piece, start=start))
    return closed
