"""Names that stand alone above what is said, without the colon of a label:

安娜
你好，欢迎来到节目。

A short line is no name by its shape ("谢谢"), so the whole file must speak for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line
from producer.transcript.labels.label import Strength, candidate, is_labelled

_LEAST = 4
_LEAST_NAMES = 2
_NEARLY_ALL = 0.9
_MOST_PARAGRAPHS = 8
"""Between two names, on the average."""
_ANSWER = re.compile(r"[^\W\d_]{2}\.$")
"""How a short answer ends ("Yes."), and no name but for initials ("A.")."""


def with_colons(lines: Sequence[Line]) -> list[Line]:
    """`lines`, with the colon of a label behind each name that stands alone; unchanged where the
    file does not name its speakers so."""
    alone = {
        index: strength
        for index, line in enumerate(lines[:-1])
        if (strength := _strength_of_name(line)) is not None
    }
    counts = Counter(lines[index].text for index in alone)
    names = {index for index in alone if counts[lines[index].text] > 1}
    paragraphs = [line for line in lines if not line.level]
    labelled = sum(map(is_labelled, paragraphs))
    if (
        len({lines[index].text for index in names}) < _LEAST_NAMES
        or not max(_LEAST, labelled, len(paragraphs) / _MOST_PARAGRAPHS) <= len(names)
        or any(index + 1 in names or lines[index + 1].level for index in names)
    ):
        return list(lines)
    # Who speaks once is named like the others.
    first = min(names)
    opening = {
        index
        for index in range(first + 1, len(lines))
        if lines[index - 1].block != lines[index].block
    }
    everywhere = len(opening & alone.keys()) >= _NEARLY_ALL * len(opening)
    names |= {
        index
        for index in opening & alone.keys()
        if lines[index + 1].block == lines[index].block
        and (everywhere or alone[index] >= Strength.LIKELY)
    }
    return [
        replace(line, text=f"{line.text}:") if index in names else line
        for index, line in enumerate(lines)
    ]


def _strength_of_name(line: Line) -> Strength | None:
    """How likely a line is a name alone, None where it is something else."""
    if line.level or line.speaker is not None or ":" in line.text or _ANSWER.search(line.text):
        return None
    found = candidate(f"{line.text}:")
    return found.strength if found and not found.text else None
