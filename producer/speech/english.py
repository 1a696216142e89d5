"""English: what a voice reads badly, as words."""

from __future__ import annotations

import re

from producer.speech import english_nouns, english_roman, numerals, unit_words
from producer.speech.numerals import VULGAR, VULGAR_SIGNS
from producer.speech.rule import Rule, after, before

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_COUNTED = (
    "%|percent|per cent|years?|months?|weeks?|days?|hours?|minutes?|seconds?|times|people|patients|"
    "participants|cases|pages|points|degrees|miles|acres|million|billion|thousand"
)
_SCALES = {
    **{"k": "thousand", "thousand": "thousand"},
    **{"m": "million", "mn": "million", "million": "million"},
    **{"b": "billion", "bn": "billion", "billion": "billion"},
    **{"tn": "trillion", "trillion": "trillion"},
}
_CURRENCIES = {"$": "dollar", "US$": "US dollar", "€": "euro", "£": "pound"}
_ORDINALS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh"}
_ORDINALS |= {8: "eighth", 9: "ninth", 10: "tenth"}
_COUNTS = "zero one two three four five six seven eight nine".split()
_STARTS = r"(?<![\w./:$€£–~-])(?<!\d,)"
"""What a number does not begin behind."""

_BETWEEN = re.compile(
    r"\bbetween"
    r"(?: (?:about|around|approximately|roughly|only|the|ages?|of|years?|pages?|days?)){0,4} $",
    re.IGNORECASE,
)
_CAPITALIZED = (
    "About After Around At Before By Chapters Days Figures For From Grades In Items Levels Lines "
    "Near Nearly Numbers Of On Over Pages Points Questions Rooms Rows Sections Some Steps Tables "
    "The To Under Verses Weeks With Years"
).split()
_NAME = re.compile(rf"\b(?!(?:{'|'.join([*_CAPITALIZED, *_MONTHS])}) )[A-Z][A-Za-z]{{1,30}} $")
"""A name, whose number is a model's: "Boeing 737–800"."""
_PRESSURE = re.compile(r"\b(?:pressures?|BP)\b[^.;!?]{0,40}$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|around|approximately|roughly) $", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?…][\"”’)]? )[\"“‘(]?$")


