"""A sheet as a list of lines, each with a key, that a person reads and changes one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from producer.languages import language_name
from producer.model import clean_text
from producer.proposals.sheet import ChapterProposal, Proposal, Sheet

GENDERS = ("female", "male")
KEPT, LEFT_OUT = "keep", "leave out"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet. `key` says what it is ("title.zh", "name.0.en", "gender.0"), `choices`
    are the only texts that it may have, if there are such."""

    key: str
    label: str
    text: str
    evidence: str = ""
    choices: tuple[str, ...] = ()


def lines(sheet: Sheet) -> Iterator[SheetLine]:
    """All lines, in the order in which a person reads them."""
    for language, title in sheet.title.items():
        yield _line("title", language, "title", title)
    for number, person in enumerate(sheet.people):
        for language, name in person.names.items():
            yield _line(f"name.{number}", language, f"{person.speaker}: name", name)
        gender = person.gender
        label = f"{person.speaker}: gender"
        yield SheetLine(f"gender.{number}", label, gender.text, gender.evidence, (*GENDERS, ""))
    for language, notes in sheet.notes.items():
        yield _line("notes", language, "show notes", notes)
    for language, words in sheet.keywords.items():
        yield _line("keywords", language, "keywords", Proposal(", ".join(words)))
    for number, chapter in enumerate(sheet.chapters):
        for language in sheet.title:
            title = Proposal(chapter.titles.get(language, ""))
            yield _line(f"chapter.{number}", language, f"chapter at turn {chapter.turn}", title)
    for number, credit in enumerate(sheet.credits):
        chosen = KEPT if credit.keep else LEFT_OUT
        yield SheetLine(f"credit.{number}", credit.text, chosen, "", (KEPT, LEFT_OUT))


def _line(key: str, language: str, label: str, proposal: Proposal) -> SheetLine:
    return SheetLine(
        f"{key}.{language}",
        f"{label} ({language_name(language)})",
        proposal.text,
        proposal.evidence,
    )


def with_texts(sheet: Sheet, texts: Mapping[str, str]) -> Sheet:
    """`sheet` with the lines that have the keys in `texts` changed. Raises `KeyError` for a key
    that there is not, and `ValueError` for a text that is no choice."""
    known = {line.key: line for line in lines(sheet)}
    for key, text in texts.items():
        line, cleaned = known[key], clean_text(text)
        if line.choices and cleaned not in line.choices:
            raise ValueError(f"'{cleaned}' is none of {', '.join(filter(None, line.choices))}")
        if cleaned != line.text:
            kind, *place = key.split(".")
            sheet = _CHANGES[kind](sheet, place, cleaned)
    return sheet


def _with_title(sheet: Sheet, place: list[str], text: str) -> Sheet:
    return replace(sheet, title={**sheet.title, place[0]: Proposal(text)})


def _with_notes(sheet: Sheet, place: list[str], text: str) -> Sheet:
    return replace(sheet, notes={**sheet.notes, place[0]: Proposal(text)})


def _with_keywords(sheet: Sheet, place: list[str], text: str) -> Sheet:
    words = (clean_text(word) for word in text.replace("、", ",").split(","))
    return replace(sheet, keywords={**sheet.keywords, place[0]: tuple(filter(None, words))})


def _with_name(sheet: Sheet, place: list[str], text: str) -> Sheet:
    number, language = int(place[0]), place[1]
    people = list(sheet.people)
    names = {**people[number].names, language: Proposal(text)}
    people[number] = replace(people[number], names=names)
    return replace(sheet, people=tuple(people))


def _with_gender(sheet: Sheet, place: list[str], text: str) -> Sheet:
    people = list(sheet.people)
    people[int(place[0])] = replace(people[int(place[0])], gender=Proposal(text))
    return replace(sheet, people=tuple(people))


def _with_chapter(sheet: Sheet, place: list[str], text: str) -> Sheet:
    number, language = int(place[0]), place[1]
    chapters = list(sheet.chapters)
    titles = {la: t for la, t in {**chapters[number].titles, language: text}.items() if t}
    chapters[number] = ChapterProposal(chapters[number].turn, titles)
    return replace(sheet, chapters=tuple(chapters))


def _with_credit(sheet: Sheet, place: list[str], text: str) -> Sheet:
    credits = list(sheet.credits)
    credits[int(place[0])] = replace(credits[int(place[0])], keep=text == KEPT)
    return replace(sheet, credits=tuple(credits))


_CHANGES: Mapping[str, Callable[[Sheet, list[str], str], Sheet]] = {
    "title": _with_title,
    "name": _with_name,
    "gender": _with_gender,
    "notes": _with_notes,
    "keywords": _with_keywords,
    "chapter": _with_chapter,
    "credit": _with_credit,
}
