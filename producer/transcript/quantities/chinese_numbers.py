"""Numbers in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from producer.transcript.quantities.chinese_numerals import DIGIT, NUMERAL, SCALE, values_of
from producer.transcript.quantities.quantity import Quantity
from producer.units import (
    CHINESE,
    CLOCK,
    MONTH,
    PERCENT,
    SIGNS,
    TIMES,
    WEEKDAY,
    Unit,
    alternatives,
)

_NUMERALS = "零〇一二三四五六七八九两兩十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億"
_RUN = rf"(?=[\d{_NUMERALS}]){NUMERAL}"
_ABOUT = "[多余餘几幾来來]"
_UNIT = alternatives(CHINESE)
_WHEN = "上午|下午|晚上|早上|早晨|凌晨|中午|傍晚|清晨|夜里|半夜"

_FIND = re.compile(
    rf"(?P<share>(?P<below>{_RUN})分之(?P<above>{_RUN}))"
    r"|(?P<whole>百分百)"
    rf"|(?P<money>(?P<yuan>{_RUN})[块塊](?P<tenth>{DIGIT}|\d)(?=$|[^\w]|[毛钱錢了的吧呢啊吗嗎多左就]))"
    rf"|(?P<weekday>(?:星期|礼拜|周|週)(?P<day>[一二三四五六日])(?![{DIGIT[1:-1]}个年月整生天]))"
    rf"|(?:(?:二十|20|上个?|本)世[纪紀])?(?P<decade>{_RUN}) ?(?:年代|[后後](?![{'来来面退方'}]))"
    rf"|(?P<clock>(?P<when>{_WHEN})?(?P<hour>{_RUN})[点點时時]"
    rf"(?P<past>钟|鐘|整|半|一刻|三刻|(?P<minute>{_RUN})分|(?P<tens>[二三四五]?十{DIGIT}?)|(?(when)|(?!))))"
    rf"|(?P<at>(?<![\d{_NUMERALS}])(?:\d{{1,2}}|十[一二]?|[三四五六七八九])[点點](?![\d{_NUMERALS}]))"
    rf"|(?:(?P<sign>{alternatives(SIGNS)}) ?)?(?P<run>{_RUN})"
    rf"(?: ?(?P<about>{_ABOUT}))?(?:[个個](?=[亿億]))?(?P<more>{SCALE}?)"
    rf" ?(?P<after>%|％|个百分点|倍|成(?![立功为員员长長本熟就果])|月份?(?![活均])"
    rf"|[个個]半(?P<half>{_UNIT})"
    rf"|(?P<unit>{_UNIT})(?P<and_half>(?:半(?![载載导導径徑数數球岛島成场場]))?))?"
)
_BEGINNING = re.compile(
    rf"[\d{_NUMERALS}星礼周週上本{''.join({word[0] for word in (*_WHEN.split('|'), *SIGNS)})}]"
)
"""How all begins that `_FIND` may find: few characters of a text do."""
_TRILLION = re.compile("[万萬][亿億]")
_BARE = re.compile(rf"{SCALE}+")
_SOME = re.compile(r"[几幾数數好上成][ ]?$|[几幾]$")
_PRAISE = re.compile("[很太真老]$")
"""很6 is said of somebody who is good at it."""
_HALF = re.compile(rf"半[个個]?(?P<unit>{_UNIT})|一半|[过過大]半|半[数數]")
_HOLIDAY = re.compile(
    rf"(?<![\d{_NUMERALS}])(?:五一|十一(?=假期|长假|長假|黄金周|小长假|国庆|國慶))(?![\d{_NUMERALS}年月日个個点點])"
)
_ADVERB = re.compile("一[直起些样樣定共旦向切般]")
_FIRST_MONTH = re.compile("元月|正月")
_IN_A_TERM = re.compile(
    r"[A-Za-z][-–.:/]?$|\d[.:/]?$|(?:标普|標普|标准普尔|纳斯达克|纳指|沪深|财富|福布斯) ?$"
)
_LETTER = re.compile(r"[A-Za-z]")
_CENTURY = re.compile(" ?世[纪紀]")


def find(text: str) -> Iterator[Quantity]:
    """The numbers of `text` in order. What is an idiom or a count without weight is left out."""
    position = 0
    while beginning := _BEGINNING.search(text, position):
        match = _FIND.match(text, beginning.start())
        if match is None or match.end() == match.start():
            position = beginning.start() + 1
            continue
        position = match.end()
        if match["run"] is not None:
            quantity_, position = _plain(text, match)
        else:
            quantity_ = _special(match)
        if quantity_:
            yield quantity_
    for match in _FIRST_MONTH.finditer(text):
        yield Quantity(match[0], *match.span(), (Fraction(1),), MONTH, strong=False)
    for match in _HOLIDAY.finditer(text):
        # The first of May and of October, as holidays.
        month = Fraction(5 if match[0] == "五一" else 10)
        yield Quantity(match[0], *match.span(), (month,), MONTH, strong=False)
    for match in _HALF.finditer(text):
        unit = CHINESE[match["unit"]] if match["unit"] else None
        if not text.endswith(("个", "個"), 0, match.start()):
            yield Quantity(match[0], *match.span(), (Fraction(1, 2),), unit, strong=False)


def _special(match: re.Match[str]) -> Quantity | None:
    def quantity(
        values: tuple[Fraction, ...], unit: Unit | None, *, strong: bool = True
    ) -> Quantity:
        return Quantity(match[0], *match.span(), values, unit, strong)

    if match["whole"]:
        return quantity((Fraction(1),), PERCENT, strong=False)
    if match["share"]:
        below, above = values_of(match["below"]), values_of(match["above"])
        if not below or not above or not below[0]:
            return None
        share = above[0] / below[0]
        return quantity((share,), PERCENT, strong=share != 1)
    if match["money"]:
        yuan, tenth = values_of(match["yuan"]), values_of(match["tenth"])
        if len(yuan) != 1 or len(tenth) != 1:
            return None
        return quantity((yuan[0] + tenth[0] / 10,), CHINESE["元"])
    if match["weekday"]:
        return quantity(
            (Fraction("一二三四五六日".index(match["day"]) + 1),), WEEKDAY, strong=False
        )
    if match["decade"]:
        values = values_of(match["decade"])
        if not values or (len(values) > 1 and values[0] < 10):
            return None
        if len(values) > 1:
            # 七八十年代 are the seventies or the eighties.
            return quantity((*(1900 + value for value in values), *values), None, strong=False)
        decade = values[0]
        if match[0].endswith(("后", "後")):
            return (
                quantity((decade, 1900 + decade), None, strong=False)
                if decade < 100 and decade % 10 == 0 and (match["decade"][0].isdigit())
                else None
            )
        return quantity((1900 + decade, decade) if decade < 100 else (decade, decade % 100), None)
    if match["at"]:
        hour = values_of(match[0][:-1])[0]
        if match.string.endswith("第", 0, match.start()):
            return quantity((hour,), None, strong=False)
        return quantity((hour % 12, hour), CLOCK, strong=False)
    return _clock(match)


def _clock(match: re.Match[str]) -> Quantity | None:
    """A time of day, in hours of twelve; "三点" alone may be three points."""
    values = values_of(match["hour"])
    if not values or values[0] > 24:
        return None
    past = match["past"] or ""
    parts = {"半": Fraction(1, 2), "一刻": Fraction(1, 4), "三刻": Fraction(3, 4)}
    fraction = parts.get(past, Fraction(0))
    if (minute := match["minute"] or match["tens"]) and (minutes := values_of(minute)):
        fraction = minutes[0] / 60
    return Quantity(match[0], *match.span(), (values[0] % 12 + fraction,), CLOCK, strong=False)


def _plain(text: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """The number that the last alternative matched, and where to go on."""
    run, after = match["run"].rstrip(), match["after"] or ""
    if _ADVERB.match(text, match.end("run") - 1) and re.search("[万萬亿億]一$", run):
        # 3亿一直到10亿: 一 belongs to what follows.
        value = values_of(run[:-1])
        end = match.end("run") - 1
        start = match.start("run")
        plain = Quantity(run[:-1], start, end, value, None, strong=True) if value else None
        return plain, end
    before = text[max(0, match.start("run") - 8) : match.start("run")]
    start = match.start()
    digits = bool(re.search(r"\d", run))
    if _IN_A_TERM.search(before) and digits and not match["sign"]:
        return None, match.end("run")
    scaled = run.endswith(tuple("万萬亿億"))
    if _LETTER.match(text, match.end("run")) and not match["unit"] and not scaled:
        return None, match.end("run")
    if _PRAISE.search(before) and re.fullmatch("6{1,4}", run):
        return None, match.end("run")
    values = values_of(run + match["more"])
    if values and before.endswith(("上", "近")) and _BARE.fullmatch(run):
        # 上千 is a thousand and more.
        return Quantity(run, start, match.end("run"), values, None, strong=False), match.end()
    if (
        not values
        or _SOME.search(before)
        or (re.match("[万萬亿億].", run) and not _TRILLION.fullmatch(run))
    ):
        return None, match.end()
    unit = _unit_of(match)
    if match["about"] in ("几", "幾") and values[0] == 10 and not match["more"]:
        written = text[start : match.end()].rstrip()
        values = tuple(map(Fraction, range(10, 20)))
        return Quantity(written, start, start + len(written), values, unit, False), match.end()
    if match["about"] in ("几", "幾") and values[0] < 20:
        return None, match.end()
    strong = _is_strong(run, values, unit, digits=digits, ordinal=before.endswith("第"))
    if _CENTURY.match(text, match.end("run")) and len(values) == 1:
        values, strong = (values[0], 100 * (values[0] - 1)), False
    elif match["about"] and values[0] in range(20, 100, 10):
        values = (values[0], *(values[0] + more for more in range(1, 10)))
    if match["sign"]:
        unit, strong = SIGNS[match["sign"]], True
    if after in ("%", "％", "个百分点"):
        unit, values, strong = PERCENT, tuple(v / 100 for v in values), True
    elif after == "成":
        unit, values, strong = PERCENT, tuple(v / 10 for v in values), False
        if not 1 <= values[0] * 10 < 10:
            return None, match.end()
    elif after == "倍":
        # 增加两倍 is thrice as much, which people write in many ways.
        first = values[0]
        unit, values, strong = TIMES, (first, first + 1, first - 1), False
    elif after.startswith("月"):
        if not 1 <= values[0] <= 12:
            return None, match.end("run")
        unit = MONTH
        strong = True
    elif match["half"] or match["and_half"]:
        values = (values[0] + Fraction(1, 2),)
    elif match["unit"] == "年" and digits and not match["about"]:
        values, unit, strong = _year(run, values, unit, strong=strong)
    elif match["unit"] == "年" and re.fullmatch(rf"(?:{DIGIT}){{4}}", run):
        unit, strong = None, True
    elif unit is None and re.fullmatch(rf"(?:{DIGIT}){{2,}}", run):
        strong = False
    if _BARE.fullmatch(run) and unit and not match["sign"]:
        # 千年 is a long time, and contradicts no number.
        unit = None
    written = text[start : match.end()].rstrip()
    return Quantity(written, start, start + len(written), values, unit, strong), match.end()


def _unit_of(match: re.Match[str]) -> Unit | None:
    name = match["half"] or match["unit"]
    return CHINESE[name] if name else None


def _year(
    run: str, values: tuple[Fraction, ...], unit: Unit | None, *, strong: bool
) -> tuple[tuple[Fraction, ...], Unit | None, bool]:
    """2026年 is a year of the calendar; 78年 may be one, or 78 years."""
    value = values[0]
    if re.fullmatch(r"\d{4}", run) and 1000 <= value <= 2999:
        return values, None, True
    if re.fullmatch(r"\d\d", run):
        return (value, 1900 + value, 2000 + value), unit, strong
    return values, unit, strong


def _is_strong(
    run: str,
    values: tuple[Fraction, ...],
    unit: Unit | None,
    *,
    digits: bool,
    ordinal: bool,
) -> bool:
    """Digits above two, and numerals above ten that are exact; 百年 and 千万 are manners of
    speech, and 三十 may begin an idiom but seldom does."""
    if len(values) > 1:
        return False
    if digits:
        return values[0] > 2
    if _BARE.fullmatch(run) or run[0] in "百千":
        return False
    return values[0] > 10 and (unit is not None or not ordinal or values[0] > 12)
