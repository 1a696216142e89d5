"""Units of measurement by their symbols."""

from __future__ import annotations

import re
from typing import NamedTuple


class Unit(NamedTuple):
    """How a unit is said: its name in English, one and more, and in Chinese. What is not
    `certain` is a unit only with a power or beside another one: "5 m" may be anything."""

    one: str
    many: str
    chinese: str
    certain: bool = True


def _unit(one: str, chinese: str, many: str = "", *, certain: bool = True) -> Unit:
    return Unit(one, many or f"{one}s", chinese, certain)


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


PATTERN = (
    rf"(?P<unit>{_symbols(*UNITS)})(?P<power>[²³]|\^[23])?"
    rf"(?:/(?P<per>{_symbols(*UNITS, *_PER_ONLY)})(?P<per_power>[²³]|\^[23])?)?"
    r"(?![A-Za-z0-9²³/^·])"
)
"""A unit behind a number, alone or per another one."""


def _found(found: re.Match[str]) -> tuple[Unit, str, Unit | None, str]:
    """The unit, its power, and what it is per with its power: "2", "3" or nothing."""
    powers = {"²": "2", "³": "3", "^2": "2", "^3": "3"}
    per = {**_PER_ONLY, **UNITS}[found["per"]] if found["per"] else None
    unit = UNITS[found["unit"]]
    return unit, powers.get(found["power"], ""), per, powers.get(found["per_power"], "")


def is_certain(found: re.Match[str]) -> bool:
    """Whether what `PATTERN` found is a unit without doubt."""
    unit, power, per, _ = _found(found)
    return unit.certain or bool(power or per)


def english(found: re.Match[str], *, one: bool) -> str:
    """What `PATTERN` found as words, of `one` or of more."""
    unit, power, per, per_power = _found(found)
    words = {"": "", "2": "square ", "3": "cubic "}
    said = words[power] + (unit.one if one else unit.many)
    return said if per is None else f"{said} per {words[per_power]}{per.one}"


def chinese(found: re.Match[str]) -> str:
    """What `PATTERN` found, in Chinese."""
    unit, power, per, per_power = _found(found)
    words = {"": "", "2": "平方", "3": "立方"}
    said = words[power] + unit.chinese
    return said if per is None else f"{said}每{words[per_power]}{per.chinese}"
