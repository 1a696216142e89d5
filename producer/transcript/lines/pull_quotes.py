"""Sentences that an article sets large beside the passage that holds them: they are said once.

Such a line stands alone in its block, names nobody, and is word for word in a longer line near by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line, Role
from producer.transcript.labels.label import candidate
from producer.transcript.labels.shapes import named_in
from producer.transcript.language.detection import Languages
from producer.transcript.people.name_matching import letters_of

_NEAR = 6
"""Lines before and behind."""
_LEAST_LETTERS = 8
"""Of Chinese; a short answer may be somebody else's words."""
_LEAST_WORDS = 5


def mark_pull_quotes(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with the pull quotes marked as sentences that stand in the text too."""
    blocks = Counter(line.block for line in lines)
    letters = [letters_of(_speech(line)) for line in lines]
    quotes = {
        index
        for index, line in enumerate(lines)
        if blocks[line.block] == 1
        and _may_be(line, letters[index])
        and any(
            letters[index] in passage and letters[index] != passage
            for passage in letters[max(index - _NEAR, 0) : index + _NEAR + 1]
        )
    }
    return [
        replace(line, role=Role.REPEAT) if index in quotes else line
        for index, line in enumerate(lines)
    ]


def _speech(line: Line) -> str:
    label = named_in(line)
    return label.text if label else line.speech


def _may_be(line: Line, letters: str) -> bool:
    unnamed = line.role is None and not line.level and line.speaker is None and line.turn is None
    long = len(letters) >= _LEAST_LETTERS
    words = not letters.isascii() or len(line.speech.split()) >= _LEAST_WORDS
    return unnamed and long and words and candidate(line.speech) is None
