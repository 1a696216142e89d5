"""Units of measure: what they are worth, how they are written, and how they are said. Data.

Factors are in the SI unit of the dimension. A 亩 is 10000/15 m², a 斤 500 g (the market units of
mainland China since 1959); acre, pound, foot and mile are the international ones of 1959, the
gallon is that of the United States.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by the English `name` in which messages tell it.

    `factor` is None where nothing fixed converts it (a currency, a day of the week) or nobody
    asks; `offset` is added after multiplying (degrees). `english`, in lower case but for the signs,
    and `chinese` are how texts write it behind a number. `say` has what is said for one of its
    `symbols`: in English for one and for more, and in Chinese. What is not `certain` is a unit only
    with a power or beside another one: "5 m" may be anything. The symbols of `divisor` are those of
    a unit only behind a stroke.
    """

    name: str
    dimension: str
    factor: Fraction | None = None
    offset: Fraction = Fraction(0)
    english: tuple[str, ...] = ()
    chinese: tuple[str, ...] = ()
    say: tuple[str, str, str] = ("", "", "")
    symbols: tuple[str, ...] = ()
    divisor: tuple[str, ...] = ()
    certain: bool = True


def _unit(
    name: str,
    dimension: str,
    factor: str = "",
    *,
    english: str = "",
    chinese: str = "",
    say: str = "",
    symbols: str = "",
    divisor: str = "",
    offset: str = "0",
    certain: bool = True,
) -> Unit:
    """Words and symbols have spaces between them, `english` and `say` strokes; more than one are
    said with an -s where nothing else is said."""
    forms = say.split("|")
    if len(forms) == 2:
        forms.insert(1, f"{forms[0]}s")
    one, more, han = forms if say else ("", "", "")
    return Unit(
        name,
        dimension,
        Fraction(factor) if factor else None,
        Fraction(offset),
        tuple(filter(None, english.split("|"))),
        tuple(chinese.split()),
        (one, more, han),
        tuple(symbols.split()),
        tuple(divisor.split()),
        certain,
    )


