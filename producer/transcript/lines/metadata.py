"""What stands above a conversation to tell of the document: its title, and lists of its source,
date and translator.

    原文信息：
    - 标题：A Talk with the Bell Founder
    - 翻译：小满
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from producer.transcript.document import Line, Role
from producer.transcript.labels.vocabulary import CREDIT_WORDS
from producer.transcript.language.detection import Languages
from producer.transcript.lines.credits import is_source
from producer.transcript.lines.emphasis import without_emphasis

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
_APART = re.compile(
    r"(?:program(?:me)?|podcast|show|channel|series|event|source files?|url|link"
    r"|speakers?|presenters?|hosts?|guests?|hosted by|with|topic|language|word count|views"
    r"|节目|节目名称|播客|频道|活动|系列|源文件|链接|主讲人|讲者|演讲者|主持人?|嘉宾|主题|语言|字数"
    r"|節目|頻道|活動|連結|主講人|講者|主持|嘉賓|主題|語言|字數)",
    re.IGNORECASE,
)
"""What may also stand before such fields where each is a paragraph of its own, and no name does
that comes again."""
_CAST_HEAD = re.compile(
    r"(?!\W*(?:introduction|介绍|简介|介紹)\W*$)[\W_]*(?:(?:hosts?|guests?|speakers?|participants?|panel(?:l?ists)?|moderators?|presenters?|cast|people"
    r"|interviewers?|interviewees?|主持人?|主播|嘉宾|来宾|参与者|参会者|与会者|讲者|主讲人|演讲者|发言人|受访者"
    r"|采访者|人物|嘉賓|來賓|參與者|講者|主講人|introduction|介绍|简介|介紹)[\W_]*(?:and|和|与)?[\W_]*){1,6}",
    re.IGNORECASE,
)
"""A heading above a list of who takes part."""
_LISTED = re.compile(r"[*_ ]*([^:：(（/／*|｜]{1,60}?)[*_ ]*(?:[(（/／|｜:：—–-]|$)")
_DESCRIBED = re.compile(r"[^:：。！？!?]{1,90}[:：][*_]{0,3} ?.+|[^。！？!?]{1,140}[^。！？!?.,，]")
_SENTENCE = re.compile(r"[。！？!?…][\"'”’」』）)\]*_]*$|[a-z]{3}\.[\"'”’)\]*_]*$")
_MOST_LISTED = 15
_MAX_LISTED = 400
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
    roles |= _fields_apart(top, lines)
    roles |= _casts(lines)
    above: list[Line] = []
    for _, run in groupby(top, key=lambda line: line.block):
        block = [line for line in run if not line.level]
        fields = _fields(block)
        if fields and len(above) == 1 and _HEAD.fullmatch(above[0].text):
            roles[above[0].number] = Role.CREDIT
        roles |= fields
        above = block
    return [
        replace(without_emphasis(line), role=roles[line.number]) if line.number in roles else line
        for line in lines
    ]


def _fields_apart(top: Sequence[Line], lines: Sequence[Line]) -> dict[int, Role]:
    """The roles of fields at the top that are paragraphs of their own: `**Event:** …`."""
    counts = Counter(_key(line) for line in lines if line.role is None and not line.level)
    fields: list[Line] = []
    for line in top:
        if (
            (key := _key(line))
            and not line.level
            and counts[key] == 1
            and line.speaker is None
            and not _SENTENCE.search(line.text)
        ):
            fields.append(line)
        elif line.level == 0 and not is_source(line.shown):
            break
    known = [
        line
        for line in fields
        if _key(line) in CREDIT_WORDS or _APART.fullmatch(_key(line)) or title_in(line)
    ]
    # Beside a table that says who speaks, one is enough.
    least = 1 if any(line.speaker is not None for line in lines) else _LEAST_FIELDS
    if len(known) < least or known != fields[: len(known)]:
        return {}
    return {line.number: Role.TITLE if title_in(line) else Role.CREDIT for line in known}


def _key(line: Line) -> str:
    """What stands before the colon of a line, "" where there is none."""
    field = _FIELD.fullmatch(line.text[:_MAX_LISTED].replace("*", ""))
    return field[1].strip().casefold() if field and field[2] else ""


def _casts(lines: Sequence[Line]) -> dict[int, Role]:
    """The roles of the lines that list who takes part, below a heading that says so: up to the
    next heading, or to the first who is listed already and begins to speak."""
    roles: dict[int, Role] = {}
    listed: set[str] = set()
    for index, line in enumerate(lines):
        if not line.level or line.role or not _CAST_HEAD.fullmatch(line.text):
            continue
        section: list[Line] = []
        for below in lines[index + 1 : index + 2 + _MOST_LISTED]:
            name = _name_listed(below)
            if below.level or below.role or not name or name in listed:
                break
            listed.add(name)
            section.append(below)
        if len(section) <= _MOST_LISTED:
            roles |= {below.number: Role.CREDIT for below in section}
    return roles


def _name_listed(line: Line) -> str:
    """The name that a line of such a list begins with, "" where it is none."""
    match = _LISTED.match(line.text)
    listed = len(line.text) <= _MAX_LISTED and _DESCRIBED.fullmatch(line.text)
    return match[1].strip().casefold() if match and listed and line.speaker is None else ""


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
