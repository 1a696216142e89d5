"""Lines that name their language: `中：你好。` and `英：Hello.`, or `[EN] Hello.`

A name may be a language's too ("French: …"), so both languages must be named again and again, and
be right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from producer.languages import KNOWN_AS, LANGUAGES
from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_MARKS = {
    **{"zh": "中 原文", "en": "英", "ja": "日", "ko": "韩", "fr": "法", "de": "德", "es": "西"},
    **{"ru": "俄", "yue": "粤 粵"},
}
"""What stands for a language where a mark is sought, and means something else in other places."""

_FULL_NAMES = sorted(
    {
        *(name for names in KNOWN_AS.values() for name in names.split()),
        *(language.name.casefold() for language in LANGUAGES.values()),
    },
    key=len,
    reverse=True,
)
_WORDS = r"[^\W\d_](?:[^\W\d_]| ){0,24}"
_SHAPE = re.compile(
    rf"(?:\*\*)?(?:[\[【(（] ?({_WORDS}) ?[\])）】] ?[:：]?|({_WORDS}) ?[:：])(?:\*\*)?"
    r" ?[:：]? ?(?=\S)"
)
_KIND = re.compile(
    r" ?(?:版本?|部分|原文|译文|翻译|譯文|翻譯|version|text|part|transcript|translation|original)"
    r"\b ?"
    r"|original |\([^()]*\)",
    re.IGNORECASE,
)
"""What stands beside the name of a language: "English Translation", 中文翻译."""
_NAME_ALONE = re.compile(
    rf"[\W_]*(?:original )?[(（]?"
    rf"(?:{'|'.join(name for name in _FULL_NAMES if len(name) > 3 or not name.isascii())}"
    r"|(?:en|zh|cn|eng|chs|cht)(?=[:：]$))"
    r" ?(?:版本?|部分|原文|译文|翻译|version|text|part|transcript|translation|original)?[\W_]*",
    re.IGNORECASE,
)
_LEAST, _LEAST_ALONE = 2, 4
_RIGHT = 0.8


def mark_language_tags(lines: Sequence[Line], languages: Languages) -> list[Line]:
    """`lines`, with the language that a tag names, and the tag marked; unchanged where the file
    does not name its languages so."""
    tags = {name: tag for tag in languages.tags for name in _names_of(tag)}
    tagged: dict[int, tuple[str, Line]] = {}
    marked: set[int] = set()
    for index, line in enumerate(lines):
        shape = _SHAPE.match(line.speech)
        if shape is None or line.level or line.role or line.language or line.speaker is not None:
            continue
        named = (shape[1] or shape[2]).casefold()
        if tag := tags.get(named) or tags.get(_KIND.sub("", named).strip()):
            if shape[1] or tags.get(named) is None:
                marked.add(index)
            untagged = line.without(0, shape.end(), Role.LANGUAGE)
            tagged[index] = tag, replace(untagged, language=tag)
    counts = [sum(tag == t for t, _ in tagged.values()) for tag in languages.tags]
    seen = [
        (tag, language) for tag, line in tagged.values() if (language := languages.of(line.speech))
    ]
    # A translation may be marked alone, but not by a name that may be somebody's.
    alone = max(counts) >= _LEAST_ALONE and all(n in marked for n in tagged)
    if not (min(counts) >= _LEAST or alone) or sum(a == b for a, b in seen) < _RIGHT * len(seen):
        return list(lines)
    return [tagged[index][1] if index in tagged else line for index, line in enumerate(lines)]


def mark_language_names(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with those marked that only say which language follows: `## English`, 【中文】."""
    blocks = Counter(line.block for line in lines)

    def names(line: Line) -> bool:
        apart = line.level or blocks[line.block] == 1 or not line.text[0].isalnum()
        unnamed = line.speaker is None and line.role is None
        return bool(apart and unnamed and _NAME_ALONE.fullmatch(line.speech))

    return [replace(line, role=Role.LANGUAGE) if names(line) else line for line in lines]


def _names_of(tag: str) -> list[str]:
    return [
        tag,
        LANGUAGES[tag].name.casefold(),
        *f"{KNOWN_AS.get(tag, '')} {_MARKS.get(tag, '')}".split(),
    ]
