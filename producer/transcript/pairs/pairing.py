"""Units become turns: which passages in the two languages are one speaker's stretch.

A file either labels both languages, or the one that leads each pair, or the one that follows
(`中文…` then `Pro.Lu: English…`), or none. Its blocks hold whole pairs, or blank lines stand
between all paragraphs. Nothing says which it is, so both languages are tried as the one that
leads, and the reading that leaves the fewest passages without a counterpart is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from producer.transcript.pairs.stretches import Stretch

Conflict = Callable[[str, str], bool]
"""Whether a leading and a following label are known to be two people."""


@dataclass(slots=True)
class GrowingTurn:
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
    size: int = 0
    """How many units it holds."""
    switches: int = 0
    """How often the language changes."""
    inherits: bool = False
    """Who speaks is not said here, but before."""
    last: str = ""

    def add(self, unit: Stretch) -> None:
        self.switches += bool(self.last) and unit.language != self.last
        self.last = unit.language
        self.size += 1
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
class Order:
    """How a file sets its pairs where the languages stand by turns."""

    leads: str
    labels_lead: bool
    """The leading language carries labels, so what has none continues the turn before it."""
    in_blocks: bool
    """A block holds both languages, so a blank line ends a pair."""


def no_conflict(_first: str, _second: str) -> bool:
    return False


def pair_units(
    units: Sequence[Stretch], order: Order, conflict: Conflict = no_conflict
) -> list[GrowingTurn]:
    """The turns of `units` in order; every paragraph is in one of them."""
    governed = _governed(units, order)
    pairs: list[GrowingTurn] = []
    for index, unit in enumerate(units):
        before = units[index - 1] if index else None
        if not before or _opens(unit, before, pairs[-1], order, governed[index], conflict):
            pairs.append(GrowingTurn(line=unit.line, block=unit.block, turn=unit.turn))
        pairs[-1].add(unit)
    return pairs


def _governed(units: Sequence[Stretch], order: Order) -> list[bool]:
    """For each unit in the leading language: whether the other language's unit that follows it
    carries the label of both."""
    governed = []
    following: Stretch | None = None
    for unit in reversed(units):
        if following and order.in_blocks and unit.block != following.block:
            following = None
        governed.append(following is not None and following.label is not None)
        if unit.language != order.leads:
            following = unit
        elif unit.label:
            following = None
    return governed[::-1]


def _opens(
    unit: Stretch,
    before: Stretch,
    pair: GrowingTurn,
    order: Order,
    governed: bool,
    conflict: Conflict,
) -> bool:
    """Whether `unit` opens a turn; if not it continues `pair`."""
    if unit.turn is not None or pair.turn is not None:
        return unit.turn != pair.turn
    leading = unit.language == order.leads
    new_block = order.in_blocks and unit.block != before.block
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
    if not order.labels_lead and new_block:
        return True
    if leading:
        if new_block and (governed or not pair.label):
            return True
        if not pair.label:
            return answered or unit.language not in pair.passages
        return not order.labels_lead and answered and governed
    return False
