"""A Script → what a person is asked to confirm before it is published: a `Sheet`.

    Script ──▶ names ──▶ genders
       │         └─────▶ title, notes
       └─▶ key phrases ──┘   chapters, credits

A transcript mostly says what it is called, who speaks, whether that is a woman or a man, and what
it is about; each proposal comes with the sentence that says so. Nothing is written: whoever
confirms the sheet has `confirmed` put it into the script.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from producer.model import NARRATOR, Script
from producer.proposals.episode_titles import propose_chapters, propose_title
from producer.proposals.full_names import passages_of, propose_names
from producer.proposals.genders import propose_gender
from producer.proposals.kept_credits import propose_credits
from producer.proposals.phrases import key_phrases
from producer.proposals.sheet import (
    ChapterProposal,
    CreditProposal,
    PersonProposal,
    Proposal,
    Sheet,
)
from producer.proposals.show_notes import propose_notes

__all__ = [
    "ChapterProposal",
    "CreditProposal",
    "PersonProposal",
    "Proposal",
    "Sheet",
    "propose",
    "propose_genders",
]

_MOST_KEYWORDS = 6


def propose_genders(script: Script, speakers: Collection[str]) -> dict[str, str]:
    """The genders of those of `speakers`, by id, of whom the text says whether they are women or
    men."""
    passages = passages_of(script)
    called = _called(script, propose_names(script, passages))
    genders = {
        speaker: propose_gender(speaker, forms, _others(called, speaker), passages).text
        for speaker, forms in called.items()
        if speaker in speakers
    }
    return {speaker: gender for speaker, gender in genders.items() if gender}


def _called(script: Script, names: Mapping[str, Mapping[str, Proposal]]) -> dict[str, list[str]]:
    """All names by which each speaker but the narrator is called."""
    return {
        speaker.id: [
            speaker.id,
            *speaker.names.values(),
            *speaker.labels,
            *(proposal.text for proposal in names.get(speaker.id, {}).values()),
        ]
        for speaker in script.speakers
        if speaker.id != NARRATOR
    }


def _others(called: Mapping[str, Sequence[str]], speaker: str) -> list[str]:
    """The names of all speakers but one."""
    return [name for id_, names in called.items() if id_ != speaker for name in names]


def propose(
    script: Script,
    *,
    chapter_starts: Sequence[int] = (),
    known_genders: Mapping[str, str] | None = None,
) -> Sheet:
    """What the transcript of `script` says of the episode. Chapters begin at the turns with the
    numbers `chapter_starts`; `known_genders` are those that the cast has, by speaker id."""
    passages = passages_of(script)
    names = propose_names(script, passages)
    called = _called(script, names)
    everybody = [name for forms in called.values() for name in forms]
    phrases = {
        language: key_phrases(
            [passage.text for passage in passages if passage.language == language],
            language,
            everybody,
        )
        for language in script.languages
    }
    keywords = {
        language: script.keywords.get(language) or tuple(terms[:_MOST_KEYWORDS])
        for language, terms in phrases.items()
    }
    people = []
    for speaker, forms in called.items():
        if gender := (known_genders or {}).get(speaker, ""):
            proposal = Proposal(gender, "as the cast says")
        else:
            proposal = propose_gender(speaker, forms, _others(called, speaker), passages)
        people.append(PersonProposal(speaker, names[speaker], proposal))
    return Sheet(
        title=propose_title(script, names, keywords),
        people=tuple(people),
        notes=propose_notes(script, names, keywords),
        keywords=keywords,
        chapters=propose_chapters(script, chapter_starts, phrases),
        credits=propose_credits(script),
    )
