"""What several of the Chinese rules look for."""

from __future__ import annotations

NUMBER = r"\d+(?:\.\d+)?"
AMOUNT = r"\d+(?:,\d{3})*(?:\.\d+)?"
DASHES = "-–—~～"
DASH = rf"\s?[{DASHES}]\s?"
COUNTED = (
    "%|％|天|日|周|个月|月|年|岁|个|人|名|例|次|种|项|条|件|家|位|台|倍|元|万|亿|千|百|小时|分钟|秒|米|"
    "公里|千米|厘米|毫米|克|千克|公斤|斤|吨|升|毫升|亩|公顷|页|章|节|届|度|级|代|组|层|支|篇|期(?!间)"
)
DATED = "年|月|日|号|时|点|分|期|[百千]?[万亿]|[百千]"
"""What stays in a range that names it twice, 9时到11时 and 5万到10万人: points in time, scales."""
