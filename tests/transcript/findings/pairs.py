"""Helpers: scripts of a passage or two, and what is found in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from producer.model import Finding, Script, Speaker, Turn


def script_of(*turns: Mapping[str, str] | tuple[str, Mapping[str, str]]) -> Script:
    """A script whose turns are passages per language, with a speaker before them or Anna's.
    Paragraphs are lines."""
    spoken = [turn if isinstance(turn, tuple) else ("Anna", turn) for turn in turns]
    languages = dict.fromkeys(language for _, passages in spoken for language in passages)
    return Script(
        title=dict.fromkeys(languages, "Title"),
        languages=tuple(languages),
        speakers=tuple(Speaker(name) for name in dict.fromkeys(name for name, _ in spoken)),
        turns=tuple(
            Turn(number, name, {lang: tuple(text.split("\n")) for lang, text in passages.items()})
            for number, (name, passages) in enumerate(spoken, start=1)
        ),
    )


def pair(zh: str, en: str) -> Script:
    return script_of({"zh": zh, "en": en})


def kinds_of(findings: Iterable[Finding]) -> list[str]:
    return [finding.kind for finding in findings]


def changed(script: Script, finding: Finding) -> Script:
    """`script` with the finding's proposed change, made as a review page makes it."""
    assert finding.change is not None
    change = finding.change
    turns = []
    for turn in script.turns:
        if turn.number == finding.turn:
            if change.paragraph is None:
                assert turn.speaker == change.before
                turn = replace(turn, speaker=change.after)
            else:
                assert finding.language is not None
                texts = list(turn.passages[finding.language])
                assert texts[change.paragraph].count(change.before) == 1
                texts[change.paragraph] = texts[change.paragraph].replace(
                    change.before, change.after
                )
                turn = replace(turn, passages={**turn.passages, finding.language: tuple(texts)})
        turns.append(turn)
    return replace(script, turns=tuple(turns))
