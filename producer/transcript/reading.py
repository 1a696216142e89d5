"""A transcript or script file → `Script`. This brings all readers, rules and findings along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from producer.languages import DEFAULT, parse_locale
from producer.model import Script
from producer.transcript.conversation import understand, weigh
from producer.transcript.document import MOST_TURNS, Document, require_few
from producer.transcript.findings import checked
from producer.transcript.findings.layout_doubts import explained
from producer.transcript.language.chinese_writing import is_traditional
from producer.transcript.language.detection import Languages, languages_of
from producer.transcript.readers import reader_for
from producer.transcript.readers.companions import with_companion
from producer.transcript.readers.decoding import load
from producer.transcript.script import script_file
from producer.transcript.script.detection import script_text


def read(
    path: Path,
    languages: Sequence[str] = DEFAULT,
    people: Iterable[Iterable[str]] = (),
    *,
    untranslated: bool = False,
) -> Script:
    """The script in the transcript or script file at `path`, in the two `languages`, given by their
    tags, unless it declares others. `people` has groups of names that are one person's each. A
    transcript that is `untranslated` may lack one of the languages altogether.

    Raises `InputError` with the path, and the line where there is one: the file is absent, empty,
    too large or no such format, all in one language, or a script file that breaks its rules.
    """
    data = load(path)
    if (text := script_text(data, path)) is not None:
        script = script_file.parse(text, path)
        require_few(len(script.turns), path, what="turns", most=MOST_TURNS)
        return checked(_located(script))
    tags = tuple(languages)
    document = _document(path, languages_of(tags), data)
    tags = document.languages or tags
    script = understand(document, path, languages_of(tags), people, untranslated=untranslated)
    locales = {language: locale for language, locale in map(parse_locale, tags) if locale}
    return checked(_located(replace(script, locales=locales)))


def _document(path: Path, languages: Languages, data: bytes) -> Document:
    """What is in the file at `path`, whose content is `data`, and in one beside it with the other
    language. Raises `InputError`."""

    def beside(file: Path, tags: Languages) -> Document:
        content = load(file)
        return reader_for(content, file)(content, file, tags)

    document = reader_for(data, path)(data, path, languages)
    return with_companion(document, path, languages, beside)


def explain(
    path: Path, languages: Sequence[str] = DEFAULT, people: Iterable[Iterable[str]] = ()
) -> tuple[str, ...]:
    """The layouts that the transcript at `path` was tried in, for people: the one that was taken
    first, each with what speaks against it. None for a script file. Raises `InputError`."""
    data = load(path)
    if script_text(data, path) is not None:
        return ()
    tags = tuple(languages)
    document = _document(path, languages_of(tags), data)
    _, choices = weigh(document, path, languages_of(document.languages or tags), people)
    return tuple(
        f"{choice.reading.layout}: {len(choice.reading.pairs)} turns, "
        f"cost {choice.reading.cost:.1f} ({explained(choice.reading.costs)})"
        for choice in choices
    )


def _located(script: Script) -> Script:
    """`script` with a locale for Chinese in traditional characters, if none is declared."""
    texts = (text for turn in script.turns for text in turn.passages.get("zh", ()))
    if "zh" in script.locales or not is_traditional(texts):
        return script
    return replace(script, locales={**script.locales, "zh": "zh-TW"})
