"""Markdown as people publish it: with HTML, templates, escapes, quotations, and lines that a
program broke at a fixed width.

What is no text becomes nothing, and a line that holds nothing else a blank one, so that lines keep
their numbers and what stood apart stays apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

_PAIRS = (("<!--", "-->"), ("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"))
"""What encloses comments and the shortcodes of Hugo and Jekyll."""
_SUMMARY = re.compile(r"<(summary|style|script)\b[^<>]{0,500}>", re.IGNORECASE)
"""What begins a stretch that is shown folded away, or not at all."""
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|big|blockquote|center|cite|code|dd|del|details|div|dl|dt|em|"
    r"figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|nav|ol|p|pre|q|"
    r"rp|rt|ruby|s|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|time|"
    r"tr|u|ul|video|audio|source|iframe)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\b[^<>]{0,200}>", re.IGNORECASE)
_BADGE = re.compile(
    r"<span\b[^<>]{0,200}> ?(?:en|eng|english|英文?|zh|cn|chs|chinese|中文?) ?[:：]?</span>[ \t]*",
    re.IGNORECASE,
)
"""A language that a page shows as a badge before a text."""
_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,200}\}|\{[#.][\w-][^{}\n]{0,200}\}")
"""`{: .class}` and `{#anchor}`"""
_FENCE = re.compile(r" {0,3}(?:```|~~~)[\w -]{0,40}$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_BEGINS = re.compile(r"(?:[-*+•]|\d{1,3}[.)]) |#{1,6} |\||={3,}$|-{3,}$|\*{3,}$")
"""What begins a paragraph, an item or a rule wherever it stands."""
_HARD_BREAK = re.compile(r"(?:  |\\)$")
_UNBREAKABLE = re.compile(r"(?:<[^<>]{0,500}>|[^\s<]|<(?![^<>]{0,500}>))+")
"""A word as those programs see it: a tag has no place to break at."""
_ENDS = re.compile(r"[。！？!?.…：:；;][\"'”’」』）)\]】*_]*$")
_LEADS = re.compile(r"[:：][*_]{0,3}\s*$")
"""The end of a label above what is said, where a line may end early."""
_WIDTHS = range(56, 101)
_LEAST_BROKEN = 8
_NEARLY_ALL = 0.93
_LEAST_RUNNING = 6
_FEW_WORDS = 2
_MOSTLY = 0.6
_MOST = 0.75
"""So many of the lines are full; what was taken from the text since may leave others short."""
_NOT_BEYOND = 0.985
"""So many of the lines are no wider: an address or a table cannot be broken."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line of the file: its number, its text, and in columns as they were written its width and
    that of its first word."""

    number: int
    text: str
    width: int
    first: int = 0

    @property
    def is_broken(self) -> bool:
        """Whether its end was set by hand."""
        return _HARD_BREAK.search(self.text) is not None


def markdown_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a text in Markdown with their numbers, the blank ones too: without markup that
    is no text, and each paragraph that was broken at a fixed width as one line."""
    written = text.splitlines() or [""]
    texts = _without_markup("\n".join(written)).split("\n")
    raw = [
        _Raw(number, _unquoted(line), _width(before.rstrip()), _width_of_first_word(before))
        for number, (before, line) in enumerate(zip(written, texts, strict=True), start=1)
    ]
    width = _fill_width(raw)
    joined = [*_run_together(_joined(raw, width) if width else raw)]
    return [
        (line.number, piece)
        for line in joined
        for piece in (_BREAK.split(line.text) if "|" not in line.text else [line.text])
    ]


def unescaped(text: str) -> str:
    """`text` without the backslashes before marks that are meant as they stand."""
    return _ESCAPE.sub(r"\1", text)


def _without_markup(text: str) -> str:
    for start, end in _PAIRS:
        text = _cut(text, start, end)
    text = _BADGE.sub("", "".join(_outside_summaries(text)))
    return _ATTRIBUTES.sub("", _TAG.sub(_line_breaks, text))


def _line_breaks(tag: re.Match[str]) -> str:
    return "\n" * tag[0].count("\n")


def _cut(text: str, start: str, end: str) -> str:
    """`text` without what stands from each `start` to the next `end`; its line breaks stay."""
    parts = []
    place = 0
    while (first := text.find(start, place)) >= 0 and (last := text.find(end, first)) >= 0:
        parts += [text[place:first], "\n" * text.count("\n", first, last)]
        place = last + len(end)
    return "".join([*parts, text[place:]])


