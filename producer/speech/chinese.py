"""Chinese: what a voice reads badly, as words."""

from __future__ import annotations

import re
from calendar import monthrange

from producer.speech import numerals, units
from producer.speech.anywhere import without_hyphens
from producer.speech.numerals import VULGAR, VULGAR_SIGNS, han_digits, plain
from producer.speech.rule import Rule

_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = r"\d+(?:,\d{3})*(?:\.\d+)?"
_DASHES = "-–—~～"
_DASH = rf"\s?[{_DASHES}]\s?"
_COUNTED = (
    "%|％|天|日|周|月|年|岁|个|人|名|例|次|种|项|条|件|家|位|台|倍|元|万|亿|千|百|小时|分钟|秒|米|"
    "公里|千米|厘米|毫米|克|千克|公斤|斤|吨|升|毫升|亩|公顷|页|章|节|届|度|级|代|组|层|支|篇"
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


def traditional(said: str) -> str:
    """What a rule says, for a text in traditional characters."""
    return said.translate(_TO_TRADITIONAL)


def _date(found: re.Match[str]) -> str | None:
    year, month, day = (int(found[part]) for part in "ymd")
    if not 1000 <= year <= 2999 or not 1 <= month <= 12:
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{han_digits(found['y'])}年{month}月{day}日"


def _year(found: re.Match[str]) -> str | None:
    """A year, not a number of years: "1500年" and "1250年历史" may be either."""
    year, after = int(found["it"]), found["after"]
    if re.match("(?:的|之)?(?:历史|久|多)|来", after):
        return None
    if year < 1900 and re.match("[前后]", after):
        return None
    if year % 100 == 0 and not re.match(r"代|\s?\d{1,2}\s?月", after):
        return None
    return han_digits(found["it"])


def _years(found: re.Match[str]) -> str | None:
    if not numerals.ascending(found):
        return None
    return f"{han_digits(found['a'])}至{han_digits(found['b'])}"


def _time(found: re.Match[str]) -> str | None:
    hour, minute = int(found["h"]), int(found["m"])
    if hour > 24:
        return None
    zero = "零" if 0 < minute < 10 else ""
    return f"{hour}点{zero}{minute}分" if minute else f"{hour}点"


def _phone(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found.group())
    return "，".join(han_digits(group).translate(_SPOKEN_ONE) for group in groups)


def _percent(found: re.Match[str]) -> str | None:
    parts = "百分之" if found["sign"] in "%％" else "千分之"
    if found["b"] is None:
        return f"{parts}{plain(found['a'])}"
    return f"{parts}{plain(found['a'])}到{parts}{plain(found['b'])}"


def _money(found: re.Match[str]) -> str:
    number = re.sub(_DASH, "到", found["n"])
    number = plain(number).replace(",", "")
    return f"{number}{found['scale'] or ''}{_CURRENCIES[found['sign']]}"


def _unit(found: re.Match[str]) -> str | None:
    if found["unit"] == "g" and re.match("\\s?(?:网|时代|通信|手机|技术|基站)", found["after"]):
        return None
    return units.chinese(found)


def _range(found: re.Match[str]) -> str | None:
    return "到" if numerals.ascending(found) else None


def _fraction(above: int, below: int) -> str:
    return f"{below}分之{above}"


def _stroke(found: re.Match[str]) -> str | None:
    above, below = int(found["a"]), int(found["b"])
    return _fraction(above, below) if 0 < above < below <= 10 else None


def _vulgar(found: re.Match[str]) -> str:
    whole = "又" if found["whole"] is not None else ""
    return whole + _fraction(*VULGAR[found["f"]])


def _power(found: re.Match[str]) -> str:
    return f"的{plain(found['it']).replace('−', '负').replace('-', '负')}次方"


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
    # Percentages, money, fractions, powers.
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
        re.compile(r"(?<![A-Za-z\d/.(（])(?:(?P<a>1)/(?P<b>[2-9]|10)(?![\d/.)）月日号]))"),
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
    Rule("number", re.compile(r"(?<=10)(?<!\d10)(?P<it>⁻?[⁰¹²³⁴-⁹]{1,3})"), _power),
    # Ranges and numbers before what is measured or counted.
    Rule(
        "range",
        re.compile(
            rf"(?<![A-Za-z\d./:：~～–-])(?P<a>{_NUMBER})(?P<it>{_DASH})(?P<b>{_NUMBER})"
            rf"(?=\s?(?:{_COUNTED}|{units.PATTERN}))"
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
            rf"(?<![A-Za-z\d.])(?<!\d,){_AMOUNT}(?P<it>\s?{units.PATTERN})(?=(?P<after>.{{0,4}}))"
        ),
        _unit,
    ),
    Rule("unit", re.compile(r"(?<=\d)\s?°(?![CFcf])"), "度", needs="°"),
    Rule(
        "number",
        re.compile(
            rf"(?<![A-Za-z\d.:：/第周月期~～–-])(?<!\d,)(?<!第\s)(?P<it>2\s?)(?=(?:{_TWO_OF}))"
        ),
        "两",
        needs="2",
    ),
    Rule(
        "number",
        re.compile(r"(?<![A-Za-z\d.])(?<!\d,)\d{1,3}(?:,\d{3})+(?![\d,])"),
        lambda found: plain(found.group()).replace(",", ""),
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
    Rule("sign", re.compile(r"\s?≈\s?(?=\d)|(?<![A-Za-z\d~～])[~～](?=\d)"), "约", needs="≈~～"),
    Rule("sign", re.compile(r"(?<=[\d米mM])\s?[×*]\s?(?=\d)"), "乘", needs="×*"),
    Rule(
        "sign",
        re.compile(r"(?<=[\u3400-\u9fff])\s?&\s?(?=\S)|(?<=\S)\s?&\s?(?=[\u3400-\u9fff])"),
        "和",
        needs="&",
    ),
    Rule("table", re.compile(r"(?:\s*\|)+\s*"), "，", needs="|"),
    Rule(
        "footnote",
        re.compile(r"[①-⑳❶-➓]\s*(?=\S)"),
        lambda found: f"{numerals.circled(found.group()[0])}，",
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
