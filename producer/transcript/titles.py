"""The title of a transcript, from what stands above the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from producer.languages import parse_locale
from producer.model import clean_text
from producer.transcript.credits import is_source
from producer.transcript.language import Languages
from producer.transcript.lines import Line

_TITLE = re.compile(
    r"(?:episode )?(?:title|headline|标题|標題|题目|題目|主题|节目名称?)\s?[:：]\s*(\S.*)",
    re.IGNORECASE,
)
_MAX_LENGTH = 120

Titles = Mapping[str | None, str]
"""Per language; what is in no language stands under None."""


def take_titles(
    lines: Sequence[Line], languages: Languages, given: Titles
) -> tuple[Titles, tuple[Line, ...]]:
    """The title and the other lines. It is `given`, or in the first-level headings and the lines
    `Title: …` at the top, at most one per language; sources and dates may stand between."""
    titles = dict(given)
    passed: list[Line] = []
    for index, line in enumerate(lines):
        text = _title_in(line)
        if text is None and is_source(line.text) and line.speaker is None:
            passed.append(line)
            continue
        found = languages.split(text) if text else {}
        if not found or any(titles.get(key, value) != value for key, value in found.items()):
            return titles, (*passed, *lines[index:])
        titles |= found
    return titles, tuple(passed)


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
