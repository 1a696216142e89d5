"""Full names of the speakers, from what the transcript says of them.

A label such as "Pro.Lu" has a title and a surname. A candidate is a longer name in the text that
has the surname: 陆佩华教授, "Professor Robert Negrin". Candidates of several spellings count
together (陆佩华, "Lu Peihua"). Each mention counts for its candidate: more where the title is of
the label's kind, nothing in the speaker's own mouth, against it where the name is an
organisation's (陆道培医院). A role such as "Host" has no name in its label: there only what the
person says of himself ("I'm Anna Lee"), or how a guest is introduced, counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from producer.languages import HAN
from producer.model import NARRATOR, Script, Speaker
from producer.naming.roles import HAN_ROLES, is_role, role_in
from producer.naming.surnames import COMMON_SURNAMES
from producer.naming.titles import HAN_TITLE, LATIN_TITLE, kind_of_title
from producer.proposals.people import (
    ORGANISATION,
    Label,
    letters,
    names_organisation,
    parse_label,
    romanised,
)
from producer.proposals.quotes import quotation
from producer.proposals.sheet import Proposal

_WORD = rf"(?!(?:{ORGANISATION})\b)[A-Z][\w’'-]{{1,20}}"
_LATIN_NAME = re.compile(
    rf"(?:(?P<title>\b(?:{LATIN_TITLE}))\.?\s)?"
    rf"(?P<name>\b{_WORD}(?:\s(?:[A-Z]\.\s)?{_WORD}){{1,3}})"
    rf"(?:\s?(?P<behind>{HAN_TITLE}))?"
)
_HAN_NAME = re.compile(
    rf"(?P<name>[{''.join(sorted(COMMON_SURNAMES))}][{HAN}]{{1,2}}?)(?P<title>{HAN_TITLE})"
)
_SURNAME = re.compile(f"[{''.join(sorted(COMMON_SURNAMES))}]")
_ALL_HAN = re.compile(f"[{HAN}]+")
_GLOSSED = re.compile(
    rf"(?P<han>[{HAN}]{{1,6}}(?:·[{HAN}]{{1,6}}){{0,2}})\s?[(（](?P<latin>{_WORD}(?:\s{_WORD}){{0,3}})[)）]"
)
"""罗伯特·内格林（Robert Negrin）"""

_BEFORE_NAME = re.compile(
    r"^.*(?:欢迎|感谢|谢谢|邀请|采访|请到|嘉宾|对话|教授|专家|导演|作家|先生|女士|[我是叫与和跟由请的])"
)
"""What may stand directly before a foreign name in Chinese and is no part of it."""

_I_AM = {
    "en": re.compile(
        rf"\b(?:I am|I[’']m|[Mm]y name is|[Tt]his is)\s(?:your host,?\s)?"
        rf"(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})"
    ),
    "zh": re.compile(
        rf"(?:我是|我叫)(?:你们的|今天的|本期的)?(?:老朋友|朋友|{HAN_ROLES})?[,，、]?"
        rf"(?P<name>[{''.join(sorted(COMMON_SURNAMES))}][{HAN}]{{1,2}}|[{HAN}]{{2}})(?=[,，。！!、.]|$)"
    ),
}
_INTRODUCED = {
    "en": re.compile(
        rf"\b(?:guest(?:\stoday)?(?:\sis|,)|joined(?:\stoday)?\sby|[Ww]ith\s(?:me|us)(?:\stoday)?\sis|"
        rf"[Ww]elcome,?|(?:talk|speak|talking|speaking)\s(?:to|with))\s"
        rf"(?:(?P<title>{LATIN_TITLE})\.?\s)?(?P<name>{_WORD}(?:\s{_WORD}){{1,2}})"
    ),
    "zh": re.compile(
        rf"(?:嘉宾是?|请到了?|邀请到了?|欢迎|采访到?了?|这位是|对话)[^,，。！？!?]{{0,16}}?"
        rf"(?P<name>[{''.join(sorted(COMMON_SURNAMES))}][{HAN}]{{1,2}}?)(?=(?P<title>{HAN_TITLE})|[,，。！!、.]|$)"
    ),
}
_LEAST = 1.0
"""What the mentions of a candidate have to be worth."""


@dataclass(frozen=True, slots=True)
class EvidenceParagraph:
    """A paragraph of a turn, as evidence."""

    text: str
    language: str
    speaker: str


@dataclass(slots=True)
class _Candidate:
    """A person who may be meant by a label: what the mentions are worth, how often each spelling
    occurs per language, and the best quotation per language."""

    worth: float = 0.0
    spellings: dict[str, Counter[str]] | None = None
    quotations: dict[str, tuple[float, str]] | None = None

    def add(self, language: str, spelling: str, worth: float, quote: str) -> None:
        self.spellings = self.spellings or defaultdict(Counter)
        self.quotations = self.quotations or {}
        self.worth += worth
        self.spellings[language][spelling] += 1
        if worth > self.quotations.get(language, (0.0, ""))[0]:
            self.quotations[language] = worth, quote


def passages_of(script: Script) -> list[EvidenceParagraph]:
    """All paragraphs of a script in their order."""
    return [
        EvidenceParagraph(text, language, turn.speaker)
        for turn in script.turns
        for language, paragraphs in turn.passages.items()
        for text in paragraphs
    ]


def propose_names(
    script: Script, passages: Sequence[EvidenceParagraph]
) -> dict[str, dict[str, Proposal]]:
    """Speaker id → language → the full name, for all who are not the narrator. What the labels
    already say in full is proposed as it stands."""
    speakers = [speaker for speaker in script.speakers if speaker.id != NARRATOR]
    roles = [speaker for speaker in speakers if not _labels(speaker)]
    guests = [speaker for speaker in roles if not _is_host(speaker)]
    proposals = {}
    for speaker in speakers:
        labels = _labels(speaker)
        if not labels:
            candidate = _self_named(speaker, passages)
            if candidate is None and guests == [speaker]:
                candidate = _introduced(speaker, passages)
        else:
            candidate = _best(speaker, labels, passages)
        proposals[speaker.id] = {
            language: _proposal(speaker, language, candidate, passages)
            for language in script.languages
        }
    return proposals


def _labels(speaker: Speaker) -> list[Label]:
    """What the speaker's labels say, without those that are roles."""
    texts = dict.fromkeys((speaker.id, *speaker.names.values(), *speaker.labels))
    return [label for label in map(parse_label, texts) if label.name]


