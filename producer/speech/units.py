"""Units of measurement by their symbols."""

from __future__ import annotations

import re
from typing import NamedTuple


class UnitNames(NamedTuple):
    """How a unit is said: its name in English, one and more, and in Chinese. What is not
    `certain` is a unit only with a power or beside another one: "5 m" may be anything."""

    singular: str
    plural: str
    chinese: str
    certain: bool = True


def _unit(singular: str, chinese: str, plural: str = "", *, certain: bool = True) -> UnitNames:
    return UnitNames(singular, plural or f"{singular}s", chinese, certain)


UNITS = {
    "km": _unit("kilometer", "公里"),
    "m": _unit("meter", "米", certain=False),
    "dm": _unit("decimeter", "分米"),
    "cm": _unit("centimeter", "厘米"),
    "mm": _unit("millimeter", "毫米"),
    "µm": _unit("micrometer", "微米"),
    "μm": _unit("micrometer", "微米"),
    "nm": _unit("nanometer", "纳米"),
    "ft": _unit("foot", "英尺", "feet"),
    "kg": _unit("kilogram", "千克"),
    "g": _unit("gram", "克", certain=False),
    "mg": _unit("milligram", "毫克"),
    "µg": _unit("microgram", "微克"),
    "μg": _unit("microgram", "微克"),
    "ng": _unit("nanogram", "纳克"),
    "lb": _unit("pound", "磅"),
    "lbs": _unit("pound", "磅"),
    "oz": _unit("ounce", "盎司"),
    "L": _unit("liter", "升"),
    "dL": _unit("deciliter", "分升"),
    "mL": _unit("milliliter", "毫升"),
    "ml": _unit("milliliter", "毫升"),
    "µL": _unit("microliter", "微升"),
    "μL": _unit("microliter", "微升"),
    "mol": _unit("mole", "摩尔"),
    "mmol": _unit("millimole", "毫摩尔"),
    "µmol": _unit("micromole", "微摩尔"),
    "μmol": _unit("micromole", "微摩尔"),
    "ha": _unit("hectare", "公顷"),
    "ms": _unit("millisecond", "毫秒"),
    "mph": _unit("mile per hour", "英里每小时", "miles per hour"),
    "kph": _unit("kilometer per hour", "公里每小时", "kilometers per hour"),
    "°C": _unit("degree Celsius", "摄氏度", "degrees Celsius"),
    "℃": _unit("degree Celsius", "摄氏度", "degrees Celsius"),
    "°F": _unit("degree Fahrenheit", "华氏度", "degrees Fahrenheit"),
    "℉": _unit("degree Fahrenheit", "华氏度", "degrees Fahrenheit"),
    "mmHg": _unit("millimeter of mercury", "毫米汞柱", "millimeters of mercury"),
    "kPa": _unit("kilopascal", "千帕"),
    "Hz": _unit("hertz", "赫兹", "hertz"),
    "kHz": _unit("kilohertz", "千赫", "kilohertz"),
    "MHz": _unit("megahertz", "兆赫", "megahertz"),
    "GHz": _unit("gigahertz", "吉赫", "gigahertz"),
    "dB": _unit("decibel", "分贝"),
    "kW": _unit("kilowatt", "千瓦"),
    "MW": _unit("megawatt", "兆瓦"),
    "GW": _unit("gigawatt", "吉瓦"),
    "kWh": _unit("kilowatt hour", "千瓦时"),
    "MWh": _unit("megawatt hour", "兆瓦时"),
    "kJ": _unit("kilojoule", "千焦"),
    "kcal": _unit("kilocalorie", "千卡"),
}

_PER_ONLY = {
    "s": _unit("second", "秒"),
    "min": _unit("minute", "分钟"),
    "h": _unit("hour", "小时"),
    "hr": _unit("hour", "小时"),
    "d": _unit("day", "天"),
    "day": _unit("day", "天"),
    "l": _unit("liter", "升"),
}
"""Units that stand behind a stroke."""


def _symbols(*names: str) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_DIVISORS = {**_PER_ONLY, **UNITS}
_PER = rf"(?:{_symbols(*_DIVISORS)})"
_POWER = r"[²³]|\^[23]"

SYMBOL = rf"(?:{_symbols(*UNITS)})(?:{_POWER})?(?:/{_PER}(?:{_POWER})?){{0,2}}"
"""The same as `PATTERN`, with no named groups and whatever follows."""

PATTERN = (
    rf"(?P<unit>{_symbols(*UNITS)})(?P<power>{_POWER})?"
    rf"(?:/(?P<per>{_PER})(?P<per_power>{_POWER})?(?:/(?P<also_per>{_PER}))?)?"
    r"(?![A-Za-z0-9²³/^·])"
)
"""A unit behind a number, alone or per another one, or per two: mg/kg/day."""

DIVISOR = rf"/(?P<per>{_PER})(?![A-Za-z0-9²³/^·])"
"""A unit behind a stroke, of what has no unit of its own: 10⁹/L."""

_POWERS = {None: "", "²": "2", "³": "3", "^2": "2", "^3": "3"}


def is_certain(match: re.Match[str]) -> bool:
    """Whether a match of `PATTERN` is a unit without doubt."""
    return UNITS[match["unit"]].certain or bool(match["power"] or match["per"])


def english(match: re.Match[str], *, singular: bool) -> str:
    """A match of `PATTERN` as words, in the singular or the plural."""
    words = {"": "", "2": "square ", "3": "cubic "}
    unit = UNITS[match["unit"]]
    spoken = words[_POWERS[match["power"]]] + (unit.singular if singular else unit.plural)
    for divisor, power in ((match["per"], match["per_power"]), (match["also_per"], None)):
        if divisor:
            spoken += f" per {words[_POWERS[power]]}{_DIVISORS[divisor].singular}"
    return spoken


def chinese(match: re.Match[str]) -> str:
    """A match of `PATTERN`, in Chinese."""
    words = {"": "", "2": "平方", "3": "立方"}
    spoken = words[_POWERS[match["power"]]] + UNITS[match["unit"]].chinese
    for divisor, power in ((match["per"], match["per_power"]), (match["also_per"], None)):
        if divisor:
            spoken += f"每{words[_POWERS[power]]}{_DIVISORS[divisor].chinese}"
    return spoken


def per_english(match: re.Match[str]) -> str:
    """A match of `DIVISOR` as words; nothing where there is none."""
    return f" per {_DIVISORS[match['per']].singular}" if match["per"] else ""


def per_chinese(match: re.Match[str]) -> str:
    """A match of `DIVISOR`, in Chinese; nothing where there is none."""
    return f"每{_DIVISORS[match['per']].chinese}" if match["per"] else ""
