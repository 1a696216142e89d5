"""Names without a colon: a dash behind them, `陈默 —— 你好。`, or brackets around, `[Maria] Hello.`

Prose and lists have such lines too ("Lisbon — a city of hills", "[Update] The hill is closed"), so
the whole file must speak for it: names come again, items and subjects hardly do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from producer.transcript.document import Line
from producer.transcript.labels.evidence import find_labels
from producer.transcript.labels.label import candidate, is_labelled
from producer.transcript.language.detection import Languages

_DASHED = re.compile(r"([^:：]{1,40}?)\s+(?:[—―─]{1,2}|–|-{1,3})\s+(?=\S)")
_IN_BRACKETS = re.compile(
    r"(?:【([^【】:：]{1,40})】|\[([^\[\]:：]{1,40})\]|〔([^〔〕:：]{1,40})〕|<([^<>:：]{1,40})>)\s*"
)
_LEAST = 4
_LEAST_NAMES = 2
_MOST = 2 / 3
_MOST_PARAGRAPHS = 8
"""For each line with a name, on the average."""


def with_colons(lines: Sequence[Line], languages: Languages) -> tuple[list[Line], frozenset[str]]:
    """`lines`, with a colon in place of what sets off each name, and the names; unchanged where
    the file does not name its speakers so."""
    kept, names = list(lines), frozenset[str]()
    for shape in (_with_dash, _in_brackets):
        kept, found = _with_colons(kept, languages, shape)
        names |= found
    return kept, names


def _with_colons(
    lines: list[Line], languages: Languages, shape_of: Callable[[str], str | None]
) -> tuple[list[Line], frozenset[str]]:
    paragraphs = [line for line in lines if not line.level]
    labelled = sum(map(is_labelled, paragraphs))
    shapes = {i: shape for i, line in enumerate(lines) if (shape := _shape(line, shape_of))}
    counts = Counter(label for label, _ in shapes.values())
    again = [count for count in counts.values() if count > 1]
    least = max(_LEAST, labelled + 1, len(paragraphs) / _MOST_PARAGRAPHS, _MOST * len(shapes))
    if len(again) < _LEAST_NAMES or sum(again) < least:
        return lines, frozenset()
    colons = [shapes[index][1] if index in shapes else line for index, line in enumerate(lines)]
    labels = find_labels(colons, languages)
    names = {index: label for index, (label, _) in shapes.items() if label in labels}
    made = [colons[index] if index in names else line for index, line in enumerate(lines)]
    return made, frozenset(names.values())


def _shape(line: Line, shape_of: Callable[[str], str | None]) -> tuple[str, Line] | None:
    """What may be a name, and the line with a colon behind it."""
    text = None if line.level or is_labelled(line) else shape_of(line.text)
    found = candidate(text) if text else None
    return (found.label, replace(line, text=str(text))) if found else None


def _with_dash(text: str) -> str | None:
    dashed = _DASHED.match(text)
    return f"{dashed[1]}: {text[dashed.end() :]}" if dashed else None


def _in_brackets(text: str) -> str | None:
    found = _IN_BRACKETS.match(text)
    if found is None:
        return None
    name = next(filter(None, found.groups()))
    return f"{name}: {text[found.end() :]}".strip()