def _is_host(speaker: Speaker) -> bool:
    texts = (speaker.id, *speaker.names.values(), *speaker.labels)
    return any(
        re.match(r"(?i)(?:co-?)?host|主持|主播|moderator|interviewer|记者|采访", t) for t in texts
    )


def _best(
    speaker: Speaker, labels: Sequence[Label], passages: Iterable[EvidenceParagraph]
) -> _Candidate | None:
    """Who is most probably meant by `labels`; None where nobody is worth enough."""
    title = next((label.title for label in labels if label.title), "")
    spelled_labels = frozenset(letters(label.name) for label in labels)
    candidates: dict[str, _Candidate] = defaultdict(_Candidate)
    for passage in passages:
        for start, end, name, mention_title in _names_in(passage.text, spelled_labels):
            spelled = letters(name)
            if not any(_fits(short, name, spelled) for short in spelled_labels):
                continue
            worth = 0.0 if passage.speaker == speaker.id else 1.0
            if names_organisation(passage.text, end):
                worth = -1.0
            elif mention_title and kind_of_title(mention_title) == title:
                worth *= 2.0
            shown = (
                f"{name} {mention_title}"
                if _is_latin_in_han(passage, mention_title, name)
                else name
            )
            quote = quotation(passage.text, start, end)
            candidates[spelled].add(passage.language, shown, worth, quote)
    best = max(candidates.values(), key=lambda candidate: candidate.worth, default=None)
    return best if best is not None and best.worth >= _LEAST else None


@lru_cache(maxsize=16_384)
def _names_in(text: str, spelled_labels: frozenset[str]) -> tuple[tuple[int, int, str, str], ...]:
    """Names of two words or characters at least, with where they stand and their titles: Chinese
    ones without a title only where they sound like one of `spelled_labels`. They are known for the
    paragraphs that an edit leaves alone."""
    return tuple(_found_names(text, spelled_labels))


