"""The title of a transcript, from what stands above the conversation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from producer.languages import language_tagged
from producer.model import clean_text
from producer.transcript.document import Line, Role
from producer.transcript.labels.label import Strength, candidate, is_named_by_format, seems_labelled
from producer.transcript.language.detection import Languages
from producer.transcript.lines.credits import is_section, is_source
from producer.transcript.lines.metadata import title_in

_HEADLINE = re.compile(r"[^\W\d_](?:.*\w)?|[《“\"'\d【\[].*[\w》”\"']")
_MAX_LENGTH = 120
_MAX_HEADLINE = 80
_LEAST_LABELLED = 4
_NEARLY_ALL = 0.9

Titles = Mapping[str | None, str]
"""Per language; what is in no language stands under None."""


def take_titles(
    lines: Sequence[Line], languages: Languages, titles_before: Titles, *, again: bool = False
) -> tuple[Titles, tuple[Line, ...]]:
    """The title and the other lines. It is `given`, or in the first-level headings and the lines
    `Title: …` at the top, at most one per language; sources and dates may stand between. Where the
    conversation is labelled, a line above it that ends like no sentence is a title too, and
    `again` where it begins once more in its other language."""
    titles = dict(titles_before)
    passed: list[Line] = []
    headlines = frozenset[int]()
    if again or not titles_before:
        headlines = (
            _headlines(lines, languages)
            or _headline_in_both(lines, languages)
            or _headline_above_pairs(lines, languages)
        )
    for index, line in enumerate(lines):
        text = _title_in(line) or (line.shown if line.number in headlines else None)
        if text is None and is_source(line.shown) and not is_named_by_format(line):
            passed.append(line)
            continue
        by_language = languages.split(text) if text else {}
        if not by_language or any(
            titles.get(key, value) != value for key, value in by_language.items()
        ):
            return titles, (*passed, *lines[index:])
        titles |= by_language
    return titles, tuple(passed)


def _headlines(lines: Sequence[Line], languages: Languages) -> frozenset[int]:
    """The numbers of the first lines that look like titles, with nothing but others and sources in
    their blocks; none where the conversation has no labels."""
    numbers: set[int] = set()
    names = Counter(label.label for line in lines if (label := candidate(line.shown)))
    for _, block in groupby(lines, key=lambda line: line.block):
        paragraphs = [line for line in block if not line.level and not is_source(line.shown)]
        if not all(_is_headline(line, names) and not is_section(line.shown) for line in paragraphs):
            numbers |= _above(paragraphs, names, languages)
            break
        numbers |= {line.number for line in paragraphs}
    labelled = sum(seems_labelled(line) for line in lines)
    return frozenset(numbers if labelled >= _LEAST_LABELLED else ())


def _above(block: Sequence[Line], names: Mapping[str, int], languages: Languages) -> frozenset[int]:
    """The numbers of the first two lines, where these are a title in each language and who speaks
    below them is named."""
    first = block[:2]
    apart = {languages.of(line.shown) for line in first} == set(languages.tags)
    below = label.label if len(block) > 2 and (label := candidate(block[2].text)) else ""
    fits = apart and names[below] > 1 and all(_is_headline(line, names) for line in first)
    return frozenset(line.number for line in first) if fits else frozenset()


def _is_headline(line: Line, names: Mapping[str, int]) -> bool:
    """Whether a line ends like no sentence and begins with no name; a word that stands nowhere
    else is none: `修钟的人：时间不会坏`."""
    label = candidate(line.shown)
    return (
        line.turn is None
        and not is_named_by_format(line)
        and len(line.shown) <= _MAX_HEADLINE
        and (
            label is None
            or (names[label.label] == 1 and bool(label.text) and label.strength <= Strength.WEAK)
        )
        and _HEADLINE.fullmatch(line.shown) is not None
    )


def _headline_in_both(lines: Sequence[Line], languages: Languages) -> frozenset[int]:
    """The number of a first line that stands alone and has a title in each language: `桥 | The
    Bridge`."""
    first = next((line for line in lines if not is_source(line.shown)), None)
    if first is None or first.level or first.language or not _is_headline(first, Counter()):
        return frozenset()
    alone = sum(line.block == first.block for line in lines) == 1
    return frozenset({first.number} if alone and len(languages.split(first.text)) > 1 else ())


def _headline_above_pairs(lines: Sequence[Line], languages: Languages) -> frozenset[int]:
    """The number of a first line that stands alone in one language, where nearly all blocks below
    it hold both."""
    blocks = [[*run] for _, run in groupby(lines, key=lambda line: line.block)]
    first = blocks[0][0] if blocks else None
    if first is None or len(blocks[0]) > 1 or first.level or not _is_headline(first, Counter()):
        return frozenset()
    in_both = sum(
        {languages.of(line.shown) for line in block} >= set(languages.tags) for block in blocks[1:]
    )
    alike = in_both >= max(_LEAST_LABELLED, _NEARLY_ALL * (len(blocks) - 1))
    return frozenset({first.number} if alike else ())


def stem_of(path: Path) -> str:
    """What a file without a title is called: its name, without a language as in `talk.zh.srt`."""
    name = Path(path.stem)
    if language_tagged(name.suffix.removeprefix(".")) is None:
        return clean_text(path.stem) or "untitled"
    return clean_text(name.stem) or "untitled"


def _title_in(line: Line) -> str | None:
    return line.shown if line.level == 1 else title_in(line) if line.role is Role.TITLE else None
