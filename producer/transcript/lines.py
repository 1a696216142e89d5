"""A text as lines: paragraphs and headings in blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from producer.model import clean_text

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading. `text` is clean and without the heading's mark.

    `number` counts the file's lines from 1. `block` is the same for lines with no blank line
    between them. `level` is 1–6 for headings and 0 for paragraphs.
    """

    number: int
    text: str
    block: int
    level: int = 0


def split_lines(text: str) -> list[Line]:
    """The lines of plain text or Markdown that are not blank.

    Each line is a paragraph. A reader of hard-wrapped text would join lines here.
    """
    lines: list[Line] = []
    block = 0
    blank = False
    for number, raw in enumerate(text.splitlines(), start=1):
        content = clean_text(raw)
        if not content:
            blank = True
            continue
        block += blank
        blank = False
        if heading := _HEADING.fullmatch(content):
            marks, title = heading.groups()
            lines.append(Line(number, _bare(title), block, len(marks)))
        else:
            lines.append(Line(number, content, block))
    return lines


def _bare(title: str) -> str:
    """A heading's text without closing marks and emphasis of the whole."""
    title = re.sub(r"(?<=\S) #+$", "", title)
    emphasis = re.fullmatch(r"(\*\*|__)(?!\s)((?:(?!\1).)+)(?<!\s)\1", title)
    return emphasis[2] if emphasis else title
