"""Runs of paragraphs become turns: which passages in the two languages are one speaker's stretch.

A file either labels both languages, or the one that leads each pair, or the one that follows
(`中文…` then `Pro.Lu: English…`), or none. Its blocks hold whole pairs, or blank lines stand
between all paragraphs. Nothing says which it is, so both languages are tried as the one that
leads, and the reading that leaves the fewest passages without a counterpart is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from producer.transcript.pairs.paragraph_runs import ParagraphRun

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
    """How many runs it holds."""
    switches: int = 0
    """How often the language changes."""
    inherits: bool = False
    """Who speaks is not said here, but before."""
    last: str = ""

    def add(self, run: ParagraphRun) -> None:
        self.switches += bool(self.last) and run.language != self.last
        self.last = run.language
        self.size += 1
        if self.passages and run.language not in self.passages:
            self.within_block = run.block == self.block
        if run.label:
            self.labels.setdefault(run.language, run.label)
        self.passages.setdefault(run.language, []).extend(run.paragraphs)
        self.lines.setdefault(run.language, []).extend(run.lines)
        self.heading.update(run.heading)

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


def pair_runs(
    runs: Sequence[ParagraphRun], order: Order, conflict: Conflict = no_conflict
) -> list[GrowingTurn]:
    """The turns of `runs` in order; every paragraph is in one of them."""
    governed = _governed(runs, order)
    pairs: list[GrowingTurn] = []
    for index, run in enumerate(runs):
        before = runs[index - 1] if index else None
        if not before or _opens(run, before, pairs[-1], order, governed[index], conflict):
            pairs.append(GrowingTurn(line=run.line, block=run.block, turn=run.turn))
        pairs[-1].add(run)
    return pairs


def _governed(runs: Sequence[ParagraphRun], order: Order) -> list[bool]:
    """For each run in the leading language: whether the other language's run that follows it
    carries the label of both."""
    governed = []
    following: ParagraphRun | None = None
    for run in reversed(runs):
        if following and order.in_blocks and run.block != following.block:
            following = None
        governed.append(following is not None and following.label is not None)
        if run.language != order.leads:
            following = run
        elif run.label:
            following = None
    return governed[::-1]


def _opens(
    run: ParagraphRun,
    before: ParagraphRun,
    pair: GrowingTurn,
    order: Order,
    governed: bool,
    conflict: Conflict,
) -> bool:
    """Whether `run` opens a turn; if not it continues `pair`."""
    if run.turn is not None or pair.turn is not None:
        return run.turn != pair.turn
    leading = run.language == order.leads
    new_block = order.in_blocks and run.block != before.block
    answered = len(pair.passages) > 1
    if run.heading and (
        leading or run.language in pair.passages or not run.heading.keys().isdisjoint(pair.heading)
    ):
        return True
    if run.label and (
        run.label == before.label and run.language == before.language and run.block == before.block
    ):
        return False  # a label on each paragraph
    if run.label and leading:
        return True
    if run.label:
        return (
            answered
            or run.language in pair.passages
            or (new_block and not pair.label)
            or (pair.label is not None and conflict(pair.label, run.label))
        )
    if not order.labels_lead and new_block:
        return True
    if leading:
        if new_block and (governed or not pair.label):
            return True
        if not pair.label:
            return answered or run.language not in pair.passages
        return not order.labels_lead and answered and governed
    return False