def _outside_summaries(text: str) -> Iterator[str]:
    place = 0
    folded = text.casefold()
    while folded_away := _SUMMARY.search(text, place):
        end = folded.find(f"</{folded_away[1].casefold()}>", folded_away.end())
        if end < 0 or len(folded) != len(text):
            break
        last = end + len(folded_away[1]) + 3
        yield text[place : folded_away.start()]
        yield "\n" * text.count("\n", folded_away.start(), last)
        place = last
    yield text[place:]


def _unquoted(line: str) -> str:
    if _FENCE.match(line):
        return ""
    quote = _QUOTE.match(line)
    return line[quote.end() :] if quote else line


def _fill_width(lines: Sequence[_Raw]) -> int:
    """The width at which a program broke the lines, as pandoc does: each ends where the next word
    would not have fitted, and nothing but a blank line ends a paragraph. 0 where none did."""
    within = [(a, b) for a, b in pairwise(lines) if _continues(a, b) and not _LEADS.search(a.text)]
    widths = sorted(line.width for line, _ in within if _is_latin(line.text))
    width = widths[int(len(widths) * _NOT_BEYOND)] if widths else 0
    full = sum(_overflows(a, b, width) for a, b in within)
    run_on = sum(not _overflows(a, b, width) and _runs_on(a, b) for a, b in within)
    filled = (
        width in _WIDTHS
        and full >= max(_LEAST_BROKEN, _MOST * len(within))
        and full + run_on >= _NEARLY_ALL * len(within)
    )
    return width if filled else 0


def _runs_on(line: _Raw, following: _Raw) -> bool:
    """Whether a sentence or a bracket of a line goes on in the next one, and no other begins."""
    above, below = line.text.strip(), following.text.strip()
    open_bracket = above.startswith("[") and "]" not in above
    return open_bracket or (
        above[-1:].isascii()
        and below[:1].isascii()
        and not _ENDS.search(above)
        and not below.startswith(("*", "[", "_"))
    )


def _is_latin(text: str) -> bool:
    words = text.split()
    return len(words) > 2 and all(word.isascii() for word in words)


def _continues(line: _Raw, following: _Raw) -> bool:
    """Whether two lines may be of one paragraph."""
    return (
        bool(line.text.strip() and following.text.strip())
        and not line.is_broken
        and not line.text.startswith("#")
        and not _BEGINS.match(following.text.strip())
        and not line.text.startswith("|")
    )


def _overflows(line: _Raw, following: _Raw, width: int) -> bool:
    word = following.text.split()[0]
    # Programs do not agree on the width of some Chinese marks.
    return line.width + 1 + following.first + (not word.isascii()) > width


def _width_of_first_word(written: str) -> int:
    word = _UNBREAKABLE.search(written)
    return _width(word[0]) if word else 0


def _joined(lines: Sequence[_Raw], width: int) -> list[_Raw]:
    paragraphs: list[_Raw] = []
    before: _Raw | None = None
    for line in lines:
        if (
            before
            and _continues(before, line)
            and (_overflows(before, line, width) or _runs_on(paragraphs[-1], line))
        ):
            above = paragraphs[-1]
            paragraphs[-1] = _Raw(above.number, _together(above.text, line.text), above.width)
        else:
            paragraphs.append(line)
        before = line
    return paragraphs


def _run_together(lines: Sequence[_Raw]) -> Iterator[_Raw]:
    """`lines`, with those of a paragraph as one where most of them break off in a sentence, as
    those of captions do: in Markdown a line break is a space."""
    for blank, run in groupby(lines, key=lambda line: not line.text.strip()):
        block = [*run]
        if blank or len(block) < _LEAST_RUNNING or not all(map(_may_run, block)):
            yield from block
            continue
        broken_off = sum(_breaks_off(a, b) for a, b in pairwise(block))
        if broken_off < _MOSTLY * (len(block) - 1):
            yield from block
            continue
        text = " ".join(line.text.strip() for line in block)
        yield replace(block[0], text=text)


def _may_run(line: _Raw) -> bool:
    text = line.text.strip()
    plain = text.isascii() or not any(unicodedata.east_asian_width(c) in "WF" for c in text)
    named = ":" in text[:40]
    return plain and not named and not line.is_broken and not _BEGINS.match(text)


def _breaks_off(line: _Raw, following: _Raw) -> bool:
    above, below = line.text.strip(), following.text.strip()
    few = len(above.split()) <= _FEW_WORDS
    return not _ENDS.search(above) and (below[:1].islower() or few)


def _together(above: str, below: str) -> str:
    """Two lines as one; no space between characters of Chinese or Japanese."""
    above, below = above.rstrip(), below.strip()
    unspaced = all(unicodedata.east_asian_width(char) in "WF" for char in (above[-1], below[0]))
    return above + below if unspaced else f"{above} {below}"


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