_ALL = (
    _unit("mu", "area", "2000/3", english="mu|mus|mou", chinese="亩 畝 市亩"),
    _unit("acre", "area", "4046.8564224", english="acre|acres", chinese="英亩 英畝"),
    _unit(
        "hectare",
        "area",
        "10000",
        english="hectare|hectares|ha",
        chinese="公顷 公頃",
        say="hectare|公顷",
        symbols="ha",
    ),
    _unit(
        "km²",
        "area",
        "1000000",
        english="square kilometers|square kilometres|square kilometer|square kilometre|sq km|km²",
        chinese="平方公里 平方千米 km²",
    ),
    _unit(
        "m²",
        "area",
        "1",
        english="square meters|square metres|square meter|square metre|sq m|m²",
        chinese="平方米 平米 ㎡ m²",
    ),
    _unit(
        "sq ft",
        "area",
        "0.09290304",
        english="square feet|square foot|sq ft",
        chinese="平方英尺",
    ),
    _unit(
        "sq mi",
        "area",
        "2589988.110336",
        english="square miles|square mile|sq mi",
        chinese="平方英里",
    ),
    _unit("jin", "weight", "0.5", english="jin|catty|catties", chinese="斤 市斤"),
    _unit(
        "kg",
        "weight",
        "1",
        english="kilogram|kilograms|kilogramme|kilogrammes|kilo|kilos|kg",
        chinese="公斤 千克 kg KG",
        say="kilogram|千克",
        symbols="kg",
    ),
    _unit(
        "g",
        "weight",
        "0.001",
        english="gram|grams|gramme|grammes",
        chinese="克",
        say="gram|克",
        symbols="g",
        certain=False,
    ),
    _unit(
        "mg",
        "weight",
        "0.000001",
        english="milligram|milligrams|mg",
        chinese="毫克 mg",
        say="milligram|毫克",
        symbols="mg",
    ),
    _unit("µg", "weight", "1/1000000000", say="microgram|微克", symbols="µg μg"),
    _unit("ng", "weight", "1/1000000000000", say="nanogram|纳克", symbols="ng"),
    _unit("ton", "weight", "1000", english="ton|tons|tonne|tonnes", chinese="吨 噸 公吨"),
    _unit(
        "pound",
        "weight",
        "0.45359237",
        english="pound|pounds|lb|lbs",
        chinese="磅",
        say="pound|磅",
        symbols="lb lbs",
    ),
    _unit(
        "ounce",
        "weight",
        "0.028349523125",
        english="ounce|ounces|oz",
        chinese="盎司",
        say="ounce|盎司",
        symbols="oz",
    ),
    _unit(
        "km",
        "length",
        "1000",
        english="kilometer|kilometers|kilometre|kilometres|km",
        chinese="公里 千米 km KM",
        say="kilometer|公里",
        symbols="km",
    ),
    _unit(
        "m",
        "length",
        "1",
        english="meter|meters|metre|metres",
        chinese="米",
        say="meter|米",
        symbols="m",
        certain=False,
    ),
    _unit("dm", "length", "0.1", say="decimeter|分米", symbols="dm"),
    _unit(
        "cm",
        "length",
        "0.01",
        english="centimeter|centimeters|centimetre|centimetres|cm",
        chinese="厘米 公分 cm",
        say="centimeter|厘米",
        symbols="cm",
    ),
    _unit(
        "mm",
        "length",
        "0.001",
        english="millimeter|millimeters|millimetre|millimetres|mm",
        chinese="毫米 mm",
        say="millimeter|毫米",
        symbols="mm",
    ),
    _unit("µm", "length", "0.000001", say="micrometer|微米", symbols="µm μm"),
    _unit("nm", "length", "1/1000000000", say="nanometer|纳米", symbols="nm"),
    _unit("mile", "length", "1609.344", english="mile|miles", chinese="英里 英哩"),
    _unit(
        "nautical mile", "length", "1852", english="nautical mile|nautical miles", chinese="海里"
    ),
    _unit(
        "foot",
        "length",
        "0.3048",
        english="foot|feet|ft",
        chinese="英尺 英呎",
        say="foot|feet|英尺",
        symbols="ft",
    ),
    _unit("inch", "length", "0.0254", english="inch|inches", chinese="英寸"),
    _unit("yard", "length", "0.9144", english="yard|yards"),
    _unit("chi", "length", "1/3", english="chi", chinese="尺 市尺"),
    _unit("li", "length", "500", english="li", chinese="华里"),
    _unit(
        "litre",
        "volume",
        "1",
        english="liter|liters|litre|litres",
        chinese="升 公升",
        say="liter|升",
        symbols="L",
        divisor="l",
    ),
    _unit("dl", "volume", "0.1", say="deciliter|分升", symbols="dL"),
    _unit(
        "ml",
        "volume",
        "0.001",
        english="milliliter|milliliters|millilitre|millilitres|ml",
        chinese="毫升 ml",
        say="milliliter|毫升",
        symbols="mL ml",
    ),
    _unit("µl", "volume", "0.000001", say="microliter|微升", symbols="µL μL"),
    _unit("gallon", "volume", "3.785411784", english="gallon|gallons", chinese="加仑"),
    _unit(
        "century",
        "time",
        "3155760000",
        english="century|centuries",
        chinese="个世纪 個世紀",
    ),
    _unit("decade", "time", "315576000", english="decade|decades"),
    _unit(
        "year",
        "time",
        "31557600",
        english="year|years|years old|year old|year-old|yr|yrs",
        chinese="年 周年 年间 年來 岁 歲 周岁",
    ),
    _unit("month", "time", "2629800", english="month|months", chinese="个月 個月"),
    _unit("fortnight", "time", "1209600", english="fortnight|fortnights"),
    _unit("week", "time", "604800", english="week|weeks", chinese="周 週 星期 礼拜 个星期 个礼拜"),
    _unit("day", "time", "86400", english="day|days", chinese="天", say="day|天", divisor="d day"),
    _unit(
        "hour",
        "time",
        "3600",
        english="hour|hours|hr|hrs",
        chinese="小时 小時 个小时 個小時 钟头 个钟头",
        say="hour|小时",
        divisor="h hr",
    ),
    _unit(
        "minute",
        "time",
        "60",
        english="minute|minutes|min|mins",
        chinese="分钟 分鐘",
        say="minute|分钟",
        divisor="min",
    ),
    _unit(
        "second",
        "time",
        "1",
        english="second|seconds|sec|secs",
        chinese="秒 秒钟",
        say="second|秒",
        divisor="s",
    ),
    _unit("ms", "time", "0.001", say="millisecond|毫秒", symbols="ms"),
    _unit(
        "°C",
        "temperature",
        "1",
        english="degrees celsius|degrees centigrade|degree celsius|degrees|°C|℃",
        chinese="摄氏度 ℃ °C 度",
        say="degree Celsius|degrees Celsius|摄氏度",
        symbols="°C ℃",
    ),
    _unit(
        "°F",
        "temperature",
        "5/9",
        offset="-160/9",
        english="degrees fahrenheit|degree fahrenheit|°F|℉",
        chinese="华氏度 ℉ °F",
        say="degree Fahrenheit|degrees Fahrenheit|华氏度",
        symbols="°F ℉",
    ),
    _unit("mol", "amount", "1", say="mole|摩尔", symbols="mol"),
    _unit("mmol", "amount", "0.001", say="millimole|毫摩尔", symbols="mmol"),
    _unit("µmol", "amount", "0.000001", say="micromole|微摩尔", symbols="µmol μmol"),
    _unit("mph", "speed", "0.44704", say="mile per hour|miles per hour|英里每小时", symbols="mph"),
    _unit(
        "kph",
        "speed",
        "5/18",
        say="kilometer per hour|kilometers per hour|公里每小时",
        symbols="kph",
    ),
    _unit(
        "mmHg",
        "pressure",
        "133.322387415",
        say="millimeter of mercury|millimeters of mercury|毫米汞柱",
        symbols="mmHg",
    ),
    _unit("kPa", "pressure", "1000", say="kilopascal|千帕", symbols="kPa"),
    _unit("Hz", "frequency", "1", say="hertz|hertz|赫兹", symbols="Hz"),
    _unit("kHz", "frequency", "1000", say="kilohertz|kilohertz|千赫", symbols="kHz"),
    _unit("MHz", "frequency", "1000000", say="megahertz|megahertz|兆赫", symbols="MHz"),
    _unit("GHz", "frequency", "1000000000", say="gigahertz|gigahertz|吉赫", symbols="GHz"),
    _unit("dB", "level", say="decibel|分贝", symbols="dB"),
    _unit("kW", "power", "1000", say="kilowatt|千瓦", symbols="kW"),
    _unit("MW", "power", "1000000", say="megawatt|兆瓦", symbols="MW"),
    _unit("GW", "power", "1000000000", say="gigawatt|吉瓦", symbols="GW"),
    _unit("kWh", "energy", "3600000", say="kilowatt hour|千瓦时", symbols="kWh"),
    _unit("MWh", "energy", "3600000000", say="megawatt hour|兆瓦时", symbols="MWh"),
    _unit("kJ", "energy", "1000", say="kilojoule|千焦", symbols="kJ"),
    _unit("kcal", "energy", "4184", say="kilocalorie|千卡", symbols="kcal"),
    _unit("yuan", "money", "1", english="yuan|renminbi|rmb|cny", chinese="元 元人民币 人民币"),
    _unit("jiao", "money", "0.1", english="jiao|mao", chinese="角 毛钱"),
    _unit("fen", "money", "0.01", english="fen"),
    _unit("dollar", "money", english="dollar|dollars|us dollars|usd", chinese="美元 美金 元美金"),
    _unit("HK dollar", "money", english="hong kong dollars|hkd", chinese="港元 港币"),
    _unit(
        "NT dollar",
        "money",
        english="taiwan dollars|new taiwan dollars|ntd",
        chinese="新台币 台币",
    ),
    _unit("euro", "money", english="euro|euros|eur", chinese="欧元 歐元"),
    _unit("pound sterling", "money", english="pounds sterling|gbp|quid", chinese="英镑 英鎊"),
    _unit("yen", "money", english="yen|jpy", chinese="日元 日圆"),
    _unit("%", "share"),
    _unit("times", "times"),
    _unit("month of the year", "month of the year"),
    _unit("day of the week", "day of the week"),
    _unit("o'clock", "time of day"),
)

