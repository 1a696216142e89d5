"""Whether a transcript has every word as it was said, doubled words and what was misheard too."""

from __future__ import annotations

import re
from functools import lru_cache

from producer.model import Script
from producer.transcript.findings.place import all_places

DOUBLED = re.compile(
    r"\b(the|a|an|of|to|and|in|at|for|from|with|by|as|are|was|were|it|be|or|if|we|they|our|"
    r"their|your|this|these|which|when|than|into|about) (?i:\1)\b(?![-'’&.])",
    re.IGNORECASE,
)
"""A small English word that stands twice."""

_FEW = 3
"""So many may be slips, however short the text is."""

_WORDS = 1_000
"""In which an edited text has no more than one of them."""


@lru_cache(maxsize=16_384)
def doubled(text: str) -> int:
    """How many words are doubled in a text, which is asked for each kind of finding that is sure
    only where nobody speaks so."""
    return len(DOUBLED.findall(text))


def is_verbatim(script: Script) -> bool:
    """Whether words are doubled in English as only those do who speak."""
    texts = [place.text for place in all_places(script) if place.language == "en"]
    count = sum(map(doubled, texts))
    words = sum(len(text.split()) for text in texts)
    return count > _FEW and count * _WORDS > words
