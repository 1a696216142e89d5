"""Chinese: what a voice reads badly, as words."""

from __future__ import annotations

import re
from calendar import monthrange
from itertools import pairwise

from producer.speech import numerals, unit_words
from producer.speech.anywhere import without_hyphens
from producer.speech.numerals import VULGAR, VULGAR_SIGNS, han_digits, han_number, plain
from producer.speech.rule import Rule, after, before

_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = r"\d+(?:,\d{3})*(?:\.\d+)?"
_DASHES = "-–—~～"
_DASH = rf"\s?[{_DASHES}]\s?"
_COUNTED = (
    "%|％|天|日|周|个月|月|年|岁|个|人|名|例|次|种|项|条|件|家|位|台|倍|元|万|亿|千|百|小时|分钟|秒|米|"
    "公里|千米|厘米|毫米|克|千克|公斤|斤|吨|升|毫升|亩|公顷|页|章|节|届|度|级|代|组|层|支|篇|期(?!间)"
)
_DATED = "年|月|日|号|时|点|分|期|[百千]?[万亿]|[百千]"
"""What stays in a range that names it twice, 9时到11时 and 5万到10万人: points in time, scales."""
_STAGE = re.compile(rf"{numerals.STAGE}|[1-9]")
_COUNTED_TWICE = "|".join(
    word for word in _COUNTED.split("|") if word not in "%％年月日时万亿千百页章节届度级代组层期"
)
"""What is named once in a range, as units are: 3到5天."""
_LB = r"(?<![A-Za-z\d./:：~～–-])(?<!\d,)"
"""What a number does not begin behind."""
_AMOUNT_ENDS = re.compile(rf"\d\s?(?:(?:{_COUNTED}|{_DATED}|[A-Za-z°℃℉%％/²³]{{1,8}})\s?){{0,2}}$")
_PARTICLE = re.compile(r"[的了吧呢啊哦呀嘛哈嗯啦哟噢]$")
_ABOUT = re.compile(r"(?:约|大约|大概|左右|近)$")
_PRESSURE = re.compile(r"(?:血压|BP)[^。；！？;!?]{0,20}$", re.IGNORECASE)
_SCORE_BEFORE = re.compile(
    r"比分[^\d。，；！？]{0,8}(?:\d{1,3}[:：–-]\d{1,3}[、，,/和及 ]{1,3}){0,9}$"
)
_SCORE_AFTER = re.compile(
    r"\s?(?:的(?:总|大)?比分|战胜|击败|获胜|取胜|险胜|完胜|大胜|逆转|力克|战平|打平|不敌|惜败|落败|告负|负于|领先|落后)"
)
_DIALLED = re.compile(
    r"(?:拨打|拨|呼叫|致电|热线|急救电话|报警电话|打)(?:了|通|过)?[:：“「 ]{0,2}"
    r"(?:\d{3,6}[、，,/和或 ”」]{1,3}){0,5}$"
)

