"""Hard-wrapped text: lines that an editor or a mail program broke at a fixed width.

Such a line ends where the next word would not have fitted. In a file where each line is a
paragraph hardly any line ends so, and hardly any ends without a full stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from producer.languages import UNSPACED
from producer.transcript.document import Line, joined
from producer.transcript.labels.label import Strength, candidate
from producer.transcript.language.detection import Languages

_MIN_WIDTH, _MAX_WIDTH = 38, 130
_SLACK = 4
"""Columns by which a line of Han characters may end early: no line begins with a full stop."""
_MIN_BREAKS = 3
_END = re.compile(r"[。！？!?.…：:；;][\"'”’」』）)\]】*_]*$")
_ITEM = re.compile(r"(?:[-*+•·]|\d{1,3}[.)、])\s|[>|]|[-=_*]{3,}$|\(\d+\)|（[\d一二三四五]+）")


def unwrap(lines: Sequence[Line], languages: Languages) -> tuple[Line, ...]:
    """`lines` with those joined that are one paragraph, if the text is hard-wrapped."""
    tags = [languages.of(line.text) or "" for line in lines]
    widths: dict[str, int] = {}
    for line, language in zip(lines, tags, strict=True):
        widths[language] = max(widths.get(language, 0), _width(line.text))
    begins = [found.label if (found := candidate(line.text)) else "" for line in lines]
    again = {label for label, count in Counter(begins).items() if label and count > 1}
    pairs = [(a, b) for a, b in pairwise(range(len(lines))) if begins[b] not in again]
    within = [(a, b) for a, b in pairs if _may_join(lines[a], lines[b], tags[a], tags[b])]
    full = {
        (a, b)
        for a, b in within
        if _is_full(lines[a].text, lines[b].text, widths[tags[a]], tags[a])
    }
    open_ended = Counter((a, b) in full for a, b in within if not _END.search(lines[a].text))
    # All but the last lines of paragraphs are full; lines of verse end as they like.
    if open_ended[True] < _MIN_BREAKS or open_ended[False] * 4 > open_ended[True]:
        return tuple(lines)
    paragraphs: list[list[Line]] = []
    for index, line in enumerate(lines):
        if (index - 1, index) not in full:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return tuple(
        replace(first, text=joined([first.text, *(line.text for line in others)]))
        for first, *others in paragraphs
    )


def _may_join(line: Line, following: Line, language: str, next_language: str) -> bool:
    if line.level or following.level or line.block != following.block:
        return False
    if next_language not in (language, "") or _ITEM.match(following.text):
        return False
    label = candidate(following.text)
    strong = label is not None and label.strength > Strength.WEAK
    return not strong and not (label and _END.search(line.text))


def _is_full(text: str, following: str, width: int, language: str) -> bool:
    """Whether the first word of the next line would have gone beyond `width`."""
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return False
    if language in UNSPACED:
        return _width(text) + _SLACK >= width
    return _width(text) + 1 + _width(following.split(" ", 1)[0]) > width


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
