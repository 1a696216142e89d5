"""Notes of who translated or edited, in brackets: `（译者注：蚕睡四次。）`. Nobody says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages
from producer.transcript.lines.asides import tidied

_OPENS = re.compile(
    r"[(（\[【][*_ ]{0,3}(?:(?:译者?|編者?|编者?|校者?|译校|譯者?|原)[注註按]"
    r"|(?:translator|editor|transcriber|author)['’]?s? note|(?:ed|trans|tr)\. note"
    r"|(?:editor|tn|n\.b)\.?:"
    r"|note by the (?:translator|editor)|nota del (?:traductor|editor|autor)|n\.? ?d\.? ?[tlr]\b"
    r"|anm\. d\.|訳注|訳者注|역주)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"[*_]{0,3}(?:译者注|译注|譯者註|譯註|translator['’]?s note)[*_]{0,3} ?[:：].*", re.IGNORECASE
)
_CLOSES = {"(": ")", "（": "）", "[": "]", "【": "】"}
_SAME = str.maketrans("（）【】", "()[]")


def mark_notes(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines` with such notes marked. A line that holds nothing else is a note as a whole."""
    return [line if line.level or line.role else _marked(line) for line in lines]


def _marked(line: Line) -> Line:
    if line.speaker is None and _WHOLE.fullmatch(line.speech):
        return replace(line, role=Role.NOTE)
    marked = line
    place = 0
    while opens := _OPENS.search(marked.speech, place):
        end = _end_of_bracket(marked.speech, opens.start())
        if end is None:
            place = opens.end()
            continue
        marked = marked.without(opens.start(), end, Role.NOTE)
        place = opens.start()
    if marked is line:
        return line
    if not any(map(str.isalnum, marked.speech)):
        return replace(marked, role=Role.NOTE)
    return tidied(marked)


def _end_of_bracket(text: str, start: int) -> int | None:
    """Where the bracket that opens at `start` has closed, with those of its kind in it; one in
    half and one in full width are of a kind."""
    kind = text[start].translate(_SAME)
    closes = _CLOSES[kind]
    depth = 0
    for place in range(start, len(text)):
        character = text[place].translate(_SAME)
        depth += (character == kind) - (character == closes)
        if depth == 0:
            return place + 1
    return None
