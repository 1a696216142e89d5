"""Units of measure in Chinese and in English, with what they are worth. Data, and one function.

Factors are in the SI unit of the dimension. A 亩 is 10000/15 m², a 斤 500 g (the market units of
mainland China since 1959); acre, pound, foot and mile are the international ones of 1959, the
gallon is that of the United States.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` is None where nothing fixed converts it: a currency, a day of the week.
    `offset` is added after multiplying (degrees)."""

    name: str
    dimension: str
    factor: Fraction | None = None
    offset: Fraction = Fraction(0)


def _units(dimension: str, factors: Mapping[str, str]) -> dict[str, Unit]:
    return {name: Unit(name, dimension, Fraction(factor)) for name, factor in factors.items()}


_F = Fraction
UNITS: Mapping[str, Unit] = {
    **_units(
        "area",
        {
            "mu": "2000/3",
            "acre": "4046.8564224",
            "hectare": "10000",
            "km²": "1000000",
            "m²": "1",
            "sq ft": "0.09290304",
            "sq mi": "2589988.110336",
        },
    ),
    **_units(
        "weight",
        {
            "jin": "0.5",
            "kg": "1",
            "g": "0.001",
            "mg": "0.000001",
            "ton": "1000",
            "pound": "0.45359237",
            "ounce": "0.028349523125",
        },
    ),
    **_units(
        "length",
        {
            "km": "1000",
            "m": "1",
            "cm": "0.01",
            "mm": "0.001",
            "mile": "1609.344",
            "nautical mile": "1852",
            "foot": "0.3048",
            "inch": "0.0254",
            "yard": "0.9144",
            "chi": "1/3",
            "li": "500",
        },
    ),
    **_units("volume", {"litre": "1", "ml": "0.001", "gallon": "3.785411784"}),
    **_units(
        "time",
        {
            "century": "3155760000",
            "decade": "315576000",
            "year": "31557600",
            "month": "2629800",
            "fortnight": "1209600",
            "week": "604800",
            "day": "86400",
            "hour": "3600",
            "minute": "60",
            "second": "1",
        },
    ),
    "°C": Unit("°C", "temperature", _F(1)),
    "°F": Unit("°F", "temperature", _F(5, 9), _F(-160, 9)),
    **_units("money", {"yuan": "1", "jiao": "0.1", "fen": "0.01"}),
    **{
        name: Unit(name, "money")
        for name in ("dollar", "HK dollar", "NT dollar", "euro", "pound sterling", "yen")
    },
    "%": Unit("%", "share"),
    "times": Unit("times", "times"),
    "month of the year": Unit("month of the year", "month of the year"),
    "day of the week": Unit("day of the week", "day of the week"),
    "o'clock": Unit("o'clock", "time of day"),
}
"""By the English name in which messages tell them."""

PERCENT = UNITS["%"]
TIMES = UNITS["times"]
MONTH = UNITS["month of the year"]
WEEKDAY = UNITS["day of the week"]
CLOCK = UNITS["o'clock"]

