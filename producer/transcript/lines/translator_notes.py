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
_CLOSES = {"(": ")", "[": "]"}
_SAME = str.maketrans("（）【】", "()[]")


def mark_notes(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines` with such notes marked. A line that holds nothing else is a note as a whole."""
    return [line if line.level or line.role else _marked(line) for line in lines]


def _marked(line: Line) -> Line:
    if line.speaker is None and _WHOLE.fullmatch(line.speech):
        return replace(line, role=Role.NOTE)
    ends = _ends_of_brackets(line.speech)
    notes: list[tuple[int, int, Role]] = []
    for opens in _OPENS.finditer(line.speech):
        end = ends.get(opens.start())
        if end is not None and (not notes or opens.start() >= notes[-1][1]):
            notes.append((opens.start(), end, Role.NOTE))
    if not notes:
        return line
    marked = line.without_all(notes)
    if not any(map(str.isalnum, marked.speech)):
        return replace(marked, role=Role.NOTE)
    return tidied(marked)


def _ends_of_brackets(text: str) -> dict[int, int]:
    """Where each bracket has closed, by where it opens; one in half and one in full width are of a
    kind."""
    ends: dict[int, int] = {}
    open_at: dict[str, list[int]] = {}
    for place, character in enumerate(text.translate(_SAME)):
        if character in _CLOSES:
            open_at.setdefault(_CLOSES[character], []).append(place)
        elif open_at.get(character):
            ends[open_at[character].pop()] = place + 1
    return ends
