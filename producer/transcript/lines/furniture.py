"""What a page or a program puts around a conversation: lists of contents, buttons, calls to follow.

Nobody says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages

_CONTENTS = re.compile(
    r"[\W\d_]*(?:(?:table of )?contents|toc|目录|目錄|内容目录|章节目录|index|índice|sommaire)"
    r"(?: ?[/|·（(] ?(?:(?:table of )?contents|目录|目錄)[)）]?)?[\W_]*",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"[\W_]*(?:copy (?:transcript|as markdown|link|text)|download (?:transcript|pdf|audio)|"
    r"share(?: this)?|back to top|skip to content|show (?:more|less|transcript)|hide transcript|"
    r"play episode|listen (?:now|here)|print|复制(?:全文|链接|文本)?"
    r"|返回顶部|展开全文|收起|点击展开)[\W_]*",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"(?:total words|word count|(?:estimated )?reading time|(?:[中英]文)?总?字数|(?:预计)?阅读时间)"
    r" ?[:：].{1,80}|(?:本文)?(?:全文|共|约) ?\d[\d,]* ?字[^。]{0,40}",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:【[^【】]{1,8}】)?(?:点击?(?:上[方面]?|下[方面]?|此处|文末)?的?.{0,6}(?:蓝字|关注)"
    r"|欢迎(?:转发|关注|订阅)|长按.{0,8}(?:关注|识别)|扫码.{0,8}关注).{0,30}"
)
_MAX_ENTRY = 120


def mark_furniture(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines` with such lines marked as credits; a list of contents ends with its block or at the
    next heading, or where a line is too long for an entry."""
    marked: list[Line] = []
    within = False
    block = -1
    for line in lines:
        if line.role is not None:
            marked.append(line)
            continue
        heading = line.level > 0
        if _CONTENTS.fullmatch(line.text):
            within, block = True, line.block
            marked.append(replace(line, role=Role.CREDIT))
            continue
        entry = not heading and len(line.text) <= _MAX_ENTRY and line.block <= block + 1
        within = within and entry
        # A list may stand apart from its heading.
        block = max(block, line.block - 1) if within else block
        button = line.speaker is None and any(
            pattern.fullmatch(line.text.replace("*", "")) for pattern in (_BUTTON, _COUNTS, _CALL)
        )
        marked.append(replace(line, role=Role.CREDIT) if within or button else line)
    return marked
