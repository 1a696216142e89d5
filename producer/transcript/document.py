"""What every reader gives: a document of lines, which are paragraphs and headings in blocks.

A format that says more than a text does hands it on in `Line`: who speaks (a column, a voice tag),
in which language (a column, a file of its own), and which lines are one turn (a row, a cue).
Nothing of this is guessed again; what a format leaves open is found in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from producer.languages import SCRIPTS
from producer.model import Finding, Speaker, clean_text

_UNSPACED = re.compile(
    f"[{SCRIPTS['Han']}{SCRIPTS['Kana']}，。、；：？！…—（）《》〈〉「」『』【】“”‘’]"
)
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading. `text` is clean and without the heading's mark.

    `number` counts the file's lines from 1, or what it has in their place: paragraphs, rows,
    segments. `block` is the same for lines with no blank line between them. `level` is 1–6 for
    headings and 0 for paragraphs.

    `speaker`, `language` and `turn` are None where the format does not say. Lines with the same
    `turn` are one turn, in whatever languages. `bold` lines are so from beginning to end.
    """

    number: int
    text: str
    block: int
    level: int = 0
    speaker: str | None = None
    language: str | None = None
    turn: int | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file's lines in order, and what it says besides.

    `titles` are per language, under None where a title is in no language. `speakers` are people
    whom it names, with their names per language; they need not all speak. `credits` are lines
    that nobody speaks. `findings` say what was left out. `languages` are the tags of the two
    that the file declares, where it does. `advice` is what to do where it lacks one of them.
    """

    lines: tuple[Line, ...]
    titles: Mapping[str | None, str] = field(default_factory=dict)
    speakers: tuple[Speaker, ...] = ()
    credits: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    languages: tuple[str, ...] = ()
    advice: str = ""


_HALF_WIDTH: dict[int, int | str | None] = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
"""Full-width Latin letters and digits. Full-width punctuation is Chinese, and stays."""
_COLONS: dict[int, int | str | None] = dict.fromkeys(map(ord, "﹕︰"), "：")
"""Other forms of the full-width colon."""
_UNSEEN: dict[int, int | str | None] = dict.fromkeys((0x00AD, 0x200B, 0x2060))
"""What pages put where a line may break."""
_ORDINARY = _HALF_WIDTH | _COLONS | _UNSEEN


def clean(text: str) -> str:
    """One line as the project has it: clean, with letters and digits of ordinary width."""
    return clean_text(text.translate(_ORDINARY))


def joined(texts: Sequence[str]) -> str:
    """Lines that were broken to fit a width, as one; no space where Chinese or Japanese
    continues."""
    whole = texts[0]
    for text in texts[1:]:
        unspaced = _UNSPACED.match(whole[-1]) and _UNSPACED.match(text)
        whole += text if unspaced else f" {text}"
    return whole


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of plain text or Markdown that are not blank.

    Each line is a paragraph.
    """
    lines: list[Line] = []
    block = 0
    blank = False
    for number, raw in enumerate(text.splitlines(), start=1):
        content = clean(raw)
        if not content:
            blank = True
            continue
        block += blank
        blank = False
        if heading := _HEADING.fullmatch(content):
            marks, title = heading.groups()
            lines.append(Line(number, _bare(title), block, len(marks)))
        else:
            lines.append(Line(number, content, block))
    return tuple(lines)


def _bare(title: str) -> str:
    """A heading's text without closing marks and emphasis of the whole."""
    title = re.sub(r"(?<=\S) #+$", "", title)
    emphasis = re.fullmatch(r"(\*\*|__)(?!\s)((?:(?!\1).)+)(?<!\s)\1", title)
    return emphasis[2] if emphasis else title
