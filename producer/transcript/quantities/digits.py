"""What is written alike in all languages: dates and times in digits, and digits themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from producer.transcript.quantities.quantity import Quantity
from producer.units import CLOCK, PERCENT

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""A number with commas between thousands and a decimal point, for use in a regular expression."""

_IN_ADDRESSES = ("://", "www.", "@", ".com", ".org", ".net", ".cn", ".io", ".edu", ".gov")
"""One of these is in every text with an address, which is not looked for in others: that takes
longer than all else that is looked for here."""
_NO_NUMBER = re.compile(
    r"(?=[\[\d])(?:\[\d{1,3}(?:[,–-]\d{1,3})*\]|^\d{1,2}[.、)）](?!\d)"
    r"|(?<!\d)(?:24/7|9/11|50[-/]50)(?!\d)|\d[\d,.]{30,}"
    r"|(?<![\d:])\d{1,2}:\d\d:\d\d(?![\d:])|(?<=[；;。])\d{1,2}[.、)）](?!\d))"
)
_NO_NUMBER_OR_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s，。；、）】》”\"<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}"
    rf"|{_NO_NUMBER.pattern}"
    r"|\b[\w-]{1,63}\.(?:com|org|net|cn|io|edu|gov)\b"
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"(?<!\d)([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_TIME = re.compile(
    r"(?<![\d:：])([01]?\d|2[0-4])[:：]([0-5]\d)(?![\d:：])(?: ?[AaPp]\.?[Mm]\b\.?)?"
)

_COMMA_DECIMAL = ("de", "es", "fr", "it", "pt", "nl", "pl", "ru", "tr", "id", "vi")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")


def take(text: str) -> tuple[list[Quantity], str]:
    """Dates and times in digits, and `text` with blanks for these and for what is no number:
    addresses, footnote marks, the numbers of a list."""
    has_address = any(part in text for part in _IN_ADDRESSES)
    if not has_address and not _DIGIT.search(text):
        return [], text
    no_number = _NO_NUMBER_OR_ADDRESS if has_address else _NO_NUMBER
    text = no_number.sub(lambda match: " " * len(match[0]), text)
    quantities = []
    for match in _DATE.finditer(text):
        if 1 <= int(match[3]) <= 12 and 1 <= int(match[4]) <= 31:
            quantities += [
                Quantity(match[0], *match.span(), (Fraction(match[group]),)) for group in (1, 3, 4)
            ]
    for match in _TIME.finditer(text) if ":" in text or "：" in text else ():
        hour = Fraction(int(match[1]) % 12) + Fraction(int(match[2]), 60)
        quantities.append(Quantity(match[0], *match.span(), (hour,), CLOCK, strong=False))
    for quantity in quantities:
        blank = " " * (quantity.end - quantity.start)
        text = text[: quantity.start] + blank + text[quantity.end :]
    return quantities, text


def find(text: str, language: str) -> Iterator[Quantity]:
    """Digits in a language whose number words are not known.

    Strong is only what hardly anybody writes in words: three significant digits and more.
    """
    for match in _GROUPED.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        after = text[match.end() : match.end() + 2]
        if re.search(r"[A-Za-z]-?$", before) or re.match(r"[A-Za-z]", after):
            continue
        value = _value(match[0], language)
        share = re.match(r"\s?[%％]", after) is not None
        significant = match[0].strip("0.,").replace(",", "").replace(".", "")
        yield Quantity(
            match[0] + ("%" if share else ""),
            *match.span(),
            (value / 100,) if share else (value,),
            PERCENT if share else None,
            strong=len(significant) >= 3,
        )


def _value(digits: str, language: str) -> Fraction:
    group, decimal = (".", ",") if language in _COMMA_DECIMAL else (",", ".")
    digits = re.sub(r"[\u00a0\u202f ]", "", digits)
    if re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}\d+)?", digits):
        digits = digits.replace(group, "")
    return Fraction(
        digits.replace(decimal, ".") if digits.count(decimal) == 1 else re.sub(r"\D", "", digits)
    )
