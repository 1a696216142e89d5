"""The whole conversation in one language and then in the other: two halves, paired turn by turn.

Turns are paired in order. Where a turn is missing in one half, or stands there too much, speakers
and lengths tell where the halves agree again: the pairs are those of least cost among all that
keep both orders, as sentences are aligned in W. Gale and K. Church, "A program for aligning
sentences in bilingual corpora" (1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby, pairwise, product
from math import log

from producer.transcript.document import Line
from producer.transcript.labels.label import candidate, seems_labelled
from producer.transcript.language.detection import Languages
from producer.transcript.pairs.pairing import Conflict, GrowingTurn
from producer.transcript.pairs.paragraph_runs import ParagraphRun

_PURE = 0.95
"""So many of the paragraphs are in their half's language: one may quote the other."""

_MOST_CHANGES = 4

_GAP, _CONFLICT, _JOINED, _CONTINUED = 1.4, 10.0, 1.9, 0.5
"""What it costs to leave a turn alone, to pair two people, to pair a turn with one more, and so
where only the other half is labelled; in the run of lengths, which is the logarithm of how much
longer one passage is than the other."""

_ALIKE_CHARACTERS = 12
"""Lengths of a few words tell little."""

_MOST_JOINED = 4
_SELDOM = 10
_LEAST_LONGER = 2
_BAND = 25
"""How many more turns than in the other half may be missing before the halves agree again."""

_MOST_TURNS = 5_000
"""A whole day's; more than that is paired in order, in no time."""

Step = tuple[int, int]
"""How many turns of each half are paired with each other."""


def may_be_halves(lines: Sequence[Line], languages: Languages) -> bool:
    """Whether the language changes as seldom as it does where two halves stand one after the other,
    each with a few lines of the other language: told at a glance, before labels are sought."""
    tags = [tag for line in lines if not line.level and (tag := _language(line, languages))]
    changes = sum(first != second for first, second in pairwise(tags))
    return changes <= _MOST_CHANGES + 2 * (1 - _PURE) * len(tags)


def split_halves(lines: Sequence[Line], languages: Languages) -> tuple[tuple[Line, ...], ...]:
    """The two halves, each with its language in every line that has none by its format; nothing
    where the conversation is not in halves."""
    known = [
        (index, line, language)
        for index, line in enumerate(lines)
        if not line.level and (language := _language(line, languages))
    ]
    if any(line.turn is not None for line in lines) or len(known) < 4:
        return ()
    firsts = [known[0][2], languages.other(known[0][2])]
    counts = {
        first: list(accumulate((language == first for _, _, language in known), initial=0))
        for first in firsts
    }

    def fitting(first: str, cut: int) -> int:
        before = counts[first]
        return before[cut] + (len(known) - cut) - (before[-1] - before[cut])

    def likelihood(choice: tuple[str, int]) -> tuple[int, bool, bool]:
        first, cut = choice
        headed = lines[known[cut][0] - 1].level > 0
        return fitting(first, cut), headed, known[cut][1].block != known[cut - 1][1].block

    # One line may stand above both halves, in either language.
    first, cut = max(product(firsts, range(1, len(known))), key=likelihood)
    halves = [[line for _, line, _ in half] for half in (known[:cut], known[cut:])]
    if fitting(first, cut) < _PURE * len(known) or any(_openings(half) < 2 for half in halves):
        return ()
    start = known[cut][0]
    while lines[start - 1].level:
        start -= 1
    return tuple(
        tuple(replace(line, language=line.language or language) for line in half)
        for half, language in ((lines[:start], first), (lines[start:], languages.other(first)))
    )


def in_one_language(lines: Sequence[Line], languages: Languages) -> bool:
    """Whether no line tells of a second language."""
    return len({_language(line, languages) for line in lines if not line.level} - {None}) == 1


def _language(line: Line, languages: Languages) -> str | None:
    named = candidate(line.speech) if line.speaker is None else None
    return line.language or languages.of(named.text if named else line.speech)


