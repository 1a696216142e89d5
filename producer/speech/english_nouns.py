"""Whether an English quantity describes a noun: "a 10 mg dose" is a 10 milligram dose, but
"10 mg daily" are 10 milligrams.

Nothing here knows what is a noun. Words that can follow a quantity and are none are few and are
listed; in doubt a quantity describes nothing.
"""

from __future__ import annotations

import re

_FUNCTION_WORDS = frozenset(
    "a an the this that these those to of from and or nor in on at is was are were be been "
    "being am has have had do does did will would can could may might must shall should "
    "ago per which who whom whose where when while as if than then but so yet for with by "
    "about into onto over under up down off out through during before after between within "
    "without since until till plus minus more less fewer each every once twice he she it "
    "we they i you his her its their our my your us north south east west northeast "
    "northwest southeast southwest behind ahead away apart across along around beyond "
    "above below upstream downstream inland uphill downhill offshore onwards further "
    "farther only also too again now today yesterday tomorrow tonight here there later "
    "earlier not no both either all thus always besides afterwards upwards downwards "
    "towards backwards forwards sideways sometimes perhaps overseas indoors outdoors "
    "nowadays across worldwide annually overall total because although though whereas "
    "despite unless except".split()
)
_DIMENSIONS = frozenset(
    "long wide tall high deep thick old heavy apart daily weekly monthly yearly hourly orally "
    "longer wider taller higher deeper thicker older heavier lighter shorter lower bigger".split()
)
"""Where an article stands further away, "a road 5 km long" has no noun behind the quantity."""

_VERBS = frozenset(
    "buys goes comes makes takes helps pays covers represents remains seems means gets "
    "brings adds sounds looks gives feels sits lies stands keeps leaves falls rises works "
    "equals exceeds runs flows enters starts begins ends reaches becomes causes shows "
    "includes changes lets needs wants says tells turns moves stays lasts happens reduces "
    "increases improves prevents supports funds depends exists appears belongs counts "
    "costs suffices sets gains loses".split()
)
_ARTICLES = r"an?|each|every|another"
_COUNTS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|several|many|few"
_RANGE = r"(?:\d[\d.,]{0,12}\s?(?:[–-]\s?|to ))?"
_DETERMINED = re.compile(
    rf"\b(?:{_ARTICLES}|{_COUNTS}|the|this|that|these|those|new|one) {_RANGE}[$€£]?$", re.IGNORECASE
)
_DETERMINED_BEFORE_A_WORD = re.compile(
    rf"\b(?:{_ARTICLES}) [a-z-]{{2,20}} {_RANGE}[$€£]?$", re.IGNORECASE
)
_NEXT_WORD = re.compile(r" ([a-z]{2,30})(?![\w'’])")
_PEOPLE = frozenset("people men women children mice feet teeth".split())


def is_adjective(before: str, after: str) -> bool:
    """Whether a quantity between the texts `before` and `after` describes a noun."""
    match = _NEXT_WORD.match(after)
    if match is None or (word := match[1]) in _FUNCTION_WORDS:
        return False
    if _DETERMINED.search(before):
        return True
    if word not in _DIMENSIONS and _DETERMINED_BEFORE_A_WORD.search(before):
        return True
    return _is_plural(word)


def is_counted(after: str) -> bool:
    """Whether a text goes on with a noun in the plural, as "12 people" does behind its number."""
    match = _NEXT_WORD.match(after)
    return match is not None and _is_plural(match[1])


def _is_plural(word: str) -> bool:
    if word in _FUNCTION_WORDS or word in _VERBS:
        return False
    return word in _PEOPLE or (word.endswith("s") and not word.endswith(("ss", "us", "is")))
