"""Turns that lack a language."""

from __future__ import annotations

from collections.abc import Iterator

from producer.languages import language_name
from producer.model import Finding, FindingKind, Script


def missing(script: Script) -> Iterator[Finding]:
    """A turn has no passage in a language of the script."""
    for turn in script.turns:
        for language in script.languages:
            if language not in turn.passages:
                yield Finding(
                    FindingKind.MISSING,
                    f"turn {turn.number} ({turn.speaker}) has no {language_name(language)}: add "
                    "the passage, let `producer translate` propose one, or choose what becomes "
                    "of it with --missing keep, skip or fail",
                    turn.line,
                    turn.number,
                    language,
                )
