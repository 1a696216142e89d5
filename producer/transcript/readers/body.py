"""A document in the making: paragraphs, headings and tables in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from producer.model import Finding, FindingKind
from producer.transcript.document import Line, clean
from producer.transcript.language.detection import Languages
from producer.transcript.readers.tables import Row, read_table


@dataclass(slots=True)
class Body:
    languages: Languages
    lines: list[Line] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    block: int = 0
    declared: tuple[str, ...] = ()
    """The two languages that the first table's header names."""
    turns: int = 0
    """How many turns the tables so far have."""

    def add(self, number: int, text: str, level: int = 0, *, bold: bool = False) -> None:
        """Each line of `text` is a paragraph, or a heading of `level`; none ends the block."""
        texts = list(filter(None, map(clean, text.splitlines())))
        self.lines += [Line(number, line, self.block, level, bold=bold) for line in texts]
        self.block += not texts

    def extend(self, lines: Iterable[Line]) -> None:
        self.lines += lines

    def table(self, rows: Sequence[Row]) -> None:
        """A conversation becomes turns, a single column paragraphs. What is neither is kept among
        the credits, since a voice would only read its cells in a row."""
        rows = [row for row in rows if any(map(clean, row.cells))]
        self.block += 1
        if table := read_table(rows, self.languages):
            self.findings += table.findings
            self.declared = self.declared or table.languages
            for line in table.lines:
                turn = line.turn and line.turn + self.turns
                self.lines.append(replace(line, block=line.block + self.block, turn=turn))
            self.turns += max((line.turn or 0 for line in table.lines), default=0)
            self.block += max((line.block for line in table.lines), default=0)
        elif max((len(row.cells) for row in rows), default=0) == 1:
            for row in rows:
                self.add(row.number, row.cells[0])
        elif rows:
            self.credits += [" | ".join(filter(None, map(clean, row.cells))) for row in rows]
            self.findings.append(
                Finding(
                    FindingKind.LEFT_OUT,
                    f"a table of {len(rows)} rows is no conversation: it is kept among the "
                    "credits. Write down what is to be said of it",
                    rows[0].number,
                )
            )
        self.block += 1
