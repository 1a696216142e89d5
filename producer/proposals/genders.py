"""Whether a speaker is a woman or a man, from what the others say; never from the name alone.

Titles tell it (女士, Mr), and so do pronouns in sentences about the person. Sentences that name
several people are left alone. Where the text says both, nothing is proposed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from producer.languages import HAN
from producer.naming.titles import (
    FEMALE,
    GENDER_OF_TITLE,
    HAN_TITLE,
    LATIN_TITLE,
    MALE,
    kind_of_title,
)
from producer.proposals.full_names import EvidenceParagraph
from producer.proposals.people import parse_label
from producer.proposals.quotes import quotation, sentences
from producer.proposals.sheet import Proposal
from producer.proposals.stop_words import STOP_ENGLISH

_PRONOUNS = re.compile(
    r"\b(?P<male>he|him|his|himself)\b|\b(?P<female>she|her|hers|herself)\b"
    r"|(?P<han_male>(?<![其吉])他(?![们們人国國乡鄉日处處]))|(?P<han_female>她(?![们們]))",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(rf"\b(?:{LATIN_TITLE})\.?\s[A-Z]|[{HAN}]{{1,3}}(?:{HAN_TITLE})")
"""Anybody with a title."""

_SURE = 3
"""So many times as often has one gender to be said as the other."""

_NOT_KNOWN = "not known: chosen to be easy to tell apart"


def propose_gender(
    speaker: str,
    names: Sequence[str],
    others: Iterable[str],
    passages: Iterable[EvidenceParagraph],
) -> Proposal:
    """The gender of the speaker with the id `speaker`, who is called by any of `names`; `others`
    are names of the other speakers."""
    for name in names:
        for title in re.findall(rf"{HAN_TITLE}|\b(?:{LATIN_TITLE})\b", name):
            if gender := GENDER_OF_TITLE.get(kind_of_title(title)):
                return Proposal(gender, f"called “{name}”")
    own, strangers = _pattern(names), _pattern(others)
    counts: Counter[str] = Counter()
    quotations: dict[str, str] = {}
    for passage in passages:
        if passage.speaker == speaker:
            continue
        for gender, start, end in _votes(passage.text, own, strangers):
            counts[gender] += 1
            quotations.setdefault(gender, quotation(passage.text, start, end))
    return _settled(counts, quotations)


def _settled(counts: Mapping[str, int], quotations: Mapping[str, str]) -> Proposal:
    female, male = counts.get(FEMALE, 0), counts.get(MALE, 0)
    if female and male and max(female, male) < _SURE * min(female, male):
        both = " and ".join(quotations[gender] for gender in (FEMALE, MALE))
        return Proposal("", f"not known: the text says both, {both}")
    if not female and not male:
        return Proposal("", _NOT_KNOWN)
    gender = FEMALE if female > male else MALE
    return Proposal(gender, quotations[gender])


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of these people by full name, by a word of it in Latin letters that is no
    part of a longer name, or by surname and title in Chinese."""
    forms: dict[str, None] = {}
    for name in names:
        label = parse_label(name)
        if not label.name:
            continue
        if re.fullmatch(f"[{HAN}·]+", label.name):
            if len(label.name) > 1:
                forms[re.escape(label.name)] = None
            forms[f"{re.escape(label.name[0])}(?:{HAN_TITLE})"] = None
            continue
        words = label.name.split()
        if len(words) > 1:
            forms[rf"\b{re.escape(label.name)}\b"] = None
        forms[rf"(?<!-)\b{re.escape(words[-1])}\b(?!\s[A-Z])"] = None
    return re.compile("|".join(forms)) if forms else None


@lru_cache(maxsize=16_384)
def _votes(
    text: str, own: re.Pattern[str] | None, strangers: re.Pattern[str] | None
) -> tuple[tuple[str, int, int], ...]:
    """The gender that each pronoun about the person says, and where it stands: in a sentence that
    names this person and nobody else, and in the next, if that names nobody. It is known for the
    paragraphs that an edit leaves alone."""
    return tuple(_found_votes(text, own, strangers)) if own else ()


def _found_votes(
    text: str, own: re.Pattern[str], strangers: re.Pattern[str] | None
) -> Iterator[tuple[str, int, int]]:
    about = False
    for begin, end in sentences(text):
        sentence = text[begin:end]
        mention = _mention(sentence, own)
        elsewhere = _names_another(sentence, own, strangers)
        if elsewhere or (mention is None and not about):
            about = False
            continue
        for titled in _titled(sentence, own):
            yield titled[0], begin + titled[1], begin + titled[2]
        pronouns = {_gender_of(match): match for match in _PRONOUNS.finditer(sentence)}
        if len(pronouns) == 1:
            for gender, match in pronouns.items():
                yield gender, begin + match.start(), begin + match.end()
        about = mention is not None


def _mention(sentence: str, own: re.Pattern[str]) -> re.Match[str] | None:
    """The first time that the person is named: a surname behind another capitalised word that is
    no title is a part of somebody else's name ("Sally Moor")."""
    for match in own.finditer(sentence):
        before = re.search(r"([A-Z][\w’'-]{0,20})\s$", sentence[: match.start()][-24:])
        if (
            before is None
            or " " in match[0]
            or before[1].casefold() in STOP_ENGLISH
            or kind_of_title(before[1])
        ):
            return match
    return None


def _names_another(sentence: str, own: re.Pattern[str], strangers: re.Pattern[str] | None) -> bool:
    """Whether a sentence names anybody but the person: another speaker, or somebody with a
    title."""
    titled = (sentence[match.start() : match.end() + 20] for match in _SOMEBODY.finditer(sentence))
    return any(own.search(text) is None for text in titled) or bool(
        strangers and strangers.search(sentence)
    )


def _gender_of(pronoun: re.Match[str]) -> str:
    return MALE if pronoun["male"] or pronoun["han_male"] else FEMALE


def _titled(sentence: str, own: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """Where the person has a title that tells a gender: "Ms. Lu", 陆女士."""
    for match in own.finditer(sentence):
        around = sentence[max(0, match.start() - 8) : match.end() + 2]
        for title in re.findall(rf"\b(?:{LATIN_TITLE})\b|{HAN_TITLE}", around):
            if gender := GENDER_OF_TITLE.get(kind_of_title(title)):
                yield gender, match.start(), match.end()
