"""Links and pictures within Markdown: of `[here](https://example.org)` the word is spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]]{0,300})\]"
    r"\((?P<address>(?:https?://|mailto:|#|\.{0,2}/)[^\s()]{0,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)"
    r"(?: \"[^\"]{0,200}\")?\)"
)
_TIME = re.compile(r"[(\[]?\d{1,2}:\d\d(?::\d\d)?[)\]]?")


def mark_links(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines` with the addresses of links marked, and with pictures; a link whose text is a time
    is a time stamp."""
    return [line if line.role else _marked(line) for line in lines]


def _marked(line: Line) -> Line:
    stretches: list[tuple[int, int, Role]] = []
    for link in _LINK.finditer(line.speech):
        if link[0][0] == "!":
            stretches.append((*link.span(), Role.CAPTION))
        elif _TIME.fullmatch(link["text"].strip()):
            stretches.append((*link.span(), Role.STAMP))
        else:
            stretches += [
                (link.start(), link.start("text"), Role.MARK),
                (link.end("text"), link.end(), Role.MARK),
            ]
    return line.without_all(stretches)
