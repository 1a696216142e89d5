"""Sentences of some weight that only one of the two languages has: an omission, or an addition, of
whoever translated."""

from __future__ import annotations

from collections.abc import Iterator

from producer.languages import language_name
from producer.model import Finding, FindingKind, Script, joint
from producer.plan.pairs import PairedScript, lone, sentences

_SURE = 0.7
"""How likely it is at least that the other language says nothing like it."""

_LETTERS, _CHARACTERS = 40, 12
"""A shorter sentence ("Thank you.", 是的。) is not worth telling: letters, or Han characters."""

_QUOTED = 40
"""So many characters of a sentence are quoted."""


def omitted(script: Script, paired: PairedScript) -> Iterator[Finding]:
    """A finding for each sentence of some weight that has no counterpart. A passage that is missing
    altogether is another finding."""
    for turn in script.turns:
        if len(turn.passages) < 2:
            continue
        for language in turn.passages:
            elsewhere = next(la for la in turn.passages if la != language)
            least = _LETTERS if joint(language) else _CHARACTERS
            counted = [
                line for line, paragraph in enumerate(sentences(turn, language)) for _ in paragraph
            ]
            lines = turn.lines.get(language, ())
            for number, pair in lone(paired.of_turn(turn.number), language):
                text = paired.of_turn(turn.number).sentences[language][number]
                if pair.confidence < _SURE or sum(map(str.isalnum, text)) < least:
                    continue
                paragraph = counted[number]
                yield Finding(
                    FindingKind.OMITTED,
                    f"turn {turn.number}, {language_name(language)}: "
                    f"“{_shortened(text)}” stands here only: the {language_name(elsewhere)} has no "
                    "such sentence",
                    lines[paragraph] if paragraph < len(lines) else turn.line,
                    turn.number,
                    language,
                )


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
