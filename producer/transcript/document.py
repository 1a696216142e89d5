"""What every reader gives: a document of lines, which are paragraphs and headings in blocks.

A format that says more than a text does hands it on in `Line`: who speaks (a column, a voice tag),
in which language (a column, a file of its own), and which lines are one turn (a row, a cue).
Nothing of this is guessed again; what a format leaves open is found in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from pathlib import Path

from producer.errors import InputError
from producer.languages import SCRIPTS
from producer.model import Finding, Speaker, clean_text

_UNSPACED = re.compile(
    f"[{SCRIPTS['Han']}{SCRIPTS['Kana']}，。、；：？！…—（）《》〈〉「」『』【】“”‘’]"
)
FIRST_SIGN, LAST_SIGN = 0xF0000, 0xF5FFF
"""Private characters, of which each stands for a direction; see lines/speech_directions.py."""
SIGNS = re.compile(f"[{chr(FIRST_SIGN)}-{chr(LAST_SIGN)}]+")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")


class Role(Enum):
    """What a stretch of a line is, where nobody says it."""

    LABEL = "label"
    STAMP = "time stamp"
    DIRECTION = "stage direction"
    PAUSE = "pause"
    """Silence that is asked for."""
    STYLE = "way of speaking"
    NOTE = "note"
    LANGUAGE = "name of a language"
    MARK = "mark"
    """Marks of emphasis and of lists, and what encloses a whole translation."""
    CAPTION = "caption of a picture"
    REPEAT = "sentence that stands in the text too"
    CREDIT = "credit"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of a line's text from `start` to before `end`, and what they are. `sign` is
    one character that keeps their place in what is said, for directions to whoever speaks it."""

    start: int
    end: int
    role: Role
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading, and what is known of it. `text` is clean, without a heading's mark.

    `number` counts the file's lines from 1, or what it has in their place: paragraphs, rows,
    segments. `block` is the same for lines with no blank line between them. `level` is 1–6 for
    headings and 0 for paragraphs.

    `speaker` is the label of who speaks, `language` the tag of the text's language and `turn`
    the same number for all lines of one turn, in whatever languages; each is None where nothing
    says so, in the format or later. `bold` lines are so from beginning to end. `tab` is where a
    tab stood in the text, if not 0. `role` is what the line is as a whole, None where somebody
    says it; `spans` are the parts of `text` that nobody says. Nothing rewrites `text`: `speech` is
    what of it is left outside the spans, with the signs of directions in their places.
    """

    number: int
    text: str
    block: int
    level: int = 0
    speaker: str | None = None
    language: str | None = None
    turn: int | None = None
    bold: bool = False
    tab: int = 0
    role: Role | None = None
    spans: tuple[Span, ...] = ()
    speech: str = field(init=False, default="")

    def __post_init__(self) -> None:
        parts, end = [], 0
        for span in self.spans:
            parts += [self.text[end : span.start], span.sign]
            end = max(end, span.end)
        object.__setattr__(self, "speech", "".join([*parts, self.text[end:]]))

    @property
    def shown(self) -> str:
        """What of the text somebody says, with the label before it, and without signs."""
        if all(span.role is not Role.LABEL for span in self.spans):
            return self.words
        named = tuple(span for span in self.spans if span.role is not Role.LABEL)
        return replace(self, spans=named).words

    def without(self, start: int, end: int, role: Role) -> Line:
        """The line with `role` for its speech from `start` to before `end`."""
        return self.without_all([(start, end, role)])

    def without_all(self, stretches: Sequence[tuple[int, int, Role]]) -> Line:
        """The line with a role for each of `stretches` of its speech, from a start to before an
        end; none over another."""
        places = self._places()
        added = [
            Span(places[first], places[last - 1] + 1, role)
            for start, end, role in stretches
            for first, last in _runs(places, start, end)
        ]
        if not added:
            return self
        return self.with_spans(added)

    def with_spans(self, added: Iterable[Span]) -> Line:
        """The line with more spans."""
        spans = sorted([*self.spans, *added], key=lambda span: span.start)
        return replace(self, spans=tuple(spans))

    @property
    def words(self) -> str:
        """`speech` without signs."""
        return SIGNS.sub("", self.speech).strip()

    def marked(self, role: Role) -> list[str]:
        """The parts of the text that are `role`, in order."""
        return [
            self.text[span.start : span.end].strip() for span in self.spans if span.role is role
        ]

    def _places(self) -> list[int]:
        """Where in `text` each character of `speech` stands, `_NOWHERE` for signs."""
        places: list[int] = []
        end = 0
        for span in self.spans:
            places += [*range(end, span.start), *[_NOWHERE] * len(span.sign)]
            end = max(end, span.end)
        return [*places, *range(end, len(self.text))]


def _runs(places: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches from `start` to before `end` in which `places` go on by one, without signs."""
    first = start
    for index in range(start + 1, end + 1):
        if index == end or places[index] != places[index - 1] + 1:
            if places[first] != _NOWHERE:
                yield first, index
            first = index


_NOWHERE = -2


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
_UNSEEN: dict[int, int | str | None] = dict.fromkeys(
    (0x00AD, 0x200B, 0x2060, *range(FIRST_SIGN, LAST_SIGN + 1))
)
"""What pages put where a line may break, and what stands for directions here."""
_ORDINARY = _HALF_WIDTH | _COLONS | _UNSEEN


MOST_LINES, MOST_CAPTIONS, MOST_TURNS = 20_000, 30_000, 10_000
"""Seven hours of captions in two languages have fewer. More would take more than some seconds."""


def require_few(
    count: int, path: Path, *, what: str = "lines with text", most: int = MOST_LINES
) -> None:
    """Raises `InputError` where the file at `path` has more of `what` than any conversation."""
    if count > most:
        raise InputError(
            f"the file has {count:,} {what}, and a transcript has {most:,} at most",
            path=path,
            advice="If it is one, cut it into episodes",
        )


def clean(text: str) -> str:
    """One line as the project has it: clean, with letters and digits of ordinary width, and each
    letter with its accents as one character."""
    return clean_text(unicodedata.normalize("NFC", text).translate(_ORDINARY))


def joined(texts: Sequence[str]) -> str:
    """Lines that were broken to fit a width, as one; no space where Chinese or Japanese
    continues."""
    parts = [texts[0]]
    for before, text in pairwise(texts):
        is_unspaced = _UNSPACED.match(before[-1]) and _UNSPACED.match(text)
        parts.append(text if is_unspaced else f" {text}")
    return "".join(parts)


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of plain text or Markdown that are not blank.

    Each line is a paragraph.
    """
    return numbered_lines(enumerate(text.splitlines(), start=1))


def numbered_lines(written: Iterable[tuple[int, str]]) -> tuple[Line, ...]:
    """The lines that are not blank of those `written` with these numbers; a blank one ends a
    block."""
    lines: list[Line] = []
    block = 0
    blank = False
    for number, raw in written:
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
            name, tab, _ = raw.partition("\t")
            at = len(clean(name)) if tab and name.strip() else 0
            lines.append(Line(number, content, block, tab=at))
    return tuple(lines)


def _bare(title: str) -> str:
    """A heading's text without closing marks and emphasis of the whole."""
    title = re.sub(r"(?<=[^\s#]) #+$", "", title)
    emphasis = re.fullmatch(r"(\*\*|__)(?!\s)((?:(?!\1).)+)(?<!\s)\1", title)
    return emphasis[2] if emphasis else title