def _openings(lines: Sequence[Line]) -> int:
    """How many turns a half may have: what looks labelled, its blocks, or the lines of one."""
    labelled = sum(seems_labelled(line) for line in lines)
    blocks = len({line.block for line in lines})
    return max(labelled, blocks if blocks > 1 else len(lines))


@dataclass(frozen=True, slots=True)
class _HalfTurn:
    """A turn of one half."""

    runs: tuple[ParagraphRun, ...]

    @property
    def label(self) -> str | None:
        return self.runs[0].label

    @property
    def headed(self) -> bool:
        return bool(self.runs[0].heading)

    @property
    def length(self) -> int:
        return sum(len(text) for run in self.runs for text in run.paragraphs)


def pair_halves(runs: Sequence[ParagraphRun], conflict: Conflict) -> list[GrowingTurn]:
    """The turns of both halves in order; every paragraph is in one of them."""
    leads = runs[0].language
    first = [*_turns([run for run in runs if run.language == leads])]
    second = [*_turns([run for run in runs if run.language != leads])]
    pairs: list[GrowingTurn] = []
    i = j = 0
    for a, b in _steps(first, second, conflict):
        paired = [run for turn in (*first[i : i + a], *second[j : j + b]) for run in turn.runs]
        pairs.append(GrowingTurn(line=paired[0].line, block=paired[0].block))
        for run in paired:
            pairs[-1].add(run)
        i, j = i + a, j + b
    return pairs


