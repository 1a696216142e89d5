"""Lines that belong to the document but that nobody speaks: sources, editors, calls to share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from producer.languages import HAN
from producer.transcript.document import Line, Role
from producer.transcript.labels.label import is_named_by_format
from producer.transcript.labels.vocabulary import CREDIT_WORDS

_WORD_AND_COLON = re.compile(r"([^:：]{1,32}?)\s?[:：]")
_WORD_AND_BAR = re.compile(rf"([{HAN}]{{1,6}}) ?[|｜/／] ?\S[^。！？!?]{{0,40}}$")
"""文/小满, 编辑｜阿拙"""
_EMPHASIS = re.compile(r"^([*_]{1,3})([^*_]+)\1$")
_BAR = re.compile(r" ?[|｜] ?")
_FIELD = re.compile(r" (?=[^\s:：]{1,8}[:：])")
_DATE_LINE = re.compile(
    r"(?=.*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|[a-z]{3}\w{0,6} \d{1,2},? \d{4}"
    r"|\d{1,2} [a-z]{3}\w{0,6} \d{4}))"
    r"(?:\d+|年|月|日|周[一二三四五六日天]|星期[一二三四五六日天]|上午|下午|中午|晚上|凌晨|小时|分钟?|秒|约|共"
    r"|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|[ap]\.?m\b\.?|h(?:ou)?rs?\b|min(?:ute)?s?\b|sec(?:ond)?s?\b|[hms]\b|[\W_])++",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?:\d+ ?(?:h(?:ou)?rs?|h|min(?:ute)?s?|m|sec(?:ond)?s?|s|小时|分钟?|秒)[ ,]*){2,3}",
    re.IGNORECASE,
)
"""24m 15s"""
_BEGINS = re.compile(
    rf"[\W_]*(?:(?:以下|下面)[为是系]?(?:本次|本期)?[{HAN}]{{0,4}}(?:全文|实录|正文|文字稿|文稿|内容|记录)"
    r"|(?:文字|转写|会议|访谈)(?:记录|稿|实录|内容|結果|结果)|正文|逐字稿|transcript)[\W_]*",
    re.IGNORECASE,
)
"""What stands above the conversation to say that it begins."""
_SECTION = re.compile(
    r"[\W_]*(?:本期嘉宾|嘉宾(?:介绍|简介)|主播介绍|时间[轴线戳]|关键[词字]|关于(?:我们|节目|嘉宾|本节目)"
    r"|相关(?:链接|阅读|资料)|延伸阅读|参考(?:资料|文献)|制作(?:团队|人员)|联系(?:我们|方式)|收听(?:方式|平台)"
    r"|(?:summary )?keywords|speakers|participants|time ?stamps|time ?line|chapters|show ?notes"
    r"|about (?:us|the (?:show|podcast|authors?|hosts?|guests?))|further reading|credits|links)"
    r"[\W_]*",
    re.IGNORECASE,
)
"""What stands alone above a block that tells of the document."""
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
    r"|原创 \S.{0,40}\d{4}[-/.年]|transcribed (?:with|using)\b"
    r"|.{1,40} (?:started|stopped) (?:the )?transcription\b"
    r"|[(（](?:本文|全文|本(?:次|期)?(?:访谈|采访|对话)|this (?:interview|article|transcript))"
    r"|©|\(c\) ?\d{4}|copyright\b|all rights reserved"
    r"|(?:this article )?(?:was )?(?:first|originally) published\b"
    r"|本文(?:来源|转载|首发|原载|由.{1,20}(?:整理|编辑|授权))|转载(?:自|请)|版权(?:所有|归)",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:需要|感谢).{0,6}你的鼓励|点赞|点个赞|点.{0,3}在看|一键三连|扫描.{0,6}二维码|长按.{0,6}码"
    r"|感谢.{0,4}阅读|\bthank(?:s| you) for reading|点击.{0,6}阅读原文"
    r"|搜索.{1,20}(?:订阅|关注|收听)|(?:订阅|收藏)(?:我们|本节目)"
    r"|关注(?:我们|本号|公众号)|转发.{0,6}朋友圈|分享.{0,6}(?:收藏|点赞)"
    r"|\blike and (?:subscribe|share)|\blike,? (?:share|comment)|\b(?:follow|subscribe to) us\b"
    r"|^(?:please )?(?:subscribe|share this article)\b",
    re.IGNORECASE,
)
_MAX_LENGTH = 120
_MAX_CALL_LENGTH = 60
_MAX_LINES = 12


def divide(lines: Sequence[Line], casts: Callable[[Line], bool]) -> tuple[list[Line], list[Line]]:
    """The lines of the conversation, and the credit lines at the document's ends. At its beginning
    they are sources, dates, remarks in brackets and the list of who has which part; at both ends
    blocks under a word that says what they tell, such as 时间轴 or "Keywords".

    At the end the credits begin with the first line that is one among the last few short paragraphs
    without a label, half of which are, so that a short last answer above them stays spoken.
    """
    apart = _sections(lines, casts)

    def ends(line: Line) -> bool:
        return line.number in apart or _may_close(line)

    def is_credit(line: Line) -> bool:
        is_marked = line.number in apart or line.role is Role.TITLE
        return is_marked or (ends(line) and (is_source(line.shown) or _is_call(line)))

    start = 0
    while start < len(lines) and (
        lines[start].level
        or (is_credit(lines[start]) and not _is_call(lines[start]))
        or casts(lines[start])
        or (ends(lines[start]) and _IN_BRACKETS.fullmatch(lines[start].shown))
    ):
        start += 1
    opening = [line for line in lines[:start] if not line.level]
    headings = [line for line in lines[:start] if line.level]
    # 以下为访谈全文 may stand below an introduction.
    first = next(
        (n for n, line in enumerate(lines) if n >= start and line.speaker is not None), start
    )
    begins = [n for n in range(start, first) if _begins(lines[n])]
    opening += [lines[n] for n in begins]

    end = len(lines)
    tail = end
    sources = 0
    while tail > max(start, len(lines) - _MAX_LINES) and ends(lines[tail - 1]):
        tail -= 1
        if is_credit(lines[tail]):
            sources += 1
            # A date above a conversation without labels is not its end.
            if 2 * sources >= len(lines) - tail:
                end = tail
    spoken = [lines[n] for n in range(start, end) if n not in begins]
    return [*headings, *spoken], [*opening, *lines[end:]]


def _sections(lines: Sequence[Line], casts: Callable[[Line], bool]) -> set[int]:
    """The numbers of the lines in sections that tell of the document: what says so, and what
    follows in its block up to the first who speaks."""
    numbers: set[int] = set()
    under = False
    for index, line in enumerate(lines):
        if line.level or is_named_by_format(line):
            under = False
        elif line.speaker is None and is_section(line.shown):
            under = True
        elif (index and lines[index - 1].block != line.block) or (
            line.speaker is not None and not casts(line)
        ):
            under = False
        if under:
            numbers.add(line.number)
    return numbers


def is_section(text: str) -> bool:
    """Whether what stands below `text` tells of the document."""
    return _SECTION.fullmatch(text) is not None


def _may_close(line: Line) -> bool:
    short = not line.level and len(line.shown) <= _MAX_LENGTH
    fields = not is_named_by_format(line) and _lists_fields(line.shown)
    return short and (line.speaker is None or fields)


def _begins(line: Line) -> bool:
    return not line.level and line.speaker is None and _BEGINS.fullmatch(line.shown) is not None


def _lists_fields(text: str) -> bool:
    """Whether `text` is all words with colons, one of them a source's: 主播：林木 | 剪辑：阿鹿"""
    fields = [field for field in _BAR.split(text) if field]
    words = [_WORD_AND_COLON.match(f) for f in (fields if len(fields) > 1 else _FIELD.split(text))]
    known = [word is not None and _is_known(word[1]) for word in words]
    return len(words) > 1 and all(words) and any(known)


def _is_known(word: str) -> bool:
    return CREDIT_WORDS.issuperset(_OR.split(word.casefold()))


def is_source(text: str) -> bool:
    """Whether `text` says where the document comes from, or when and by whom it was made."""
    text = _EMPHASIS.sub(r"\2", text).replace("**", "")
    word = _WORD_AND_COLON.match(text) or _WORD_AND_BAR.match(text)
    return len(text) <= _MAX_LENGTH and (
        (word is not None and _is_known(word[1]))
        or _lists_fields(text)
        or any(p.fullmatch(text) for p in (_END, _BEGINS, _DATE_LINE, _LENGTH))
        or _CREDIT.match(text) is not None
    )


def _is_call(line: Line) -> bool:
    return len(line.shown) <= _MAX_CALL_LENGTH and _CALL.search(line.shown) is not None
