"""The script file: a Script as Markdown with front matter, to be edited by hand.

    +++
    script = 1
    languages = ["zh", "en"]

    [title]
    zh = "夜航"
    en = "Night Flight"

    [speakers]
    "主持人" = {zh = "主持人", en = "Host"}
    +++

    # [zh] 开场
    # [en] Opening

    ## 1 · 主持人

    [zh]

    第一段。

    第二段。

    [en, unconfirmed]

    The first paragraph.

    # Credits

    来源：……

`[title]` is left out while the episode is only called after its file. `[notes]` says per language
what it is about, and `[keywords]` has a list of terms per language. Turns are numbered in the order
in which they stand, so a number may be left out. Speakers need no entry unless their names differ
from their ids. A language mark with no text after it is a missing passage. One with "unconfirmed"
stands above what a machine wrote; whoever has read it removes the word. Lines of a paragraph are
joined. A backslash before a line that looks like a heading or a mark makes it text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from producer.errors import InputError
from producer.model import Script, Turn, clean_text
from producer.transcript.document import joined
from producer.transcript.findings import reading
from producer.transcript.lines.title_lines import stem_of
from producer.transcript.people.speakers import in_order
from producer.transcript.script.front_matter import (
    FENCE,
    FrontMatter,
    dump_front_matter,
    parse_front_matter,
)

_CREDITS = "# Credits"
_UNCONFIRMED = "unconfirmed"
_TURN = re.compile(r"##\s+(?:\d+\s*·\s*)?(\S.*)")
_CHAPTER = re.compile(r"#\s+\[([^\]]*)\]\s*(\S.*)")
_MARK = re.compile(r"\[([^\]]*)\]")
_NEEDS_ESCAPE = re.compile(r"#|\[[^\]]*\]$|\\[\\#\[]")
_ESCAPED = re.compile(r"\\[\\#\[]")


def is_script(text: str) -> bool:
    """Whether `text` begins with the front matter of a script file, be it broken."""
    lines = iter(text.lstrip().splitlines())
    if next(lines, "").strip() != FENCE:
        return False
    for line in lines:
        if line.strip() == FENCE:
            return False
        if re.match(r"\s*script\s*=", line):
            return True
    return False


def dump(script: Script) -> str:
    """The script file's text. `parse` gives the same Script back."""
    derived = in_order((turn.speaker for turn in script.turns), script.languages)
    settings = FrontMatter(
        title={} if script.untitled else script.title,
        languages=script.languages,
        speakers=() if script.speakers == derived else script.speakers,
        source=script.source,
        locales=script.locales,
        notes=script.notes,
        keywords=script.keywords,
    )
    parts = [dump_front_matter(settings)]
    for turn in script.turns:
        if turn.heading:
            parts.append("\n".join(f"# [{lang}] {text}" for lang, text in turn.heading.items()))
        parts.append(f"## {turn.number} · {turn.speaker}")
        for lang in script.languages:
            note = f", {_UNCONFIRMED}" if lang in turn.unconfirmed else ""
            parts += [f"[{lang}{note}]", *map(_escape, turn.passages.get(lang, ()))]
    if script.credits:
        parts += [_CREDITS, *map(_escape, script.credits)]
    return "\n\n".join(parts) + "\n"


@lru_cache(maxsize=8)
def parse(text: str, path: Path) -> Script:
    """The Script in a script file's text.

    Raises `InputError` with the line, what was found there and what to do.
    """
    lines = text.splitlines()
    settings, body = parse_front_matter(lines, path)
    turns, credits = _Body(settings.languages, path).read(lines, body)
    title = settings.title
    findings = []
    if not title:
        # The script file of a transcript is called after that.
        stem = stem_of(Path(settings.source)) if settings.source else stem_of(path)
        title = dict.fromkeys(settings.languages, stem)
        findings.append(reading.no_title(stem, "[title] in the front matter"))
    return Script(
        title=title,
        languages=settings.languages,
        speakers=in_order((turn.speaker for turn in turns), settings.languages, settings.speakers),
        turns=turns,
        credits=credits,
        findings=tuple(findings),
        source=settings.source,
        locales=settings.locales,
        untitled=not settings.title,
        notes=settings.notes,
        keywords=settings.keywords,
    )


@dataclass(slots=True)
class _ScriptSection:
    """A turn in the making; `language` is that of the mark last read."""

    speaker: str
    line: int
    heading: dict[str, str]
    passages: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    unconfirmed: set[str] = field(default_factory=set)
    language: str = ""


