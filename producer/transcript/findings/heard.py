"""Speakers who are heard in one language only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from producer.languages import language_name
from producer.model import NARRATOR, Finding, FindingKind, Script, Turn


def heard_in_one_language(script: Script) -> Iterator[Finding]:
    """A speaker has no passage in one of the languages: a translation is missing, or the other
    language calls the same person by another name."""
    if len(script.languages) < 2:
        return
    turns_of: dict[str, list[Turn]] = defaultdict(list)
    for turn in script.turns:
        turns_of[turn.speaker].append(turn)
    for speaker in script.speakers:
        turns = turns_of[speaker.id]
        languages = [la for la in script.languages if any(la in turn.passages for turn in turns)]
        if speaker.id != NARRATOR and len(languages) == 1:
            numbers = ", ".join(str(turn.number) for turn in turns)
            yield Finding(
                FindingKind.ONE_LANGUAGE,
                f"'{speaker.id}' is heard in {language_name(languages[0])} only (turn {numbers}): "
                "if the other language has another name for the same person, write under one of "
                'them in voices/cast.toml: aliases = ["the other"]',
                turns[0].line,
                turns[0].number,
                languages[0],
            )
