"""Text that is in the other language than its passage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from producer.errors import InputError
from producer.languages import HAN, language_name
from producer.model import Finding, FindingKind, Script
from producer.transcript.findings.place import Place, places
from producer.transcript.language.detection import Languages, languages_of

_HAN = re.compile(f"[{HAN}]")
_FEWEST_WORDS = 4
"""A name or a greeting stands as well in the other language."""


def swapped(script: Script) -> Iterator[Finding]:
    """A passage, or a paragraph of it, is in the other language."""
    try:
        languages = languages_of(script.languages)
    except InputError:
        return  # nothing installed tells these two apart
    for turn in script.turns:
        wrong = {
            language: [place for place in places(turn, language) if _is_other(place, languages)]
            for language in turn.passages
        }
        if len(wrong) > 1 and all(wrong.values()):
            first = next(iter(wrong.values()))[0]
            yield first.finding(
                FindingKind.SWAPPED,
                "the passages of this turn have changed places: swap the languages",
            )
            continue
        for language, astray in wrong.items():
            other_name = language_name(languages.other(language))
            for place in astray:
                yield place.finding(
                    FindingKind.SWAPPED,
                    f"this text is {other_name}, not {language_name(language)}: move it",
                )


def _is_other(place: Place, languages: Languages) -> bool:
    words = len(place.text.split()) + len(_HAN.findall(place.text))
    return words >= _FEWEST_WORDS and languages.of(place.text) == languages.other(place.language)
