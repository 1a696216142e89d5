"""Lines that are bold as a whole: `**Why do you go?**`. The marks are not spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])((?:(?!\1).)+)(?<=\S)\1")
_ITALIC_BRACKETS = re.compile(r"([*_])(?=[\[(（【])[^*_]+(?<=[\])）】])\1")
_ITALIC = re.compile(r"([*_])(?=[^\s*_])[^*_]+(?<=\S)\1")
_BOLD_WORDS = re.compile(r"(?P<marks>\*{2,3})(?P<text>[^*]{1,1000})(?P=marks)")
_UNDERSCORED = re.compile(r"(?<![\w_])_(?P<text>(?=[^\s_])[^_]{1,1000}(?<=\S))_(?![\w_])")
_LEAST_IN_ITALICS = 3


def mark_emphasis(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with those that are bold from beginning to end known as such."""
    return [_marked(line) for line in lines]


def _marked(line: Line) -> Line:
    if line.level or line.role:
        return line
    if _ITALIC_BRACKETS.fullmatch(line.speech):
        return _without_ends(line)
    bold = _BOLD.fullmatch(line.speech)
    if bold is None:
        return line
    line = line.without(bold.end(2), bold.end(), Role.MARK).without(0, bold.start(2), Role.MARK)
    return replace(line, bold=True)


def without_emphasis(line: Line) -> Line:
    """`line` without the marks of bold words in what is said; those around a label are known by
    then."""
    if line.level or line.role:
        return line
    label = next(iter(line.marked(Role.LABEL)), "")
    if label.startswith("**") and label.count("**") == 1 and "**" in line.speech:
        place = line.speech.index("**")
        line = line.without(place, place + 2, Role.MARK)
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


def without_italics(lines: Sequence[Line]) -> list[Line]:
    """`lines` without the marks of italics from a label to the end, and of those around whole
    passages, where a file sets a language so and no single word."""
    as_a_whole = sum(_is_italic(line) for line in lines) >= _LEAST_IN_ITALICS
    return [_upright(line, as_a_whole) for line in lines]


def _is_italic(line: Line) -> bool:
    return not line.level and not line.role and _ITALIC.fullmatch(line.speech) is not None


def _upright(line: Line, as_a_whole: bool) -> Line:
    if line.level or line.role:
        return line
    if as_a_whole and _is_italic(line):
        return _without_ends(line)
    line = line.without_all(
        [
            place
            for words in _UNDERSCORED.finditer(line.speech)
            for place in (
                (words.start(), words.start("text"), Role.MARK),
                (words.end("text"), words.end(), Role.MARK),
            )
        ]
    )
    label = next(iter(line.marked(Role.LABEL)), "")
    if label.startswith("*") and line.speech.endswith("*") and line.speech.count("*") % 2:
        return line.without(len(line.speech) - 1, len(line.speech), Role.MARK)
    return line


def _without_ends(line: Line) -> Line:
    """`line` without its first and last mark."""
    end = len(line.speech)
    return line.without(end - 1, end, Role.MARK).without(0, 1, Role.MARK)
