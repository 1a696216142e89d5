"""Numbers in English text, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from producer.transcript.quantities.digits import ARABIC
from producer.transcript.quantities.quantity import Quantity
from producer.units import (
    CLOCK,
    ENGLISH,
    MONTH,
    PERCENT,
    SIGNS,
    TIMES,
    WEEKDAY,
    Unit,
    alternatives,
)


def _counted(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + step * number for number, word in enumerate(words.split())}


_ONES = _counted(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT_SCALES = {"grand": 1000, "k": 1000, "K": 1000, "m": 10**6, "M": 10**6, "bn": 10**9}
_ORDINALS = _counted(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
    first=1,
) | {word[:-1] + "ieth": value for word, value in _TENS.items()}
_PARTS = {
    **{"half": 2, "halves": 2, "quarter": 4, "quarters": 4},
    **{word: value for word, value in _ORDINALS.items() if 3 <= value <= 10},
    **{f"{word}s": value for word, value in _ORDINALS.items() if 3 <= value <= 10},
    **{"hundredth": 100, "hundredths": 100, "thousandth": 1000, "thousandths": 1000},
}
_DECADES = {word[:-1] + "ies": value for word, value in _TENS.items()}
_MONTHS = {
    word: value
    for words, value in _counted(
        "January|Jan. February|Feb. March|Mar. April|Apr. May June|Jun. July|Jul. August|Aug. "
        "September|Sept.|Sep. October|Oct. November|Nov. December|Dec.",
        first=1,
    ).items()
    for word in words.split("|")
}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_SMALL = alternatives(_TENS | _ONES)
_SCALE = "|".join(_SCALES)
# "Two hundred and ten" is one number, "four and five billion" are two.
_AND = "(?:" + "|".join(rf"(?<=\b{scale}) and " for scale in _SCALES) + "|[ -])"
_AND_WORDS = rf"(?:{_AND}(?:{_SMALL}|{_SCALE})\b){{0,20}}"
_HOURS = "|".join(word for word, value in _ONES.items() if 1 <= value <= 12)
_UNIT = alternatives(ENGLISH)

_NUMBER = (
    rf"(?<![\w.,])(?:{ARABIC})|\b(?:{_SMALL}){_AND_WORDS}\b"
    rf"|\b(?:an?|half an?) (?:{_SCALE}|dozen)\b{_AND_WORDS}|\bdozen\b|\bhundred\b"
    rf"|\b(?:half an?|an?) (?=(?:{_UNIT})(?: and a half)?\b)"
)

_FIND = re.compile(
    r"(?P<idiom>\btwenty[- ]four[- /]seven\b)"
    r"|(?P<even>\bfifty[- ]fifty\b|\b50[-/]50\b)"
    rf"|(?P<out_of>\b(?P<above>{ARABIC}|{_SMALL})[ -](?:in|out of)[ -](?:every |an? )?"
    rf"(?P<below>{ARABIC}|{_SMALL}|hundred)\b(?! ?%))"
    rf"|(?P<percents>\b(?:an? )?(?P<some>{alternatives(_PARTS)}) (?:of )?(?:an? |one )?"
    r"per ?cent(?:age point)?s?\b)"
    r"|(?P<quotient>(?<![\d/])(?P<dividend>\d{1,3})/(?P<divisor>\d{1,3})(?![\d/])(?:ths?\b)?"
    r"(?P<share_of_one>(?:en)? of (?:1|one|an?) ?(?:%|per ?cent))?)"
    r"|(?P<century_part>\bquarter[- ]century\b)"
    rf"|\b(?P<tenth>(?:{alternatives(_TENS)})-(?:{alternatives(_ORDINALS)}))\b"
    rf"|(?P<parts>\b(?P<count>{ARABIC}|{_SMALL}|an?)[ -](?P<part>{alternatives(_PARTS)})\b"
    r"(?! (?:century|floor|grade|year|time|day|place)))"
    rf"|(?P<decade>(?:\b|['’])(?P<tens>\d\d(?:\d\d)?)['’]?s\b)"
    rf"|\b(?:nineteen[ -])?(?P<decade_word>{alternatives(_DECADES)})\b"
    rf"|(?P<clock>\b(?P<hour>\d{{1,2}}|{_SMALL})(?::(?P<minute>\d\d))?[ -]?"
    r"(?:o['’]clock|[ap]\.?m\b\.?))"
    rf"|\b(?P<spelled>(?:{_HOURS})[ -](?:ten|fifteen|twenty|thirty|forty|fifty)(?:[ -]five)?)\b"
    rf"|\bhalf past (?P<half_past>{_HOURS})\b"
    rf"|\b(?P<month>{alternatives(_MONTHS)})(?![\w-])"
    rf"|\b(?P<weekday>{alternatives(_DAYS)})s?\b"
    rf"|\b(?P<ordinal>(?:(?:{alternatives(_TENS)})[ -])?(?:{alternatives(_ORDINALS)}))\b"
    rf"|(?:(?P<sign>{alternatives(SIGNS)}) ?)?"
    rf"(?P<number>{_NUMBER})(?!\d)(?P<th>(?:st|nd|rd|th)\b)?"
    r"(?P<half> and a (?:half|quarter)| [13]/[24](?!\d))?"
    rf"(?P<more>[ -]?(?:{'|'.join(_SHORT_SCALES)})\b|(?:[ -]?(?:{_SCALE})\b){{0,3}})"
    r"(?P<after> ?%|[ -]per ?cent\b|[ -]percentage points?\b|-?fold\b| times\b)?"
    rf"(?:[ -]?(?P<unit>{_UNIT})(?![\w]))?(?P<and_half> and a (?:half|quarter)\b)?"
    r"|\b(?:any|every|per|the) (?P<any_scale>hundred|thousand|million|billion|trillion)\b"
    rf"|\b(?P<lone_scale>thousand|million|billion|trillion)(?=[- ](?:dollars?|people|users?)\b)"
    rf"|\b(?P<lone>decade|century|millennium|fortnight|half|halved)\b",
    re.IGNORECASE,
)
_FIRST_WORDS = {
    word.lower()
    for words in (_ONES, _TENS, _SCALES, _ORDINALS, _PARTS, _DECADES, _MONTHS, _DAYS)
    for word in words
} | set("dozen halved decade century millennium fortnight".split())
_BEGINNING = re.compile(
    rf"\b(?:{alternatives(_FIRST_WORDS)}|an?[ -]|(?:any|every|per|the) (?:{_SCALE}))"
    rf"|['’]?\d|{alternatives(SIGNS)}",
    re.IGNORECASE,
)
"""How all begins that `_FIND` may find. Few places of a text do, and to try at each of them all
that a number can be takes long."""
_IN_A_TERM = re.compile(
    r"[A-Z][A-Za-z0-9]{0,20}[-–]$|[A-Za-z]/?$|\b(?!US|UK|IN|ON|AT|OF)[A-Z]{2,5} $"
    r"|\b(?:S&P|Fortune|Forbes) $"
)
_FRACTIONS = {" 1/4": Fraction(1, 4), " 3/4": Fraction(3, 4)}
_POWER = re.compile(r" to the (?:power|\d)")
_DATED = re.compile(
    r"\b(?:in|of|last|next|this|since|until|by|early|late|mid|from|to|through|between|during"
    r"|every|around|before|after|about)[ -]$"
)
_ALWAYS_MONTHS = {name for name in _MONTHS if name not in ("May", "March", "Mar.", "Jan.", "Dec.")}


def find(text: str) -> Iterator[Quantity]:
    """The numbers of `text` in order. What is an idiom or a count without weight is left out."""
    position = 0
    while beginning := _BEGINNING.search(text, position):
        match = _FIND.match(text, beginning.start())
        if match is None:
            position = beginning.start() + 1
            continue
        position = match.end()
        quantity_ = _plain(text, match) if match["number"] else _special(text, match)
        if quantity_:
            yield quantity_


def _special(text: str, match: re.Match[str]) -> Quantity | None:
    def quantity(
        *values: Fraction | int, unit: Unit | None = None, strong: bool = False
    ) -> Quantity:
        return Quantity(match[0], *match.span(), tuple(map(Fraction, values)), unit, strong)

    if match["idiom"]:
        return None
    if match["even"]:
        return quantity(Fraction(1, 2), unit=PERCENT)
    if match["out_of"]:
        above, below = _value(match["above"]), _value(match["below"])
        if _POWER.match(text, match.end()):
            return None
        if 0 < above < below <= 1000:
            return quantity(above / below, unit=PERCENT)
        # "twenty in one breath" is no share.
        return Quantity(match["above"], *match.span("above"), (above,), None, strong=above > 10)
    if match["percents"]:
        return quantity(Fraction(1, 100 * _PARTS[match["some"].lower()]), unit=PERCENT, strong=True)
    if match["quotient"]:
        divisor = int(match["divisor"]) * (100 if match["share_of_one"] else 1)
        if not divisor:
            return None
        return quantity(Fraction(int(match["dividend"]), divisor), unit=PERCENT)
    if match["century_part"]:
        return quantity(Fraction(1, 4))
    if match["parts"]:
        count = match["count"].lower()
        if match["part"].lower() == "quarters" and not text.startswith(" of", match.end()):
            return quantity(Fraction(1) if count in ("a", "an") else _value(count))
        share = (1 if count in ("a", "an") else _value(count)) / Fraction(
            _PARTS[match["part"].lower()]
        )
        # "One quarter" is mostly three months of a business year.
        strong = count not in ("a", "an") and match["part"].lower() not in ("half", "halves")
        if match["part"].lower() == "quarter" and not text.startswith(" of", match.end()):
            strong = False
        return quantity(share, unit=PERCENT, strong=strong)
    if match["decade"]:
        tens = int(match["tens"])
        if tens % 10:
            return None
        return quantity(*((1900 + tens, tens) if tens < 100 else (tens, tens % 100)), strong=True)
    if word := match["decade_word"]:
        return quantity(_DECADES[word.lower()], 1900 + _DECADES[word.lower()])
    if match["clock"]:
        minute = Fraction(int(match["minute"] or 0), 60)
        return quantity(_value(match["hour"]) % 12 + minute, unit=CLOCK)
    if match["spelled"]:
        hour, _, minutes = re.sub("-", " ", match["spelled"]).partition(" ")
        return quantity(_value(hour) % 12 + _value(minutes) / 60, unit=CLOCK)
    if match["half_past"]:
        return quantity(_value(match["half_past"]) % 12 + Fraction(1, 2), unit=CLOCK)
    if name := match["month"]:
        return (
            quantity(_MONTHS[name.title()], unit=MONTH, strong=True)
            if _is_month(text, match)
            else None
        )
    if day := match["weekday"]:
        return quantity(_DAYS.index(day) + 1, unit=WEEKDAY) if day in _DAYS else None
    if ordinal := match["tenth"] or match["ordinal"]:
        parts = re.split("[ -]", ordinal.lower())
        return quantity(sum(_TENS.get(part, 0) or _ORDINALS.get(part, 0) for part in parts))
    if lone_scale := match["lone_scale"] or match["any_scale"]:
        return quantity(_SCALES[lone_scale.lower()])
    lone = match["lone"].lower()
    if lone == "millennium":
        return quantity(1000)
    return quantity(1, unit=ENGLISH[lone]) if lone in ENGLISH else quantity(Fraction(1, 2))


def _is_month(text: str, match: re.Match[str]) -> bool:
    """May and March are verbs too, and in the middle of a sentence a month has a capital."""
    name = match["month"]
    if name.isupper() and len(name) > 3:
        name = name.title()
    if name not in _MONTHS:
        return False
    following = text[match.end() : match.end() + 16]
    beside = re.match(
        rf" \d|(?:,| and| or|/|,? to) ?(?:{alternatives(_MONTHS)})", following
    ) or re.search(
        r"\d(?:st|nd|rd|th)?(?: of)? $", text[max(0, match.start() - 12) : match.start()]
    )
    return bool(
        name in _ALWAYS_MONTHS
        or beside
        or _DATED.search(text[max(0, match.start() - 12) : match.start()])
    )


def _plain(text: str, match: re.Match[str]) -> Quantity | None:
    number, after = match["number"].lower().strip(), (match["after"] or "").lower()
    digits = number[0].isdigit()
    if (
        digits
        and not match["sign"]
        and _IN_A_TERM.search(text[max(0, match.start("number") - 20) : match.start("number")])
    ):
        return None
    following = text[match.end() : match.end() + 8]
    if digits and not match["unit"] and re.match(r"[A-Za-z]|-[A-Z]\b", following):
        return None
    if match["sign"] and number.split()[0] in ("a", "an") and match["unit"]:
        return None  # tens of thousands of RMB a month
    value = _value(number)
    if more := match["half"] or match["and_half"]:
        value += Fraction(1, 4) if "quarter" in more else _FRACTIONS.get(more, Fraction(1, 2))
    for scale in re.findall(r"[A-Za-z]+", match["more"] or ""):
        value *= _SCALES.get(scale.lower()) or _SHORT_SCALES.get(scale, 1)
    article = re.fullmatch(r"(?:half )?an?(?: \w+)?|dozen|hundred", number) is not None
    unit = (
        ENGLISH.get(match["unit"].lower()) or ENGLISH.get(match["unit"]) if match["unit"] else None
    )
    strong = not article and value > (2 if digits else 10)
    values: tuple[Fraction, ...] = (value,)
    if match["sign"]:
        sign = match["sign"]
        unit, strong = SIGNS.get(sign) or SIGNS[sign.upper()], True
    if "fold" in after or "times" in after:
        unit, strong = (TIMES, False) if "fold" in after else (None, strong)
    elif after:
        unit, strong = PERCENT, value != 100
        values = (value / 100,)
    elif match["th"]:
        unit, strong = None, False
    if unit == PERCENT and value > 100:
        values = (*values, values[0] + 1, values[0] - 1)
    written = match[0].rstrip()
    return Quantity(written, match.start(), match.start() + len(written), values, unit, strong)


@lru_cache(maxsize=4096)
def _value(written: str) -> Fraction:
    """A number in digits, or in words: "twenty-five", "two hundred and ten", "nineteen
    seventy-eight", "half a million", "a dozen"."""
    written = written.lower().strip()
    if written[:1].isdigit():
        return Fraction(written.replace(",", ""))
    words = re.split(r"[ -]+", written)
    value = _value_of_words([word for word in words if word not in ("a", "an", "and", "half")])
    return value / 2 if words[0] == "half" else value


def _value_of_words(words: Sequence[str]) -> Fraction:
    if not words:
        return Fraction(1)
    total = section = 0
    for word in words:
        if word == "dozen":
            section = (section or 1) * 12
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in _SCALES:
            total += (section or 1) * _SCALES[word]
            section = 0
        else:
            number = _TENS.get(word) or _ONES[word]
            # In words, years are read in halves: nineteen seventy-eight.
            year = number >= 10 and 10 <= section < 100
            section = section * 100 + number if year else section + number
    return Fraction(total + section)
