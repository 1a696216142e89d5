"""Roman numerals in English, where nothing else can be meant.

A group such as "phase I/II" is a number only as a whole. A letter that stands alone may be a
person, an initial or a mark: "At this stage I agree", "Francis X. Suarez", "a Type X fire".
"""

from __future__ import annotations

import re

from producer.speech import numerals
from producer.speech.rule import Rule, after

_NUMBERED = (
    "parts?|chapters?|volumes?|books?|acts?|sections?|phases?|types?|class(?:es)?|stages?|"
    "grades?|levels?|categor(?:y|ies)|world wars?|titles?|append(?:ix|ices)|articles?"
)
_MONARCHS = (
    "Louis|Henry|George|Charles|William|Edward|James|Richard|Philip|Elizabeth|Mary|Catherine|"
    "Frederick|Napoleon|Nicholas|Alexander|Peter|Pius|Leo|Gregory|Benedict|Innocent|Clement|"
    "John Paul|Ramesses|Mehmed|Francis|Ferdinand|Leopold|Gustav|Christian|Harald"
)
_TENTH = "Louis|Charles|Pius|Leo|Gregory|Benedict|Clement|Innocent"
_NUMERAL = rf"{numerals.ROMAN}[A-Da-d]?"
_STROKE = r"\s?[/–—-]\s?"
_WORD = r"(?:, (?:and |or )?| (?:and|or|to|through|versus|vs\.?) )(?![IX]\b)"
_ONE = re.compile(rf"(?P<it>{numerals.ROMAN})(?P<letter>[A-Da-d]?)")
_ACRONYM = re.compile("X[A-Da-d]|[IV][A-D]")
_STAGED = ("stage", "stages", "grade", "grades", "phase", "phases")
"""What comes in stages has IA and IVB, what comes in types or classes an ID."""

_BEHIND_A_LETTER = {
    "I": re.compile(r"[.:;)]|$|\s(?:trials?|stud(?:y|ies)|clinical|errors?|of the)\b"),
    "V": re.compile(r"(?!\.\s[a-z])[.:;,)]|$|\s(?:trials?|stud(?:y|ies)|of the)\b"),
}
"""What may stand behind a letter that is a number."""


def _numbers(match: re.Match[str]) -> str | None:
    group = match["it"]
    if _ACRONYM.fullmatch(group) and match["name"].lower() not in _STAGED:
        return None
    behind = _BEHIND_A_LETTER.get(group)
    is_war = match["name"].lower().startswith("world") and group != "X"
    if len(group) == 1 and not is_war and (behind is None or not behind.match(after(match))):
        return None
    spoken = _ONE.sub(lambda number: f"{numerals.roman(number['it'])}{number['letter']}", group)
    return re.sub(r"\s?/\s?", " ", re.sub(r"\s?[–—-]\s?", " to ", spoken))


def _monarch(match: re.Match[str]) -> str:
    number = numerals.roman(match["it"])
    ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"the {number}{ending}"


RULES = (
    Rule(
        "roman",
        re.compile(
            rf"\b(?P<name>(?i:{_NUMBERED}))\s"
            rf"(?P<it>{_NUMERAL}(?:(?:{_STROKE}|{_WORD}){_NUMERAL}){{0,8}})(?![\w-]|['’](?!s))"
        ),
        _numbers,
        needs="IVX",
    ),
    Rule(
        "roman",
        re.compile(
            rf"\b(?:(?:{_MONARCHS})\s(?=[IVX]{{2}})|(?:{_TENTH})\s(?=X,? [a-z]|X['’]))"
            rf"(?P<it>{numerals.ROMAN})(?![\w-])"
        ),
        _monarch,
        needs="IVX",
    ),
    Rule("roman", re.compile("(?P<it>[Ⅰ-Ⅻ])"), numerals.arabic),
)
