"""Chinese: what a voice reads badly, as words. Its rules go before others in this order."""

from __future__ import annotations

from producer.speech import chinese_amounts, chinese_dates, chinese_ranges, chinese_signs

_TRADITIONAL = (
    "個種項條張臺週時鐘歲輛隻萬億噸畝頃頁節屆級組層體場號點於開間歷強數決賽術機網類兩歐鎊幣"
)
_SIMPLIFIED = (
    "个种项条张台周时钟岁辆只万亿吨亩顷页节届级组层体场号点于开间历强数决赛术机网类两欧镑币"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_TO_TRADITIONAL = str.maketrans("个两点万亿欧镑币负约于", "個兩點萬億歐鎊幣負約於")


def simplified(text: str) -> str:
    """`text` with the characters that the rules know in their simplified form, each in its
    place."""
    return text.translate(_TO_SIMPLIFIED)


def traditional(text: str) -> str:
    """What a rule says, for a text in traditional characters."""
    return text.translate(_TO_TRADITIONAL)


RULES = (
    *chinese_dates.RULES,
    *chinese_amounts.RULES,
    *chinese_ranges.RULES,
    *chinese_signs.RULES,
)
