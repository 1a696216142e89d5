"""What speaks against a reading of a transcript: named costs, so that a choice can be explained.

Each cost says of all pairs at once how unlikely they are, in the run of one passage that lacks
its counterpart. Form leaves much open, so content has a say: passages that mean the same have
like lengths, the same numbers and the same names in Latin letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise, permutations
from math import log
from statistics import median

from producer.languages import LATIN
from producer.transcript.pairs.pairing import Conflict, GrowingTurn
from producer.transcript.pairs.paragraph_runs import ParagraphRun, in_blocks

_LEAST_LENGTH = 12
"""Lengths of a few characters tell little: so many are added to each."""
_USUAL = 0.5
"""By so much, as a logarithm, lengths of passages that mean the same differ from the usual."""
_MOST_LENGTH = 1.0
_LEAST_PAIRS = 3
_SWALLOWED = 4
"""So often may the language change within a turn whose label stands nowhere else."""
_MOST_INSIDE = 1.0

_TOKEN = re.compile(rf"\d+|[{LATIN}][{LATIN}0-9]+")
_MOST_TOKENS = 200
_LEAST_SHIFTED = 3
"""So many pairs in a row tell that a language is shifted, and no name is told again by chance."""
_MOST_ASTRAY = 2
_MOST_TURNS_TOLD = 2
"""A name in more turns than so is what they all talk about."""
_MOST_APART = 8
"""Turns from one that tells of a shift to the next."""


def missing(
    pairs: Sequence[GrowingTurn], _runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Passages without a counterpart; short ones are more easily left out."""
    return float(sum(len(pair.passages) < 2 for pair in pairs))


def labels(
    pairs: Sequence[GrowingTurn], _runs: Sequence[ParagraphRun], conflict: Conflict
) -> float:
    """Pairs whose labels are those of two people."""
    named = [tuple(pair.labels.values()) for pair in pairs if len(pair.labels) > 1]
    return 2.0 * sum(conflict(first, second) for first, second in named)


