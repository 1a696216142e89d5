"""Passages that a machine translated and that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from producer.model import Finding, FindingKind, Script
from producer.transcript.findings.place import places


def unconfirmed(script: Script) -> Iterator[Finding]:
    """A passage is marked as made by a machine."""
    for turn in script.turns:
        for language in script.languages:
            if language in turn.unconfirmed:
                first, *_ = places(turn, language)
                yield first.finding(
                    FindingKind.UNCONFIRMED,
                    f"a machine translated this passage and nobody has confirmed it: read it, then "
                    f"turn its mark into [{language}]",
                )
