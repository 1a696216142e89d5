"""Chinese: dates, years, times and telephone numbers."""

from __future__ import annotations

import re
from calendar import monthrange

from producer.speech import numerals
from producer.speech.chinese_patterns import COUNTED, DASH, DASHES
from producer.speech.numerals import han_digits
from producer.speech.rule import Rule, before

_DIALLED = re.compile(
    r"(?:拨打|拨|呼叫|致电|热线|急救电话|报警电话|打)(?:了|通|过)?[:：“「 ]{0,2}"
    r"(?:\d{3,6}[、，,/和或 ”」]{1,3}){0,5}$"
)
_SPOKEN_ONE = str.maketrans("一", "幺")
"""In telephone numbers one is yāo."""


def _date(match: re.Match[str]) -> str | None:
    year, month, day = (int(match[field]) for field in "ymd")
    if not 1000 <= year <= 2999 or not 1 <= month <= 12:
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{han_digits(match['y'])}年{month}月{day}日"


def _year(match: re.Match[str]) -> str | None:
    """A year, not a number of years: "1500年" and "1250年历史" may be either."""
    year, after = int(match["it"]), match["after"]
    if re.match("(?:的|之)?(?:历史|久|多)|来", after):
        return None
    if year < 1900 and re.match("[前后]", after):
        return None
    if year % 100 == 0 and not re.match(r"代|\s?\d{1,2}\s?月", after):
        return None
    return han_digits(match["it"])


def _years(match: re.Match[str]) -> str | None:
    if not numerals.ascending(match):
        return None
    return f"{han_digits(match['a'])}至{han_digits(match['b'])}"


def _time(match: re.Match[str]) -> str | None:
    hour, minute = int(match["h"]), int(match["m"])
    if hour > 24:
        return None
    zero = "零" if 0 < minute < 10 else ""
    return f"{hour}点{zero}{minute}分" if minute else f"{hour}点"


def _phone(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match.group())
    return "，".join(han_digits(group).translate(_SPOKEN_ONE) for group in groups)


def _hotline(match: re.Match[str]) -> str | None:
    if not _DIALLED.search(before(match)):
        return None
    return han_digits(match.group()).translate(_SPOKEN_ONE)


RULES = (
    Rule(
        "date",
        re.compile(
            r"(?<![A-Za-z\d./-])(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
            r"(?![A-Za-z\d/-]|\.\d)"
        ),
        _date,
        needs="-/.",
    ),
    Rule(
        "year",
        re.compile(
            rf"(?<![A-Za-z\d.第])(?<!\d,)(?P<a>(?:19|20)\d\d)(?:{DASH}|[至到])(?P<b>(?:19|20)\d\d)"
            rf"(?=\s?年)(?!\s?年[级])"
        ),
        _years,
        needs="年",
    ),
    Rule(
        "year",
        re.compile(
            rf"(?<![A-Za-z\d.第-])(?<!\d,)(?P<a>(?:19|20)\d\d)(?:{DASH})(?P<b>(?:19|20)\d\d)"
            rf"(?!\d|[.,-]\d|\s?(?:{COUNTED}|[A-Za-z]))"
        ),
        _years,
        needs=DASHES,
    ),
    Rule(
        "year",
        re.compile(
            r"(?<![A-Za-z\d.第])(?<!\d,)(?P<it>(?:1\d|20)\d\d)(?=\s?年(?![级多])(?P<after>.{0,8}))"
        ),
        _year,
        needs="年",
    ),
    Rule(
        "time",
        re.compile(
            r"(?:(?<=[日号点于在])|(?<=星期[一二三四五六日天])|(?<=周[一二三四五六日])"
            r"|(?<=凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|今早|今晚|明早|明晚|当晚|深夜|半夜))"
            r"\s?(?P<it>(?P<h>\d{1,2})[:：](?P<m>[0-5]\d))(?![\d:：])"
        ),
        _time,
        needs=":：",
    ),
    Rule(
        "time",
        re.compile(r"(?<![\d:：.])(?P<h>0\d)[:：](?P<m>[0-5]\d)(?![\d:：.])"),
        _time,
        needs=":：",
    ),
    Rule(
        "phone",
        re.compile(
            r"(?<![A-Za-z\d.-])(?:1[3-9]\d{9}|1[3-9]\d[ -]\d{4}[ -]\d{4}|0\d{2,3}-\d{7,8}"
            r"|400-\d{3}-\d{4}|400-\d{4}-\d{3}|\+\d{1,3}(?:[ -]\d{2,11}){1,5})"
            r"(?![\d.-]|\s?[元人个美万亿次])"
        ),
        _phone,
    ),
    Rule(
        "phone",
        re.compile(
            r"(?<![A-Za-z\d.-])(?:1[12]\d|1[02]\d{3}|9[56]\d{3,4})"
            r"(?=[，。、；！？,;!?）)”」]|$|\s|[和或叫求报急电热])"
        ),
        _hotline,
        needs=("拨", "打", "叫", "致电", "热线", "电话"),
    ),
)
