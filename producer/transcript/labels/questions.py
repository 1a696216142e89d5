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
from dataclasses import replace
from itertools import groupby, pairwise

from producer.transcript.document import Line
from producer.transcript.labels.label import seems_labelled
from producer.transcript.language.detection import Languages

QUESTION, ANSWER = "Q", "A"

_ASKS = re.compile(r"[?？؟;؛][”’」』\"')）]*$")
_LEAST = 3
"""So many stretches of bold, each with plain text below: fewer may be mere emphasis."""
_MOST_ASK = 1 / 2


def first_question(lines: Sequence[Line]) -> int | None:
    """The number of the line in which the first question stands, where the file is an interview of
    bold questions; a label anywhere says that speakers are named otherwise."""
    paragraphs = [line for line in lines if not line.level and line.role is None]
    bold = [line for line in paragraphs if line.bold]
    asking = sum(_ASKS.search(line.speech) is not None for line in bold)
    labelled = sum(seems_labelled(line) for line in paragraphs)
    if asking <= _MOST_ASK * len(bold) or labelled * 2 > len(bold):
        return None
    stretches = [kind for kind, _ in groupby(map(_kind, lines))]
    answered = sum(pair == (QUESTION, ANSWER) for pair in pairwise(stretches))
    if answered < max(_LEAST, stretches.count(QUESTION) * 2 / 3):
        return None
    return bold[0].number


def with_questions(lines: Sequence[Line], languages: Languages) -> list[Line]:
    """`lines`, with who asks and who answers where one of them begins, in each language."""
    labelled: list[Line] = []
    asked, open_to = set[str | None](), set[str | None]()
    before = ""
    for line in lines:
        language = line.language or languages.of(line.speech)
        kind = _kind(line)
        if kind != before:
            # Only who was asked in a language answers in it: what else stands there is the other
            # half's introduction, a translation without bold, or a credit.
            open_to = {*languages.tags, None} if kind == QUESTION else {*asked}
            asked = set()
        before = kind
        if kind == QUESTION:
            asked.add(language)
        if kind and language in open_to:
            open_to.remove(language)
            line = replace(line, speaker=kind)
        labelled.append(line)
    return labelled


def _kind(line: Line) -> str:
    if line.level or line.role:
        return ""
    return QUESTION if line.bold else ANSWER
