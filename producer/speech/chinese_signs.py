"""Chinese: signs, numerals of stages, Roman numerals and acronyms."""

from __future__ import annotations

import re
from itertools import pairwise

from producer.speech import numerals
from producer.speech.anywhere import without_hyphens
from producer.speech.chinese_patterns import COUNTED, DASHES, DATED
from producer.speech.numerals import han_number
from producer.speech.rule import Rule, before

_STAGE = re.compile(rf"{numerals.STAGE}|[1-9]")
_AMOUNT_ENDS = re.compile(rf"\d\s?(?:(?:{COUNTED}|{DATED}|[A-Za-z°℃℉%％/²³]{{1,8}})\s?){{0,2}}$")
_PARTICLE = re.compile(r"[的了吧呢啊哦呀嘛哈嗯啦哟噢]$")
_ABOUT = re.compile(r"(?:约|大约|大概|左右|近)$")


def _wave(match: re.Match[str]) -> str | None:
    """A wave before a number: 到 behind a quantity, 约 at the beginning of one. In 好的~5点见 it is
    neither."""
    text = before(match)
    if _AMOUNT_ENDS.search(text):
        return "到"
    if re.search(r"[A-Za-z]$", text) or _PARTICLE.search(text):
        return None
    return "" if _ABOUT.search(text) else "约"


def _stages(match: re.Match[str]) -> str:
    """I/II期 and 1/2期 are 一二期, II-III期 are 二到三期."""
    group = match["it"]
    numbers = [numerals.stage(numeral) for numeral in _STAGE.findall(group)]
    follow_each_other = all(b == a + 1 for a, b in pairwise(n for n, _ in numbers))
    in_han = all(n <= 10 and not letter for n, letter in numbers)
    spoken = [han_number(n) if in_han else f"{n}{letter}" for n, letter in numbers]
    joints = _STAGE.split(group)[1:-1]
    words = ["" if follow_each_other and in_han else "、", "到"]
    for at, joint in enumerate(joint.strip() for joint in joints):
        text = words[0] if joint == "/" else words[1] if joint in DASHES else joint
        spoken[at] += text
    return "".join(spoken)


RULES = (
    Rule("sign", re.compile(r"\s?(?:≥|⩾|≧)\s?"), "大于等于", needs="≥⩾≧"),
    Rule("sign", re.compile(r"\s?(?:≤|⩽|≦)\s?"), "小于等于", needs="≤⩽≦"),
    Rule("sign", re.compile(r"(?<![<=>＜＞-])\s?[>＞]\s?(?=\d)"), "大于", needs=">＞"),
    Rule(
        "sign", re.compile(r"(?<![<=>＜＞-])\s?[<＜]\s?(?=[\d.]+(?![\d.>]))"), "小于", needs="<＜"
    ),
    Rule("sign", re.compile(r"\s?±\s?(?=\d)"), "正负", needs="±"),
    Rule("sign", re.compile(r"\s?≈\s?(?=\d)"), "约", needs="≈"),
    Rule("sign", re.compile(r"(?<![~～])[~～]\s?(?=\d)"), _wave, needs="~～"),
    Rule("sign", re.compile(r"(?<=[\d米mM])\s?[×*]\s?(?=\d)"), "乘", needs="×*"),
    Rule(
        "sign",
        re.compile(r"(?<=[\u3400-\u9fff])\s?&\s?(?=\S)|(?<=\S)\s?&\s?(?=[\u3400-\u9fff])"),
        "和",
        needs="&",
    ),
    Rule("table", re.compile(r"\s?(?:\|\s?)+"), "，", needs="|"),
    Rule(
        "footnote",
        re.compile(r"[①-⑳❶-➓]\s?(?=\S)"),
        lambda match: f"{numerals.circled(match.group()[0])}，",
    ),
    # Numerals of stages: I/II期, 1/2期, II-III期, IIIA/IIIB期.
    Rule(
        "roman",
        re.compile(
            rf"(?<![A-Za-z\d.-])(?P<it>{numerals.STAGE}"
            rf"(?:\s?[{DASHES}/、和或与及至到]\s?{numerals.STAGE}){{1,8}})"
            r"(?=\s?[期型类级度章部])"
        ),
        _stages,
        needs="IVXⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
    ),
    Rule(
        "roman",
        re.compile(r"(?<![A-Za-z\d./-])(?P<it>[1-9]/[1-9])(?=\s?期)"),
        _stages,
        needs="期",
    ),
    # Roman numerals: II期, Ⅱ型; "V型" is a shape and "XX级" stands for any.
    Rule(
        "roman",
        re.compile(
            rf"(?<![A-Za-z\d.-])(?P<it>(?=[IVX]{{2}}){numerals.ROMAN})(?<!XX)(?=\s?[期型类级度章部])"
        ),
        numerals.arabic,
        needs="IVX",
    ),
    Rule(
        "roman",
        re.compile(r"(?<![A-Za-z\d.-])(?P<it>[IV])(?=\s?[期类级])"),
        numerals.arabic,
        needs="IV",
    ),
    Rule("roman", re.compile("(?P<it>[Ⅰ-Ⅻ])"), numerals.arabic),
    # In an acronym the hyphen is no minus either: CAR-巨噬细胞.
    Rule("acronym", re.compile(r"[A-Z]{2,20}-(?=[\u3400-\u9fff])"), without_hyphens, needs="-"),
    Rule(
        "acronym",
        re.compile(r"(?<![A-Za-z\d-])[A-Za-z]{1,20}-\d{1,3}(?![A-Za-z\d-])"),
        without_hyphens,
        needs="-",
    ),
)
