"""Units become turns: which passages in the two languages are one speaker's stretch.

A file either labels both languages, or the one that leads each pair, or the one that follows
(`中文…` then `Pro.Lu: English…`), or none. Its blocks hold whole pairs, or blank lines stand
between all paragraphs. Nothing says which it is, so both languages are tried as the one that
leads, and the reading that leaves the fewest passages without a counterpart is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from producer.transcript.language.detection import Languages
from producer.transcript.pairs.units import Unit

Conflict = Callable[[str, str], bool]
"""Whether a leading and a following label are known to be two people."""


@dataclass(slots=True)
class Pair:
    """A turn in the making. `labels`, `passages` and the `lines` of their paragraphs are per
    language."""

    line: int
    block: int
    labels: dict[str, str] = field(default_factory=dict)
    passages: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    heading: dict[str, str] = field(default_factory=dict)
    turn: int | None = None
    within_block: bool = False
    """Both passages begin in the same block."""

    def add(self, unit: Unit) -> None:
        if self.passages and unit.language not in self.passages:
            self.within_block = unit.block == self.block
        if unit.label:
            self.labels.setdefault(unit.language, unit.label)
        self.passages.setdefault(unit.language, []).extend(unit.paragraphs)
        self.lines.setdefault(unit.language, []).extend(unit.lines)
        self.heading.update(unit.heading)

    @property
    def label(self) -> str | None:
        """The first label, which is the leading language's where it has one."""
        return next(iter(self.labels.values()), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file sets its pairs."""

    leads: str
    labels_lead: bool
    """The leading language carries labels, so what has none continues the turn before it."""
    in_blocks: bool
    """A block holds both languages, so a blank line ends a pair."""


def layouts(units: Sequence[Unit], languages: Languages) -> list[Layout]:
    """The layouts that a file may have, the likeliest first where nothing else tells."""
    by_block: dict[int, set[str]] = {}
    for unit in units:
        if unit.turn is not None:
            continue  # The format says what is a pair.
        by_block.setdefault(unit.block, set()).add(unit.language)
    whole = sum(len(found) > 1 for found in by_block.values())
    # Without another language whoever is not named begins with the block.
    in_blocks = 2 * whole >= len(by_block) or len({unit.language for unit in units}) == 1
    labelled = Counter(unit.language for unit in units if unit.label)
    first = units[0].language
    return [
        Layout(leads, 0 < labelled[leads] * 4 >= labelled[languages.other(leads)], in_blocks)
        for leads in (first, languages.other(first))
    ]


def cost(pairs: Sequence[Pair]) -> int:
    """The less, the likelier the reading: passages that lack their counterpart count against it,
    pairs within one block for it."""
    return sum(len(pair.passages) < 2 for pair in pairs) - sum(pair.within_block for pair in pairs)


def _no_conflict(_first: str, _second: str) -> bool:
    return False


def pair_units(
    units: Sequence[Unit], layout: Layout, conflict: Conflict = _no_conflict
) -> list[Pair]:
    """The turns of `units` in order; every paragraph is in one of them."""
    governed = _governed(units, layout)
    pairs: list[Pair] = []
    for index, unit in enumerate(units):
        before = units[index - 1] if index else None
        if not before or _opens(unit, before, pairs[-1], layout, governed[index], conflict):
            pairs.append(Pair(line=unit.line, block=unit.block, turn=unit.turn))
        pairs[-1].add(unit)
    return pairs


def _governed(units: Sequence[Unit], layout: Layout) -> list[bool]:
    """For each unit in the leading language: whether the other language's unit that follows it
    carries the label of both."""
    governed = []
    following: Unit | None = None
    for unit in reversed(units):
        if following and layout.in_blocks and unit.block != following.block:
            following = None
        governed.append(following is not None and following.label is not None)
        if unit.language != layout.leads:
            following = unit
        elif unit.label:
            following = None
    return governed[::-1]


def _opens(
    unit: Unit, before: Unit, pair: Pair, layout: Layout, governed: bool, conflict: Conflict
) -> bool:
    """Whether `unit` opens a turn; if not it continues `pair`."""
    if unit.turn is not None or pair.turn is not None:
        return unit.turn != pair.turn
    leading = unit.language == layout.leads
    new_block = layout.in_blocks and unit.block != before.block
    answered = len(pair.passages) > 1
    if unit.heading and (
        leading
        or unit.language in pair.passages
        or not unit.heading.keys().isdisjoint(pair.heading)
    ):
        return True
    if unit.label and (
        unit.label == before.label
        and unit.language == before.language
        and unit.block == before.block
    ):
        return False  # a label on each paragraph
    if unit.label and leading:
        return True
    if unit.label:
        return (
            answered
            or unit.language in pair.passages
            or (new_block and not pair.label)
            or (pair.label is not None and conflict(pair.label, unit.label))
        )
    if not layout.labels_lead and new_block:
        return True
    if leading:
        if new_block and (governed or not pair.label):
            return True
        if not pair.label:
            return answered or unit.language not in pair.passages
        return not layout.labels_lead and answered and governed
    return False