def label_inside(
    pairs: Sequence[GrowingTurn], _runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Turns in which the passage that stands first has no label and the second has one."""
    named = [pair for pair in pairs if len(pair.passages) > 1 and pair.labels]
    inside = sum(next(iter(pair.passages)) not in pair.labels for pair in named)
    return min(0.1 * inside, _MOST_INSIDE)


def blocks(
    pairs: Sequence[GrowingTurn], runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Pairs that do not stand in one block, where blocks hold pairs."""
    if not in_blocks(runs):
        return 0.0
    return float(sum(len(pair.passages) > 1 and not pair.within_block for pair in pairs))


def lengths(
    pairs: Sequence[GrowingTurn], _runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Pairs of passages whose lengths differ far more than they mostly do in the file."""
    ratios = [_ratio(pair) for pair in pairs if len(pair.passages) > 1]
    if len(ratios) < _LEAST_PAIRS:
        return 0.0
    usual = median(ratios)
    beyond = (max(abs(ratio - usual) - _USUAL, 0.0) for ratio in ratios)
    return 0.3 * sum(min(amount, _MOST_LENGTH) for amount in beyond)


def content(
    pairs: Sequence[GrowingTurn], _runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Numbers and Latin names that stand in one passage, and not in its counterpart but in a
    neighbour's."""
    tokens = [{lang: _tokens_of(texts) for lang, texts in pair.passages.items()} for pair in pairs]
    astray = 0
    for index, here in enumerate(tokens):
        for language, own in here.items():
            counterpart = next((t for lang, t in here.items() if lang != language), frozenset())
            beside = frozenset[str]().union(
                *(
                    nearby
                    for near in tokens[max(index - 1, 0) : index + 2]
                    if near is not here
                    for lang, nearby in near.items()
                    if lang != language
                )
            )
            astray += min(len((own - counterpart) & beside), _MOST_ASTRAY)
    return 0.1 * astray


def shifts(pairs: Sequence[GrowingTurn]) -> list[tuple[int, list[str]]]:
    """Where pairs begin to be shifted: the index of the first of several in a row whose numbers
    and Latin names stand in the counterpart of the same neighbour, with some of these. What stands
    in many turns tells nothing."""
    tags = sorted({tag for pair in pairs for tag in pair.passages})
    told = [{tag: _telling(texts) for tag, texts in pair.passages.items()} for pair in pairs]
    often = {
        (tag, token)
        for tag in tags
        for token, count in Counter(
            token for turn in told for token in turn.get(tag, frozenset())
        ).items()
        if count > _MOST_TURNS_TOLD
    }
    tokens = [
        {tag: {t for t in found if (tag, t) not in often} for tag, found in turn.items()}
        for turn in told
    ]
    nothing = frozenset[str]()
    streaks: list[tuple[int, list[str]]] = []
    for step in (-1, 1):
        for first, second in permutations(tags, 2):
            streak: list[tuple[int, str]] = []
            for index, turn in enumerate(tokens):
                near = tokens[index + step] if 0 <= index + step < len(tokens) else {}
                own, here = turn.get(first, nothing), turn.get(second, nothing)
                if own & here:
                    streak = []
                elif astray := sorted(own & near.get(second, nothing)):
                    if streak and index - streak[-1][0] > _MOST_APART:
                        streak = []
                    streak.append((index, astray[0]))
                    if len(streak) == _LEAST_SHIFTED:
                        streaks.append((streak[0][0], [token for _, token in streak]))
    return sorted(streaks)[:1]


def _telling(texts: Sequence[str]) -> frozenset[str]:
    """The numbers of two digits and more, and the capitalised Latin names, as they are written."""
    return frozenset(
        token
        for text in texts
        for token in _TOKEN.findall(text)[:_MOST_TOKENS]
        if (token.isdigit() and len(token) > 1) or (token[0].isupper() and len(token) > 2)
    )


def order(
    pairs: Sequence[GrowingTurn], _runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Changes of the language that a pair begins with."""
    leads = [next(iter(pair.passages)) for pair in pairs if len(pair.passages) > 1]
    return 0.2 * sum(first != second for first, second in pairwise(leads))


def moved(
    pairs: Sequence[GrowingTurn], _runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Pairs between whose passages others stand in the file."""
    owner = sorted(
        (line, n) for n, pair in enumerate(pairs) for lines in pair.lines.values() for line in lines
    )
    streaks = Counter(n for n, _ in groupby(n for _, n in owner))
    return 0.3 * sum(count > 1 for count in streaks.values())


def swallowed(
    pairs: Sequence[GrowingTurn], runs: Sequence[ParagraphRun], _conflict: Conflict
) -> float:
    """Turns that go on through many changes of the language under a label that stands once, or,
    where nobody is named, through many blocks."""
    counts = Counter(run.label for run in runs if run.label)
    if not counts:
        return 0.5 * sum(max(pair.size - 2, 0) for pair in pairs if pair.turn is None)
    once = {label for label, count in counts.items() if count == 1}
    return 0.5 * sum(
        max(pair.switches - _SWALLOWED, 0)
        for pair in pairs
        if not pair.inherits and set(pair.labels.values()) & once
    )


Cost = Callable[[Sequence[GrowingTurn], Sequence[ParagraphRun], Conflict], float]

COSTS: Mapping[str, Cost] = {
    "passages without counterpart": missing,
    "labels of two people in one turn": labels,
    "labels inside of turns": label_inside,
    "blocks broken": blocks,
    "lengths that do not go together": lengths,
    "numbers and names that a neighbour shares": content,
    "changes of the leading language": order,
    "pairs apart in the file": moved,
    "speech under a label that stands once": swallowed,
}
"""Each cost by what it is called for people. To add one, write a function of this shape."""


def costs_of(
    pairs: Sequence[GrowingTurn], runs: Sequence[ParagraphRun], conflict: Conflict
) -> dict[str, float]:
    """All costs of a reading that are not zero."""
    costs = {name: cost(pairs, runs, conflict) for name, cost in COSTS.items()}
    return {name: amount for name, amount in costs.items() if amount}


def _ratio(pair: GrowingTurn) -> float:
    first, second = (sum(map(len, pair.passages[tag])) for tag in sorted(pair.passages)[:2])
    return log((first + _LEAST_LENGTH) / (second + _LEAST_LENGTH))


def _tokens_of(texts: Sequence[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(_tokens, texts))


@lru_cache(maxsize=65_536)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _TOKEN.findall(text)[:_MOST_TOKENS])
