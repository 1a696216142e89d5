"""Word documents: paragraphs and tables in order, headings by their styles.

python-docx opens the package and resolves styles. The text is taken from the XML, since its
`Paragraph.text` passes over insertions that nobody has accepted yet, and over content controls.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from producer.errors import InputError
from producer.model import Finding, FindingKind
from producer.transcript.document import Document
from producer.transcript.labels.label import candidate
from producer.transcript.language.detection import Languages
from producer.transcript.readers.archive import check_archive
from producer.transcript.readers.body import Body
from producer.transcript.readers.kinds import WORD, kind_of_bytes
from producer.transcript.readers.tables import Row

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HOLDERS = frozenset(
    _W + name
    for name in (
        *("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple"),
        *("ruby", "rubyBase", "dir", "bdo"),
    )
)
"""What stands around runs, paragraphs, rows and cells without changing their text."""
_MARKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_LEFT_OUT = {
    _W + "footnoteReference": "footnote",
    _W + "endnoteReference": "endnote",
    _W + "commentReference": "comment",
    _W + "drawing": "picture or text box",
    _W + "pict": "picture or text box",
    _W + "object": "embedded object",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "formula",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent": "picture or "
    "text box",
}
_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])", re.IGNORECASE)
_TITLES = ("title", "subtitle", "标题", "副标题", "標題")

Level = Callable[["_Element"], int]
"""0 for a paragraph of text, 1 for the title, and from 2 on for headings."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or the rows of a table; numbered in the order of the document."""

    number: int
    text: str = ""
    level: int = 0
    bold: bool = False
    rows: tuple[Row, ...] = ()


def read_word(data: bytes, path: Path, languages: Languages) -> Document:
    """Raises `InputError` where the bytes are no Word document that can be read."""
    if data and kind_of_bytes(data) is not WORD:
        raise InputError(
            "the file is no Word document, as its name says",
            path=path,
            advice="If it is a text, name it .txt",
        )
    if not data:
        return Document(())
    check_archive(data, path)
    body_xml, level = _open(data, path)
    left_out = _LeftOut()
    blocks = list(_blocks(body_xml, level, left_out))
    names = _bold_names(blocks)
    # Where no paragraph is empty, those that hold several lines are blocks of their own.
    spaced = any(not block.rows and not block.text.strip() for block in blocks)
    own = not spaced and any("\n" in block.text.strip() for block in blocks)
    top = 0 if any(block.level == 1 for block in blocks) else 1
    body = Body(languages)
    for block in blocks:
        if block.rows:
            body.table(block.rows)
        else:
            text = f"{block.text.strip()}:" if block.text.strip() in names else block.text
            body.add(block.number, text, max(block.level - top, 0), bold=block.bold)
            if own:
                body.add(block.number, "")
    return Document(
        tuple(body.lines),
        credits=tuple(body.credits),
        findings=(*body.findings, *left_out.findings()),
        languages=body.declared,
    )


@dataclass(slots=True)
class _LeftOut:
    """What of a document is not spoken, by what it is, with where it is first."""

    counts: Counter[str] = field(default_factory=Counter)
    first: int | None = None
    number: int = 0

    def add(self, name: str) -> None:
        self.counts[name] += 1
        self.first = self.first or self.number

    def findings(self) -> tuple[Finding, ...]:
        if not self.counts:
            return ()
        names = ", ".join(f"{n} × {name}" for name, n in self.counts.items())
        return (
            Finding(FindingKind.LEFT_OUT, f"not spoken is what is no text: {names}", self.first),
        )


