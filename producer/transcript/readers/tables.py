"""Tables become lines: a row is a turn, and its columns say who speaks and in which language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from producer.languages import language_named
from producer.model import Finding, FindingKind
from producer.transcript.document import Line, clean
from producer.transcript.labels.label import candidate
from producer.transcript.language.detection import Languages
from producer.transcript.readers.columns import (
    Cells,
    Column,
    ColumnRole,
    read_columns,
    read_header,
)

_MAX_HEADING = 60
_MAX_COLUMNS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is where the row begins in its file. A cell's paragraphs end in "\\n". A row
    `across` is one cell over all columns: a heading, or a paragraph between the turns."""

    number: int
    cells: tuple[str, ...]
    across: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table, with turns from 1 on, and what of it is not spoken."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
    languages: tuple[str, ...] = ()
    """The two that the header names, where it does."""


def read_table(rows: Sequence[Row], languages: Languages) -> Table | None:
    """The conversation in a table, or None where it holds none: no columns in two languages, and
    none that says who speaks."""
    rows = [row for row in (_cleaned(row) for row in rows) if any(row.cells)]
    width = max((len(row.cells) for row in rows), default=0)
    rows = [replace(row, cells=row.cells + ("",) * (width - len(row.cells))) for row in rows]
    if not 2 <= width <= _MAX_COLUMNS:
        return None
    top = next((row for row in rows if not row.across), rows[0])
    header = read_header(top.cells)
    body = [row for row in rows if row is not top] if header else rows
    cells = [row.cells for row in body if not row.across]
    columns = read_columns(cells, header or [None] * width, languages)
    if not _is_conversation(columns):
        return None
    titles = top.cells if header else ("",) * width
    findings = tuple(
        Finding(
            FindingKind.LEFT_OUT,
            f"the column '{title}' is not spoken: it holds notes",
            top.number,
        )
        for title, column in zip(titles, columns, strict=True)
        if column.role is ColumnRole.NOTE
    )
    named = dict.fromkeys(c.language for c in header or () if c and c.role is ColumnRole.TEXT)
    pair = tuple(language for language in named if language)
    return Table(tuple(_lines(body, columns, languages)), findings, pair if len(pair) == 2 else ())


def _cleaned(row: Row) -> Row:
    cells = ("\n".join(filter(None, map(clean, cell.splitlines()))) for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _is_conversation(columns: Sequence[Column]) -> bool:
    roles = [column.role for column in columns]
    languages = {column.language for column in columns if column.role is ColumnRole.TEXT}
    return ColumnRole.TEXT in roles and (ColumnRole.SPEAKER in roles or len(languages) > 1)


def _lines(rows: Sequence[Row], columns: Sequence[Column], languages: Languages) -> Iterator[Line]:
    row_is_turn = _row_is_turn(rows, columns, languages)
    speakers: dict[str | None, str] = {}
    turn = 0
    for row in rows:
        if row.across:
            for text in row.cells[0].split("\n"):
                level = 2 if len(text) <= _MAX_HEADING and candidate(text) is None else 0
                yield Line(row.number, text, block=turn, level=level)
            continue
        named = _speakers(row.cells, columns, languages)
        if named or not speakers:
            turn += 1
        speakers = named or speakers
        for text, language in _texts(row.cells, columns):
            spoken = language or languages.of(text)
            yield Line(
                row.number,
                text,
                block=turn,
                speaker=speakers.get(spoken) or next(iter(speakers.values()), None),
                language=language,
                turn=turn if row_is_turn else None,
            )


def _row_is_turn(rows: Sequence[Row], columns: Sequence[Column], languages: Languages) -> bool:
    """Whether rows hold both languages of a turn, and not one after the other."""
    if any(column.role is ColumnRole.LANGUAGE for column in columns):
        return False
    both = sum(
        len({lang or languages.of(text) for text, lang in _texts(row.cells, columns)}) > 1
        for row in rows
        if not row.across
    )
    return len({c.language for c in columns if c.role is ColumnRole.TEXT}) > 1 or 2 * both >= len(
        rows
    )


def _texts(cells: Cells, columns: Sequence[Column]) -> Iterator[tuple[str, str | None]]:
    row_language = next(
        (
            language_named(c)
            for c, col in zip(cells, columns, strict=True)
            if col.role is ColumnRole.LANGUAGE
        ),
        None,
    )
    for cell, column in zip(cells, columns, strict=True):
        if column.role is ColumnRole.TEXT:
            for text in filter(None, cell.split("\n")):
                yield text, column.language or row_language


def _speakers(
    cells: Cells, columns: Sequence[Column], languages: Languages
) -> dict[str | None, str]:
    """The names in a row per language; "安娜 / Anna" is one in each."""
    names: dict[str | None, str] = {}
    for cell, column in zip(cells, columns, strict=True):
        if column.role is ColumnRole.SPEAKER:
            name = cell.replace("\n", " / ").rstrip(":： ").strip("*_")
            if name:
                names |= {column.language: name} if column.language else languages.split(name)
    return names
