"""What encloses or counts a whole passage: `1. Good afternoon.`, `(1) Good afternoon.`, a number
alone above it, and `(下午好。)`. Not spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_COUNTED = re.compile(r"(?P<number>\d{1,3})[.)、] (?=\S)")
_COUNTED_APART = re.compile(
    r"(?:[(（\[【]|(?P<bare>#?)) ?(?P<number>\d{1,4})(?(bare)[.)、:：]?$| ?[)）\]】] ?)"
)
"""`(12) …`, which no list of points within a passage goes on counting through a file, or `12.` in a
line of its own."""
_ENCLOSED = re.compile(r"[(（](?P<text>[^()（）]+)[)）]")
_LEAST = 3
_LEAST_APART = 5
_SELDOM_APART = 20
_SELDOM = 50
"""One of so many numbers may be a slip."""
_AROUND = 3
"""So many blocks may stand around those of a conversation: a title, who speaks, a remark."""
_MOST_BETWEEN = 4
_FAR = 3 / 5
"""The last of them stands so far into the file, at the least."""
_NEARLY_ALL = 0.8


def mark_numbers(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with the numbers marked that count the passages of a file one by one."""
    return _without_numbers_apart(_without_numbers_of_blocks(lines))


def _without_numbers_apart(lines: Sequence[Line]) -> list[Line]:
    """`lines`, with the numbers marked that stand alone or in brackets and go through the file."""
    counted = [
        (index, match)
        for index, line in enumerate(lines)
        if not line.role and not line.level and (match := _COUNTED_APART.match(line.speech))
    ]
    numbers = [int(match["number"]) for _, match in counted]
    astray = sum(second != first + 1 for first, second in pairwise(numbers))
    if len(numbers) < _LEAST_APART or _SELDOM_APART * astray > len(numbers):
        return list(lines)
    spoken = [index for index, line in enumerate(lines) if not line.role and not line.level]
    gaps = [after - before for (before, _), (after, _) in pairwise(counted)]
    # A list of points stands in one place; these go on to the end, few passages after each.
    last = spoken.index(counted[-1][0])
    if max(gaps) > _MOST_BETWEEN * median(gaps) or last < _FAR * len(spoken):
        return list(lines)
    marked = list(lines)
    for index, match in counted:
        line = lines[index]
        alone = match.end() == len(line.speech)
        marked[index] = (
            replace(line, role=Role.MARK) if alone else line.without(0, match.end(), Role.MARK)
        )
    return marked


def _without_numbers_of_blocks(lines: Sequence[Line]) -> list[Line]:
    """`lines`, with the numbers marked that count the blocks of a file from one, each before the
    first passage of its block."""
    counted: list[tuple[int, re.Match[str]]] = []
    blocks: set[int] = set()
    for index, line in enumerate(lines):
        if line.role or line.level or line.block in blocks:
            continue
        blocks.add(line.block)
        if match := _COUNTED.match(line.speech):
            counted.append((index, match))
    numbers = [int(match["number"]) for _, match in counted]
    # Several conversations in a file each begin with one again.
    runs = sum(first + 1 != second for first, second in pairwise(numbers)) + 1
    if (
        len(numbers) < _LEAST * runs
        or len(numbers) < _NEARLY_ALL * (len(blocks) - _AROUND * runs)
        or _SELDOM * sum(second not in (first + 1, 1) for first, second in pairwise(numbers))
        > len(numbers)
    ):
        return list(lines)
    marked = list(lines)
    for index, match in counted:
        marked[index] = lines[index].without(0, match.end(), Role.MARK)
    return marked


def mark_brackets(lines: Sequence[Line], languages: Languages) -> list[Line]:
    """`lines`, with the brackets marked that stand around whole translations, where all of them
    stand below the passage that they translate."""
    enclosed = {
        index: match
        for index, line in enumerate(lines)
        if not line.role and not line.level and (match := _ENCLOSED.fullmatch(line.speech))
    }
    translations = {
        index
        for index, match in enumerate(map(enclosed.get, range(len(lines))))
        if match
        and index
        and lines[index - 1].block == lines[index].block
        and (above := languages.of(lines[index - 1].speech))
        and languages.of(match["text"]) == languages.other(above)
    }
    if len(translations) < max(_LEAST, _NEARLY_ALL * len(enclosed)):
        return list(lines)
    marked = list(lines)
    for index in translations:
        end = len(lines[index].speech)
        marked[index] = lines[index].without(end - 1, end, Role.MARK).without(0, 1, Role.MARK)
    return marked
