"""Lines that name their language: `中：你好。` and `英：Hello.`, or `[EN] Hello.`

A name may be a language's too ("French: …"), so both languages must be named again and again, and
be right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.languages import LANGUAGES
from producer.transcript.document import Line
from producer.transcript.language.detection import Languages

_NAMES = {
    "zh": "中 中文 汉语 漢語 国语 普通话 华语 cn chn 原文",
    "en": "英 英文 英语 英語 eng",
    "ja": "日 日文 日语 日語 日本語 jp",
    "ko": "韩 韩文 韩语 한국어 kr",
    "fr": "法 法文 法语 français",
    "de": "德 德文 德语 deutsch",
    "es": "西 西班牙语 español",
    "ru": "俄 俄文 俄语 русский",
    "yue": "粤 粵 粤语 粵語 廣東話",
}
_SHAPE = re.compile(
    r"(?:[\[【(（]\s?([^\W\d_]{1,10})\s?[\])）】]\s*[:：]?|([^\W\d_]{1,10})\s?[:：])\s*(?=\S)"
)
_LEAST = 2
_RIGHT = 0.8


def with_languages(lines: Sequence[Line], languages: Languages) -> list[Line]:
    """`lines`, with the language in place of the tag that names it; unchanged where the file does
    not name its languages so."""
    tags = {name: tag for tag in languages.tags for name in _names_of(tag)}
    tagged: dict[int, tuple[str, Line]] = {}
    for index, line in enumerate(lines):
        shape = _SHAPE.match(line.text)
        if shape is None or line.level or line.language or line.speaker is not None:
            continue
        if tag := tags.get((shape[1] or shape[2]).casefold()):
            tagged[index] = tag, replace(line, text=line.text[shape.end() :], language=tag)
    counts = [sum(tag == t for t, _ in tagged.values()) for tag in languages.tags]
    told = [(tag, found) for tag, line in tagged.values() if (found := languages.of(line.text))]
    if min(counts) < _LEAST or sum(a == b for a, b in told) < _RIGHT * len(told):
        return list(lines)
    return [tagged[index][1] if index in tagged else line for index, line in enumerate(lines)]


def _names_of(tag: str) -> list[str]:
    return [tag, LANGUAGES[tag].name.casefold(), *_NAMES.get(tag, "").split()]
