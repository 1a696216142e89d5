"""The title of a transcript, from what stands above the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from producer.languages import parse_locale
from producer.model import clean_text
from producer.transcript.credits import is_source
from producer.transcript.labels import is_labelled
from producer.transcript.language import Languages
from producer.transcript.lines import Line

_TITLE = re.compile(
    r"(?:episode )?(?:title|headline|标题|標題|题目|題目|主题|节目名称?)\s?[:：]\s*(\S.*)",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"[^\W\d_](?:.*\w)?|[《“\"'\d【\[].*[\w》”\"']")
_MAX_LENGTH = 120
_MAX_HEADLINE = 80
_LEAST_LABELLED = 4

Titles = Mapping[str | None, str]
"""Per language; what is in no language stands under None."""


def take_titles(
    lines: Sequence[Line], languages: Languages, given: Titles, *, again: bool = False
) -> tuple[Titles, tuple[Line, ...]]:
    """The title and the other lines. It is `given`, or in the first-level headings and the lines
    `Title: …` at the top, at most one per language; sources and dates may stand between. Where the
    conversation is labelled, a line above it that ends like no sentence is a title too, and
    `again` where it begins once more in its other language."""
    titles = dict(given)
    passed: list[Line] = []
    headlines = _headlines(lines) if again or not given else frozenset()
    for index, line in enumerate(lines):
        text = _title_in(line) or (line.text if line.number in headlines else None)
        if text is None and is_source(line.text) and line.speaker is None:
            passed.append(line)
            continue
        found = languages.split(text) if text else {}
        if not found or any(titles.get(key, value) != value for key, value in found.items()):
            return titles, (*passed, *lines[index:])
        titles |= found
    return titles, tuple(passed)


def _headlines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the first lines that look like titles, with nothing but others and sources in
    their blocks; none where the conversation has no labels."""
    found: set[int] = set()
    for _, block in groupby(lines, key=lambda line: line.block):
        paragraphs = [line for line in block if not line.level and not is_source(line.text)]
        if not all(map(_is_headline, paragraphs)):
            break
        found |= {line.number for line in paragraphs}
    labelled = sum(map(is_labelled, lines))
    return frozenset(found if labelled >= _LEAST_LABELLED else ())


def _is_headline(line: Line) -> bool:
    return (
        line.turn is None
        and len(line.text) <= _MAX_HEADLINE
        and not is_labelled(line)
        and _HEADLINE.fullmatch(line.text) is not None
    )


def stem_of(path: Path) -> str:
    """What a file without a title is called: its name, without a language as in `talk.zh.srt`."""
    name = Path(path.stem)
    try:
        parse_locale(name.suffix.removeprefix("."))
    except ValueError:
        return clean_text(path.stem) or "untitled"
    return clean_text(name.stem) or "untitled"


def _title_in(line: Line) -> str | None:
    if line.level == 1:
        return line.text
    named = None if line.level or line.speaker else _TITLE.fullmatch(line.text[:_MAX_LENGTH])
    return named[1] if named else None
