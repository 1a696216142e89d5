"""The front matter of a transcript: title, speakers and date between two lines `---` or `+++`.

Between `+++` it is TOML. Between `---` it is what people write as YAML: `key: value`, lists and
one level of nesting; a line `---` that begins no such thing is a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from producer.languages import language_named, parse_locale
from producer.model import Speaker
from producer.show.toml import parse_fenced_toml
from producer.transcript.document import clean
from producer.transcript.language.detection import Languages, languages_of

_MAX_LINES = 100
_FENCES = ("---", "+++")
_ADVICE = "Texts stand in quotes; or put '---' for '+++' and write 'title: …'"
_PAIR = re.compile(r"(\s*)(?:-\s+)?([^\s:：\"'{\[#-][^:：]{0,40}?)\s*[:：](?:\s+(.*)|$)")
_FOLDED = re.compile(r"[|>][+-]?\d?")
_ITEM = re.compile(r"\s*-\s+(.*)")
_TITLES = re.compile(r"(?:title|headline|标题|題目|题目)(?:[ _.-]?(.+))?", re.IGNORECASE)
_LANGUAGES = ("languages", "language", "lang", "语言")
_SPEAKERS = re.compile(
    r"speakers?|participants?|cast|people|hosts?|guests?|人物|嘉宾|主持人?|说话人|参与者", re.I
)


@dataclass(frozen=True, slots=True)
class Opening:
    """`rest` is the text with the front matter's lines empty, so that lines keep their numbers."""

    rest: str
    titles: Mapping[str | None, str] = field(default_factory=dict)
    speakers: tuple[Speaker, ...] = ()
    credits: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def read_front_matter(text: str, path: Path, languages: Languages) -> Opening:
    """Raises `InputError` with the line where TOML between `+++` is none."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines[:_MAX_LINES]) if line.strip()), 0)
    fence = lines[first].strip() if lines else ""
    if fence not in _FENCES:
        return Opening(text)
    within = (n for n in range(first + 1, min(len(lines), _MAX_LINES)) if lines[n].strip() == fence)
    last = next(within, None)
    if last is None:
        return Opening(text)
    if fence == "+++":
        values = parse_fenced_toml(lines, first, last, path, advice=_ADVICE)
    else:
        values = _yaml(lines[first + 1 : last])
    if not values:
        return Opening(text)
    declared = _declared(values)
    if len(declared) == 2:
        languages = languages_of(declared)
    titles: dict[str | None, str] = {}
    speakers: list[Speaker] = []
    credits: list[str] = []
    for key, value in values.items():
        if title := _TITLES.fullmatch(key):
            titles |= _title(value, title[1], languages)
        elif _SPEAKERS.fullmatch(key):
            speakers += _speakers(value, languages)
        elif key in _LANGUAGES and declared:
            pass
        elif shown := clean(", ".join(_texts(value))):
            credits.append(f"{clean(key)}: {shown}")
    body = "\n".join([""] * (last + 1) + lines[last + 1 :])
    return Opening(body, titles, tuple(speakers), tuple(credits), declared)


def _declared(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The two languages of `languages: [es, en]`, or none."""
    texts = next((list(_texts(values[key])) for key in _LANGUAGES if key in values), [])
    tags = [_tag(tag.strip()) for text in texts for tag in re.split(r"[,，、/]", text)]
    declared = tuple(dict.fromkeys(tag for tag in tags if tag))
    return declared if len(declared) == 2 else ()


def _tag(named: str) -> str | None:
    try:
        language, locale = parse_locale(named)
    except ValueError:
        return language_named(named)
    return locale or language


def _yaml(lines: Sequence[str]) -> dict[str, Any]:
    """The values, or none at all where a line is not of the form."""
    values: dict[str, Any] = {}
    key, folded = "", False
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pair, item = _PAIR.fullmatch(line), _ITEM.fullmatch(line)
        nested = line[0] in " \t-"
        if pair and not nested:
            key, folded = pair[2], _FOLDED.fullmatch(pair[3] or "") is not None
            values[key] = "" if folded else _value(pair[3] or "")
        elif key and line[0] in " \t" and _goes_on(values[key], folded=folded):
            values[key] = _unquoted(f"{values[key]} {line.strip()}")
        elif key and line[0] in " \t" and not (pair or item) and _last_text(values[key]):
            values[key][-1] = _unquoted(f"{values[key][-1]} {line.strip()}")
        elif not (key and nested):
            return {}
        elif pair and not item:
            values[key] = {**_mapping(values[key]), pair[2]: _value(pair[3] or "")}
        elif item:
            items = values[key] if isinstance(values[key], list) else []
            values[key] = [*items, _item(item[1])]
        else:
            return {}
    return values


def _goes_on(value: object, *, folded: bool) -> bool:
    """Whether a text goes on in the lines below it, set in: after `|` or `>`, or where it began in
    the line of its key."""
    return isinstance(value, str) and (folded or bool(value))


def _last_text(value: object) -> bool:
    """Whether a list ends with a text, which may go on in the line below."""
    return isinstance(value, list) and bool(value) and isinstance(value[-1], str)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _item(text: str) -> Any:
    pair = _PAIR.fullmatch(text)
    return {pair[2]: _value(pair[3] or "")} if pair else _value(text)


def _value(text: str) -> Any:
    text = text.strip()
    if text[:1] == "[" and text[-1:] == "]":
        return [_unquoted(item) for item in _parts(text[1:-1])]
    if text[:1] == "{" and text[-1:] == "}":
        pairs = [_PAIR.fullmatch(item.strip()) for item in _parts(text[1:-1])]
        return {pair[2]: _unquoted(pair[3] or "") for pair in pairs if pair}
    return _unquoted(text)


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def _parts(text: str) -> list[str]:
    return [item for item in re.split(r"[,，]\s*", text) if item.strip()]


def _texts(value: object) -> Iterator[str]:
    """The texts in a value, however nested it is."""
    pending = [value]
    while pending:
        match pending.pop():
            case dict() as held:
                pending += reversed(held.values())
            case list() as held:
                pending += reversed(held)
            case other:
                yield str(other)


def _title(value: object, language: str | None, languages: Languages) -> dict[str | None, str]:
    if isinstance(value, dict):
        return {
            language_named(str(key)): clean(", ".join(_texts(text)))
            for key, text in value.items()
            if clean(", ".join(_texts(text)))
        }
    titles: dict[str | None, str] = {}
    for text in filter(None, map(clean, _texts(value))):
        titles |= (
            {named: text} if (named := language_named(language or "")) else languages.split(text)
        )
    return titles


def _speakers(value: object, languages: Languages) -> Iterator[Speaker]:
    """People from a list of names ("安娜 / Anna"), or from a table of a name and its forms."""
    if isinstance(value, dict):
        for name, forms in value.items():
            texts = [clean(name), *map(clean, _texts(forms))]
            yield from _speaker([text for text in texts if text], languages)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield from _speakers(item, languages)
            else:
                yield from _speaker([*_texts(item)], languages)
    else:
        for name in re.split(r"[,，、;；]", str(value)):
            yield from _speaker([name], languages)


def _speaker(forms: Sequence[str], languages: Languages) -> Iterator[Speaker]:
    names: dict[str, str] = {}
    for form in forms:
        for language, name in languages.split(clean(form)).items():
            if language and name:
                names.setdefault(language, name)
    if names:
        yield Speaker(next(iter(names.values())), names)
