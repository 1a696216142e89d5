"""CSV and TSV: one row per turn, with columns such as speaker, zh, en."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from producer.errors import InputError
from producer.transcript.document import Document
from producer.transcript.language.detection import Languages
from producer.transcript.readers.kinds import decode_as
from producer.transcript.readers.tables import Row, read_table

_DELIMITERS = (",", "\t", ";", "|")
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line with which Excel is told the delimiter."""
_EXPECTED = "Name the columns in the first row, as in: speaker, zh, en"


def read_delimited(data: bytes, path: Path, languages: Languages) -> Document:
    text = decode_as((), data, path)
    if declared := _SEP.match(text):
        rows = _parse(text[declared.end() :], declared[1], path, first=2)
    else:
        rows = _likeliest(text, path)
    _require_even(rows, path)
    table = read_table(rows, languages)
    if table is None and rows:
        raise InputError(
            "the table has no columns for two languages, nor one for the speakers",
            path=path,
            line=rows[0].number,
            advice=_EXPECTED,
        )
    if table is None:
        return Document(())
    return Document(table.lines, findings=table.findings, languages=table.languages)


def _likeliest(text: str, path: Path) -> list[Row]:
    """The rows by the delimiter that gives most of them the same number of cells."""
    readings: list[tuple[float, list[Row]]] = []
    errors: list[InputError] = []
    tabs_first = (
        sorted(_DELIMITERS, key=lambda d: d != "\t") if path.suffix == ".tsv" else _DELIMITERS
    )
    for delimiter in tabs_first:
        try:
            rows = _parse(text, delimiter, path)
        except InputError as error:
            errors.append(error)
            continue
        widths = Counter(len(row.cells) for row in rows)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        readings.append((count / len(rows) if width > 1 else 0.0, rows))
    best = max(readings, key=lambda reading: reading[0], default=None)
    if errors and (best is None or best[0] == 0.0):
        raise errors[0]
    return best[1] if best else []


def _parse(text: str, delimiter: str, path: Path, first: int = 1) -> list[Row]:
    """The rows that are not empty. Raises `InputError` with the line of a quote that is wrong."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    start = 1
    try:
        for cells in reader:
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                rows.append(Row(start + first - 1, tuple(cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"the table cannot be read: {error}",
            path=path,
            line=start + first - 1,
            advice="A cell with quotation marks stands in quotation marks, and those in it twice",
        ) from error
    return rows


def _require_even(rows: Sequence[Row], path: Path) -> None:
    """An unquoted delimiter in a text would move its rest into another column."""
    width = len(rows[0].cells) if rows else 0
    width = max(width, Counter(len(row.cells) for row in rows).most_common(1)[0][0] if rows else 0)
    for row in rows:
        if len(row.cells) > width:
            raise InputError(
                f"the row has {len(row.cells)} cells, where the others have {width}",
                path=path,
                line=row.number,
                advice="Put a text that contains the delimiter in quotation marks",
            )
