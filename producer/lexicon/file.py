"""voices/lexicon.toml: read with every entry checked, added to with a person's comments kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from producer.errors import InputError
from producer.languages import LANGUAGES
from producer.lexicon.lexicon import Lexicon, LexiconEntry
from producer.lexicon.pinyin import is_pinyin, syllables
from producer.model import clean_text, is_speakable
from producer.show.show import nearest
from producer.show.toml import parse_toml, read_text, with_line_ends_of
from producer.store import write_atomically

_LARGEST_BYTES = 512 * 1024
_LONGEST_TERM = 100
_LONGEST_SPOKEN = 300
_MOST_PROBLEMS = 20

_HEADER = """\
# How a term is spoken. Captions and transcripts keep it as it is written. Per language:
#
#   [en]
#   "CAR-T" = "car tee"
#   ISCT = { spoken = "I S C T", case = true }                not "isct": capitals count
#   Negrin = { spoken = "NEG-rin", engine = "edge" }          with one engine, or one voice, only
#   ASH = ["ash", { spoken = "A S H", voice = "en-US-AvaNeural" }]
#   Nguyen = { ipa = "ˈwɪn" }                                 its sounds; spoken = "…" for others
#
#   [zh]
#   "单于" = { pinyin = "chan2 yu2" }
"""


def load(path: Path, *, engines: Collection[str] | None = None) -> Lexicon:
    """The lexicon in the file at `path`; an empty one where there is no file.

    With `engines`, the names of all engines, others are refused. Raises `InputError` with all
    problems of the file and their lines.
    """
    return _parsed(_text(path), path, engines)


def add(
    path: Path,
    language: str,
    term: str,
    spoken: str,
    *,
    engine: str = "",
    voice: str = "",
    case: bool | None = None,
    pinyin: str = "",
    ipa: str = "",
) -> LexiconEntry:
    """Write into the file at `path` how `term` is spoken, and give the entry.

    It takes the place of the entry for the same term, engine and voice. Comments, order and
    layout stay. With `case` None, capitals count in a term of nothing else, so that "WHO" leaves
    "who" alone. What is `spoken` for a Chinese term may be pinyin. Raises `InputError` where the
    file or the entry cannot be used, and `CannotWrite`.
    """
    term, spoken = clean_text(term), clean_text(spoken)
    if case is None:
        case = term.isalpha() and term.isupper() and term.lower() != term
    if language == "zh" and not (pinyin or ipa) and is_pinyin(spoken):
        spoken, pinyin = "", spoken
    entry = LexiconEntry(
        language, term, spoken, engine, voice, case, clean_text(pinyin), clean_text(ipa)
    )
    before = text = _text(path)
    current = _parsed(text, path, None)
    if problem := _problem_of(entry):
        raise InputError(f"“{term}”: {problem}", path=path)
    same = [e for e in current.entries if _identity(e) == _identity(entry)]
    if same == [entry]:
        return entry
    of_term = [e for e in current.entries if (e.language, e.term) == (language, term)]
    entries = [entry if e in same else e for e in of_term]
    values = [_value(e) for e in (entries if same else [*entries, entry])]
    expected = {e for e in current.entries if e not in same} | {entry}
    try:
        document = tomlkit.parse(text if text.strip() else _HEADER)
        if language not in document:
            document.append(language, tomlkit.table())
        table: Any = document[language]
        table[term] = values[0] if len(values) == 1 else _array(values)
        text = document.as_string()
        faithful = set(_parsed(text, path, None).entries) == expected
    except (TOMLKitError, InputError, LookupError, TypeError, ValueError, AttributeError):
        faithful = False
    if not faithful:
        line = f"{tomlkit.key(term).as_string()} = {values[-1].as_string()}"
        raise InputError(
            "cannot be added to as it is laid out",
            path=path,
            advice=f"Add by hand:\n[{language}]\n{line}",
        )
    write_atomically(path.resolve(), with_line_ends_of(before, text).encode())
    return entry


def _identity(entry: LexiconEntry) -> tuple[str, str, str, str]:
    return entry.language, entry.term, entry.engine, entry.voice


def _value(entry: LexiconEntry) -> Any:
    """The spoken form alone, or with what narrows it."""
    if not (entry.engine or entry.voice or entry.case or entry.pinyin or entry.ipa):
        return tomlkit.string(entry.spoken)
    table = tomlkit.inline_table()
    for key in ("spoken", "pinyin", "ipa", "engine", "voice", "case"):
        if value := getattr(entry, key):
            table[key] = value
    return table


def _array(values: list[Any]) -> Any:
    array = tomlkit.array()
    for value in values:
        array.append(value)
    return array


def _text(path: Path) -> str:
    return read_text(path, _LARGEST_BYTES, "lexicon") or ""


def _parsed(text: str, path: Path, engines: Collection[str] | None) -> Lexicon:
    tables = parse_toml(text, path, unquoted='Put terms in quotes: "重庆" = "虫庆"')
    entries: list[LexiconEntry] = []
    problems: list[tuple[int | None, str]] = []
    for language, terms in tables.items():
        if len(problems) > _MOST_PROBLEMS:
            break
        problem = "" if isinstance(terms, dict) else f"“{language}” is no language"
        if problem := problem or _no_language(language):
            problem += ". Put terms under one, such as [zh] or [en]"
            problems.append((_line_of(text, language), problem))
            continue
        for term, value in terms.items():
            for entry in _entries(language, term, value, engines):
                if isinstance(entry, LexiconEntry):
                    entries.append(entry)
                else:
                    problems.append((_line_of(text, language, term), f"“{term}”: {entry}"))
            if len(problems) > _MOST_PROBLEMS:
                break
    if problems:
        raise _refusal(path, problems)
    return Lexicon(tuple(entries))


def _entries(
    language: str, term: str, value: object, engines: Collection[str] | None
) -> Iterator[LexiconEntry | str]:
    """The entries of one term, and what is wrong with it."""
    seen: set[tuple[str, str]] = set()
    for each in value if isinstance(value, list) and value else [value]:
        fields = {"spoken": each} if isinstance(each, str) else each
        if not isinstance(fields, dict):
            yield 'how it is spoken is to be a text, or { spoken = "…", engine = "…" }'
            continue
        problem = _wrong_field(fields)
        if problem:
            yield problem
            continue
        entry = LexiconEntry(language, term, **fields)
        problem = _problem_of(entry)
        if not problem and entry.engine and engines is not None and entry.engine not in engines:
            problem = f"there is no engine '{entry.engine}'{nearest(entry.engine, engines)}"
        if not problem and (entry.engine, entry.voice) in seen:
            problem = "it is given twice for the same engine and voice"
        seen.add((entry.engine, entry.voice))
        yield problem or entry


def _wrong_field(fields: Mapping[str, object]) -> str:
    known = {"spoken": str, "pinyin": str, "ipa": str, "engine": str, "voice": str, "case": bool}
    for key, value in fields.items():
        if key not in known:
            return f"there is no '{key}' of a term{nearest(key, known)}"
        if not isinstance(value, known[key]):
            return f"'{key}' is to be " + ("true or false" if key == "case" else "a text in quotes")
    if {"pinyin", "ipa"} <= fields.keys():
        return "it has pinyin and IPA: one of them is enough"
    return "" if {"spoken", "pinyin", "ipa"} & fields.keys() else "'spoken' is missing"


def _problem_of(entry: LexiconEntry) -> str:
    """What is wrong with an entry, or nothing."""
    if problem := _no_language(entry.language):
        return problem
    if not entry.term or entry.term != clean_text(entry.term):
        return "the term is empty or has spaces or signs too many that cannot be seen"
    for way in (entry.spoken, entry.pinyin, entry.ipa):
        if way != clean_text(way) or (way and not is_speakable(way)):
            return "how it is spoken has no letter, or signs that cannot be seen"
    if not entry.sounds:
        return "how it is spoken has no letter, or signs that cannot be seen"
    if entry.pinyin and (problem := _no_pinyin(entry)):
        return problem
    if len(entry.term) > _LONGEST_TERM or len(entry.sounds) > _LONGEST_SPOKEN:
        return f"a term has at most {_LONGEST_TERM} characters, spoken {_LONGEST_SPOKEN}"
    if any(text != clean_text(text) for text in (entry.engine, entry.voice)):
        return "the engine or voice has signs that cannot be seen"
    return ""


def _no_pinyin(entry: LexiconEntry) -> str:
    """What is wrong with the pinyin of an entry, or nothing."""
    if entry.language != "zh":
        return "pinyin is for terms under [zh]"
    try:
        syllables(entry.pinyin)
    except ValueError as error:
        return str(error)
    return ""


def _no_language(tag: str) -> str:
    """Why there can be no entries for `tag`, or nothing: they would never be spoken."""
    if tag in LANGUAGES:
        return ""
    return f"“{tag}” is no language{nearest(tag, LANGUAGES)}"


def _refusal(path: Path, problems: list[tuple[int | None, str]]) -> InputError:
    if len(problems) == 1:
        return InputError(problems[0][1], path=path, line=problems[0][0])
    # A file of another kind has thousands, of which each takes a while to be looked into.
    lines = [f"{path}:{line}: {problem}" if line else problem for line, problem in problems]
    told = "\n  ".join(lines[:_MOST_PROBLEMS])
    if len(problems) > _MOST_PROBLEMS:
        return InputError(
            f"more than {_MOST_PROBLEMS} entries cannot be used, the first of them:\n  {told}",
            path=path,
        )
    return InputError(f"{len(problems)} entries cannot be used:\n  {told}", path=path)


def _line_of(text: str, language: str, term: str = "") -> int | None:
    """The line on which a term, or else the language, stands; keys may be in quotes."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("#"):
            continue
        if stripped.startswith("["):
            inside = bool(re.match(rf"\[\s*[\"']?{re.escape(language)}\b", stripped))
            if inside and (not term or term in stripped):
                return number
            continue
        key = term if inside else language
        if key and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*[=.]", stripped):
            return number
    return None
