"""Sentences that an article sets large beside the passage that holds them: they are said once.

Such a line stands alone in its block, names nobody, and is word for word in a longer line near by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from producer.transcript.document import Line
from producer.transcript.labels.label import candidate
from producer.transcript.people.names import letters_of

_NEAR = 6
"""Lines before and behind."""
_LEAST_LETTERS = 8
"""Of Chinese; a short answer may be somebody else's words."""
_LEAST_WORDS = 5


def without_pull_quotes(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]]]:
    """The lines that are no pull quotes, and these with the numbers of their lines."""
    blocks = Counter(line.block for line in lines)
    letters = [letters_of(_said(line)) for line in lines]
    found = {
        line.number
        for index, line in enumerate(lines)
        if blocks[line.block] == 1
        and _may_be(line, letters[index])
        and any(
            letters[index] in other and letters[index] != other
            for other in letters[max(index - _NEAR, 0) : index + _NEAR + 1]
        )
    }
    kept = [line for line in lines if line.number not in found]
    return kept, [(line.number, line.text) for line in lines if line.number in found]


def _said(line: Line) -> str:
    label = candidate(line.text) if line.speaker is None else None
    return label.text if label else line.text


def _may_be(line: Line, letters: str) -> bool:
    unnamed = not line.level and line.speaker is None and line.turn is None
    long = len(letters) >= _LEAST_LETTERS
    words = not letters.isascii() or len(line.text.split()) >= _LEAST_WORDS
    return unnamed and long and words and candidate(line.text) is None
