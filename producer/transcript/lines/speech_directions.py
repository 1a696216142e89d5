"""Directions to whoever speaks a line: [pause:1.5s], [excited], (softly). See speech/directions.py.

A direction keeps its place in what is said of a line as one private character, its sign, so that
whatever is done to the line carries it along, and no look at the line's words sees it. In the end
`unsigned` makes directions of the signs. A line of nothing else is one as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from producer.model import Direction
from producer.speech.directions import LONGEST_PAUSE_MS, laid_out, written_directions
from producer.speech.styles import STYLES
from producer.transcript.document import FIRST_SIGN, LAST_SIGN, SIGNS, Line, Role, Span
from producer.transcript.language.detection import Languages

_STEP_MS = 10
"""Pauses are told to the hundredth of a second."""
_STYLES = tuple(STYLES)
_FIRST_STYLE = FIRST_SIGN + LONGEST_PAUSE_MS // _STEP_MS + 1
_BEFORE_COLON = re.compile(r"\s?\*{0,3}\s?[:：]\*{0,3}")


def mark_speech_directions(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines` with what they have for whoever speaks them marked."""
    return [line if line.level or line.role else _marked(line) for line in lines]


def _marked(line: Line) -> Line:
    speaker, of_speaker = _without_style(line.speaker)
    spans = [*of_speaker, *_spans(line.text)]
    if not spans:
        return line
    line = replace(line, speaker=speaker).with_spans(spans)
    if not any(map(str.isalnum, line.speech)):
        return replace(line, role=spans[0].role)
    return line


def _spans(text: str) -> Iterator[Span]:
    """A direction behind a label is one of what is said: `Anna (softly): …`."""
    for written in written_directions(text):
        sign = _sign(written.pause_ms, written.style)
        if not sign:
            continue
        role = Role.PAUSE if written.pause_ms else Role.STYLE
        colon = _BEFORE_COLON.match(text, written.end) if text[: written.start].strip() else None
        if colon:
            yield Span(written.start, written.end, role)
            yield Span(colon.end(), colon.end(), role, sign)
        else:
            yield Span(written.start, written.end, role, sign)


def _without_style(speaker: str | None) -> tuple[str | None, list[Span]]:
    """A label that the format gives without a direction, and this for the beginning of the line."""
    written = next((each for each in written_directions(f"{speaker or ''}:") if each.style), None)
    if not speaker or written is None or not written.start:
        return speaker, []
    bare = " ".join(f"{speaker[: written.start]} {speaker[written.end :]}".split())
    return bare, [Span(0, 0, Role.STYLE, _sign(0, written.style))]


def _sign(pause_ms: int, style: str) -> str:
    if pause_ms:
        return chr(FIRST_SIGN + max(1, round(pause_ms / _STEP_MS)))
    return chr(_FIRST_STYLE + _STYLES.index(style)) if style in STYLES else ""


def signed(text: str, directions: Iterable[Direction]) -> str:
    """A text with signs for its directions, of which `unsigned` makes the same again."""
    parts: list[str] = []
    done = 0
    for direction in directions:
        parts += [text[done : direction.offset], _sign(direction.pause_ms, direction.style)]
        done = direction.offset
    return "".join([*parts, text[done:]])


def unsigned(text: str) -> tuple[str, tuple[Direction, ...]]:
    """A text with signs as what is said of it and its directions."""
    if not SIGNS.search(text):
        return text, ()
    return laid_out(_pieces(text))


def _pieces(text: str) -> Iterator[str | Direction]:
    end = 0
    for match in SIGNS.finditer(text):
        yield text[end : match.start()]
        yield from _directions(match[0])
        end = match.end()
    yield text[end:]


def _directions(signs: str) -> Iterator[Direction]:
    for code in map(ord, signs):
        if code < _FIRST_STYLE:
            yield Direction(pause_ms=_STEP_MS * (code - FIRST_SIGN))
        elif code - _FIRST_STYLE < len(_STYLES):
            yield Direction(style=_STYLES[code - _FIRST_STYLE])


assert _FIRST_STYLE + len(_STYLES) <= LAST_SIGN, "there are as many signs as directions"
