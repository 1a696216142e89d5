"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from producer.languages import HAN
from producer.transcript.document import Document, Line, numbered_lines, require_few, split_lines
from producer.transcript.labels.label import candidate
from producer.transcript.language.detection import Languages
from producer.transcript.readers.body import Body
from producer.transcript.readers.kinds import decode_as
from producer.transcript.readers.markdown import markdown_lines, unescaped
from producer.transcript.readers.opening import read_front_matter
from producer.transcript.readers.tables import Row, read_table
from producer.transcript.readers.wrapping import unwrap

_ROW = re.compile(r"\|(.+)\|")
_RULE = re.compile(r"[|:\s-]+")
_CELL = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TITLE = re.compile(r"#(?! )([^#\n]{2,80}\w)")
"""A first line, or one with a number, whose mark lacks its space. A hashtag seldom stands alone
there."""
_HASH = re.compile(rf"#(?=[{HAN}])")
_LEAST_HASHES = 3
_UNDERLINE = re.compile(r"(=|-)\1{2,}")
_MAX_UNDERLINED = 60
_QUOTE = re.compile(r"(?:>\s*)+")
_NOTE = re.compile(r"\[\^[^\]\s]{1,20}\]:")
_SOMEBODY_ELSE = re.compile(r">{2,}\s*")
"""What captions pasted as text put before another speaker."""
_BULLET = re.compile(r"[-*+•–—]\s+")


def read_text(data: bytes, path: Path, languages: Languages) -> Document:
    """Each line is a paragraph, unless the text is hard-wrapped; tables may stand among them."""
    text = decode_as((), data, path)
    require_few(sum(map(bool, map(str.strip, text.splitlines()))), path)
    front = read_front_matter(text, path, languages)
    body = Body(languages)
    notes: list[str] = []
    if tabbed := _tabbed(front.rest, languages):
        body.table(tabbed)
    else:
        markdown = path.suffix.lower() != ".txt"
        text = front.rest
        written = numbered_lines(markdown_lines(text)) if markdown else split_lines(text)
        notes = [line.text for line in written if _NOTE.match(line.text)]
        marked = [line for line in written if line.text not in notes]
        lines = _without_marks(_without_hashes(marked), markdown)
        for is_row, run in groupby(lines, key=lambda line: _ROW.fullmatch(line.text) is not None):
            if is_row:
                body.table([_row(line) for line in run if not _RULE.fullmatch(line.text)])
            else:
                body.extend(_unescaped(line) if markdown else line for line in run)
        body.lines = list(unwrap(body.lines, languages))
    return Document(
        tuple(body.lines),
        titles=front.titles,
        speakers=front.speakers,
        credits=(*front.credits, *body.credits, *notes),
        findings=tuple(body.findings),
        languages=front.languages or body.declared,
    )


def _without_hashes(lines: Sequence[Line]) -> list[Line]:
    """`lines` without a # that sets off one language, as captions have it: `#你好`."""
    hashed = [line for line in lines if _HASH.match(line.text)]
    if len(hashed) < max(_LEAST_HASHES, len(lines) / 5):
        return list(lines)
    return [replace(line, text=_HASH.sub("", line.text)) for line in lines]


def _without_marks(lines: Sequence[Line], markdown: bool) -> list[Line]:
    """Lines without the marks of quotations, lists and underlined headings. In plain text a dash
    is one only before a label."""
    bare_lines: list[Line] = []
    for line in lines:
        text = line.text
        if quote := (_QUOTE if markdown else _SOMEBODY_ELSE).match(text):
            text = text[quote.end() :]
        bullet = None if line.level else _BULLET.match(text)
        if bullet and (markdown or candidate(text[bullet.end() :])):
            text = text[bullet.end() :]
        if (
            markdown
            and not line.level
            and (title := _TITLE.fullmatch(text))
            and (not bare_lines or title[1][0].isdigit())
        ):
            bare_lines.append(replace(line, text=title[1], level=2 if bare_lines else 1))
        elif markdown and bare_lines and _underlines(line, bare_lines[-1]):
            bare_lines[-1] = replace(bare_lines[-1], level=1 if text[0] == "=" else 2)
        elif text:
            bare_lines.append(replace(line, text=text))
    return bare_lines


def _unescaped(line: Line) -> Line:
    """A line as it is meant: without escapes, and without `>>` before another speaker."""
    text = unescaped(line.text)
    bare = _SOMEBODY_ELSE.sub("", text, count=1) if text.startswith(">>") else text
    return replace(line, text=bare or text)


def _underlines(line: Line, above: Line) -> bool:
    """Whether `line` makes the one above a heading, and is no rule below a paragraph."""
    return (
        _UNDERLINE.fullmatch(line.text) is not None
        and above.level == 0
        and above.number == line.number - 1
        and len(above.text) <= _MAX_UNDERLINED
        and candidate(above.text) is None
        and above.text[-1] not in "。！？.!?…"
    )


def _row(line: Line) -> Row:
    cells = _CELL.split(line.text[1:-1])
    return Row(line.number, tuple(_BREAK.sub("\n", cell.replace("\\|", "|")) for cell in cells))


def _tabbed(text: str, languages: Languages) -> list[Row]:
    """The rows of a table that was pasted as text: all with the same number of tabs, and columns
    in two languages. A tab after a label makes no such table."""
    rows = [
        Row(number, tuple(line.split("\t")))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    widths = {len(row.cells) for row in rows}
    table = read_table(rows, languages) if len(widths) == 1 and max(widths) > 1 else None
    table_languages = {line.language for line in table.lines} if table else set()
    return rows if len(table_languages - {None}) > 1 else []