def _date(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    if not 1 <= month <= 12 or not 1 <= day <= _MONTH_DAYS[month - 1]:
        return None
    return f"{_MONTHS[month - 1]} {day}, {match['y']}"


def _to(match: re.Match[str]) -> str:
    """What joins the ends of a range: "between 10 and 20", elsewhere "10 to 20"."""
    return " and " if _BETWEEN.search(before(match)) else " to "


def _money(match: re.Match[str]) -> str | None:
    """ "$3.5 million" as 3.5 million dollars; before a noun, as "a $3.5 million grant", dollar."""
    scale = _SCALES.get(match["scale"].lower())
    if scale is None:
        return None
    number = re.sub(r"\s?[–-]\s?", _to(match), match["n"])
    singular = match["gap"] == "-" or english_nouns.is_adjective(before(match), after(match))
    return f"{number} {scale} {_CURRENCIES[match['sign']]}{'' if singular else 's'}"


def _digits(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match.group())
    plus = "plus " if match.group().startswith("+") else ""
    return plus + ", ".join(" ".join(group) for group in groups)


def _unit(match: re.Match[str]) -> str | None:
    # "5g" is a network, "5 g" is not much.
    if not unit_words.is_certain(match) and (match["unit"] != "g" or match["gap"] != " "):
        return None
    hyphen = match["gap"] == "-"
    describes = english_nouns.is_adjective(before(match), after(match))
    singular = hyphen or match["n"] == "1" or describes
    return ("-" if hyphen else " ") + unit_words.english(match, singular=singular)


def _from_unit_to_unit(match: re.Match[str]) -> str | None:
    """ "5 mg–10 mg" is one range of one unit."""
    if not match["minus"] and not numerals.ascending(match):
        return None
    return _to(match)


def _years(match: re.Match[str]) -> str | None:
    """ "2019–2024" and "1939–45"; "2024-03" is a month."""
    first, second = match["a"], match["b"]
    short = len(second) == 2
    if (short and match["dash"].strip() == "-") or int(second) <= int(first[-len(second) :]):
        return None
    return _to(match)


def _range(match: re.Match[str]) -> str | None:
    return _to(match) if numerals.ascending(match) else None


def _bare_range(match: re.Match[str]) -> str | None:
    """A range of nothing that is named: "pp. 3–5". "555–1234" is a telephone number, and
    "Boeing 737–800" a name."""
    sizes = len(match["a"]), len(match["b"])
    if sizes == (3, 4) or (min(sizes) > 2 and _NAME.search(before(match))):
        return None
    return _range(match)


def _pressure(match: re.Match[str]) -> str | None:
    return " over " if match["unit"] or _PRESSURE.search(before(match)) else None


def _number_sign(match: re.Match[str]) -> str | None:
    """ "No. 5", but not "No. 12 people were", where somebody is answered."""
    answers = _SENTENCE_START.search(before(match)) is not None
    if answers and english_nouns.is_counted(after(match, "number")):
        return None
    return "number "


def _about(match: re.Match[str]) -> str:
    return "" if _ABOUT.search(before(match)) else "about "


def _fraction(above: int, below: int) -> str:
    return f"{_COUNTS[above]} {_ORDINALS[below]}{'s' if above > 1 else ''}"


def _stroke(match: re.Match[str]) -> str | None:
    above, below = int(match["a"]), int(match["b"])
    return _fraction(above, below) if 0 < above < below <= 10 else None


def _vulgar(match: re.Match[str]) -> str:
    above, below = VULGAR[match["f"]]
    if match["whole"] is None:
        return _fraction(above, below)
    return " and a half" if (above, below) == (1, 2) else f" and {_fraction(above, below)}"


def _power(match: re.Match[str]) -> str:
    power = numerals.plain(match["power"]).replace("−", "minus ").replace("-", "minus ")
    return f" to the power of {power}{unit_words.per_english(match)}"


RULES = (
    Rule(
        "date",
        re.compile(r"(?<![\w./-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w/-])"),
        _date,
        needs="-",
    ),
    Rule(
        "phone",
        re.compile(
            r"(?<![\w.-])(?:\+\d{1,3}[ -]?)?(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}(?![\w-])"
            r"|(?<!\w)\+\d{1,3}(?:[ -]\d{2,5}){2,5}(?![\w-])"
        ),
        _digits,
        needs="+-",
    ),
    Rule(
        "money",
        re.compile(
            rf"(?<![\w$])(?P<sign>US\$|\$|€|£)(?P<n>{_NUMBER}(?:\s?[–-]\s?{_NUMBER})?)"
            r"(?P<gap>[\s-]?)(?P<scale>thousand|million|billion|trillion|[kKmMbB]n?|tn)(?!\w)"
            r"(?: (?:US |U\.S\. )?(?:dollars?|euros?|pounds?)\b)?"
        ),
        _money,
        needs="$€£",
    ),
    Rule(
        "money",
        re.compile(r"(?<=\d)(?P<it>\s?(?P<sign>[€£]))(?![\w\d])"),
        lambda match: f" {_CURRENCIES[match['sign']]}s",
        needs="€£",
    ),
    # Numbers: ranges, fractions, powers.
    Rule(
        "range",
        re.compile(
            r"(?<![\w./:–-])(?P<a>1[5-9]\d\d|20\d\d)(?P<it>(?P<dash>\s?[-–—]\s?))"
            r"(?P<b>(?:1[5-9]|20)\d\d|\d\d)(?![\w/–-]|\.\d)"
        ),
        _years,
        needs="-–—",
    ),
    Rule(
        "range",
        re.compile(r"(?<![\w:])\d{1,2}:\d\d(?P<it>\s?[–-]\s?)(?=\d{1,2}:\d\d(?![\w:]))"),
        " to ",
        needs=":",
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![\w./:$€£~])(?<!\d,)(?<!\d-)(?P<minus>[−–-]?)(?P<a>{_NUMBER})"
            rf"(?P<it>\s?(?P<same>{unit_words.SYMBOL})\s?[-–—~～]\s?)(?P<b>{_NUMBER})"
            r"(?=\s?(?P=same)(?![A-Za-z0-9²³/^·]))"
        ),
        _from_unit_to_unit,
        needs="-–—~～",
    ),
    Rule(
        "range",
        re.compile(
            rf"{_STARTS}{_NUMBER}\s?(?:{unit_words.SYMBOL})(?P<it>\s?[–—~～-]\s?)"
            rf"(?={_NUMBER}\s?{unit_words.PATTERN})"
        ),
        _to,
        needs="-–—~～",
    ),
    Rule(
        "range",
        re.compile(
            rf"{_STARTS}(?P<a>{_NUMBER})%?(?P<it>\s?[–~～]\s?)(?P<b>{_NUMBER})"
            rf"(?=[\s-]?(?:(?:{_COUNTED})(?!\w)|%|{unit_words.PATTERN}))"
        ),
        _range,
        needs="–~～",
    ),
    Rule(
        "range",
        re.compile(
            rf"{_STARTS}(?P<a>{_NUMBER})%?(?P<it>\s?[–~～]\s?)(?P<b>{_NUMBER})"
            r"(?![\d:–~]|-\d)"
        ),
        _bare_range,
        needs="–~～",
    ),
    Rule(
        "range",
        re.compile(
            rf"{_STARTS}(?P<a>{_NUMBER})%?(?P<it>-)(?P<b>{_NUMBER})"
            rf"(?=[\s-]?(?:(?:{_COUNTED})(?!\w)|%|{unit_words.PATTERN}))"
        ),
        _range,
        needs="-",
    ),
    Rule(
        "fraction",
        re.compile(r"(?<![\w./])\d{2,3}(?P<it>/)\d{2,3}(?![\w./])(?=(?P<unit>\s?mm\s?Hg\b)?)"),
        _pressure,
        needs="/",
    ),
    Rule(
        "fraction",
        re.compile(r"(?<![\w./])(?P<a>\d)/(?P<b>\d|10)(?= (?:of|cup|teaspoon|tablespoon)\b)"),
        _stroke,
        needs="/",
    ),
    Rule(
        "fraction",
        re.compile(rf"(?P<whole>(?<=\d) ?)?(?P<f>[{VULGAR_SIGNS}])"),
        _vulgar,
        needs=VULGAR_SIGNS,
    ),
    Rule("number", unit_words.SUPERSCRIPT, _power),
    Rule("number", unit_words.CARET, _power, needs="^"),
    Rule("number", re.compile(r"(?<![\w.)])[−](?=\d)"), "minus ", needs="−"),
    Rule(
        "number",
        re.compile(r"(?<![\w.)])(?<!\d\s)[–-](?=\d{1,4}(?:\.\d{1,4})?\s?[°℃℉])"),
        "minus ",
        needs="°℃℉",
    ),
    Rule(
        "unit",
        re.compile(
            rf"(?<![A-Za-z\d.,])(?P<n>{_NUMBER})(?P<it>(?P<gap>[\s-]?){unit_words.PATTERN})"
        ),
        _unit,
    ),
    # Signs.
    Rule("sign", re.compile(r"≥\s?(?=\d)"), "at least "),
    Rule("sign", re.compile(r"≤\s?(?=\d)"), "at most "),
    Rule("sign", re.compile(r"(?<![<=>\w-])>\s?(?=\d)"), "more than ", needs=">"),
    Rule("sign", re.compile(r"(?<![<=>\w-])<\s?(?=[\d.]+(?![\d.>]))"), "less than ", needs="<"),
    Rule("sign", re.compile(r"\s?≥\s?"), " greater than or equal to ", needs="≥"),
    Rule("sign", re.compile(r"\s?≤\s?"), " less than or equal to ", needs="≤"),
    Rule(
        "sign",
        re.compile(r"(?<=[\w)])\s?±\s?(?=\d)"),
        " plus or minus ",
        needs="±",
    ),
    Rule("sign", re.compile(r"(?<!\w)±\s?(?=\d)"), "plus or minus ", needs="±"),
    Rule("sign", re.compile(r"≈\s?(?=\d)|(?<![\w~～])[~～]\s?(?=\d)"), _about, needs="≈~～"),
    Rule(
        "sign",
        re.compile(
            r"(?<=\d)\s?[×x]\s?(?=\d+(?:\.\d+)?\s?(?:[mck]?m|ft|feet|inch|inches|pixels)\b)"
        ),
        " by ",
        needs="×x",
    ),
    Rule("sign", re.compile(r"(?<=\d)\s?[×*]\s?(?=\d)"), " times ", needs="×*"),
    Rule("sign", re.compile(r"(?<=\d)\s?×(?=[\s,.;)]|$)"), " times", needs="×"),
    Rule("sign", re.compile(r"(?<=\w)\s&\s(?=\w)"), " and ", needs="&"),
    Rule("sign", re.compile(r"(?<!\w)#(?=\d{1,4}\b)"), "number ", needs="#"),
    Rule("table", re.compile(r"\s?(?:\|\s?)+"), ", ", needs="|"),
    Rule(
        "footnote",
        re.compile(r"[①-⑳❶-➓]\s?(?=\S)"),
        lambda match: f"{numerals.circled(match.group()[0])}, ",
    ),
    *english_roman.RULES,
    # Abbreviations that some voices read letter by letter or end a sentence at.
    Rule(
        "abbreviation",
        re.compile(r"\b(?P<it>No\. ?)(?=(?P<number>\d+))"),
        _number_sign,
        needs=("No.",),
    ),
    Rule("abbreviation", re.compile(r"\bNos\. ?(?=\d)"), "numbers ", needs=("Nos.",)),
    Rule("abbreviation", re.compile(r"\bProf\.(?=\s)"), "Professor", needs=("Prof.",)),
    Rule("abbreviation", re.compile(r"\bFig\.(?=\s\d)"), "Figure", needs=("Fig.",)),
    Rule("abbreviation", re.compile(r"\bvs\.(?=\s)"), "versus", needs=("vs.",)),
    Rule("abbreviation", re.compile(r"\be\.g\.(?=[\s,])"), "for example", needs=("e.g.",)),
    Rule("abbreviation", re.compile(r"\bi\.e\.(?=[\s,])"), "that is", needs=("i.e.",)),
    Rule("abbreviation", re.compile(r"\bapprox\.(?=\s)"), "approximately", needs=("approx.",)),
)
