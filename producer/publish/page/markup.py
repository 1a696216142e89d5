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
    made = [f"<{name}"]
    for key, value in attributes.items():
        if value is not None and value is not False:
            attribute = key.rstrip("_").replace("_", "-")
            made.append(
                f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"'
            )
    return Html(f"{''.join(made)}>{join(content)}</{name}>")


def void(name: str, /, **attributes: str | int | bool | None) -> Html:
    """An element that can have no content."""
    return Html(el(name, **attributes).removesuffix(f"</{name}>"))


def join(parts: Iterable[str], between: str = "") -> Html:
    """`parts` one after the other, each escaped unless it is `Html`."""
    texts = (part if isinstance(part, Html) else escape(part, quote=False) for part in parts)
    return Html(between.join(texts))


def data(value: Any, **attributes: str) -> Html:
    """A block of JSON. Escaped as JSON has it, nothing in it can end the block or begin another.
    An iterator among the values is a list, of which no more than one item is held."""
    text = _json(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return el("script", Html(text), **attributes)


def _json(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_json(key)}:{_json(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Iterator):
        return "[" + ",".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