CHINESE: Mapping[str, Unit] = {
    written: UNITS[name]
    for name, all_written in {
        "mu": "亩 畝 市亩",
        "acre": "英亩 英畝",
        "hectare": "公顷 公頃",
        "km²": "平方公里 平方千米 km²",
        "m²": "平方米 平米 ㎡ m²",
        "sq ft": "平方英尺",
        "sq mi": "平方英里",
        "jin": "斤 市斤",
        "kg": "公斤 千克 kg KG",
        "g": "克",
        "mg": "毫克 mg",
        "ton": "吨 噸 公吨",
        "pound": "磅",
        "ounce": "盎司",
        "km": "公里 千米 km KM",
        "m": "米",
        "cm": "厘米 公分 cm",
        "mm": "毫米 mm",
        "mile": "英里 英哩",
        "nautical mile": "海里",
        "foot": "英尺 英呎",
        "inch": "英寸",
        "chi": "尺 市尺",
        "li": "华里",
        "litre": "升 公升",
        "ml": "毫升 ml",
        "gallon": "加仑",
        "century": "个世纪 個世紀",
        "year": "年 周年 年间 年來 岁 歲 周岁",
        "month": "个月 個月",
        "week": "周 週 星期 礼拜 个星期 个礼拜",
        "day": "天",
        "hour": "小时 小時 个小时 個小時 钟头 个钟头",
        "minute": "分钟 分鐘",
        "second": "秒 秒钟",
        "°C": "摄氏度 ℃ °C 度",
        "°F": "华氏度 ℉ °F",
        "yuan": "元 元人民币 人民币",
        "jiao": "角 毛钱",
        "dollar": "美元 美金 元美金",
        "HK dollar": "港元 港币",
        "NT dollar": "新台币 台币",
        "euro": "欧元 歐元",
        "pound sterling": "英镑 英鎊",
        "yen": "日元 日圆",
    }.items()
    for written in all_written.split()
}

ENGLISH: Mapping[str, Unit] = {
    written: UNITS[name]
    for name, all_written in {
        "mu": "mu|mus|mou",
        "acre": "acre|acres",
        "hectare": "hectare|hectares|ha",
        "km²": "square kilometers|square kilometres|square kilometer|square kilometre|sq km|km²",
        "m²": "square meters|square metres|square meter|square metre|sq m|m²",
        "sq ft": "square feet|square foot|sq ft",
        "sq mi": "square miles|square mile|sq mi",
        "jin": "jin|catty|catties",
        "kg": "kilogram|kilograms|kilogramme|kilogrammes|kilo|kilos|kg",
        "g": "gram|grams|gramme|grammes",
        "mg": "milligram|milligrams|mg",
        "ton": "ton|tons|tonne|tonnes",
        "pound": "pound|pounds|lb|lbs",
        "ounce": "ounce|ounces|oz",
        "km": "kilometer|kilometers|kilometre|kilometres|km",
        "m": "meter|meters|metre|metres",
        "cm": "centimeter|centimeters|centimetre|centimetres|cm",
        "mm": "millimeter|millimeters|millimetre|millimetres|mm",
        "mile": "mile|miles",
        "nautical mile": "nautical mile|nautical miles",
        "foot": "foot|feet|ft",
        "inch": "inch|inches",
        "yard": "yard|yards",
        "chi": "chi",
        "li": "li",
        "litre": "liter|liters|litre|litres",
        "ml": "milliliter|milliliters|millilitre|millilitres|ml",
        "gallon": "gallon|gallons",
        "century": "century|centuries",
        "decade": "decade|decades",
        "year": "year|years|years old|year old|year-old|yr|yrs",
        "month": "month|months",
        "fortnight": "fortnight|fortnights",
        "week": "week|weeks",
        "day": "day|days",
        "hour": "hour|hours|hr|hrs",
        "minute": "minute|minutes|min|mins",
        "second": "second|seconds|sec|secs",
        "°C": "degrees celsius|degrees centigrade|degree celsius|degrees|°C|℃",
        "°F": "degrees fahrenheit|degree fahrenheit|°F|℉",
        "yuan": "yuan|renminbi|rmb|cny",
        "jiao": "jiao|mao",
        "fen": "fen",
        "dollar": "dollar|dollars|us dollars|usd",
        "HK dollar": "hong kong dollars|hkd",
        "NT dollar": "taiwan dollars|new taiwan dollars|ntd",
        "euro": "euro|euros|eur",
        "pound sterling": "pounds sterling|gbp|quid",
        "yen": "yen|jpy",
    }.items()
    for written in all_written.split("|")
}
"""In lower case but for the signs."""

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
"""What stands before an amount."""


def alternatives(written: Mapping[str, object]) -> str:
    """The keys as alternatives of a regular expression, longer ones first."""
    return "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
