"""Text that no voice can say: addresses, emoji, footnote marks, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from producer.languages import HAN, LATIN
from producer.model import Finding, FindingKind, Script
from producer.speech import unspeakable
from producer.spoken import Replacement
from producer.transcript.findings.place import all_places

_SHOWN = 60
_PLAIN = re.compile(
    rf"(?!.*[{LATIN}0-9]\.[{LATIN}])[{LATIN}{HAN}0-9 ,.!?;:'\"，。！？；：、…“”‘’（）()《》—–%-]*"
)
"""Letters, digits and the usual marks, and no address: any voice can say these."""


def speech(script: Script) -> Iterator[Finding]:
    """A paragraph has what cannot be said; once for each kind of it, with what is said instead."""
    for place in all_places(script):
        if _PLAIN.fullmatch(place.text):
            continue
        replacements = unspeakable(place.text, place.language)
        for kind in dict.fromkeys(replacement.kind for replacement in replacements):
            shown_parts = [
                _told(place.text, replacement)
                for replacement in replacements
                if replacement.kind == kind
            ]
            yield place.finding(
                FindingKind.SPEECH,
                f"{', '.join(dict.fromkeys(shown_parts))} ({kind}): captions keep it",
            )


def _told(text: str, replacement: Replacement) -> str:
    written = text[replacement.start : replacement.end].strip()
    shown = written if len(written) <= _SHOWN else written[: _SHOWN - 1] + "…"
    instead = f"said as '{replacement.spoken}'" if replacement.spoken else "not said"
    return f"'{shown}' is {instead}"
