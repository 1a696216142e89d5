"""A sheet that a person has confirmed becomes a part of the script."""

from __future__ import annotations

from dataclasses import replace

from producer.model import Script, clean_text
from producer.proposals.sheet import Sheet


def confirmed(script: Script, sheet: Sheet) -> Script:
    """`script` with all that `sheet` says: what is empty there is not set. A title, or a name of a
    speaker, that the script has in another language stays. Credits that are not to be kept go."""
    title = {lang: text for lang, p in sheet.title.items() if (text := clean_text(p.text))}
    names = {
        person.speaker: {
            lang: text for lang, p in person.names.items() if (text := clean_text(p.text))
        }
        for person in sheet.people
    }
    headings = {
        chapter.turn: {lang: text for lang, t in chapter.titles.items() if (text := clean_text(t))}
        for chapter in sheet.chapters
    }
    left_out = {credit.text for credit in sheet.credits if not credit.keep}
    return replace(
        script,
        title=title or script.title,
        untitled=script.untitled and not title,
        speakers=tuple(
            replace(speaker, names={**speaker.names, **names.get(speaker.id, {})})
            for speaker in script.speakers
        ),
        turns=tuple(
            replace(turn, heading=headings.get(turn.number, turn.heading)) for turn in script.turns
        ),
        credits=tuple(text for text in script.credits if text not in left_out),
        notes={lang: text for lang, p in sheet.notes.items() if (text := clean_text(p.text))},
        keywords={
            lang: terms
            for lang, words in sheet.keywords.items()
            if (terms := tuple(filter(None, map(clean_text, words))))
        },
    )
