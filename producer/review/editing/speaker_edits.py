"""A Script → a Script: what speakers are called, and which of them are one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from producer.errors import UsageError
from producer.model import Script, Speaker, clean_text
from producer.review.editing.passage_edits import ScriptEdit, require_language, still_speaking


def rename(speaker: str, names: Mapping[str, str]) -> ScriptEdit:
    """The speaker has these names per language; a language without one keeps what it has."""

    def edit(script: Script) -> Script:
        for language in names:
            require_language(script, language)
        known = _speaker(script, speaker)
        cleaned = {lang: text for lang, name in names.items() if (text := clean_text(name))}
        renamed = replace(known, names={**known.names, **cleaned})
        people = tuple(renamed if each.id == speaker else each for each in script.speakers)
        return replace(script, speakers=people)

    return edit


def merge(speaker: str, into: str) -> ScriptEdit:
    """All turns of `speaker` are spoken by `into`, who is the same person and gets the names that
    were known of the other one only."""

    def edit(script: Script) -> Script:
        known, remaining = _speaker(script, speaker), _speaker(script, into)
        if speaker == into:
            raise UsageError(f"{speaker} is one person already")
        turns = tuple(
            replace(turn, speaker=into) if turn.speaker == speaker else turn
            for turn in script.turns
        )
        merged = replace(remaining, names={**known.names, **remaining.names})
        people = tuple(merged if each.id == into else each for each in script.speakers)
        return replace(script, turns=turns, speakers=still_speaking(people, turns))

    return edit


def _speaker(script: Script, speaker: str) -> Speaker:
    known = next((each for each in script.speakers if each.id == speaker), None)
    if known is None:
        raise UsageError(f"there is no speaker '{speaker}'")
    return known
