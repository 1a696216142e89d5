"""Show notes: what a feed and the page say that an episode is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from producer.languages import UNSPACED
from producer.model import NARRATOR, Script
from producer.naming.roles import is_role
from producer.proposals.quotes import sentences
from producer.proposals.sheet import Proposal
from producer.wordings import wording

_LONGEST = {True: 300, False: 700}
"""Characters, by whether the language has no spaces."""

_TALK = {"zh": "{who}谈{topics}。", "en": "{who} talk about {topics}."}
_TALKS = {"zh": "{who}谈{topics}。", "en": "{who} talks about {topics}."}
_MOST_TOPICS = 4


def propose_notes(
    script: Script,
    names: Mapping[str, Mapping[str, Proposal]],
    keywords: Mapping[str, Sequence[str]],
) -> dict[str, Proposal]:
    """Per language: what the script has, else the lead that stands before the conversation, else
    who talks about what."""
    return {
        language: _written(script, language)
        or _lead(script, language)
        or _composed(language, script.locales.get(language, ""), names, keywords.get(language, ()))
        for language in script.languages
    }


def _written(script: Script, language: str) -> Proposal | None:
    notes = script.notes.get(language)
    return Proposal(notes, "as the script has them") if notes else None


def _lead(script: Script, language: str) -> Proposal | None:
    """What the narrator says before the first of the others speaks, in whole sentences."""
    texts: list[str] = []
    for turn in script.turns:
        if turn.speaker != NARRATOR:
            break
        texts += turn.passages.get(language, ())
    if not texts or len(script.speakers) < 2:
        return None
    longest = _LONGEST[language in UNSPACED]
    text = "\n".join(texts)
    if len(text) <= longest:
        return Proposal(text, "the lead of the transcript")
    ends = [end for _, end in sentences(text) if end <= longest]
    return (
        Proposal(text[: ends[-1]].strip(), "the lead of the transcript, shortened")
        if ends
        else None
    )


def _composed(
    language: str,
    locale: str,
    names: Mapping[str, Mapping[str, Proposal]],
    keywords: Sequence[str],
) -> Proposal:
    people = [
        person[language].text for person in names.values() if not is_role(person[language].text)
    ]
    topics = _listed(keywords[:_MOST_TOPICS], language)
    if people and topics and language in _TALK:
        form = _TALKS if len(people) == 1 else _TALK
        text = form[language].format(who=_listed(people, language), topics=topics)
        return Proposal(text, "who talks, and the terms that come up most")
    words = wording(language, locale)
    who = f"{words.people}{words.comma.join(people)}" if words and people else ""
    return Proposal(
        ". ".join(filter(None, [who, topics])), "who talks, and the terms that come up most"
    )


def _listed(terms: Sequence[str], language: str) -> str:
    if language in UNSPACED:
        return "、".join(terms)
    joint = " and " if language == "en" else ", "
    return joint.join(filter(None, [", ".join(terms[:-1]), *terms[-1:]]))
