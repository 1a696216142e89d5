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
joined.

Where a person has paired sentences that mean the same, a turn has its text by pairs instead, each
with a line for every language that says it. ¶ begins a paragraph.

    ## 2 · 主持人

    [pairs]

    [zh] 第一句。第二句。
    [en] The first sentence, and the second one.

    [en] Only the English says this.

    [zh] ¶ 第二段。
    [en] ¶ The second paragraph.

A backslash before a line that looks like a heading or a mark makes it text.

A text may have directions: `[pause 1.5s]` is silence, `[excited]` says how to speak, up to the end
of the passage or the next one. A pause on a line of its own above the first language mark is one
before the turn, whichever language is heard. A backslash before a direction makes it text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from producer.errors import InputError
from producer.model import Direction, Script, Turn, clean_text
from producer.speech.directions import may_be_direction, parted, spelled, written_out
from producer.transcript.directed_turns import directed, with_parted, with_signs
from producer.transcript.document import SIGNS, joined
from producer.transcript.findings import reading
from producer.transcript.lines.speech_directions import signed, unsigned
from producer.transcript.lines.title_lines import stem_of
from producer.transcript.people.speakers import in_order
from producer.transcript.script.front_matter import (
    FrontMatter,
    dump_front_matter,
    parse_front_matter,
)
from producer.transcript.script.set_pairs import Sides, sides, with_sides

_CREDITS = "# Credits"
_UNCONFIRMED = "unconfirmed"
_PAIRS = "pairs"
_SIDE = re.compile(r"\[([^\]]*)\]\s+(\S.*)")
_PARAGRAPH = "¶"
_TURN = re.compile(r"##\s+(?:\d+\s*·\s*)?(\S.*)")
_CHAPTER = re.compile(r"#\s+\[([^\]]*)\]\s*(\S.*)")
_MARK = re.compile(r"\[([^\]]*)\]")
_NEEDS_ESCAPE = re.compile(r"#|\[[^\]]*\]$|\\[\\#\[]")
_ESCAPED = re.compile(r"\\[\\#\[]")


def dump(script: Script) -> str:
    """The script file's text. `parse` gives the same Script back."""
    return joined_blocks(dumped_blocks(script))


def joined_blocks(blocks: Iterable[str]) -> str:
    """The script file's text from its blocks."""
    return "\n\n".join(blocks) + "\n"


def dumped_blocks(script: Script) -> list[str]:
    """The front matter, each turn with the chapter above it, and the credits if there are any."""
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
    blocks = [dump_front_matter(settings)]
    blocks += [_dumped_turn(turn, script.languages) for turn in script.turns]
    if script.credits:
        blocks.append("\n\n".join([_CREDITS, *map(_escape_line, script.credits)]))
    return blocks


@lru_cache(maxsize=8192)
def _dumped_turn(turn: Turn, languages: tuple[str, ...]) -> str:
    """A turn with the chapter above it. It is known for turns that an edit leaves alone."""
    parts = []
    if turn.heading:
        parts.append("\n".join(f"# [{lang}] {text}" for lang, text in turn.heading.items()))
    parts.append(f"## {turn.number} · {turn.speaker}")
    if turn.pause_ms:
        parts.append(spelled(Direction(pause_ms=turn.pause_ms)))
    if pairs := sides(with_signs(turn)):
        parts += [f"[{lang}, {_UNCONFIRMED}]" for lang in languages if lang in turn.unconfirmed]
        parts += [f"[{_PAIRS}]", *(_dumped(pair, languages) for pair in pairs)]
        return "\n\n".join(parts)
    for lang in languages:
        note = f", {_UNCONFIRMED}" if lang in turn.unconfirmed else ""
        parts += [f"[{lang}{note}]", *map(_escape, written_passage(turn, lang))]
    return "\n\n".join(parts)


