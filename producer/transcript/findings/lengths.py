"""Pairs whose lengths are far apart, compared with the other pairs of the same script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from math import exp, log
from statistics import median

from producer.languages import LATIN, UNSPACED, language_name
from producer.model import Finding, FindingKind, Script, Turn
from producer.transcript.findings.glosses import without_glosses

_LATIN = re.compile(f"[{LATIN}]")
_FEWEST_PAIRS = 6
_SHORT = 80
"""Characters, in the language that takes more of them: "Yes, I do." says as much as 是."""
_LEAST_FACTOR = 2.0
_SPREADS = 4.0
_LEAST_SPREAD = 0.15
"""Of the logarithm of the ratio, as between good translators of the same text."""


def lengths(script: Script) -> Iterator[Finding]:
    """A pair's ratio lies outside four spreads, and a factor of two, around the median.

    The spread is the median deviation, which a few wild pairs do not move; 1.4826 makes it that
    of a normal distribution (Rousseeuw and Croux, 1993).
    """
    for first, second in combinations(script.languages, 2):
        ratios = {
            turn.number: log(_length(turn, second) / _length(turn, first))
            for turn in script.turns
            if first in turn.passages and second in turn.passages
        }
        pairs = [turn for turn in script.turns if turn.number in ratios]
        if len(pairs) < _FEWEST_PAIRS:
            continue
        middle = median(ratios.values())
        expected = exp(middle)
        long = [t for t in pairs if not _is_short(t, first, second, expected)]
        if len(long) < _FEWEST_PAIRS:
            continue
        middle = median(ratios[turn.number] for turn in long)
        spread = 1.4826 * median(abs(ratios[turn.number] - middle) for turn in long)
        limit = max(_SPREADS * max(spread, _LEAST_SPREAD), log(_LEAST_FACTOR))
        for turn in long:
            if abs(off := ratios[turn.number] - middle) > limit:
                yield _far_apart(turn, first, second, off)


def _length(turn: Turn, language: str) -> int:
    """In characters, without glosses. A Latin word among Han characters has more letters than
    there would be characters: five letters count as two."""
    texts = [without_glosses(text, language) for text in turn.passages[language]]
    letters = sum(len(text.replace(" ", "")) for text in texts)
    if language in UNSPACED:
        letters -= round(0.6 * sum(len(_LATIN.findall(text)) for text in texts))
    return max(1, letters)


def _is_short(turn: Turn, first: str, second: str, expected: float) -> bool:
    """Short in both languages; what is long in one only is what is looked for."""
    first_length, second_length = _length(turn, first), _length(turn, second)
    return max(first_length * max(1.0, expected), second_length * max(1.0, 1 / expected)) < _SHORT


def _far_apart(turn: Turn, first: str, second: str, off: float) -> Finding:
    shorter, longer = (first, second) if off > 0 else (second, first)
    return Finding(
        FindingKind.LENGTH,
        f"turn {turn.number}: the {language_name(longer)} is {exp(abs(off)):.1f} times as long as "
        f"elsewhere in this script ({_length(turn, longer)} characters to "
        f"{_length(turn, shorter)} in {language_name(shorter)}): is something missing from the "
        f"{language_name(shorter)}, or in the wrong turn?",
        turn.line,
        turn.number,
        shorter,
    )
