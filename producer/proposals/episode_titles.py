"""Titles: of the episode, and of its chapters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from producer.languages import HAN, UNSPACED
from producer.model import NARRATOR, Script, Turn
from producer.naming.roles import is_role
from producer.proposals.phrases import is_telling
from producer.proposals.quotes import quotation
from producer.proposals.sheet import ChapterProposal, Proposal
from producer.proposals.topics import question_in, stated_topic

_CAPITALISED = r"[A-Z][\w’'-]*"
_GREETED = {
    "zh": re.compile(
        r"(?:欢迎(?:大家|各位)?(?:收听|收看|来到|回到|关注|走进)|这里是|您?正在收听的?是|本期节目)"
        r"[^《。！？\n]{0,16}《(?P<name>[^《》\n]{2,30})》"
    ),
    "en": re.compile(
        r"\b[Ww]elcome (?:back )?to (?:another (?:episode|edition) of )?"
        r"(?:the |our )?(?:podcast |show )?"
        rf"[“\"]?(?P<name>{_CAPITALISED}(?:\s(?:(?:and|of|the|in|to|for|with|a|an|on|at|from|&)\s){{0,2}}"
        rf"{_CAPITALISED}){{1,5}})"
    ),
}
"""How a programme says what it is called."""

_AND = {"zh": "与", "en": " and ", "yue": "同", "ja": "と"}
_ON = {"zh": "：", "en": " on ", "yue": "：", "ja": "："}
_OPENING_TURNS = 4
_MOST_PHRASES = 2
_MOST_TERMS = 60


def propose_title(
    script: Script,
    names: Mapping[str, Mapping[str, Proposal]],
    keywords: Mapping[str, Sequence[str]],
) -> dict[str, Proposal]:
    """The title per language: that of the transcript, or, where it has none, what a greeting
    says, else who talks and about what, else the weightiest terms."""
    proposals = {}
    for language in script.languages:
        if not script.untitled and (title := script.title.get(language)):
            proposals[language] = Proposal(title, "the transcript's title")
            continue
        proposals[language] = (
            _greeted(script, language)
            or _people_and_topic(script, language, names, keywords.get(language, ()))
            or Proposal("", "the transcript has no title, and says nothing that would make one")
        )
    return proposals


def _greeted(script: Script, language: str) -> Proposal | None:
    pattern = _GREETED.get(language)
    for turn in script.turns[:_OPENING_TURNS] if pattern else ():
        for text in turn.passages.get(language, ()):
            if pattern and (match := pattern.search(text)):
                return Proposal(match["name"], quotation(text, match.start(), match.end()))
    return None


def _people_and_topic(
    script: Script,
    language: str,
    names: Mapping[str, Mapping[str, Proposal]],
    keywords: Sequence[str],
) -> Proposal | None:
    """ "Lu Peihua and Robert Negrin on CAR-T therapy"."""
    people = [
        person[language].text
        for speaker, person in names.items()
        if speaker != NARRATOR and not is_role(person[language].text)
    ][:2]
    opening = [p for turn in script.turns[:_OPENING_TURNS] for p in turn.passages.get(language, ())]
    topic = next(filter(None, (stated_topic(text, language) for text in opening)), None)
    if topic is None and keywords:
        terms = _without_common_words(keywords)
        topic = Proposal(_listed(terms, language), "who talks, and the terms that come up most")
    if topic is None and not people:
        return None
    who = _AND.get(language, ", ").join(people)
    if language in UNSPACED:
        who = _spaced_at_latin(who)
    parts = [who, topic.text if topic else ""]
    evidence = topic.evidence if topic else "who talks"
    return Proposal(_ON.get(language, ": ").join(filter(None, parts)), evidence)


def _listed(terms: Sequence[str], language: str) -> str:
    if language in UNSPACED:
        return "、".join(terms)
    return _AND.get(language, ", ").join(terms)


def _spaced_at_latin(text: str) -> str:
    """A space between Latin letters and Han characters."""
    text = re.sub(rf"(?<=[A-Za-z0-9])(?=[{HAN}])", " ", text)
    return re.sub(rf"(?<=[{HAN}])(?=[A-Za-z0-9])", " ", text)


def propose_chapters(
    script: Script, starts: Sequence[int], phrases: Mapping[str, Sequence[str]]
) -> tuple[ChapterProposal, ...]:
    """A title per language for the chapters that begin at the turns with the numbers `starts`: the
    heading there, or a question that opens the chapter, or what it says that it is about, or those
    of the script's key `phrases` that it has more of than the other chapters. Languages in which
    nothing names a topic are left out."""
    if not starts:
        return ()
    ends = [*starts[1:], len(script.turns) + 1]
    chapters = [
        [turn for turn in script.turns if start <= turn.number < end]
        for start, end in zip(starts, ends, strict=True)
    ]
    titles: list[dict[str, str]] = [{} for _ in chapters]
    for language in script.languages:
        texts = [
            "\n".join(text for turn in turns for text in turn.passages.get(language, ())).casefold()
            for turns in chapters
        ]
        telling = [p for p in phrases.get(language, ()) if is_telling(p, language)][:_MOST_TERMS]
        used: set[str] = set()
        for number, turns in enumerate(chapters):
            title = turns[0].heading.get(language, "") or _topic_of(turns, language)
            if not title:
                terms = _own_terms(telling, texts, number, used)
                used |= set(terms)
                listed = _listed(terms, language)
                title = listed[:1].upper() + listed[1:]
            if title:
                titles[number][language] = title
    return tuple(
        ChapterProposal(turns[0].number, named)
        for turns, named in zip(chapters, titles, strict=True)
    )


def _topic_of(turns: Sequence[Turn], language: str) -> str:
    opening = turns[0].passages.get(language, ())
    if question := question_in(opening, language):
        return question
    topic = next(filter(None, (stated_topic(text, language) for text in opening)), None)
    return topic.text[0].upper() + topic.text[1:] if topic else ""


def _own_terms(
    phrases: Sequence[str], texts: Sequence[str], number: int, used: Collection[str]
) -> list[str]:
    """The terms that the chapter with the text `texts[number]` has more of than the others, which
    no other chapter is called after."""
    weights: dict[str, float] = {}
    for rank, phrase in enumerate(phrases):
        counts = [text.count(phrase.casefold()) for text in texts]
        if counts[number] and phrase not in used:
            weights[phrase] = counts[number] ** 2 / sum(counts) / (rank + 3)
    return _without_common_words(sorted(weights, key=lambda phrase: -weights[phrase]))


def _without_common_words(ranked: Iterable[str]) -> list[str]:
    """The first of `ranked`, of which no two have a word in common."""
    chosen: list[str] = []
    for phrase in ranked:
        words = set(phrase.casefold().split())
        if len(chosen) < _MOST_PHRASES and not any(
            words & set(p.casefold().split()) for p in chosen
        ):
            chosen.append(phrase)
    return chosen
