"""Text that no voice can say: addresses, emoji, footnote marks, tables."""

from __future__ import annotations

from collections.abc import Iterator

from producer.model import Finding, FindingKind, Script
from producer.speech import unspeakable
from producer.spoken import Replacement
from producer.transcript.findings.place import all_places

_SHOWN = 60


def speech(script: Script) -> Iterator[Finding]:
    """A paragraph has what cannot be said; once for each kind of it, with what is said instead."""
    for place in all_places(script):
        parts = unspeakable(place.text, place.language)
        for kind in dict.fromkeys(part.kind for part in parts):
            told = [_told(place.text, part) for part in parts if part.kind == kind]
            yield place.finding(
                FindingKind.SPEECH, f"{', '.join(dict.fromkeys(told))} ({kind}): captions keep it"
            )


def _told(text: str, part: Replacement) -> str:
    written = text[part.start : part.end].strip()
    shown = written if len(written) <= _SHOWN else written[: _SHOWN - 1] + "…"
    said = f"said as '{part.spoken}'" if part.spoken else "not said"
    return f"'{shown}' is {said}"
