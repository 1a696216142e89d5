"""The review page in the language of whoever reads it.

A template is written in English. When it is loaded, each text between its tags, each `title`,
`aria-label` and `placeholder`, and each text in an expression is looked up in the catalogue of
messages, where what an expression shows is a field: `<p>{{ a.number }} of {{ total }}</p>` is the
message "{number} of {total}". What a person has written is never looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import Extension

from producer.localization import page_text

# None of these holds its own beginning once more, so that no text takes long.
_STATEMENT = r"\{%(?:[^%{]|%(?!\})|\{(?!%))*%\}|\{#(?:[^#{]|#(?!\})|\{(?!#))*#\}"
_EXPRESSION = r"(?:[^{}]|\{(?!\{)|\}(?!\}))*"
_TAG = rf"<(?:{_STATEMENT}|\{{\{{{_EXPRESSION}\}}\}}|[^<>{{]|\{{(?![{{%#]))*>"
_PIECES = re.compile(rf"({_STATEMENT}|{_TAG})")
_ATTRIBUTE = re.compile(r'(?<=[\s"%}])((?:title|aria-label|placeholder)=")([^"]+)(?=")')
_SHOWN = re.compile(rf"\{{\{{({_EXPRESSION})\}}\}}")
_LITERAL = re.compile(r'"([^"]*)"' r"|'([A-Z][^']*)'")
_MARKUP = re.compile("[{}<>]")
_SPOKEN = re.compile(r"[A-Za-z]{2}")
_IDENTIFIER = re.compile(r"[A-Za-z_]+")


_SCRIPTS = Path(__file__).parent / "static"
_IN_SCRIPT = re.compile(r'\blocalized\(\s*"([^"\n]+)"')


def texts_in_scripts() -> Iterator[str]:
    """What the page's own scripts may say."""
    for file in sorted(_SCRIPTS.glob("*.js")):
        if not file.name.endswith(".min.js"):
            yield from _IN_SCRIPT.findall(file.read_text("utf-8"))


def script_messages() -> dict[str, str]:
    """What scripts say, and its translation; nothing for a person who reads English."""
    translated = {text: page_text(text) for text in texts_in_scripts()}
    return {text: translation for text, translation in translated.items() if translation}


class LocalizedTemplates(Extension):
    """Translates templates as they are loaded."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The template's text in the language of the page."""
        return rewritten(source, page_text)


def template_messages(source: str) -> list[str]:
    """The messages in a template."""
    texts: list[str] = []

    def collect(text: str) -> None:
        if '="' not in text:
            texts.append(text)

    rewritten(source, collect)
    return texts


def rewritten(source: str, translate: Callable[[str], str | None]) -> str:
    """`source` with each message replaced by its translation, where there is one."""
    return "".join(_rewritten(source, translate))


def _rewritten(source: str, translate: Callable[[str], str | None]) -> Iterator[str]:
    for number, piece in enumerate(_PIECES.split(source)):
        if number % 2 == 0:
            yield _text(piece, translate)
        elif piece.startswith("{#"):
            yield piece
        elif piece.startswith("{%"):
            yield _literals(piece, translate) if re.match(r"\{%-?\s*for\b", piece) else piece
        else:
            yield _ATTRIBUTE.sub(lambda match: match[1] + _attribute(match[2], translate), piece)


def _attribute(text: str, translate: Callable[[str], str | None]) -> str:
    return text if "{%" in text else _text(text, translate)


def _text(text: str, translate: Callable[[str], str | None]) -> str:
    """A text with its expressions, which become fields while it is looked up."""
    shown: dict[str, str] = {}

    def field(match: re.Match[str]) -> str:
        names = _IDENTIFIER.findall(re.sub(r'"[^"]*"|\|.*', "", match[1])) or ["value"]
        name = base = names[-1].lower()
        count = 1
        while name in shown:
            count += 1
            name = f"{base}_{count}"
        shown[name] = _literals(match[0], translate)
        return f"{{{name}}}"

    inner = text.strip()
    pattern = re.sub(r"\s+", " ", _SHOWN.sub(field, inner))
    if not inner or not _SPOKEN.search(re.sub(r"\{\w+\}", "", pattern)):
        return _SHOWN.sub(lambda match: _literals(match[0], translate), text)
    translated = translate(pattern)
    if translated is None:
        return _SHOWN.sub(lambda match: _literals(match[0], translate), text)
    filled = re.sub(r"\{(\w+)\}", lambda match: shown.get(match[1], match[0]), translated)
    return text.replace(inner, filled, 1)


def _literals(expression: str, translate: Callable[[str], str | None]) -> str:
    def literal(match: re.Match[str]) -> str:
        text, quote = match[1] or match[2] or "", match[0][0]
        is_text = _SPOKEN.search(text) and not _MARKUP.search(text)
        translated = translate(text) if is_text else None
        return match[0] if translated is None else f"{quote}{translated}{quote}"

    return _LITERAL.sub(literal, expression)
