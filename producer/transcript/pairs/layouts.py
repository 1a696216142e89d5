"""The ways in which transcripts set two languages: `LAYOUTS`, which compete as wholes.

Each layout pairs all runs of a file in its own way; the pairs tell who is who in the two
languages, and that tells wrong pairs. The reading that costs least is kept. To add a layout, write
a function that gives its pairs and name it in `LAYOUTS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from producer.transcript.language.detection import Languages
from producer.transcript.pairs.costs import costs_of
from producer.transcript.pairs.halves import exchanges, pair_halves
from producer.transcript.pairs.pairing import Conflict, GrowingTurn, Order, no_conflict, pair_runs
from producer.transcript.pairs.paragraph_runs import ParagraphRun, in_blocks

_SELDOM = 5
"""A language that leads less often than in one of so many pairs leads by mistake."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The pairs of a file's runs in one layout, and what speaks against them."""

    layout: str
    leads: str
    runs: tuple[ParagraphRun, ...]
    pairs: tuple[GrowingTurn, ...]
    costs: Mapping[str, float] = field(default_factory=dict)

    @property
    def paired(self) -> frozenset[tuple[int, ...]]:
        """The lines in which the passages of each pair begin."""
        return _lines_of(self.pairs)

    @property
    def cost(self) -> float:
        return sum(self.costs.values())


TwoPeople = Callable[[Sequence[ParagraphRun], Sequence[GrowingTurn]], Conflict]
"""Tells from pairs which labels are those of two people."""

Pairs = Callable[[Conflict], list[GrowingTurn]]
"""The pairs of a layout, once it is known who are two people."""


def blocks_led_by(leads: str, runs: Sequence[ParagraphRun], languages: Languages) -> Pairs:
    """Pairs in the order of the file, all with the same language first."""
    order = Order(leads, _labels_lead(leads, runs, languages), in_blocks(runs))
    return lambda conflict: pair_runs(runs, order, conflict)


def blocks_as_turns(runs: Sequence[ParagraphRun]) -> Pairs | None:
    """Each block a turn, whichever language comes first in it."""
    if any(run.turn is not None for run in runs) or not in_blocks(runs):
        return None
    blocks: dict[int, list[str]] = {}
    for run in runs:
        blocks.setdefault(run.block, []).append(run.language)
    leads = Counter(seen[0] for seen in blocks.values() if len(set(seen)) > 1)
    if len(leads) < 2 or min(leads.values()) * _SELDOM < leads.total():
        return None
    opening = {run.block for run in runs if run.label or run.heading}

    def pairs(_conflict: Conflict) -> list[GrowingTurn]:
        turns: list[GrowingTurn] = []
        for before, run in zip((None, *runs), runs, strict=False):
            begins = before is None or (
                run.block != before.block and (not opening or run.block in opening)
            )
            another = bool(run.label and turns and run.language in turns[-1].passages)
            if begins or another:
                turns.append(GrowingTurn(line=run.line, block=run.block))
            turns[-1].add(run)
        return turns

    return pairs


def lines_in_pairs(runs: Sequence[ParagraphRun]) -> Pairs | None:
    """Each passage with the one below it, whoever speaks; nobody named means whoever spoke."""
    labelled = sum(run.label is not None for run in runs)
    if any(run.turn is not None for run in runs) or labelled * _SELDOM > len(runs):
        return None

    def pairs(_conflict: Conflict) -> list[GrowingTurn]:
        turns: list[GrowingTurn] = []
        for run in runs:
            if not turns or run.language in turns[-1].passages or len(turns[-1].passages) > 1:
                turns.append(GrowingTurn(line=run.line, block=run.block))
            turns[-1].add(run)
        named: dict[str, str] = {}
        for turn in turns:
            if turn.labels:
                named = turn.labels
            elif named:
                turn.labels, turn.inherits = dict(named), True
        return turns

    return pairs


def _labels_lead(leads: str, runs: Sequence[ParagraphRun], languages: Languages) -> bool:
    labelled = Counter(run.language for run in runs if run.label)
    return 0 < labelled[leads] * 4 >= labelled[languages.other(leads)]


def readings_in_order(
    runs: Sequence[ParagraphRun], languages: Languages, two_people: TwoPeople
) -> Iterator[Reading]:
    """The readings of a file in which the languages stand by turns, the likeliest first where
    nothing else tells."""
    first = runs[0].language
    given = all(run.turn is not None for run in runs)  # The format says what is a pair.
    for leads in (first,) if given else (first, languages.other(first)):
        pairs = blocks_led_by(leads, runs, languages)
        yield _reading(f"pairs, {leads} first", leads, runs, pairs, two_people)
    if given:
        return
    for name, layout in LAYOUTS.items():
        if pairs_of := layout(runs):
            yield _reading(name, first, runs, pairs_of, two_people)
    for stretches in exchanges(runs):
        yield reading_of_halves("exchanges", stretches, two_people)


LAYOUTS: Mapping[str, Callable[[Sequence[ParagraphRun]], Pairs | None]] = {
    "blocks, either language first": blocks_as_turns,
    "lines in pairs": lines_in_pairs,
}


def _reading(
    name: str, leads: str, runs: Sequence[ParagraphRun], pairs_of: Pairs, two_people: TwoPeople
) -> Reading:
    pairs = pairs_of(no_conflict)
    conflict: Conflict = no_conflict
    if any(run.label for run in runs):
        conflict = two_people(runs, pairs)
        pairs = pairs_of(conflict)
    return Reading(name, leads, tuple(runs), tuple(pairs), costs_of(pairs, runs, conflict))


def reading_of_halves(
    name: str, stretches: Sequence[Sequence[ParagraphRun]], two_people: TwoPeople
) -> Reading:
    """The reading of stretches that hold one half in each language. Names tell first who is who,
    then who stands beside whom, and that tells wrong pairs."""
    runs = [*chain(*stretches)]
    conflict, pairs = two_people(runs, ()), list[GrowingTurn]()
    for _ in range(3):
        before = _lines_of(pairs)
        pairs = [pair for stretch in stretches for pair in pair_halves(stretch, conflict)]
        conflict = two_people(runs, pairs)
        if _lines_of(pairs) == before:
            break
    costs = costs_of(pairs, runs, conflict)
    return Reading(name, runs[0].language, tuple(runs), tuple(pairs), costs)


def _lines_of(pairs: Sequence[GrowingTurn]) -> frozenset[tuple[int, ...]]:
    return frozenset(tuple(sorted(lines[0] for lines in pair.lines.values())) for pair in pairs)


def best(readings: Sequence[Reading]) -> Reading:
    """The reading that costs least, and the first of several."""
    return min(readings, key=lambda reading: reading.cost)