@lru_cache(maxsize=8)
def parse(text: str, path: Path) -> Script:
    """The Script in a script file's text.

    Raises `InputError` with the line, what was found there and what to do.
    """
    lines = SIGNS.sub("", text).splitlines()
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
    pairs: list[dict[str, str]] | None = None
    pause_ms: int = 0


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
        for line, content, kind in _items(lines, body):
            if kind == "text":
                self._text(line, content)
            elif kind in ("side", "next side"):
                self._side(line, content, begins_pair=kind == "next side")
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

    def _side(self, line: int, content: str, *, begins_pair: bool) -> None:
        """A line in a pair, or what goes on with the one before."""
        pairs = self.sections[-1].pairs
        assert pairs is not None
        if begins_pair:
            pairs.append({})
        side = _SIDE.fullmatch(content)
        if side and side[1].strip() in self.languages:
            language = side[1].strip()
            if language in pairs[-1]:
                raise self._error(
                    line,
                    f"[{language}] stands twice in a pair",
                    "A blank line ends a pair; sentences of one side stand on one line",
                )
            pairs[-1][language] = _parsed(side[2])
            self.sections[-1].lines.setdefault(language, []).append(line)
        elif pairs[-1]:
            *_, last = pairs[-1]
            text = content[1:] if _ESCAPED.match(content) else content
            pairs[-1][last] = joined([pairs[-1][last], _parsed(text)])
        else:
            raise self._error(
                line,
                "text stands before a language mark",
                f"A line of a pair begins with its language, as in [{self.languages[0]}] …",
            )

    def _mark(self, line: int, mark: str) -> None:
        if self.heading or not self.sections:
            raise self._error(
                line,
                f"the mark [{mark}] stands before a turn",
                "Begin the turn with a line '## 1 · Anna'",
            )
        section = self.sections[-1]
        if mark == _PAIRS:
            if section.passages or section.pairs is not None:
                raise self._error(
                    line,
                    "a turn has its text twice",
                    f"It stands below [{_PAIRS}], or below a mark of each language",
                )
            section.pairs = []
            return
        language, _, note = map(str.strip, mark.partition(","))
        if language not in self.languages and self._is_direction(line, f"[{mark}]"):
            return
        self._require_language(line, language if note in ("", _UNCONFIRMED) else mark)
        section.language = language
        if note:
            section.unconfirmed.add(language)

    def _is_direction(self, line: int, content: str) -> bool:
        """Whether a line is a direction, which is taken in: a pause above the first language mark
        is one before the turn, anything else stands before the next paragraph."""
        said, directions = parted(content)
        section = self.sections[-1]
        if said or not directions:
            return False
        if section.language:
            self._text(line, content)
            return True
        section.pause_ms += sum(each.pause_ms for each in directions)
        return all(each.pause_ms for each in directions)

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
        if section.pairs is not None and section.passages:
            raise self._error(
                section.line,
                f"turn {number} ({section.speaker}) has its text twice",
                f"It stands below [{_PAIRS}], or below a mark of each language",
            )
        if section.pairs:
            return self._paired_turn(number, section, section.pairs)
        parted_passages = {
            lang: [parted(text, escapes=True) for text in section.passages[lang]]
            for lang in self.languages
            if lang in section.passages
        }
        turn = with_parted(Turn(number, section.speaker, {}), parted_passages)
        if not turn.passages:
            raise self._error(
                section.line,
                f"turn {number} ({section.speaker}) has no text",
                f"Write it below [{self.languages[0]}], or remove the turn",
            )
        return replace(
            turn,
            heading=section.heading,
            unconfirmed=frozenset(section.unconfirmed & turn.passages.keys()),
            line=section.line,
            lines={
                lang: tuple(
                    line
                    for line, (text, _) in zip(section.lines[lang], paragraphs, strict=True)
                    if text
                )
                for lang, paragraphs in parted_passages.items()
                if lang in turn.passages
            },
            pause_ms=section.pause_ms,
        )

    def _paired_turn(
        self, number: int, section: _ScriptSection, pairs: Sequence[Mapping[str, str]]
    ) -> Turn:
        turn = Turn(number, section.speaker, {}, section.heading, line=section.line)
        pairs = [{language: _signed(side) for language, side in pair.items()} for pair in pairs]
        turn = with_sides(turn, pairs, self.languages)
        # Where the sides of a paragraph stand is near enough for each of its sentences.
        begins: dict[str, list[int]] = {}
        for language in turn.passages:
            lines = iter(section.lines[language])
            for pair in pairs:
                if text := pair.get(language):
                    line = next(lines)
                    new = text.count("\n") + (language not in begins and not text.startswith("\n"))
                    begins.setdefault(language, []).extend([line] * new)
        turn = replace(
            turn,
            unconfirmed=frozenset(section.unconfirmed & turn.passages.keys()),
            lines={language: tuple(lines) for language, lines in begins.items()},
            pause_ms=section.pause_ms,
        )
        return directed(turn)

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


