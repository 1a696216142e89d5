"""voices/cast.toml: read with every value checked, added to with a person's comments kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
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
#   aliases = ["Prof. Lu", "陆教授"]       other names of the same person
"""

_PROSODY = {
    "rate": ("[+-][0-9]{1,3}%", "+10%"),
    "pitch": ("[+-][0-9]{1,3}Hz", "-5Hz"),
    "volume": ("[+-][0-9]{1,3}%", "+10%"),
}
"""What each may look like, and an example."""


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
    return _parsed(_text(path), path, engines, voices)


def save(path: Path, cast: Cast, loaded: Cast) -> bool:
    """Add to the file at `path` what `cast` has and `loaded`, as it was read, has not; True if
    there was something to write.

    Comments, order and layout stay, and so does what a person changed in the file meanwhile.
    The file is replaced at once. Raises `InputError` where it cannot be read or added to, and
    `CannotWrite`.
    """
    written = text = _text(path)
    current = expected = _parsed(text, path)
    added, changed = "", []
    for name, part in cast.parts.items():
        if part == loaded.parts.get(name):
            continue
        if name not in current.parts:
            added += f"\n{_block(name, part)}"
            expected = expected.with_part(name, part)
            continue
        before, now = loaded.parts.get(name, Part()), current.parts.get(name, Part())
        for engine, language, delivery in _deliveries(part):
            held = before.delivery(engine, language)
            if delivery != held and now.delivery(engine, language) == held:
                changed.append((name, engine, language, delivery))
                now = now.with_delivery(engine, language, delivery)
                expected = expected.with_part(name, now)
    if not added and not changed:
        return False

    try:
        if changed:
            document = tomlkit.parse(text)
            for name, engine, language, delivery in changed:
                _set(document, name, engine, language, delivery)
            text = document.as_string()
        text = (text.rstrip("\n") + "\n" if text.strip() else _HEADER) + added
        faithful = _parsed(text, path) == expected
    except (TOMLKitError, InputError, LookupError, TypeError, ValueError, AttributeError):
        faithful = False
    if not faithful:
        wanted = "".join(f"\n[{_key(n)}]\n{_line(e, la, d)}" for n, e, la, d in changed) + added
        raise InputError(
            "cannot be added to as it is laid out", path=path, advice=f"Add by hand:\n{wanted}"
        )
    write_atomically(path.resolve(), with_line_ends_of(written, text).encode())
    return True


def _text(path: Path) -> str:
    return read_text(path, _LARGEST_BYTES, "cast") or ""


def _parsed(
    text: str, path: Path, engines: Collection[str] | None = None, voices: Sequence[Voice] = ()
) -> Cast:
    tables = parse_toml(text, path)
    try:
        cast = Cast({name: _part(name, table, engines) for name, table in tables.items()})
        for name, part in cast.parts.items():
            for engine, language, delivery in _deliveries(part):
                catalogue = [voice for voice in voices if voice.engine == engine]
                _check_voice((name, engine, language, delivery.voice), catalogue)
    except _Problem as problem:
        line = line_of(text, problem.keys)
        raise InputError(str(problem), path=path, line=line, advice=problem.advice) from problem
    return cast


def _part(name: str, table: object, engines: Collection[str] | None) -> Part:
    if name != clean_text(name) or not name:
        raise _Problem(f"'{name}' is no speaker's name", [name], "Take out what cannot be seen")
    part = Part()
    gender, aliases = "", ()
    for key, value in _table(table, [name]).items():
        if key == "gender":
            if value not in GENDERS:
                raise _Problem("the gender is neither 'female' nor 'male'", [name, key])
            gender = value
        elif key == "aliases":
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                raise _Problem("aliases are a list of names in quotes", [name, key])
            aliases = tuple(value)
        elif engines is not None and key not in engines:
            advice = nearest(key, [*engines, "gender", "aliases"])
            raise _Problem(f"there is no engine '{key}'", [name, key], advice)
        else:
            for language, said in _table(value, [name, key]).items():
                if not re.fullmatch("[a-z]{2,3}", language):
                    advice = "Write two small letters, such as zh or en"
                    raise _Problem(f"'{language}' is no language", [name, key, language], advice)
                part = part.with_delivery(key, language, _delivery(said, [name, key, language]))
    return Part(part.voices, gender, aliases)


def _delivery(value: object, keys: Sequence[str]) -> Delivery:
    fields = {"voice": value} if isinstance(value, str) else _table(value, keys)
    for field, said in fields.items():
        pattern, example = _PROSODY.get(field, (".+", "a name"))
        if field not in ("voice", *_PROSODY):
            raise _Problem(
                f"there is no '{field}' of a voice", [*keys, field], nearest(field, _PROSODY)
            )
        if not isinstance(said, str) or not re.fullmatch(pattern, said) or said != clean_text(said):
            raise _Problem(f'the {field} is not like "{example}"', [*keys, field])
    if "voice" not in fields:
        raise _Problem("the voice is missing", keys, 'Write { voice = "…", rate = "-5%" }')
    return Delivery(**fields)


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


def _deliveries(part: Part) -> Iterator[tuple[str, str, Delivery]]:
    for engine, languages in part.voices.items():
        for language, delivery in languages.items():
            yield engine, language, delivery


def _set(
    document: tomlkit.TOMLDocument, name: str, engine: str, language: str, delivery: Delivery
) -> None:
    table: Any = document[name]
    if engine in table:
        table[engine][language] = _value(delivery)
        return
    if not isinstance(table, Table):
        table[engine] = {language: _value(delivery)}
        return
    # To tomlkit a comment above the next speaker is the end of this one: add before it.
    body = table.value.body
    end = max((i + 1 for i, (key, _) in enumerate(body) if key is not None), default=0)
    below = body[end:]
    del body[end:]
    table.append(tomlkit.key([engine, language]), _value(delivery))
    body.extend(below)


def _block(name: str, part: Part) -> str:
    said: dict[str, Any] = {"gender": part.gender, "aliases": list(part.aliases)}
    lines = [f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in said.items() if value]
    lines += [_line(*held) for held in _deliveries(part)]
    return f"[{_key(name)}]\n{''.join(lines)}"


def _line(engine: str, language: str, delivery: Delivery) -> str:
    return f"{_key(engine)}.{_key(language)} = {_value(delivery).as_string()}\n"


def _value(delivery: Delivery) -> tomlkit.items.Item:
    """The voice alone, or with what differs from how it speaks by itself."""
    plain = Delivery(delivery.voice)
    if delivery == plain:
        return tomlkit.string(delivery.voice)
    table = tomlkit.inline_table()
    for field in ("voice", *_PROSODY):
        value = getattr(delivery, field)
        if field == "voice" or value != getattr(plain, field):
            table[field] = value
    return table


def _key(name: str) -> str:
    return tomlkit.key(name).as_string()
