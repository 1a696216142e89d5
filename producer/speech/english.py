"""English: what a voice reads badly, as words."""

from __future__ import annotations

import re

from producer.speech import numerals, units
from producer.speech.numerals import VULGAR, VULGAR_SIGNS
from producer.speech.rule import Rule

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
_ARTICLE = re.compile(r"\b(?:an?|the|this|each|every|another|new)\s$", re.IGNORECASE)
_ORDINALS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh"}
_ORDINALS |= {8: "eighth", 9: "ninth", 10: "tenth"}
_COUNTS = "zero one two three four five six seven eight nine".split()
_NUMBERED = (
    "part|chapter|volume|book|act|section|phase|type|class|stage|grade|level|category|"
    "world war|title|appendix|article"
)
_MONARCHS = (
    "Louis|Henry|George|Charles|William|Edward|James|Richard|Philip|Elizabeth|Mary|Catherine|"
    "Frederick|Napoleon|Nicholas|Alexander|Peter|Pius|Leo|Gregory|Benedict|Innocent|Clement|"
    "John Paul|Ramesses|Mehmed|Francis|Ferdinand|Leopold|Gustav|Christian|Harald"
)


def _date(found: re.Match[str]) -> str | None:
    month, day = int(found["m"]), int(found["d"])
    if not 1 <= month <= 12 or not 1 <= day <= _MONTH_DAYS[month - 1]:
        return None
    return f"{_MONTHS[month - 1]} {day}, {found['y']}"


def _money(found: re.Match[str]) -> str | None:
    """ "$3.5 million" as 3.5 million dollars; before a noun, as "a $3.5 million grant", dollar."""
    scale = _SCALES.get(found["scale"].lower())
    if scale is None:
        return None
    number = re.sub(r"\s?[–-]\s?", " to ", found["n"])
    before, after = found.string[: found.start()], found.string[found.end() :]
    of_noun = _ARTICLE.search(before) and re.match(r"\s[a-z]", after)
    plural = "" if of_noun or found["gap"] == "-" else "s"
    return f"{number} {scale} {_CURRENCIES[found['sign']]}{plural}"


def _digits(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found.group())
    plus = "plus " if found.group().startswith("+") else ""
    return plus + ", ".join(" ".join(group) for group in groups)


def _unit(found: re.Match[str]) -> str | None:
    # "5g" is a network, "5 g" is not much.
    if not units.is_certain(found) and (found["unit"] != "g" or found["gap"] != " "):
        return None
    hyphen = found["gap"] == "-"
    return ("-" if hyphen else " ") + units.english(found, one=hyphen or found["n"] == "1")


def _years(found: re.Match[str]) -> str | None:
    """ "2019–2024" and "1939–45"; "2024-03" is a month."""
    first, second = found["a"], found["b"]
    short = len(second) == 2
    if (short and found["dash"].strip() == "-") or int(second) <= int(first[-len(second) :]):
        return None
    return " to "


def _range(found: re.Match[str]) -> str | None:
    return " to " if numerals.ascending(found) else None


def _fraction(above: int, below: int) -> str:
    return f"{_COUNTS[above]} {_ORDINALS[below]}{'s' if above > 1 else ''}"


def _stroke(found: re.Match[str]) -> str | None:
    above, below = int(found["a"]), int(found["b"])
    return _fraction(above, below) if 0 < above < below <= 10 else None


def _vulgar(found: re.Match[str]) -> str:
    above, below = VULGAR[found["f"]]
    if found["whole"] is None:
        return _fraction(above, below)
    return " and a half" if (above, below) == (1, 2) else f" and {_fraction(above, below)}"


def _monarch(found: re.Match[str]) -> str:
    number = numerals.roman(found["it"])
    ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"the {number}{ending}"


