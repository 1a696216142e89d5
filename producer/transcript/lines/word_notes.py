"""Notes on words, as lessons have them: below each passage under `解析：`, or in a section of their
own such as `## Glossary / 术语表`. Nobody says them.

    **We go on foot.**
    我们走着去。

    解析：
    * go on foot：步行
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_WORD = (
    "(?:核心|重点|重點|关键|關鍵|常用|本课|本期|专业)?(?:词汇|詞彙|词语|单词|單詞|生词|生詞|短语|术语|術語|表达)"
    "(?:表|解析|解释|注释|总结|汇总|与短语|/短语|/表达|和表达)?"
    "|解析|注释|註釋|讲解|講解|语言点|語言點|知识点|语法点|名词解释"
    "|(?:key |core |new |useful )?(?:vocabulary|words?(?: list)?|phrases|expressions|terms)"
    "|glossary(?: of terms)?|language (?:points|notes|focus)"
)
_HEAD = re.compile(
    rf"[\W\d_]*(?:{_WORD})(?: ?[/／|｜·&(（和与-]+ ?(?:{_WORD}))*[)）]?[\W_]*", re.IGNORECASE
)
_SURE = re.compile(r"[:：*_】\]]$")
"""How a line ends that stands above others."""
_LEAST = 3


def mark_word_notes(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with notes on words marked: blocks under a word that says so again and again, and
    sections under a heading that does."""
    heads = [n for n, line in enumerate(lines) if line.role is None and _HEAD.fullmatch(line.text)]
    again = [n for n in heads if not lines[n].level and (lines[n].bold or _is_above(lines[n]))]
    notes: set[int] = set()
    for head in (n for n in heads if lines[n].level):
        notes |= _section(lines, head)
    if len(again) >= _LEAST:
        for head in again:
            notes |= _block(lines, head)
    return [
        replace(line, role=Role.NOTE) if n in notes and line.role is None else line
        for n, line in enumerate(lines)
    ]


def _is_above(line: Line) -> bool:
    return _SURE.search(line.text) is not None


def _section(lines: Sequence[Line], head: int) -> set[int]:
    """What stands under a heading, up to the next that is no lower."""
    end = head + 1
    while end < len(lines) and not 0 < lines[end].level <= lines[head].level:
        end += 1
    return set(range(head, end))


def _block(lines: Sequence[Line], head: int) -> set[int]:
    """What stands below a line in its block, or where that is all, in the next block."""
    block = lines[head].block
    end = head + 1
    if end < len(lines) and lines[end].block == block + 1 and not lines[end].level:
        block += 1
    while end < len(lines) and lines[end].block == block and not lines[end].level:
        end += 1
    return set(range(head, end))
