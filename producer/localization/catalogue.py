"""Patterns of messages with their translations, and how a message is recognised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_FIELD = re.compile(r"\{([a-z_0-9]+)\}")
_LINE = re.compile(r'(msgid|msgstr)? ?(".*")')
_WORD = re.compile("[A-Za-z]{3}")
"""A pattern without a word of its own would fit anything."""
_DEEPEST = 4
"""How deep a message may stand in another: an error, its reason, and what the reason tells."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A message with fields. `texts` are what stands before, between and behind its `fields`."""

    texts: tuple[str, ...]
    fields: tuple[str, ...]
    translation: str

    @property
    def weight(self) -> int:
        """How much of a message is certain: of several patterns that fit, the heaviest is meant."""
        return sum(map(len, self.texts))

    def values(self, message: str) -> list[str] | None:
        """What stands in the fields of `message`, None where it is no such message. Each text is
        sought behind the one before it, so this takes time in proportion to the message."""
        first, *between = self.texts
        if not message.startswith(first):
            return None
        last = between.pop() if between else ""
        place, values = len(first), []
        for text in between:
            at = message.find(text, place + 1)
            if at < 0:
                return None
            values.append(message[place:at])
            place = at + len(text)
        end = len(message) - len(last)
        if end <= place or not message.endswith(last):
            return None
        values.append(message[place:end])
        # Only what stands at the end may go on in further lines: else a text of several lines
        # would be taken for a message that begins in one of them and ends in another.
        if any("\n" in value for value in (values if last else values[:-1])):
            return None
        return values


class Catalogue:
    """The translations of messages into one language."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._whole: dict[str, str] = {}
        patterns: list[Pattern] = []
        for message, translation in translations.items():
            parts = _FIELD.split(message)
            if len(parts) == 1:
                self._whole[message] = translation
            elif _WORD.search("".join(parts[::2])):
                patterns.append(Pattern((*parts[::2],), (*parts[1::2],), translation))
        self._patterns = sorted(patterns, key=lambda pattern: -pattern.weight)

    def translated(self, text: str) -> str:
        """The message `text` in the catalogue's language, or line by line, or as it is."""
        return self._message(text, 0) or "\n".join(map(self._line, text.split("\n")))

    def _line(self, line: str) -> str:
        text = line.strip()
        translation = self._message(text, 0) if text else None
        return line if translation is None else line.replace(text, translation, 1)

    def _message(self, message: str, depth: int) -> str | None:
        if (translated := self._whole.get(message)) is not None:
            return translated
        first, stop, rest = message.partition(". ")
        if stop and depth < _DEEPEST and first in self._whole:
            return f"{self._whole[first]}。{self._inner(rest, depth + 1)}"
        for pattern in self._patterns:
            values = pattern.values(message)
            if values is not None:
                return self._filled(pattern, values, depth)
        return self._sentences(message, depth)

    def _filled(self, pattern: Pattern, values: Sequence[str], depth: int) -> str:
        shown = (self._inner(value, depth + 1) for value in values)
        by_field = dict(zip(pattern.fields, shown, strict=True))
        return _FIELD.sub(lambda field: by_field.get(field[1], field[0]), pattern.translation)

    def _sentences(self, message: str, depth: int) -> str | None:
        """A message and what to do about it, which stands behind a full stop."""
        before, stop, after = message.partition(". ")
        while stop and depth < _DEEPEST:
            first = self._message(before, _DEEPEST)
            if first is not None:
                second = self._inner(after, depth + 1)
                return f"{first}。{second}" if not first.endswith("。") else f"{first}{second}"
            longer, stop, after = after.partition(". ")
            before = f"{before}. {longer}"
        return None

    def _inner(self, value: str, depth: int) -> str:
        if depth >= _DEEPEST:
            return value
        translation = self._message(value, depth)
        if translation is None:
            return "\n".join(map(self._line, value.split("\n"))) if "\n" in value else value
        return translation


def read_po(text: str) -> dict[str, str]:
    """The translations in a catalogue of gettext
    (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html); those that are doubtful
    ("fuzzy") or empty are left out."""
    return {message: string for message, string in _entries(text) if message and string}


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for block in re.split(r"\n\n+", text):
        lines = block.split("\n")
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        parts: dict[str, list[str]] = {"msgid": [], "msgstr": []}
        current = ""
        for line in lines:
            if match := _LINE.fullmatch(line.strip()):
                current = match[1] or current
                parts.get(current, []).append(str(ast.literal_eval(match[2])))
        yield "".join(parts["msgid"]), "".join(parts["msgstr"])


def fields(message: Sequence[str] | str) -> list[str]:
    """The names of a pattern's fields."""
    return _FIELD.findall(str(message))
