"""Chinese: scores, blood pressure, percentages, money, fractions and powers."""

from __future__ import annotations

import re

from producer.speech import unit_words
from producer.speech.chinese_patterns import AMOUNT, DASH, NUMBER
from producer.speech.numerals import VULGAR, VULGAR_SIGNS, plain
from producer.speech.rule import Rule, after, before

_PRESSURE = re.compile(r"(?:血压|BP)[^。；！？;!?]{0,20}$", re.IGNORECASE)
_SCORE_BEFORE = re.compile(
    r"比分[^\d。，；！？]{0,8}(?:\d{1,3}[:：–-]\d{1,3}[、，,/和及 ]{1,3}){0,9}$"
)
_SCORE_AFTER = re.compile(
    r"\s?(?:的(?:总|大)?比分|战胜|击败|获胜|取胜|险胜|完胜|大胜|逆转|力克|战平|打平|不敌|惜败|落败|告负|负于|领先|落后)"
)
_CURRENCIES = {"¥": "元", "￥": "元", "$": "美元", "＄": "美元", "US$": "美元", "€": "欧元"}
_CURRENCIES |= {"£": "英镑", "HK$": "港元", "NT$": "新台币", "A$": "澳元", "C$": "加元"}


def _score(match: re.Match[str]) -> str | None:
    is_score = _SCORE_BEFORE.search(before(match)) or _SCORE_AFTER.match(after(match))
    return f"{match['a']}比{match['b']}" if is_score else None


def _pressure(match: re.Match[str]) -> str | None:
    return "比" if match["unit"] or _PRESSURE.search(before(match)) else None


def _percent(match: re.Match[str]) -> str | None:
    parts = "百分之" if match["sign"] in "%％" else "千分之"
    if match["b"] is None:
        return f"{parts}{plain(match['a'])}"
    return f"{parts}{plain(match['a'])}到{parts}{plain(match['b'])}"


def _money(match: re.Match[str]) -> str:
    number = re.sub(DASH, "到", match["n"])
    number = plain(number).replace(",", "")
    return f"{number}{match['scale'] or ''}{_CURRENCIES[match['sign']]}"


def _fraction(above: int, below: int) -> str:
    return f"{below}分之{above}"


def _stroke(match: re.Match[str]) -> str | None:
    above, below = int(match["a"]), int(match["b"])
    return _fraction(above, below) if 0 < above < below <= 10 else None


def _vulgar(match: re.Match[str]) -> str:
    joint = "又" if match["whole"] is not None else ""
    return joint + _fraction(*VULGAR[match["f"]])


def _power(match: re.Match[str]) -> str:
    power = plain(match["power"]).replace("−", "负").replace("-", "负")
    return f"的{power}次方{unit_words.per_chinese(match)}"


RULES = (
    Rule(
        "score",
        re.compile(
            r"(?<![A-Za-z\d.:：/–-])(?P<a>\d{1,3})[:：–-](?P<b>\d{1,3})(?![A-Za-z\d.:：/–-])"
        ),
        _score,
        needs=("比分", "胜", "败", "负", "平", "敌", "领先", "落后", "逆转", "力克"),
    ),
    Rule(
        "fraction",
        re.compile(
            r"(?<![A-Za-z\d/.])\d{2,3}(?P<it>/)\d{2,3}(?![A-Za-ln-z\d/.])"
            r"(?=(?P<unit>\s?(?:mm\s?Hg|毫米汞柱))?)"
        ),
        _pressure,
        needs="/",
    ),
    Rule(
        "percent",
        re.compile(
            rf"(?<![A-Za-z\d.+＋-])(?<!\d,)(?P<a>{NUMBER})(?:[%％]?(?:{DASH}|[至到])(?P<b>{NUMBER}))?"
            r"\s?(?P<sign>[%％‰])"
        ),
        _percent,
        needs="%％‰",
    ),
    Rule(
        "money",
        re.compile(
            rf"(?<![A-Za-z$])(?P<sign>US\$|HK\$|NT\$|A\$|C\$|[¥￥$＄€£])\s?"
            rf"(?P<n>{AMOUNT}(?:{DASH}{NUMBER})?)(?:\s?(?P<scale>[百千]?[万亿]))?"
            r"(?:\s?(?:人民币|美元|美金|欧元|英镑|港元|港币|元))?(?!\d|[.,]\d|\s?[A-Za-z])"
        ),
        _money,
        needs="¥￥$＄€£",
    ),
    Rule(
        "fraction",
        re.compile(r"(?<![A-Za-z\d/.(（])(?:(?P<a>1)/(?P<b>[2-9]|10)(?!\s?期|[\d/.)）月日号]))"),
        _stroke,
        needs="/",
    ),
    Rule(
        "fraction",
        re.compile(
            r"(?<![A-Za-z\d/.])(?P<a>[2-9])/(?P<b>[3-9]|10)"
            r"(?=\s?(?:的|以上|以下|左右|强|弱|多数|患者|人|时间|决赛))"
        ),
        _stroke,
        needs="/",
    ),
    Rule(
        "fraction",
        re.compile(rf"(?P<whole>(?<=\d)\s?)?(?P<f>[{VULGAR_SIGNS}])"),
        _vulgar,
        needs=VULGAR_SIGNS,
    ),
    Rule("number", unit_words.SUPERSCRIPT, _power),
    Rule("number", unit_words.CARET, _power, needs="^"),
)