def _power(found: re.Match[str]) -> str:
    power = numerals.plain(found["it"]).replace("−", "minus ").replace("-", "minus ")
    return f" to the power of {power}"


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
            r"(?P<gap>[\s-]?)(?P<scale>thousand|million|billion|trillion|[kKmMbB]n?|tn)(?![\w])"
        ),
        _money,
        needs="$€£",
    ),
    Rule(
        "money",
        re.compile(r"(?<=\d)(?P<it>\s?(?P<sign>[€£]))(?![\w\d])"),
        lambda found: f" {_CURRENCIES[found['sign']]}s",
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
            rf"(?<![\w./:$€£–~-])(?P<a>{_NUMBER})%?(?P<it>\s?[–~～]\s?)(?P<b>{_NUMBER})"
            r"(?![\d:–~]|-\d)"
        ),
        _range,
        needs="–~～",
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![\w./:$€£–~-])(?P<a>{_NUMBER})%?(?P<it>-)(?P<b>{_NUMBER})"
            rf"(?=[\s-]?(?:(?:{_COUNTED})(?!\w)|%|{units.PATTERN}))"
        ),
        _range,
        needs="-",
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
    Rule("number", re.compile(r"(?<=10)(?<!\d10)(?P<it>⁻?[⁰¹²³⁴-⁹]{1,3})"), _power),
    Rule("number", re.compile(r"(?<![\w.)])[−](?=\d)"), "minus ", needs="−"),
    Rule("number", re.compile(r"(?<![\w.)])-(?=\d+(?:\.\d+)?\s?(?:°|℃|℉))"), "minus ", needs="°℃℉"),
    Rule(
        "unit",
        re.compile(rf"(?<![A-Za-z\d.,])(?P<n>{_NUMBER})(?P<it>(?P<gap>[\s-]?){units.PATTERN})"),
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
        re.compile(r"(?<![\d\s])\s?±\s?(?=\d)|(?<=\s)±\s?(?=\d)"),
        "plus or minus ",
        needs="±",
    ),
    Rule("sign", re.compile(r"(?<=\d)\s?±\s?(?=\d)"), " plus or minus ", needs="±"),
    Rule("sign", re.compile(r"≈\s?(?=\d)|(?<![\w~～])[~～](?=\d)"), "about ", needs="≈~～"),
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
    Rule("table", re.compile(r"(?:\s*\|)+\s*"), ", ", needs="|"),
    Rule(
        "footnote",
        re.compile(r"[①-⑳❶-➓]\s*(?=\S)"),
        lambda found: f"{numerals.circled(found.group()[0])}, ",
    ),
    # Roman numerals where nothing else can be meant.
    Rule(
        "roman",
        re.compile(rf"(?i:\b(?:{_NUMBERED}))\s(?P<it>{numerals.ROMAN})(?<!\sI)(?![\w-])"),
        numerals.arabic,
        needs="IVX",
    ),
    Rule(
        "roman",
        re.compile(
            r"(?i:\b(?:part|chapter|volume|book|act|phase|type|class|stage|grade|world war))\s"
            r"(?P<it>I)(?=[.,;:)/–]|$|\s(?:trials?|stud(?:y|ies)|clinical|of|and|or|to|error)\b)"
        ),
        numerals.arabic,
        needs="I",
    ),
    Rule(
        "roman",
        re.compile(rf"\b(?:{_MONARCHS})\s(?P<it>{numerals.ROMAN})(?<!\sI)(?<!\sV)(?![\w-])"),
        _monarch,
        needs="IVX",
    ),
    Rule("roman", re.compile("(?P<it>[Ⅰ-Ⅻ])"), numerals.arabic),
    # Abbreviations that some voices read letter by letter or end a sentence at.
    Rule("abbreviation", re.compile(r"\bNo\. ?(?=\d)"), "number ", needs=("No.",)),
    Rule("abbreviation", re.compile(r"\bNos\. ?(?=\d)"), "numbers ", needs=("Nos.",)),
    Rule("abbreviation", re.compile(r"\bProf\.(?=\s)"), "Professor", needs=("Prof.",)),
    Rule("abbreviation", re.compile(r"\bFig\.(?=\s\d)"), "Figure", needs=("Fig.",)),
    Rule("abbreviation", re.compile(r"\bvs\.(?=\s)"), "versus", needs=("vs.",)),
    Rule("abbreviation", re.compile(r"\be\.g\.(?=[\s,])"), "for example", needs=("e.g.",)),
    Rule("abbreviation", re.compile(r"\bi\.e\.(?=[\s,])"), "that is", needs=("i.e.",)),
    Rule("abbreviation", re.compile(r"\bapprox\.(?=\s)"), "approximately", needs=("approx.",)),
)