def _items(lines: list[str], body: int) -> Iterator[tuple[int, str, str]]:
    """Headings, marks and paragraphs, and below the mark of pairs lines: the number of the first
    line, the content, and whether it is a "mark" (or heading), "text", a "side", or the "next
    side", which begins a pair."""
    start = 0
    paragraph: list[str] = []
    in_pairs = in_credits = blank = False
    for number, raw in enumerate([*lines[body:], ""], start=body + 1):
        line = clean_text(raw)
        mark = _MARK.fullmatch(line)
        is_text = not line.startswith("#") and not mark
        if paragraph and not (line and is_text):
            yield start, joined(paragraph), "text"
            paragraph = []
        if line and is_text and in_pairs:
            yield number, line, "next side" if blank else "side"
        elif line and is_text:
            start = start if paragraph else number
            is_escaped = _ESCAPED.match(line) if in_credits else _is_escaped(line)
            paragraph.append(line[1:] if is_escaped else line)
        elif line:
            in_pairs = bool(mark and mark[1].strip() == _PAIRS)
            in_credits = in_credits or line == _CREDITS
            yield number, line, "mark"
        blank = not (line and is_text)


def _dumped(pair: Sides, languages: Sequence[str]) -> str:
    """A pair, a line a language."""
    return "\n".join(
        f"[{language}] {' '.join(_words(_without_signs(pair[language])))}"
        for language in languages
        if language in pair
    )


def _without_signs(side: str) -> str:
    """A side with its directions written out."""
    return "\n".join(written_out(*unsigned(line)) for line in side.split("\n"))


def _signed(side: str) -> str:
    """A side with signs for its directions."""
    return "\n".join(signed(*parted(line, escapes=True)) for line in side.split("\n"))


def _words(side: str) -> Iterator[str]:
    """The words of a side with the signs of its paragraphs; a word that looks like one is
    marked."""
    for number, line in enumerate(side.split("\n")):
        if number:
            yield _PARAGRAPH
        for word in line.split(" "):
            if word:
                yield f"\\{word}" if word.lstrip("\\") == _PARAGRAPH else word


def _parsed(text: str) -> str:
    """A side as it was before `_dumped`."""
    words = (
        "\n" if word == _PARAGRAPH else word[1:] if word.lstrip("\\") == _PARAGRAPH else word
        for word in text.split(" ")
    )
    return re.sub(r" ?\n ?", "\n", " ".join(words))


def written_passage(turn: Turn, language: str) -> tuple[str, ...]:
    """The paragraphs of a passage with their directions, for a person to read and edit."""
    directions = turn.directions.get(language, ())
    return tuple(
        written_out(text, [each for each in directions if each.paragraph == number])
        for number, text in enumerate(turn.passages.get(language, ()))
    )


def _escape(paragraph: str) -> str:
    return paragraph if _begins_with_escape(paragraph) else _escape_line(paragraph)


def _escape_line(line: str) -> str:
    return f"\\{line}" if _NEEDS_ESCAPE.match(line) else line


def _is_escaped(line: str) -> bool:
    return _ESCAPED.match(line) is not None and not _begins_with_escape(line)


def _begins_with_escape(line: str) -> bool:
    """Whether a backslash at the beginning makes text of a direction, not of the line."""
    return line.startswith("\\[") and may_be_direction(line, 1)
