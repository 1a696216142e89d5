"""Sentences of a transcript as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 90
"""Characters of a quotation; a longer sentence is cut around what it is quoted for."""

_END = re.compile(
    r"[。！？!?\n]"
    r"|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bPro)(?<!\bProf)(?<!\b[A-Z])\.(?=\s|$)"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of `text` begins and ends. The full stop of a title ends none."""
    begin = 0
    for match in _END.finditer(text):
        if text[begin : match.end()].strip():
            yield begin, match.end()
        begin = match.end()
    if text[begin:].strip():
        yield begin, len(text)


def quotation(text: str, start: int, end: int) -> str:
    """The sentence of `text` that has the characters from `start` to `end`, in quotes."""
    begin, stop = next(
        ((first, last) for first, last in sentences(text) if first <= start < last),
        (start, end),
    )
    room = max(0, _LONGEST - (end - start)) // 2
    first, last = max(begin, start - room), min(stop, end + room)
    cut_before, cut_behind = first > begin, last < stop
    # A Latin word is left out rather than cut.
    if cut_before and _inside_word(text, first) and " " in text[first:start]:
        first = text.index(" ", first, start) + 1
    if cut_behind and _inside_word(text, last) and " " in text[end:last]:
        last = text.rindex(" ", end, last)
    before, behind = "…" if cut_before else "", "…" if cut_behind else ""
    return f"“{before}{text[first:last].strip()}{behind}”"


def _inside_word(text: str, place: int) -> bool:
    return text[place - 1 : place + 1].isascii() and text[place - 1 : place + 1].isalnum()