def _open(data: bytes, path: Path) -> tuple[_Element, Level]:
    # python-docx takes a tenth of a second to import.
    import docx
    from docx.text.paragraph import Paragraph

    try:
        document = docx.Document(io.BytesIO(data))
        body: _Element = document.element.body
    except Exception as error:  # python-docx lets out whatever ZIP, XML and it itself raise.
        raise InputError(
            f"the Word document is damaged ({type(error).__name__})",
            path=path,
            advice="Open it in Word and save it again, or save it as .txt",
        ) from error

    levels: dict[str | None, int] = {}

    def level(paragraph: _Element) -> int:
        # A tenth of a millisecond for each paragraph, of which there may be 100,000.
        properties = paragraph.find(_W + "pPr")
        named = None if properties is None else properties.find(_W + "pStyle")
        name = None if named is None else named.get(_W + "val")
        if name not in levels:
            levels[name] = level_of_style(paragraph)
        return levels[name]

    def level_of_style(paragraph: _Element) -> int:
        try:
            style = Paragraph(paragraph, document._body).style  # type: ignore[arg-type]
        except (AttributeError, KeyError, ValueError, RecursionError):
            return 0  # The styles are damaged; their relation may lead back to the document.
        for _ in range(10):
            name = (style.name or "") if style is not None else ""
            if heading := _HEADING.fullmatch(name):
                return int(heading[1]) + 1
            if name.casefold() in _TITLES:
                return 1
            style = style.base_style if style is not None else None
        return 0

    return body, level


def _blocks(body: _Element, level: Level, left_out: _LeftOut) -> Iterator[_Block]:
    for element in _within(body):
        left_out.number += 1
        if element.tag == _W + "p":
            yield _paragraph(element, level, left_out)
        elif element.tag == _W + "tbl":
            yield _table(element, left_out)


def _within(element: _Element) -> Iterator[_Element]:
    """The children of an element, and those of what only stands around some of them."""
    for child in element:
        if child.tag in _HOLDERS:
            yield from _within(child)
        else:
            yield child


def _paragraph(element: _Element, level: Level, left_out: _LeftOut) -> _Block:
    runs = [child for child in _within(element) if child.tag == _W + "r"]
    for child in _within(element):
        if child.tag in _LEFT_OUT:
            left_out.add(_LEFT_OUT[child.tag])
    text = "".join(_run_text(run, left_out) for run in runs)
    filled = [run for run in runs if run.findtext(f"{_W}t", "").strip()]
    bold = bool(filled) and all(map(_is_bold, filled))
    return _Block(left_out.number, text, level(element), bold)


def _is_bold(run: _Element) -> bool:
    """Whether a run is; the mark may say that it is not, where its style is."""
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(_W + "val", "1") not in ("0", "false", "off")


def _run_text(run: _Element, left_out: _LeftOut) -> str:
    if run.find(f"{_W}rPr/{_W}vanish") is not None:
        left_out.add("hidden text")
        return ""
    parts = []
    for child in _within(run):
        if child.tag == _W + "t":
            parts.append(child.text or "")
        elif child.tag == _W + "r":
            parts.append(_run_text(child, left_out))
        elif child.tag in _LEFT_OUT:
            left_out.add(_LEFT_OUT[child.tag])
        else:
            parts.append(_MARKS.get(str(child.tag), ""))
    return "".join(parts)


def _table(table: _Element, left_out: _LeftOut) -> _Block:
    cells_of = [
        [cell for cell in _within(row) if cell.tag == _W + "tc"]
        for row in _within(table)
        if row.tag == _W + "tr"
    ]
    width = max((sum(map(_span, cells)) for cells in cells_of), default=0)
    rows: list[Row] = []
    for cells in cells_of:
        texts = [text for cell in cells for text in _cell(cell, left_out)]
        rows.append(Row(left_out.number, tuple(texts), across=len(cells) == 1 < width))
        left_out.number += 1
    return _Block(left_out.number, rows=tuple(rows))


def _cell(cell: _Element, left_out: _LeftOut) -> list[str]:
    """The text of a cell, and empty ones for the further columns that it spans."""
    paragraphs = (_paragraph(p, lambda _: 0, left_out).text for p in cell.iter(_W + "p"))
    return ["\n".join(paragraphs), *[""] * (_span(cell) - 1)]


def _span(cell: _Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = "" if span is None else span.get(_W + "val", "")
    return min(int(value), 63) if value.isdecimal() and int(value) else 1


def _bold_names(blocks: list[_Block]) -> set[str]:
    """Bold lines that stand again and again above what somebody says, without a colon."""
    counts = Counter(
        block.text.strip()
        for block in blocks
        if block.bold and not block.level and candidate(f"{block.text.strip()}: ")
    )
    return {name for name, count in counts.items() if count > 1 and not name.endswith((":", "："))}
