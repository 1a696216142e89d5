"""Turns of a talk without names whose paragraphs are not as many in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from producer.languages import language_name
from producer.model import NARRATOR, Finding, FindingKind, Script

_FEWEST_PAIRS = 4
_NEARLY_ALL = 0.7
_MOST, _MOST_SHARE = 5, 0.05
"""Where more are so, as in captions, paragraphs are made by what is silent between them."""


def paragraphs(script: Script) -> Iterator[Finding]:
    """A turn has more paragraphs in one language, while nearly all others have as many in both.

    Where speakers are named these tell the turns apart; where they are not, nothing else shows
    that a translation is absent, and the next turn is taken for a part of this one.
    """
    pairs = [turn for turn in script.turns if len(turn.passages) > 1]
    uneven = [turn for turn in pairs if len({len(texts) for texts in turn.passages.values()}) > 1]
    named = any(turn.speaker != NARRATOR for turn in script.turns)
    even = len(pairs) - len(uneven)
    if named or len(pairs) < _FEWEST_PAIRS or even < _NEARLY_ALL * len(pairs):
        return
    for turn in uneven:
        counts = " and ".join(
            f"{len(texts)} in {language_name(lang)}" for lang, texts in turn.passages.items()
        )
        yield Finding(
            FindingKind.PARAGRAPHS,
            f"the paragraphs of turn {turn.number} are {counts}, while nearly all other turns have "
            "as many in both: add a translation that is missing, or a blank line between turns",
            turn.line,
            turn.number,
            doubtful=len(uneven) > max(_MOST, len(pairs) * _MOST_SHARE),
        )