UNITS: Mapping[str, Unit] = {unit.name: unit for unit in _ALL}
"""By their names."""

PERCENT = UNITS["%"]
TIMES = UNITS["times"]
MONTH = UNITS["month of the year"]
WEEKDAY = UNITS["day of the week"]
CLOCK = UNITS["o'clock"]

CHINESE: Mapping[str, Unit] = {written: unit for unit in _ALL for written in unit.chinese}
ENGLISH: Mapping[str, Unit] = {written: unit for unit in _ALL for written in unit.english}
"""By what texts write behind a number."""

SIGNS: Mapping[str, Unit] = {
    "$": UNITS["dollar"],
    "US$": UNITS["dollar"],
    "HK$": UNITS["HK dollar"],
    "NT$": UNITS["NT dollar"],
    "€": UNITS["euro"],
    "£": UNITS["pound sterling"],
    "¥": UNITS["yuan"],
    "￥": UNITS["yuan"],
    "RMB": UNITS["yuan"],
}
"""By what stands before an amount."""

SYMBOLS: Mapping[str, Unit] = {symbol: unit for unit in _ALL for symbol in unit.symbols}
DIVISORS: Mapping[str, Unit] = {
    **{symbol: unit for unit in _ALL for symbol in unit.divisor},
    **SYMBOLS,
}
"""By the symbols for which words are said: behind a number, and behind a stroke."""


def alternatives(texts: Iterable[str]) -> str:
    """A regular expression for any of `texts`, the longest that fits. It looks at each letter once,
    where texts beside each other would be tried one after another."""
    remainders: dict[str, list[str]] = {}
    for text in sorted(texts, key=len, reverse=True):
        remainders.setdefault(text[:1], []).append(text[1:])
    if len(set(map(str.casefold, remainders))) < len(remainders):
        # Who ignores case takes "k" for "K", and the longest of both may stand behind either.
        branches = [re.escape(first + rest) for first in remainders for rest in remainders[first]]
        branches.sort(key=len, reverse=True)
    else:
        branches = [
            re.escape(first) + (alternatives(rests) if first else "")
            for first, rests in remainders.items()
        ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
