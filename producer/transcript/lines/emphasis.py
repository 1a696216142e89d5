"""Lines that are bold as a whole: `**Why do you go?**`. The marks are not spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])((?:(?!\1).)+)(?<=\S)\1")
_BOLD_WORDS = re.compile(r"(?P<marks>\*{2,3})(?P<text>[^*]{1,1000})(?P=marks)")


def mark_emphasis(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with those that are bold from beginning to end known as such."""
    return [_marked(line) for line in lines]


def _marked(line: Line) -> Line:
    bold = None if line.level or line.role else _BOLD.fullmatch(line.speech)
    if bold is None:
        return line
    line = line.without(bold.end(2), bold.end(), Role.MARK).without(0, bold.start(2), Role.MARK)
    return replace(line, bold=True)


def without_emphasis(line: Line) -> Line:
    """`line` without the marks of bold words in what is said; those around a label are known by
    then."""
    if line.level or line.role:
        return line
    return line.without_all(
        [
            (start, end, Role.MARK)
            for bold in _BOLD_WORDS.finditer(line.speech)
            for start, end in (
                (bold.start(), bold.start("text")),
                (bold.end("text"), bold.end()),
            )
        ]
    )