def _found_names(text: str, spelled_labels: frozenset[str]) -> Iterator[tuple[int, int, str, str]]:
    for match in _LATIN_NAME.finditer(text):
        title = match["title"] or match["behind"] or ""
        yield match.start("name"), match.end("name"), match["name"], title
    for match in _HAN_NAME.finditer(text):
        yield match.start("name"), match.end("name"), match["name"], match["title"]
    for match in _SURNAME.finditer(text):
        for length in (2, 3):
            name = text[match.start() : match.start() + length]
            if len(name) == length and _ALL_HAN.fullmatch(name) and letters(name) in spelled_labels:
                yield match.start(), match.start() + length, name, ""


def _fits(short: str, name: str, spelled: str) -> bool:
    """Whether the letters `short` of a label are a part of a longer name, and its surname or first
    name: of a Chinese one only the surname, which stands first."""
    words = spelled.split()
    if not set(short.split()) <= set(words) or len(words) <= len(short.split()):
        return short == spelled
    if _ALL_HAN.fullmatch(name):
        return letters(romanised(name).split()[0]) in short.split()
    return True


def _is_latin_in_han(passage: EvidenceParagraph, title: str, name: str) -> bool:
    """Whether a Latin name stands in a Chinese text with a title, which then belongs to it."""
    return bool(title) and passage.language == "zh" and name.isascii() and not title.isascii()


def _self_named(speaker: Speaker, passages: Iterable[EvidenceParagraph]) -> _Candidate | None:
    """What the speaker says his or her name is."""
    candidate = _Candidate()
    for passage in passages:
        pattern = _I_AM.get(passage.language)
        if passage.speaker != speaker.id or pattern is None:
            continue
        match = next((m for m in pattern.finditer(passage.text) if not is_role(m["name"])), None)
        if match and passage.language not in (candidate.spellings or {}):
            quote = quotation(passage.text, match.start(), match.end())
            candidate.add(passage.language, match["name"], 1.0, quote)
    return candidate if candidate.spellings else None


def _introduced(speaker: Speaker, passages: Iterable[EvidenceParagraph]) -> _Candidate | None:
    """How others introduce the only guest."""
    candidate = _Candidate()
    for passage in passages:
        pattern = _INTRODUCED.get(passage.language)
        if passage.speaker == speaker.id or pattern is None:
            continue
        match = pattern.search(passage.text)
        if match and passage.language not in (candidate.spellings or {}):
            if names_organisation(passage.text, match.end("name")):
                continue
            quote = quotation(passage.text, match.start(), match.end("name"))
            candidate.add(passage.language, match["name"], 1.0, quote)
    return candidate if candidate.spellings else None


def _proposal(
    speaker: Speaker,
    language: str,
    candidate: _Candidate | None,
    passages: Iterable[EvidenceParagraph],
) -> Proposal:
    written = speaker.name(language)
    spellings: Mapping[str, Counter[str]] = (candidate.spellings if candidate else None) or {}
    quotations = (candidate.quotations if candidate else None) or {}
    if parse_label(written).full and _is_of(language, written):
        return Proposal(written, "as the transcript calls the speaker")
    latin = next((name for counts in spellings.values() for name in counts if name.isascii()), "")
    if language == "zh" and latin and (glossed := _glossed(latin, passages)):
        return glossed
    if language in spellings:
        name = spellings[language].most_common(1)[0][0]
        return Proposal(name, quotations.get(language, (0.0, ""))[1])
    for tag, counts in spellings.items():
        name = counts.most_common(1)[0][0]
        quote = quotations.get(tag, (0.0, ""))[1]
        if _ALL_HAN.fullmatch(name):
            return Proposal(romanised(name), f"{name} in Latin letters: {quote}")
        return Proposal(name, quote)
    role = "" if _is_of(language, written) else role_in(written, language)
    return Proposal(role or written, "as the transcript calls the speaker")


def _is_of(language: str, name: str) -> bool:
    """Whether a name is written as `language` writes names, as far as Chinese is concerned."""
    return bool(re.search(f"[{HAN}]", name)) == (language in ("zh", "yue", "ja"))


def _glossed(latin: str, passages: Iterable[EvidenceParagraph]) -> Proposal | None:
    """The Chinese form of a Latin name that stands in brackets behind it."""
    for passage in passages:
        for match in _GLOSSED.finditer(passage.text):
            if letters(match["latin"]) == letters(latin):
                quote = quotation(passage.text, match.start(), match.end())
                return Proposal(_BEFORE_NAME.sub("", match["han"]) or match["han"], quote)
    return None
