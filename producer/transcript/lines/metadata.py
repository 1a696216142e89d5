"""What stands above a conversation to tell of the document: its title, and lists of its source,
date and translator.

    原文信息：
    - 标题：A Talk with the Bell Founder
    - 翻译：小满
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from producer.transcript.document import Line, Role
from producer.transcript.labels.vocabulary import CREDIT_WORDS
from producer.transcript.language.detection import Languages
from producer.transcript.lines.credits import is_source

_TITLE = re.compile(
    r"(?:episode )?(?:title|headline|topic|subject|标题|標題|题目|題目|(?:会议|访谈|本期)?主题|主題"
    r"|(?:会议|录音|节目)名称|节目名) ?[:：] ?(\S.*)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"([^:：]{1,16}?) ?[:：](?!//) ?(.*)")
_HEAD = re.compile(r"[^:：。！？.!?]{1,16}[:：]")
_LEAST_FIELDS = 2
_KNOWN = 1 / 2
"""So many of the fields of a list are known words, such as 译者."""
_MAX_TITLE = 120
_MOST_LINES = 40
"""From the top of the file."""


def mark_metadata(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines`, with what tells of the document marked: the title, and lists of fields."""
    top = [line for line in lines[:_MOST_LINES] if line.role is None]
    roles: dict[int, Role] = {}
    for line in top:
        if title_in(line):
            roles[line.number] = Role.TITLE
        elif line.level != 1 and not is_source(line.shown):
            break
    above: list[Line] = []
    for _, run in groupby(top, key=lambda line: line.block):
        block = [line for line in run if not line.level]
        fields = _fields(block)
        if fields and len(above) == 1 and _HEAD.fullmatch(above[0].text):
            roles[above[0].number] = Role.CREDIT
        roles |= fields
        above = block
    return [
        replace(line, role=roles[line.number]) if line.number in roles else line for line in lines
    ]


def title_in(line: Line) -> str | None:
    """The title in a line that names it as one: `Title: …`."""
    named = None if line.level else _TITLE.fullmatch(line.text[:_MAX_TITLE])
    return named[1] if named else None


def _fields(block: Sequence[Line]) -> dict[int, Role]:
    """The roles of the lines of a block that is a list of fields, by their numbers."""
    head = block[:1] if block and _HEAD.fullmatch(block[0].text) else []
    fields = [
        (line, match) for line in block[len(head) :] if (match := _FIELD.fullmatch(line.text))
    ]
    known = sum(
        match[1].casefold() in CREDIT_WORDS or title_in(line) is not None for line, match in fields
    )
    if (
        len(fields) < max(_LEAST_FIELDS, len(block) - len(head))
        or known < _LEAST_FIELDS
        or known < _KNOWN * len(fields)
        or any(line.speaker is not None for line in block)
    ):
        return {}
    return {line.number: Role.TITLE if title_in(line) else Role.CREDIT for line in block}
