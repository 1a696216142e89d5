"""Headings without a mark, which only their numbers show: `01 学徒`, `二、停摆`, `Part 2: Doors`.

They stand in blocks of their own, end as no sentence does, and count from one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from producer.transcript.document import Line
from producer.transcript.language.detection import Languages

_HAN_DIGITS = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"(?:0(?P<a>\d)|(?P<b>[{_HAN_DIGITS}])(?=、)|第(?P<c>[{_HAN_DIGITS}\d])(?:部分?|章|节|幕)"
    r"|(?:part|chapter)\s(?P<d>\d|one|two|three|four|five|six|seven|eight|nine))"
    r"(?:\s*[.:：|｜·、/-]\s*|\s+|$)(?:.*[\w”》」)）])?",
    re.IGNORECASE,
)
_WORDS = "one two three four five six seven eight nine".split()
_MAX_LENGTH = 40
_LEAST = 2


def mark_sections(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with the level of chapters for those that are headings by their numbers; unchanged
    where there are no such."""
    by_kind: defaultdict[str, list[tuple[int, list[Line]]]] = defaultdict(list)
    for _, run in groupby(lines, key=lambda line: line.block):
        block = list(run)
        numbers = {_number(line) for line in block}
        if len(numbers) == 1 and (number := numbers.pop()):
            by_kind[number[0]].append((number[1], block))
    headings = {
        line.number
        for blocks in by_kind.values()
        if len(blocks) >= _LEAST and [n for n, _ in blocks] == [*range(1, len(blocks) + 1)]
        for _, block in blocks
        for line in block
    }
    return [replace(line, level=2) if line.number in headings else line for line in lines]


def _number(line: Line) -> tuple[str, int] | None:
    """How a heading is numbered, and its number."""
    if line.role or line.level or line.speaker is not None or len(line.text) > _MAX_LENGTH:
        return None
    match = _NUMBERED.fullmatch(line.text)
    kind = match.lastgroup if match else None
    if match is None or kind is None:
        return None
    digit = match[kind].casefold()
    if digit in _HAN_DIGITS:
        return kind, _HAN_DIGITS.index(digit) + 1
    return kind, int(digit) if digit.isdigit() else _WORDS.index(digit) + 1
