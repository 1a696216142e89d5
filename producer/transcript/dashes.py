"""Names with a dash behind them in place of a colon: `陈默 —— 你好。`, `Maria — Hello.`

Prose and lists have such lines too ("Lisbon — a city of hills"), so the whole file must speak for
it: names come again, items and subjects hardly do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.evidence import find_labels
from producer.transcript.labels import candidate, is_labelled
from producer.transcript.language import Languages
from producer.transcript.lines import Line

_DASHED = re.compile(r"([^:：]{1,40}?)\s+(?:[—―─]{1,2}|–|-{1,3})\s+(?=\S)")
_LEAST = 4
_LEAST_NAMES = 2
_MOST = 2 / 3
_MOST_PARAGRAPHS = 8
"""For each line with a name, on the average."""


def with_colons(lines: Sequence[Line], languages: Languages) -> tuple[list[Line], frozenset[str]]:
    """`lines`, with a colon in place of the dash behind each name, and the names; unchanged where
    the file does not name its speakers so."""
    paragraphs = [line for line in lines if not line.level]
    labelled = sum(map(is_labelled, paragraphs))
    shapes = {index: shape for index, line in enumerate(lines) if (shape := _shape(line))}
    counts = Counter(label for label, _ in shapes.values())
    again = [count for count in counts.values() if count > 1]
    least = max(_LEAST, labelled + 1, len(paragraphs) / _MOST_PARAGRAPHS, _MOST * len(shapes))
    if len(again) < _LEAST_NAMES or sum(again) < least:
        return list(lines), frozenset()
    colons = [shapes[index][1] if index in shapes else line for index, line in enumerate(lines)]
    labels = find_labels(colons, languages)
    names = {index: label for index, (label, _) in shapes.items() if label in labels}
    made = [colons[index] if index in names else line for index, line in enumerate(lines)]
    return made, frozenset(names.values())


def _shape(line: Line) -> tuple[str, Line] | None:
    """What may be a name, and the line with a colon behind it."""
    dashed = _DASHED.match(line.text)
    if dashed is None or line.level or is_labelled(line):
        return None
    text = f"{dashed[1]}: {line.text[dashed.end() :]}"
    found = candidate(text)
    return (found.label, replace(line, text=text)) if found else None
