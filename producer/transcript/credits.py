"""Lines that belong to the document but that nobody speaks: sources, editors, calls to share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from producer.transcript.lines import Line
from producer.transcript.words import CREDIT_WORDS

_WORD_AND_COLON = re.compile(r"([^:：]{1,32}?)\s?[:：]")
_OR = re.compile(r"\s?[/／|｜&、]\s?")
_END = re.compile(
    r"[\W_]*(?:(?:全文|本文|访谈|采访|节目)?(?:完|完结|结束)|未完待续"
    r"|(?:the )?end(?: of (?:the )?(?:interview|transcript|episode|recording))?|fin)[\W_]*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(（][^()（）]+[)）]|[\[【][^\[\]【】]+[\]】]")
_CREDIT = re.compile(
    r"(?:edited|written|translated|produced|compiled|photographed|reported|transcribed|recorded"
    r"|photos?|images?|text|words) by\b"
    r"|©|\(c\) ?\d{4}|copyright\b|all rights reserved"
    r"|(?:this article )?(?:was )?(?:first|originally) published\b"
    r"|本文(?:来源|转载|首发|原载|由.{1,20}(?:整理|编辑|授权))|转载(?:自|请)|版权(?:所有|归)",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:需要|感谢).{0,6}你的鼓励|点赞|点个赞|点.{0,3}在看|一键三连|扫描.{0,6}二维码|长按.{0,6}码"
    r"|关注(?:我们|本号|公众号)|转发.{0,6}朋友圈|分享.{0,6}(?:收藏|点赞)"
    r"|\blike and (?:subscribe|share)|\blike,? (?:share|comment)|\b(?:follow|subscribe to) us\b"
    r"|^(?:please )?(?:subscribe|share this article)\b",
    re.IGNORECASE,
)
_MAX_LENGTH = 120
_MAX_CALL_LENGTH = 60
_MAX_LINES = 12


def divide(
    lines: Sequence[Line], has_label: Callable[[Line], bool], casts: Callable[[Line], bool]
) -> tuple[list[Line], list[Line]]:
    """The lines of the conversation, and the credit lines at the document's ends. At its beginning
    they are sources, dates, remarks in brackets and the list of who has which part.

    At the end the credits begin with the first line that is one among the last few short paragraphs
    without a label, half of which are, so that a short last answer above them stays spoken.
    """
    start = 0
    while start < len(lines) and (
        lines[start].level
        or _is_source(lines[start], has_label)
        or casts(lines[start])
        or (_may_close(lines[start], has_label) and _IN_BRACKETS.fullmatch(lines[start].text))
    ):
        start += 1
    opening = [line for line in lines[:start] if not line.level]
    headings = [line for line in lines[:start] if line.level]

    end = len(lines)
    tail = end
    sources = 0
    while tail > max(start, len(lines) - _MAX_LINES) and _may_close(lines[tail - 1], has_label):
        tail -= 1
        if _is_source(lines[tail], has_label) or _is_call(lines[tail]):
            sources += 1
            # A date above a conversation without labels is not its end.
            if 2 * sources >= len(lines) - tail:
                end = tail
    return [*headings, *lines[start:end]], [*opening, *lines[end:]]


def _may_close(line: Line, has_label: Callable[[Line], bool]) -> bool:
    return not line.level and len(line.text) <= _MAX_LENGTH and not has_label(line)


def _is_source(line: Line, has_label: Callable[[Line], bool]) -> bool:
    return _may_close(line, has_label) and is_source(line.text)


def is_source(text: str) -> bool:
    """Whether `text` says where the document comes from, or when and by whom it was made."""
    word = _WORD_AND_COLON.match(text)
    known = word is not None and CREDIT_WORDS.issuperset(_OR.split(word[1].casefold()))
    return len(text) <= _MAX_LENGTH and (
        known or _CREDIT.match(text) is not None or _END.fullmatch(text) is not None
    )


def _is_call(line: Line) -> bool:
    return len(line.text) <= _MAX_CALL_LENGTH and _CALL.search(line.text) is not None
