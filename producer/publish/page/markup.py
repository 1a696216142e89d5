"""HTML as a type of its own: what is only a text is escaped before it becomes part of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def el(name: str, /, *content: str, **attributes: str | int | bool | None) -> Html:
    """An element. Texts among `content` are escaped, `Html` is not. An attribute is left out where
    it is None or False; its name is written with "_" for "-", and at the end of a keyword."""
    return Html("".join(pieces(name, content, **attributes)))


def pieces(
    name: str, content: Iterable[str], /, **attributes: str | int | bool | None
) -> Iterator[Html]:
    """An element as `el` makes it, piece after piece."""
    tag = [f"<{name}"]
    for key, value in attributes.items():
        if value is not None and value is not False:
            attribute = key.rstrip("_").replace("_", "-")
            tag.append(f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"')
    yield Html(f"{''.join(tag)}>")
    for each in content:
        yield escaped(each)
    yield Html(f"</{name}>")


def void(name: str, /, **attributes: str | int | bool | None) -> Html:
    """An element that can have no content."""
    return Html(el(name, **attributes).removesuffix(f"</{name}>"))


def join(parts: Iterable[str], between: str = "") -> Html:
    """`parts` one after the other, each escaped unless it is `Html`."""
    return Html(between.join(map(escaped, parts)))


def escaped(text: str) -> Html:
    """`text` as HTML."""
    return text if isinstance(text, Html) else Html(escape(text, quote=False))


def data(value: Any, **attributes: str) -> Iterator[Html]:
    """A block of JSON, piece after piece. Escaped as JSON has it, nothing in it can end the block
    or begin another. An iterator among the values is a list, of which one item is held at a time.
    """
    return pieces("script", map(_within_script, _json(value)), **attributes)


def _within_script(text: str) -> Html:
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Html(text)


def _json(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield "{"
        for number, (key, each) in enumerate(value.items()):
            yield f"{',' if number else ''}{json.dumps(key, ensure_ascii=False)}:"
            yield from _json(each)
        yield "}"
    elif isinstance(value, Iterator):
        yield "["
        for number, each in enumerate(value):
            if number:
                yield ","
            yield from _json(each)
        yield "]"
    else:
        yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))
