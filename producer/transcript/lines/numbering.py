"""What encloses or counts a whole passage: `1. Good afternoon.` and `(下午好。)`. Not spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_COUNTED = re.compile(r"(?P<number>\d{1,3})[.)、] (?=\S)")
_ENCLOSED = re.compile(r"[(（](?P<text>[^()（）]+)[)）]")
_LEAST = 3
_NEARLY_ALL = 0.8


def mark_numbers(lines: Sequence[Line], _languages: Languages) -> list[Line]:
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
    if (
        len(numbers) < _LEAST
        or len(numbers) < _NEARLY_ALL * (len(blocks) - 1)
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
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