_TWO_OF = (
    "个|位|名|次(?![方元函曲])|种|家|项(?![式分])|条|件|本|张|台|天|周|年(?!级)|小时|分钟|岁|"
    "倍(?!体)|例|支|篇|场|所|座|辆|只"
)
_CURRENCIES = {"¥": "元", "￥": "元", "$": "美元", "＄": "美元", "US$": "美元", "€": "欧元"}
_CURRENCIES |= {"£": "英镑", "HK$": "港元", "NT$": "新台币", "A$": "澳元", "C$": "加元"}
_TRADITIONAL = (
    "個種項條張臺週時鐘歲輛隻萬億噸畝頃頁節屆級組層體場號點於開間歷強數決賽術機網類兩歐鎊幣"
)
_SIMPLIFIED = (
    "个种项条张台周时钟岁辆只万亿吨亩顷页节届级组层体场号点于开间历强数决赛术机网类两欧镑币"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_TO_TRADITIONAL = str.maketrans("个两点万亿欧镑币负约于", "個兩點萬億歐鎊幣負約於")
_SPOKEN_ONE = str.maketrans("一", "幺")
"""In telephone numbers one is yāo."""


def simplified(text: str) -> str:
    """`text` with the characters that the rules know in their simplified form, each in its
    place."""
    return text.translate(_TO_SIMPLIFIED)


def traditional(text: str) -> str:
    """What a rule says, for a text in traditional characters."""
    return text.translate(_TO_TRADITIONAL)


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


def _percent(match: re.Match[str]) -> str | None:
    parts = "百分之" if match["sign"] in "%％" else "千分之"
    if match["b"] is None:
        return f"{parts}{plain(match['a'])}"
    return f"{parts}{plain(match['a'])}到{parts}{plain(match['b'])}"


def _money(match: re.Match[str]) -> str:
    number = re.sub(_DASH, "到", match["n"])
    number = plain(number).replace(",", "")
    return f"{number}{match['scale'] or ''}{_CURRENCIES[match['sign']]}"


def _unit(match: re.Match[str]) -> str | None:
    if match["unit"] == "g" and re.match("\\s?(?:网|时代|通信|手机|技术|基站)", match["after"]):
        return None
    return unit_words.chinese(match)


def _range(match: re.Match[str]) -> str | None:
    return "到" if numerals.ascending(match) else None


def _wave(match: re.Match[str]) -> str | None:
    """A wave before a number: 到 behind a quantity, 约 at the beginning of one. In 好的~5点见 it is
    neither."""
    text = before(match)
    if _AMOUNT_ENDS.search(text):
        return "到"
    if re.search(r"[A-Za-z]$", text) or _PARTICLE.search(text):
        return None
    return "" if _ABOUT.search(text) else "约"


def _score(match: re.Match[str]) -> str | None:
    is_score = _SCORE_BEFORE.search(before(match)) or _SCORE_AFTER.match(after(match))
    return f"{match['a']}比{match['b']}" if is_score else None


def _pressure(match: re.Match[str]) -> str | None:
    return "比" if match["unit"] or _PRESSURE.search(before(match)) else None


def _hotline(match: re.Match[str]) -> str | None:
    if not _DIALLED.search(before(match)):
        return None
    return han_digits(match.group()).translate(_SPOKEN_ONE)


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
        text = words[0] if joint == "/" else words[1] if joint in _DASHES else joint
        spoken[at] += text
    return "".join(spoken)


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
    # Dates, years, times, telephone numbers.
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
            rf"(?<![A-Za-z\d.第])(?<!\d,)(?P<a>(?:19|20)\d\d)(?:{_DASH}|[至到])(?P<b>(?:19|20)\d\d)"
            rf"(?=\s?年)(?!\s?年[级])"
        ),
        _years,
        needs="年",
    ),
    Rule(
        "year",
        re.compile(
            rf"(?<![A-Za-z\d.第-])(?<!\d,)(?P<a>(?:19|20)\d\d)(?:{_DASH})(?P<b>(?:19|20)\d\d)"
            rf"(?!\d|[.,-]\d|\s?(?:{_COUNTED}|[A-Za-z]))"
        ),
        _years,
        needs=_DASHES,
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
    # Scores, blood pressure, percentages, money, fractions, powers.
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
            rf"(?<![A-Za-z\d.+＋-])(?<!\d,)(?P<a>{_NUMBER})(?:[%％]?(?:{_DASH}|[至到])(?P<b>{_NUMBER}))?"
            r"\s?(?P<sign>[%％‰])"
        ),
        _percent,
        needs="%％‰",
    ),
    Rule(
        "money",
        re.compile(
            rf"(?<![A-Za-z$])(?P<sign>US\$|HK\$|NT\$|A\$|C\$|[¥￥$＄€£])\s?"
            rf"(?P<n>{_AMOUNT}(?:{_DASH}{_NUMBER})?)(?:\s?(?P<scale>[百千]?[万亿]))?"
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
    # Ranges and numbers before what is measured or counted.
    Rule(
        "range",
        re.compile(
            rf"{_LB}(?P<a>{_NUMBER})(?P<it>\s?(?P<same>{_COUNTED_TWICE}|{unit_words.SYMBOL}){_DASH})"
            rf"(?P<b>{_NUMBER})(?=\s?(?P=same))"
        ),
        _range,
        needs=_DASHES,
    ),
    Rule(
        "range",
        re.compile(
            rf"{_LB}{_NUMBER}\s?(?:{_COUNTED}|{_DATED}|{unit_words.SYMBOL})(?P<it>{_DASH})"
            rf"(?={_NUMBER}\s?(?:{_COUNTED}|{_DATED}|{unit_words.SYMBOL}))"
        ),
        "到",
        needs=_DASHES,
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![A-Za-z\d./:：~～–-])(?P<a>{_NUMBER})(?P<it>{_DASH})(?P<b>{_NUMBER})"
            rf"(?=\s?(?:{_COUNTED}|{unit_words.PATTERN}))"
        ),
        _range,
        needs=_DASHES,
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![A-Za-z\d./:：~～–-])(?P<a>{_NUMBER})(?P<it>\s?[~～]\s?)(?P<b>{_NUMBER})"
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
            rf"(?<![A-Za-z\d.])(?<!\d,){_AMOUNT}(?P<it>\s?{unit_words.PATTERN})(?=(?P<after>.{{0,4}}))"
        ),
        _unit,
    ),
    Rule("unit", re.compile(r"(?<=\d)\s?°(?![CFcf])"), "度", needs="°"),
    Rule(
        "number",
        re.compile(
            rf"(?<![A-Za-z\d.:：/第周月期~～–-])(?<!\d,)(?<!第\s)(?P<it>2\s?)(?=(?:{_TWO_OF}))"
            rf"(?!(?:{_COUNTED}){_DASH}\d)"
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
    # Signs.
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
            rf"(?:\s?[{_DASHES}/、和或与及至到]\s?{numerals.STAGE}){{1,8}})"
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
