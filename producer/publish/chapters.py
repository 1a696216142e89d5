"""Where chapters begin, what they are called, and how podcast apps are told.

ID3 chapters are written by tags.py; here are the other two forms: Podcasting 2.0 JSON and
timestamps in the description.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from producer.model import Chapter, Timeline, Turn

FEWEST, MOST = 3, 255
"""With fewer, Apple shows none from a description; an ID3 table of contents holds no more."""

_SHORTEST_MS = 30_000
_USUAL_MS = (60_000, 150_000)
"""A chapter of a short and of a longer episode; in one of over an hour, a 24th of it."""

_QUESTION, _LONG_TURN = 0.3, 0.15
"""What a turn that takes up a topic is worth, against a chapter's length: being half as long as
usual or half as long again costs 0.25. Below 0.5, ten minutes get no more than 12 chapters."""

_CLAUSE_END = re.compile(
    r"""
    [，。！？；：…،؟؛।۔]+ | [—–]{2,}
  | [,;:!?]+ (?=[”"]?(?:\s|$)|[\u3400-\u9fff])
  | (?<! \b[A-Z])(?<! \b[A-Z][a-z])(?<! \b[A-Z][a-z]{2})(?<! \b[A-Z][a-z]{3}) \.+ (?=\s|$)
  | \s+[—–-]+(?=\s) | —
    """,
    re.VERBOSE,
)
"""A short capitalised word before a full stop may be "Dr." or "Prof."."""

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LEADING = " ¿¡"
_TRAILING = " ,.;:!?…—–-，。、；：！？،؟؛।۔"
_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】", "«": "»"}
_SHORTEST_TITLE, _LONGEST_TITLE = {True: 6, False: 15}, {True: 24, False: 60}
"""Characters of a title made from a clause, by whether its characters are wide."""


def choose_chapters(
    turns: Sequence[Turn], durations_ms: Mapping[int, int]
) -> dict[int, dict[str, str]]:
    """The numbers of the turns at which a chapter begins, and its title per language.

    `durations_ms` are the lengths of the turns that are spoken, by number, in all languages
    together. Headings of the transcript decide alone when they make three chapters. Otherwise
    a chapter also begins where a new question or long turn takes up the topic, so that
    chapters are of a usual length. A title is the heading, or the first clause that the chapter
    has in that language.
    """
    spoken = [turn for turn in turns if durations_ms.get(turn.number, 0) > 0]
    if not spoken:
        return {}
    starts = [i for i, turn in enumerate(spoken) if turn.heading or i == 0]
    if len(starts) < FEWEST:
        starts = _even_starts(spoken, [durations_ms[turn.number] for turn in spoken], starts)
    starts = starts[:MOST]
    ends = [*starts[1:], len(spoken)]
    return {
        spoken[start].number: _titles(spoken[start:end])
        for start, end in zip(starts, ends, strict=True)
    }


def _even_starts(turns: Sequence[Turn], lengths: Sequence[int], fixed: Sequence[int]) -> list[int]:
    """The turns at which chapters begin, `fixed` ones among them, for which lengths are most
    usual and beginnings most natural."""
    begins = [0]
    for length in lengths:
        begins.append(begins[-1] + length)
    total = begins[-1]
    least, most = _USUAL_MS
    usual = max(min(max(total // 5, least), most), total // 24)
    worth = _worth(turns, lengths)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(turns) + 1):
        options: list[tuple[float, int]] = []
        for start in reversed(range(end)):
            length = begins[end] - begins[start]
            # The beginning and headings stand, however little there is between them.
            if length >= _SHORTEST_MS or (start in fixed and (end in fixed or end == len(turns))):
                cost = (length / usual - 1) ** 2 - worth[start]
                options.append((best[start][0] + cost, start))
            if start in fixed:
                break
        best.append(min(options, default=(float("inf"), 0)))
    starts = [best[-1][1]]
    while starts[-1]:
        starts.append(best[starts[-1]][1])
    return starts[::-1]


def _worth(turns: Sequence[Turn], lengths: Sequence[int]) -> list[float]:
    """How naturally a chapter begins at each turn. A long turn that answers a question belongs
    to it."""
    asks = [any(re.search("[?？]", text) for text in _texts(turn)) for turn in turns]
    usual = sorted(lengths)[len(lengths) // 2]
    return [
        _QUESTION if asked else _LONG_TURN if length > usual and not (i and asks[i - 1]) else 0.0
        for i, (asked, length) in enumerate(zip(asks, lengths, strict=True))
    ]


def _texts(turn: Turn) -> list[str]:
    return [paragraph for passage in turn.passages.values() for paragraph in passage]


def _titles(chapter: Sequence[Turn]) -> dict[str, str]:
    """Titles of a chapter of these turns. Not all of them need have all languages."""
    titles: dict[str, str] = {}
    for turn in chapter:
        for language, paragraphs in turn.passages.items():
            if paragraphs and language not in titles:
                titles[language] = first_clause(paragraphs[0])
    return titles | {language: title for language, title in chapter[0].heading.items() if title}


def first_clause(text: str) -> str:
    """What a text begins with, as a title: whole clauses until there is something to read, cut
    at a word with "…" where it gets long, without the punctuation behind it."""
    wide = bool(_WIDE.search(text))
    ends = (match.start() for match in _CLAUSE_END.finditer(text))
    end = next((end for end in ends if end >= _SHORTEST_TITLE[wide]), len(text))
    clause = text[:end].lstrip(_LEADING).rstrip(_TRAILING) or text.strip()
    longest = _LONGEST_TITLE[wide]
    if len(clause) > longest:
        clause = _cut(clause, longest - 1) + "…"
    return _without_lone_quotes(clause).strip()


def _cut(text: str, longest: int) -> str:
    """The beginning of `text`, up to the end of a Han character or of a word."""
    cut = text[:longest]
    if not any(c.isspace() or _HAN.match(c) for c in text[longest - 1 : longest + 1]):
        cut = re.sub(r"[^\s\u3040-\u30ff\u3400-\u9fff]+$", "", cut) or cut
    return cut.rstrip(_TRAILING)


def _without_lone_quotes(text: str) -> str:
    for opener, closer in _PAIRS.items():
        if text.count(opener) != text.count(closer):
            text = text.replace(opener, "").replace(closer, "")
    return text


def files(stem: str, timeline: Timeline) -> Iterator[tuple[str, Iterator[str]]]:
    """The chapter file of an edition with its name. `stem` is "<slug>.<edition>"."""
    yield f"{stem}.chapters.json", iter([chapters_json(timeline.chapters)])


def chapters_json(chapters: Sequence[Chapter]) -> str:
    """Podcasting 2.0 chapters, version 1.2.0
    (https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md)."""
    entries = [
        {"startTime": c.start_ms / 1000, "endTime": c.end_ms / 1000, "title": c.title}
        for c in chapters
    ]
    document = {"version": "1.2.0", "chapters": entries}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def description_timestamps(chapters: Sequence[Chapter]) -> str:
    """A line "00:00:00 Title" per chapter for an episode's description, or "" where there are
    too few for Apple Podcasts to take them for chapters, or they do not begin at zero."""
    if len(chapters) < FEWEST or chapters[0].start_ms >= 1000:
        return ""
    return "\n".join(f"{_stamp(chapter.start_ms // 1000)} {chapter.title}" for chapter in chapters)


def _stamp(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
