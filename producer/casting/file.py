"""voices/cast.toml: read with every value checked, added to with a person's comments kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from producer.casting.cast import GENDERS, Cast, Part, nearest
from producer.errors import InputError
from producer.model import Delivery, Voice, clean_text
from producer.show.toml import line_of, parse_toml, read_text, with_line_ends_of
from producer.store import write_atomically

_LARGEST_BYTES = 256 * 1024

_HEADER = """\
# Who speaks with which voice. Speakers are added when they are first met; what stands here is
# kept, so edit freely. Under the name of a speaker, as in the transcript:
#
#   edge.zh = "zh-CN-XiaoxiaoNeural"     engine.language = voice; see `producer voices`
#   edge.en = { voice = "en-US-AvaNeural", rate = "-5%", pitch = "+2Hz", volume = "+10%" }
#   gender = "female"                    or "male", when voices are still to be chosen
#   name.zh = "林越"                      what listeners read, per language
#   role = "guest"                       or "host" …; link and picture = "https://…" for feeds
#   aliases = ["Prof. Lu", "陆教授"]       other names of the same person
"""

_TEXTS = ("role", "link", "picture")
"""What feeds say of a person."""

_PROSODY = {
    "rate": ("rate_percent", "%", "+10%"),
    "pitch": ("pitch_hz", "Hz", "-5Hz"),
    "volume": ("volume_percent", "%", "+10%"),
}
"""The attribute of a delivery that each is, its unit and an example."""


class _Problem(Exception):
    """What is wrong, what to do, and the keys that lead to the place."""

    def __init__(self, message: str, keys: Sequence[str], advice: str | None = None) -> None:
        super().__init__(message)
        self.keys = keys
        self.advice = advice


def load(
    path: Path, *, engines: Collection[str] | None = None, voices: Sequence[Voice] = ()
) -> Cast:
    """The cast in the file at `path`; an empty one where there is no file.

    With `engines`, the names of all engines, others are refused; with `voices`, the catalogues
    of some engines, so are voices that those do not have or that do not speak the language.
    Raises `InputError` with the line and the nearest name that exists.
    """
    cast = _parsed(_text(path), path, engines)
    require_voices(path, cast, voices)
    return cast


def require_voices(path: Path, cast: Cast, voices: Sequence[Voice]) -> None:
    """Raise `InputError`, with the line of the file at `path`, for a voice of `cast` that the
    `voices` of its engine, if there are any, do not have or that does not speak the language."""
    try:
        for name, member in cast.parts.items():
            for engine, language, delivery in _deliveries(member):
                catalogue = [voice for voice in voices if voice.engine == engine]
                _check_voice((name, engine, language, delivery.voice), catalogue)
    except _Problem as problem:
        line = line_of(_text(path), problem.keys)
        raise InputError(str(problem), path=path, line=line, advice=problem.advice) from problem


def save(path: Path, cast: Cast, loaded: Cast) -> bool:
    """Add to the file at `path` what `cast` has and `loaded`, as it was read, has not; True if
    there was something to write.

    Comments, order and layout stay, and so does what a person changed in the file meanwhile.
    The file is replaced at once. Raises `InputError` where it cannot be read or added to, and
    `CannotWrite`.
    """
    written = text = _text(path)
    current = expected = _parsed(text, path)
    added = ""
    changed: list[tuple[str, tuple[str, ...], tomlkit.items.Item]] = []
    for name, member in cast.parts.items():
        if member == loaded.parts.get(name):
            continue
        if name not in current.parts:
            added += f"\n{_block(name, member)}"
            expected = expected.with_part(name, member)
            continue
        before, now = loaded.parts.get(name, Part()), current.parts.get(name, Part())
        for engine, language, delivery in _deliveries(member):
            former = before.delivery(engine, language)
            if delivery != former and now.delivery(engine, language) == former:
                changed.append((name, (engine, language), _value(delivery)))
                now = now.with_delivery(engine, language, delivery)
                expected = expected.with_part(name, now)
        details, former_details, current_details = map(_details, (member, before, now))
        for keys, detail in details.items():
            former_detail = former_details.get(keys)
            if detail != former_detail and current_details.get(keys) == former_detail:
                changed.append((name, keys, tomlkit.string(detail)))
                now = _with_detail(now, keys, detail)
                expected = expected.with_part(name, now)
    if not added and not changed:
        return False

    try:
        if changed:
            document = tomlkit.parse(text)
            for name, keys, value in changed:
                _set(document, name, keys, value)
            text = document.as_string()
        text = (text.rstrip("\n") + "\n" if text.strip() else _HEADER) + added
        faithful = _parsed(text, path) == expected
    except (TOMLKitError, InputError, LookupError, TypeError, ValueError, AttributeError):
        faithful = False
    if not faithful:
        additions = "".join(f"\n[{_key(n)}]\n{_setting(k, v)}" for n, k, v in changed) + added
        raise InputError(
            "cannot be added to as it is laid out", path=path, advice=f"Add by hand:\n{additions}"
        )
    write_atomically(path.resolve(), with_line_ends_of(written, text).encode())
    return True


def _text(path: Path) -> str:
    return read_text(path, _LARGEST_BYTES, "cast") or ""


def _parsed(text: str, path: Path, engines: Collection[str] | None = None) -> Cast:
    tables = parse_toml(text, path)
    try:
        return Cast({name: _part(name, table, engines) for name, table in tables.items()})
    except _Problem as problem:
        line = line_of(text, problem.keys)
        raise InputError(str(problem), path=path, line=line, advice=problem.advice) from problem


def _part(name: str, table: object, engines: Collection[str] | None) -> Part:
    if name != clean_text(name) or not name:
        raise _Problem(f"'{name}' is no speaker's name", [name], "Take out what cannot be seen")
    member = Part()
    gender, aliases = "", ()
    names: Mapping[str, str] = {}
    texts = dict.fromkeys(_TEXTS, "")
    for key, value in _table(table, [name]).items():
        if key == "gender":
            if value not in GENDERS:
                raise _Problem("the gender is neither 'female' nor 'male'", [name, key])
            gender = value
        elif key == "aliases":
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                raise _Problem("aliases are a list of names in quotes", [name, key])
            aliases = tuple(value)
        elif key == "name":
            names = _names(value, [name, key])
        elif key in _TEXTS:
            texts[key] = _detail(value, key, [name, key])
        elif engines is not None and key not in engines:
            advice = nearest(key, [*engines, "gender", "aliases", "name", *_TEXTS])
            raise _Problem(f"there is no engine '{key}'", [name, key], advice)
        else:
            for language, entry in _table(value, [name, key]).items():
                if not re.fullmatch("[a-z]{2,3}", language):
                    advice = "Write two small letters, such as zh or en"
                    raise _Problem(f"'{language}' is no language", [name, key, language], advice)
                member = member.with_delivery(
                    key, language, _delivery(entry, [name, key, language])
                )
    return Part(member.voices, gender, aliases, names, **texts)


def _names(value: object, keys: Sequence[str]) -> Mapping[str, str]:
    names = _table(value, keys)
    for language, text in names.items():
        if not re.fullmatch("[a-z]{2,3}", language):
            advice = 'Write name.zh = "…", name.en = "…"'
            raise _Problem(f"'{language}' is no language", [*keys, language], advice)
        if not isinstance(text, str) or not text or text != clean_text(text):
            raise _Problem("the name is no text on one line", [*keys, language])
    return names


def _detail(value: object, key: str, keys: Sequence[str]) -> str:
    """A role, or a web address."""
    if not isinstance(value, str) or not value or value != clean_text(value):
        raise _Problem(f"the {key} is no text on one line", keys)
    if key != "role" and not re.match("https?://[^/]", value):
        raise _Problem(f"the {key} is no web address", keys, "Write https://…")
    return value


def _delivery(value: object, keys: Sequence[str]) -> Delivery:
    fields = {"voice": value} if isinstance(value, str) else _table(value, keys)
    amounts: dict[str, int] = {}
    for field, value in fields.items():
        attribute, unit, example = _PROSODY.get(field, ("", "", "a name"))
        if field not in ("voice", *_PROSODY):
            raise _Problem(
                f"there is no '{field}' of a voice", [*keys, field], nearest(field, _PROSODY)
            )
        pattern = f"[+-][0-9]{{1,3}}{unit}" if unit else ".+"
        is_clean = isinstance(value, str) and value == clean_text(value)
        if not is_clean or not re.fullmatch(pattern, value):
            raise _Problem(f'the {field} is not like "{example}"', [*keys, field])
        if unit:
            amounts[attribute] = int(value.removesuffix(unit))
    if "voice" not in fields:
        raise _Problem("the voice is missing", keys, 'Write { voice = "…", rate = "-5%" }')
    return Delivery(fields["voice"], **amounts)


def _check_voice(where: tuple[str, str, str, str], catalogue: Sequence[Voice]) -> None:
    _, engine, language, name = where
    voice = next((voice for voice in catalogue if voice.name == name), None)
    fitting = [each.name for each in catalogue if each.speaks(language)]
    if catalogue and voice is None:
        message = f"the engine '{engine}' has no voice '{name}'"
        raise _Problem(message, where, nearest(name, fitting or [v.name for v in catalogue]))
    if voice is not None and not voice.speaks(language):
        message = f"the voice '{name}' speaks {voice.language}, not {language}"
        raise _Problem(message, where, nearest(name, fitting))


def _table(value: object, keys: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        where = ".".join(keys)
        raise _Problem(f"'{where}' is not a table", keys, 'Write ["Speaker"], edge.zh = "voice"')
    return value


def _deliveries(member: Part) -> Iterator[tuple[str, str, Delivery]]:
    for engine, languages in member.voices.items():
        for language, delivery in languages.items():
            yield engine, language, delivery


def _details(member: Part) -> dict[tuple[str, ...], str]:
    """What the cast says of a person besides voices and aliases, by the keys that lead to it."""
    details: dict[tuple[str, ...], str] = {
        ("name", language): name for language, name in member.names.items()
    }
    details |= {(key,): text for key in ("gender", *_TEXTS) if (text := getattr(member, key))}
    return details


def _with_detail(member: Part, keys: tuple[str, ...], text: str) -> Part:
    if len(keys) == 2:
        return replace(member, names={**member.names, keys[1]: text})
    details: dict[str, Any] = {keys[0]: text}
    return replace(member, **details)


def _set(
    document: tomlkit.TOMLDocument, name: str, keys: tuple[str, ...], value: tomlkit.items.Item
) -> None:
    """Set what the one or two `keys` lead to in the table of a speaker."""
    table: Any = document[name]
    first = keys[0]
    if len(keys) == 1 and first in table:
        table[first] = value
        return
    if len(keys) == 2 and first in table:
        table[first][keys[1]] = value
        return
    if not isinstance(table, Table):
        table[first] = value if len(keys) == 1 else {keys[1]: value}
        return
    # To tomlkit a comment above the next speaker is the end of this one: add before it.
    body = table.value.body
    end = max((i + 1 for i, (key, _) in enumerate(body) if key is not None), default=0)
    below = body[end:]
    del body[end:]
    table.append(tomlkit.key(list(keys)), value)
    body.extend(below)


def _block(name: str, member: Part) -> str:
    lines = [_setting(keys, tomlkit.item(text)) for keys, text in _details(member).items()]
    if member.aliases:
        lines.append(_setting(("aliases",), tomlkit.item(list(member.aliases))))
    lines += [
        _setting((engine, language), _value(delivery))
        for engine, language, delivery in _deliveries(member)
    ]
    return f"[{_key(name)}]\n{''.join(lines)}"


def _setting(keys: Sequence[str], value: tomlkit.items.Item) -> str:
    return f"{'.'.join(map(_key, keys))} = {value.as_string()}\n"


def _value(delivery: Delivery) -> tomlkit.items.Item:
    """The voice alone, or with what differs from how it speaks by itself."""
    plain = Delivery(delivery.voice)
    if delivery == plain:
        return tomlkit.string(delivery.voice)
    table = tomlkit.inline_table()
    table["voice"] = delivery.voice
    for field, (attribute, unit, _) in _PROSODY.items():
        if amount := getattr(delivery, attribute):
            table[field] = f"{amount:+d}{unit}"
    return table


def _key(name: str) -> str:
    return tomlkit.key(name).as_string()
