"""Lines that are bold as a whole: `**Why do you go?**`. The marks are not spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])((?:(?!\1).)+)(?<=\S)\1")


def mark_emphasis(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with those that are bold from beginning to end known as such."""
    return [_marked(line) for line in lines]


def _marked(line: Line) -> Line:
    bold = None if line.level or line.role else _BOLD.fullmatch(line.speech)
    if bold is None:
        return line
    line = line.without(bold.end(2), bold.end(), Role.MARK).without(0, bold.start(2), Role.MARK)
    return replace(line, bold=True)