@dataclass(slots=True)
class _Body:
    """Reads what stands below the front matter."""

    languages: tuple[str, ...]
    path: Path
    sections: list[_ScriptSection] = field(default_factory=list)
    heading: dict[str, str] = field(default_factory=dict)
    heading_line: int = 0
    credits: list[str] | None = None

    def read(self, lines: list[str], body: int) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
        """The turns and the credits in `lines` from the index `body` on."""
        for line, content, is_text in _items(lines, body):
            if is_text:
                self._text(line, content)
            elif self.credits is not None:
                raise self._error(
                    line, f"'{content}' stands in the credits", "They are the last section"
                )
            elif mark := _MARK.fullmatch(content):
                self._mark(line, mark[1].strip())
            else:
                self._heading(line, content)
        if self.heading:
            raise self._error(
                self.heading_line, "no turn follows the chapter", "Add one, or remove the chapter"
            )
        if not self.sections:
            raise self._error(
                len(lines), "the script has no turns", "A turn begins with a line '## 1 · Anna'"
            )
        turns = tuple(self._turn(n, section) for n, section in enumerate(self.sections, start=1))
        return turns, tuple(self.credits or ())

    def _text(self, line: int, content: str) -> None:
        if self.credits is not None:
            self.credits.append(content)
        elif self.heading or not self.sections:
            raise self._error(
                line, "text stands before a turn", "Begin the turn with a line '## 1 · Anna'"
            )
        elif not self.sections[-1].language:
            raise self._error(
                line,
                "text stands before a language mark",
                f"Put [{self.languages[0]}] on a line of its own above it",
            )
        else:
            section = self.sections[-1]
            section.passages.setdefault(section.language, []).append(content)
            section.lines.setdefault(section.language, []).append(line)

    def _mark(self, line: int, mark: str) -> None:
        if self.heading or not self.sections:
            raise self._error(
                line,
                f"the mark [{mark}] stands before a turn",
                "Begin the turn with a line '## 1 · Anna'",
            )
        language, _, note = map(str.strip, mark.partition(","))
        self._require_language(line, language if note in ("", _UNCONFIRMED) else mark)
        section = self.sections[-1]
        section.language = language
        if note:
            section.unconfirmed.add(language)

    def _heading(self, line: int, content: str) -> None:
        if content == _CREDITS:
            self.credits = []
        elif turn := _TURN.fullmatch(content):
            self.sections.append(_ScriptSection(clean_text(turn[1]), line, self.heading))
            self.heading = {}
        elif chapter := _CHAPTER.fullmatch(content):
            language = chapter[1].strip()
            self._require_language(line, language)
            if language in self.heading:
                raise self._error(
                    line, f"a second chapter heading in [{language}]", "Keep one before a turn"
                )
            self.heading[language] = clean_text(chapter[2])
            self.heading_line = line
        else:
            raise self._error(
                line,
                f"'{content}' is no heading of a script file",
                "A turn is '## 1 · Anna', a chapter '# [en] Opening', the last section "
                f"'{_CREDITS}'; a backslash before the line makes it text",
            )

    def _turn(self, number: int, section: _ScriptSection) -> Turn:
        passages = {
            lang: tuple(section.passages[lang])
            for lang in self.languages
            if lang in section.passages
        }
        if not passages:
            raise self._error(
                section.line,
                f"turn {number} ({section.speaker}) has no text",
                f"Write it below [{self.languages[0]}], or remove the turn",
            )
        return Turn(
            number,
            section.speaker,
            passages,
            section.heading,
            frozenset(section.unconfirmed & passages.keys()),
            section.line,
            {lang: tuple(numbers) for lang, numbers in section.lines.items()},
        )

    def _require_language(self, line: int, language: str) -> None:
        if language not in self.languages:
            known = " or ".join(f"[{lang}]" for lang in self.languages)
            raise self._error(
                line,
                f"the mark [{language}] is no language of this script",
                f"Expected {known}; a backslash before the line makes it text",
            )

    def _error(self, line: int, message: str, advice: str) -> InputError:
        return InputError(message, path=self.path, line=line, advice=advice)


def _items(lines: list[str], body: int) -> Iterator[tuple[int, str, bool]]:
    """Headings, marks and paragraphs: first line, content, and whether it is text."""
    start = 0
    paragraph: list[str] = []
    for number, raw in enumerate([*lines[body:], ""], start=body + 1):
        line = clean_text(raw)
        is_text = not line.startswith("#") and not _MARK.fullmatch(line)
        if paragraph and not (line and is_text):
            yield start, joined(paragraph), True
            paragraph = []
        if line and is_text:
            start = start if paragraph else number
            paragraph.append(line[1:] if _ESCAPED.match(line) else line)
        elif line:
            yield number, line, False


def _escape(paragraph: str) -> str:
    return f"\\{paragraph}" if _NEEDS_ESCAPE.match(paragraph) else paragraph
