"""Captions of pictures that came along with the text of an article: `▲ 工作台。图／小满`,
`（图片：怀表）`, `[Image: a watch]`. Nobody says them.

A whole line is one, by what it begins with, or in italics below a picture in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from producer.transcript.document import Line, Role
from producer.transcript.labels.label import Strength, candidate
from producer.transcript.language.detection import Languages

_WORDS = (
    "图片?(?:来源|说明|注)?|图源|图为|供图|配图|题图|封面图?|圖片?(?:來源|說明)?|圖為"
    "|image|photo(?:graph)?|picture|figure|caption|screenshot"
)
_BRACKETED = re.compile(
    rf"[(（\[［【](?:{_WORDS}) ?\d{{0,2}}(?:\s*[:：|｜/／].*| by .*)?[)）\]］】]", re.IGNORECASE
)
_CREDITED = re.compile(rf"(?:{_WORDS}) ?\d{{0,2}}\s?[:：|｜/／]\s*\S.*", re.IGNORECASE)
_SHOWS = re.compile("(?:图为|圖為)(?!什[么麼]|何|了).+")
_IMAGE = re.compile(r"!\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\([^()]*\)")
_EMPHASIS = re.compile(r"([*_])[^*_]+\1")
_MARKED = re.compile(r"[▲△▼▽◤◢]\s*(\S.*)")
_WHOLE = (_BRACKETED, _CREDITED, _SHOWS, _IMAGE)
_MAX_LENGTH = 120
_MAX_IN_BRACKETS = 600
"""A slide may be described in full: `[Image: a slide, with three boxes and arrows …]`."""
_MOST = 1 / 4
"""Where more of the lines have a mark, it is one of lists or of speakers."""


def mark_captions(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with the captions of pictures marked as such."""
    marked = {line.number for line in lines if _is_marked(line)}
    captions = marked if len(marked) <= _MOST * len(lines) else set()
    captions = captions | {line.number for line in lines if _is_caption(line)}
    captions |= {
        line.number
        for above, line in pairwise(lines)
        if _may_be(line) and _IMAGE.fullmatch(above.text) and _EMPHASIS.fullmatch(line.text)
    }
    return [replace(line, role=Role.CAPTION) if line.number in captions else line for line in lines]


def _is_caption(line: Line) -> bool:
    return (_may_be(line) and any(p.fullmatch(line.text) for p in _WHOLE)) or (
        _may_be(line, _MAX_IN_BRACKETS)
        and line.text[-1] in ")）]］】"
        and _BRACKETED.fullmatch(line.text) is not None
    )


def _is_marked(line: Line) -> bool:
    marked = _MARKED.fullmatch(line.text)
    label = candidate(marked[1]) if marked else None
    return (
        _may_be(line)
        and marked is not None
        and (label is None or label.strength is Strength.DOUBTFUL)
    )


def _may_be(line: Line, longest: int = _MAX_LENGTH) -> bool:
    return (
        line.role is None and not line.level and line.speaker is None and len(line.text) <= longest
    )
