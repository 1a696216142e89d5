"""Chinese: ranges, and numbers before what is measured or counted."""

from __future__ import annotations

import re

from producer.speech import numerals, unit_words
from producer.speech.chinese_patterns import AMOUNT, COUNTED, DASH, DASHES, DATED, NUMBER
from producer.speech.numerals import plain
from producer.speech.rule import Rule

_COUNTED_TWICE = "|".join(
    word for word in COUNTED.split("|") if word not in "%％年月日时万亿千百页章节届度级代组层期"
)
"""What is named once in a range, as units are: 3到5天."""
_LB = r"(?<![A-Za-z\d./:：~～–-])(?<!\d,)"
"""What a number does not begin behind."""
_TWO_OF = (
    "个|位|名|次(?![方元函曲])|种|家|项(?![式分])|条|件|本|张|台|天|周|年(?!级)|小时|分钟|岁|"
    "倍(?!体)|例|支|篇|场|所|座|辆|只"
)


def _range(match: re.Match[str]) -> str | None:
    return "到" if numerals.ascending(match) else None


def _unit(match: re.Match[str]) -> str | None:
    if match["unit"] == "g" and re.match("\\s?(?:网|时代|通信|手机|技术|基站)", match["after"]):
        return None
    return unit_words.chinese(match)


RULES = (
    Rule(
        "range",
        re.compile(
            rf"{_LB}(?P<a>{NUMBER})(?P<it>\s?(?P<same>{_COUNTED_TWICE}|{unit_words.SYMBOL}){DASH})"
            rf"(?P<b>{NUMBER})(?=\s?(?P=same))"
        ),
        _range,
        needs=DASHES,
    ),
    Rule(
        "range",
        re.compile(
            rf"{_LB}{NUMBER}\s?(?:{COUNTED}|{DATED}|{unit_words.SYMBOL})(?P<it>{DASH})"
            rf"(?={NUMBER}\s?(?:{COUNTED}|{DATED}|{unit_words.SYMBOL}))"
        ),
        "到",
        needs=DASHES,
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![A-Za-z\d./:：~～–-])(?P<a>{NUMBER})(?P<it>{DASH})(?P<b>{NUMBER})"
            rf"(?=\s?(?:{COUNTED}|{unit_words.PATTERN}))"
        ),
        _range,
        needs=DASHES,
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![A-Za-z\d./:：~～–-])(?P<a>{NUMBER})(?P<it>\s?[~～]\s?)(?P<b>{NUMBER})"
            r"(?![\d~～:：])"
        ),
        _range,
        needs="~～",
    ),
    Rule(
        "range",
        re.compile(r"(?<![\d:：])\d{1,2}[:：]\d\d(?P<it>\s?[-–—~～]\s?)(?=\d{1,2}[:：]\d\d(?!\d))"),
        "到",
        needs=":：",
    ),
    Rule(
        "number",
        re.compile(r"(?<![A-Za-z\d.)）])[-−](?=\d+(?:\.\d+)?\s?(?:°|℃|℉))"),
        "零下",
        needs="°℃℉",
    ),
    Rule("number", re.compile(r"(?<![A-Za-z\d.)）])−(?=\d)"), "负", needs="−"),
    Rule(
        "unit",
        re.compile(
            rf"(?<![A-Za-z\d.])(?<!\d,){AMOUNT}(?P<it>\s?{unit_words.PATTERN})(?=(?P<after>.{{0,4}}))"
        ),
        _unit,
    ),
    Rule("unit", re.compile(r"(?<=\d)\s?°(?![CFcf])"), "度", needs="°"),
    Rule(
        "number",
        re.compile(
            rf"(?<![A-Za-z\d.:：/第周月期~～–-])(?<!\d,)(?<!第\s)(?P<it>2\s?)(?=(?:{_TWO_OF}))"
            rf"(?!(?:{COUNTED}){DASH}\d)"
        ),
        "两",
        needs="2",
    ),
    Rule(
        "number",
        re.compile(r"(?<![A-Za-z\d.])(?<!\d,)\d{1,3}(?:,\d{3})+(?![\d,])"),
        lambda match: plain(match.group()).replace(",", ""),
        needs=",",
    ),
    Rule(
        "number",
        re.compile(r"(?<=[零一二三四五六七八九〇])〇|〇(?=[一二三四五六七八九])"),
        "零",
        needs="〇",
    ),
)
