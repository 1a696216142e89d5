"""Interviews that name nobody: questions in bold, and below each the answer.

    **退潮的时候你在找什么？**
    **What do you look for at low tide?**

    海蛞蝓。
    Sea slugs.

Headings within an article are bold too, so most of what is bold must ask something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from producer.transcript.document import Line
from producer.transcript.labels.label import is_labelled
from producer.transcript.language.detection import Languages

QUESTION, ANSWER = "Q", "A"

_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+\S|\S)\1")
_ASKS = re.compile(r"[?？؟;؛][”’」』\"')）]*$")
_LEAST = 3
"""So many stretches of bold, each with plain text below: fewer may be mere emphasis."""
_MOST_ASK = 1 / 2


@dataclass(frozen=True, slots=True)
class Told:
    """The lines with Q and A before what is asked and answered, where the file is such an
    interview, and the line of the first question; else the lines as they were, and None."""

    lines: list[Line]
    first: int | None = None


def with_labels(lines: Sequence[Line], languages: Languages) -> Told:
    """Find the questions of `lines`; a label anywhere says that speakers are named otherwise."""
    said = [line for line in lines if not line.level]
    bold = {i: text for i, line in enumerate(lines) if (text := _bold(line))}
    asking = sum(_ASKS.search(text) is not None for text in bold.values())
    if asking <= _MOST_ASK * len(bold) or sum(map(is_labelled, said)) * 2 > len(bold):
        return Told([*lines])
    kinds = [
        "" if line.level else QUESTION if i in bold else ANSWER for i, line in enumerate(lines)
    ]
    stretches = [kind for kind, _ in groupby(kinds)]
    answered = sum(pair == (QUESTION, ANSWER) for pair in pairwise(stretches))
    if answered < max(_LEAST, stretches.count(QUESTION) * 2 / 3):
        return Told([*lines])
    made: list[Line] = []
    asked, open_to = set[str | None](), set[str | None]()
    before = ""
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        language = line.language or languages.of(line.text)
        if kind != before:
            # Only who was asked in a language answers in it: what else stands there is the other
            # half's introduction, a translation without bold, or a credit.
            open_to = {*languages.tags, None} if kind == QUESTION else {*asked}
            asked = set()
        before = kind
        if kind == QUESTION:
            line = replace(line, text=bold[i])
            asked.add(language)
        if kind and language in open_to:
            open_to.remove(language)
            line = replace(line, text=f"{kind}: {line.text}")
        made.append(line)
    return Told(made, lines[min(bold)].number)


def _bold(line: Line) -> str:
    """The text of a line that is bold as a whole, and nothing of another."""
    if line.level:
        return ""
    found = _BOLD.fullmatch(line.text)
    return found[2] if found else line.text if line.bold else ""
