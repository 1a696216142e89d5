"""The settings at the top of a script file: TOML between two lines `+++`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from producer.errors import InputError
from producer.languages import parse_locale
from producer.model import Speaker, clean_text
from producer.show.toml import parse_fenced_toml

SCHEMA = 1
FENCE = "+++"

_KEYS = ("script", "source", "languages", "title", "speakers", "notes", "keywords")
_LANGUAGE = re.compile("[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`title` is empty, and `speakers` lacks some who speak, where the file leaves them out."""

    title: Mapping[str, str]
    languages: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    source: str = ""
    locales: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def is_script(text: str) -> bool:
    """Whether `text` begins with the front matter of a script file, be it broken."""
    lines = iter(text.lstrip().splitlines())
    if next(lines, "").strip() != FENCE:
        return False
    for line in lines:
        if line.strip() == FENCE:
            return False
        if re.match(r"\s*script\s*=", line):
            return True
    return False


def dump_front_matter(settings: FrontMatter) -> str:
    """The front matter with its fences; speakers only where there are any."""
    # tomlkit takes a tenth of the time in which the program has to answer --help.
    import tomlkit

    document = tomlkit.document()
    document["script"] = SCHEMA
    if settings.source:
        document["source"] = settings.source
    document["languages"] = [settings.locales.get(lang, lang) for lang in settings.languages]
    if settings.title:
        document["title"] = dict(settings.title)
    if settings.speakers:
        table = tomlkit.table()
        for speaker in settings.speakers:
            names = tomlkit.inline_table()
            names.update(speaker.names)
            table[speaker.id] = names
        document["speakers"] = table
    if settings.notes:
        document["notes"] = dict(settings.notes)
    if settings.keywords:
        document["keywords"] = {lang: list(terms) for lang, terms in settings.keywords.items()}
    return f"{FENCE}\n{tomlkit.dumps(document).strip()}\n{FENCE}"


def parse_front_matter(lines: Sequence[str], path: Path) -> tuple[FrontMatter, int]:
    """The front matter of a file's lines, and the index of the line after it. Raises
    `InputError` with the line where it is absent, no TOML, or holds what it should not."""
    fences = [index for index, line in enumerate(lines) if line.strip() == FENCE][:2]
    if len(fences) < 2 or any(line.strip() for line in lines[: fences[0]]):
        raise InputError(
            "the front matter is not closed" if fences else "there is no front matter",
            path=path,
            line=fences[0] + 1 if fences else 1,
            advice=f"It stands at the top between two lines '{FENCE}'",
        )
    first, last = fences
    advice = 'Texts stand in quotes, as in zh = "夜航"'
    values = parse_fenced_toml(lines, first, last, path, advice=advice)
    return _settings(values, lines[:last], path), last + 1


def _settings(values: Mapping[str, Any], lines: Sequence[str], path: Path) -> FrontMatter:
    def wrong(key: str, expected: str) -> InputError:
        line = next((n for n, line in enumerate(lines, start=1) if key in line), 1)
        return InputError(
            f"'{key}' in the front matter cannot be used", path=path, line=line, advice=expected
        )

    for key in values:
        if key not in _KEYS:
            raise wrong(key, f"It holds {', '.join(_KEYS)}")
    if values.get("script") != SCHEMA:
        raise wrong("script", f"Expected script = {SCHEMA}")
    source = values.get("source", "")
    if not isinstance(source, str):
        raise wrong("source", 'Expected the transcript it was written from, as in source = "a.txt"')
    tags = _tags(values.get("languages"))
    languages = tuple(dict(tags))
    if not languages or len(languages) != len(tags):
        raise wrong("languages", 'Expected a list of languages, as in languages = ["zh", "en"]')
    title = values.get("title", {})
    if not _is_texts(title):
        raise wrong("title", 'Expected a table [title] with lines such as zh = "夜航"')
    notes = values.get("notes", {})
    if not _is_texts(notes):
        raise wrong("notes", "Expected a table [notes] with a text per language")
    keywords = values.get("keywords", {})
    if not _is_lists(keywords):
        raise wrong("keywords", 'Expected a table [keywords] with lines such as en = ["tea"]')
    speakers = values.get("speakers", {})
    if not isinstance(speakers, dict):
        raise wrong(
            "speakers", 'Expected a table [speakers] with lines such as Anna = {zh = "安娜"}'
        )
    for speaker, names in speakers.items():
        if not clean_text(speaker) or not _is_texts(names):
            raise wrong(speaker, 'Expected names per language, as in Anna = {zh = "安娜"}')
    return FrontMatter(
        title=_clean(title),
        languages=languages,
        speakers=tuple(Speaker(clean_text(id_), _clean(names)) for id_, names in speakers.items()),
        source=clean_text(source),
        locales={language: locale for language, locale in tags if locale},
        notes=_clean(notes),
        keywords={lang: tuple(map(clean_text, terms)) for lang, terms in keywords.items()},
    )


def _tags(value: object) -> list[tuple[str, str]]:
    """Language and locale of each tag; nothing where `value` is no list of tags."""
    tags = []
    for tag in value if isinstance(value, list) else ():
        try:
            tags.append(parse_locale(tag) if isinstance(tag, str) else ("", ""))
        except ValueError:
            # A person has marked every passage, so any language will do.
            tags.append((tag, ""))
    return tags if all(_LANGUAGE.fullmatch(language) for language, _ in tags) else []


def _is_texts(table: object) -> bool:
    """Whether `table` holds a text per language."""
    return isinstance(table, dict) and all(
        _LANGUAGE.fullmatch(lang) and isinstance(text, str) and clean_text(text)
        for lang, text in table.items()
    )


def _is_lists(table: object) -> bool:
    """Whether `table` holds a list of texts per language."""
    return isinstance(table, dict) and all(
        _LANGUAGE.fullmatch(lang)
        and isinstance(terms, list)
        and all(isinstance(term, str) and clean_text(term) for term in terms)
        for lang, terms in table.items()
    )


def _clean(table: Mapping[str, str]) -> dict[str, str]:
    return {lang: clean_text(text) for lang, text in table.items()}