def exchanges(runs: Sequence[ParagraphRun]) -> Iterator[list[list[ParagraphRun]]]:
    """The stretches of a conversation that goes on in the other language every few turns, such as a
    question and its answer with both translations below them, in each way in which most of them
    hold as many turns in both; what stands before the first may be one of its own."""
    if any(run.turn is not None for run in runs):
        return
    streaks = [list(streak) for _, streak in groupby(runs, key=lambda run: run.language)]
    labels = [[run.label for run in streak if run.label] for streak in streaks]
    if sum(map(len, labels)) * _SELDOM <= len(runs):
        yield from _unlabelled_exchanges(streaks)
        return
    for start in (0, 1):
        stretches = [*zip(labels[start::2], labels[start + 1 :: 2], strict=False)]
        # Where turns lack their translation, several of one language stand together too.
        alike = sum(len(set(a)) > 1 and abs(len(a) - len(b)) <= len(a) // 4 for a, b in stretches)
        if alike and 2 * alike >= sum(bool(a or b) for a, b in stretches):
            ahead = [[*chain(*streaks[:start])]] if start else []
            yield [*ahead, *([*chain(*streaks[n : n + 2])] for n in range(start, len(streaks), 2))]


def _unlabelled_exchanges(
    streaks: Sequence[list[ParagraphRun]],
) -> Iterator[list[list[ParagraphRun]]]:
    """The same of a talk whose paragraphs are translated in stretches, a section at a time."""
    lengths = [len(streak) for streak in streaks]
    for start in (0, 1):
        stretches = [*zip(lengths[start::2], lengths[start + 1 :: 2], strict=False)]
        alike = sum(a == b for a, b in stretches)
        longer = sum(a > 1 and abs(a - b) <= a // 4 for a, b in stretches)
        if longer >= _LEAST_LONGER and 2 * alike >= len(stretches):
            ahead = [[*chain(*streaks[:start])]] if start else []
            yield [*ahead, *([*chain(*streaks[n : n + 2])] for n in range(start, len(streaks), 2))]


def _turns(runs: Sequence[ParagraphRun]) -> Iterator[_HalfTurn]:
    """A label or a heading opens a turn; without any label each block is one, or each line."""
    if all(run.label is None for run in runs):
        yield from (_HalfTurn((run,)) for run in (_by_line(runs[0]) if len(runs) == 1 else runs))
        return
    turn: list[ParagraphRun] = []
    for run in runs:
        if turn and (run.heading or run.label):
            yield _HalfTurn(tuple(turn))
            turn = []
        turn.append(run)
    yield _HalfTurn(tuple(turn))


def _by_line(run: ParagraphRun) -> Iterator[ParagraphRun]:
    for index, (text, line) in enumerate(zip(run.paragraphs, run.lines, strict=True)):
        heading = run.heading if index == 0 else {}
        yield replace(run, paragraphs=(text,), lines=(line,), heading=heading)


def _steps(
    first: Sequence[_HalfTurn], second: Sequence[_HalfTurn], conflict: Conflict
) -> list[Step]:
    """The pairs of least cost. The search keeps near the diagonal, so that its time grows with
    the length of a conversation and not with its square."""
    n, m = len(first), len(second)
    if n + m > _MOST_TURNS:
        return [(1, 1)] * min(n, m) + [(1, 0)] * (n - m) + [(0, 1)] * (m - n)
    lengths = [
        list(accumulate((turn.length for turn in half), initial=0)) for half in (first, second)
    ]
    ratio = lengths[1][-1] / lengths[0][-1]
    joinable = [_joinable(half) for half in (first, second)]
    apart: dict[tuple[str, str], bool] = {}

    def cost(i: int, j: int, a: int, b: int) -> float:
        left, right = first[i].label, second[j].label
        expected = (lengths[0][i + a] - lengths[0][i]) * ratio + _ALIKE_CHARACTERS
        present = lengths[1][j + b] - lengths[1][j] + _ALIKE_CHARACTERS
        total = abs(log(present / expected))
        if a + b > 2:
            joined = _CONTINUED if (left is None) != (right is None) else _JOINED
            total += joined * (a + b - 2)
        if left is not None and right is not None:
            names = left, right
            if names not in apart:
                apart[names] = conflict(*names)
            total += _CONFLICT * apart[names]
        return total

    band = abs(n - m) + _BAND
    best: list[dict[int, tuple[float, Step]]] = [{} for _ in range(n + 1)]
    best[0][0] = (0.0, (0, 0))
    for i in range(n + 1):
        middle = i * m // n
        for j in range(max(0, middle - band), min(m, middle + band) + 1):
            here = best[i].get(j)
            if here is None:
                continue
            steps = [(1, 0), (0, 1)]
            if i < n and j < m:
                steps += [(a, 1) for a in range(1, joinable[0][i] + 1)]
                steps += [(1, b) for b in range(2, joinable[1][j] + 1)]
            for a, b in steps:
                if i + a > n or j + b > m:
                    continue
                total = here[0] + (cost(i, j, a, b) if a and b else _GAP)
                known = best[i + a].get(j + b)
                if known is None or total < known[0]:
                    best[i + a][j + b] = (total, (a, b))
    path: list[Step] = []
    i, j = n, m
    while i or j:
        path.append(best[i][j][1])
        i, j = i - path[-1][0], j - path[-1][1]
    return path[::-1]


def _joinable(turns: Sequence[_HalfTurn]) -> list[int]:
    """For each turn how many from it on may be one in the other half: nobody else speaks, and no
    chapter begins."""
    counts = []
    for index, turn in enumerate(turns):
        count = 1
        for following in turns[index + 1 : index + _MOST_JOINED]:
            if following.label not in (None, turn.label) or following.headed:
                break
            count += 1
        counts.append(count)
    return counts


@dataclass(frozen=True, slots=True)
class Parting:
    """Where the halves part: the turns without counterpart, and those before and behind them."""

    alone: tuple[GrowingTurn, ...]
    before: GrowingTurn | None
    behind: GrowingTurn | None


def partings(pairs: Sequence[GrowingTurn]) -> Iterator[Parting]:
    """The places where turns of one half have no counterpart in the other."""
    before: GrowingTurn | None = None
    alone: list[GrowingTurn] = []
    for pair in pairs:
        if len(pair.passages) < 2:
            alone.append(pair)
            continue
        if alone:
            yield Parting(tuple(alone), before, pair)
        before, alone = pair, []
    if alone:
        yield Parting(tuple(alone), before, None)
