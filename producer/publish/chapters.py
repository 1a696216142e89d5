"""Where chapters begin, what they are called, and how podcast apps are told.

ID3 chapters are written by tags.py; here are the other two forms: Podcasting 2.0 JSON and
timestamps in the description.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from producer.model import Chapter, Timeline, Turn

FEWEST = 3
"""With fewer, Apple shows none from a description."""

_SHORTEST_MS = 30_000
_USUAL_MS = (60_000, 150_000)
"""A chapter of a short and of a longer episode; in one of over an hour, a 24th of it."""

_IN_ONE = 100
_QUESTION, _LONG_TURN = 30, 15
"""What a turn that takes up a topic is worth, in hundredths, against a chapter's length: being
half as long as usual or half as long again costs 25. Below 50, ten minutes get no more than 12
chapters."""
_NEVER = 10**30
"""The cost of what cannot be divided; lengths are in ms, so nothing else comes near it."""

_CLAUSE_END = re.compile(
    r"""
    [，。！？；：…،؟؛।۔]+ | [—–]{2,}
  | (?<![,;:!?])[,;:!?]+ (?=[”"]?(?:\s|$)|[\u3400-\u9fff])
  | (?<! \b[A-Z])(?<! \b[A-Z][a-z])(?<! \b[A-Z][a-z]{2})(?<! \b[A-Z][a-z]{3})(?<!\.) \.+ (?=\s|$)
  | (?<!\s)\s+[—–-]+(?=\s) | —
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
    ends = [*starts[1:], len(spoken)]
    return {
        spoken[start].number: _titles(spoken[start:end])
        for start, end in zip(starts, ends, strict=True)
    }


def _even_starts(turns: Sequence[Turn], lengths: Sequence[int], fixed: Sequence[int]) -> list[int]:
    """The turns at which chapters begin, `fixed` ones among them, for which lengths are most
    usual and beginnings most natural.

    The costs of all chapters are added up and the least sum is taken. A chapter of length L costs
    (L / usual − 1)² less the worth of its first turn; as a function of its end that is, but for
    what all beginnings have in common, a straight line for each beginning. So the cheapest
    beginning is on the lower hull of these lines, which only grows at one side and is asked at
    ever later ends: the time is in proportion to the number of turns.
    """
    begins = [0, *accumulate(lengths)]
    total = begins[-1]
    least, most = _USUAL_MS
    usual = max(min(max(total // 5, least), most), total // 24)
    worth = _worth(turns, lengths)
    headings = frozenset(fixed)

    def cost(start: int, end: int) -> int:
        """Of the chapter in question and all before it, in hundredths of usual²."""
        length = begins[end] - begins[start]
        return best[start][0] + _IN_ONE * (length - usual) ** 2 - worth[start] * usual**2

    best: list[tuple[int, int]] = [(0, 0)]
    lines = _LowestOfLines()
    latest_heading = next_start = 0
    for end in range(1, len(turns) + 1):
        if end - 1 in headings:
            lines, latest_heading, next_start = _LowestOfLines(), end - 1, end - 1
        while next_start < end and begins[end] - begins[next_start] >= _SHORTEST_MS:
            at_zero = cost(next_start, next_start) + _IN_ONE * begins[next_start] * (
                begins[next_start] + 2 * usual
            )
            lines.add(-2 * _IN_ONE * begins[next_start], at_zero, next_start)
            next_start += 1
        start = lines.lowest_at(begins[end])
        # The beginning and headings stand, however little there is between them.
        if start is None and (end in headings or end == len(turns)):
            start = latest_heading
        best.append((_NEVER, 0) if start is None else (cost(start, end), start))
    starts = [best[-1][1]]
    while starts[-1]:
        starts.append(best[starts[-1]][1])
    return starts[::-1]


class _LowestOfLines:
    """Straight lines, of which the lowest at a place is asked for. Slopes are added in falling
    order, and places asked for in rising order, so that both take constant time in the mean."""

    def __init__(self) -> None:
        self._hull: deque[tuple[int, int, int]] = deque()

    def add(self, slope: int, at_zero: int, name: int) -> None:
        """Of lines that are equally low, the one added first is named."""
        hull = self._hull
        while len(hull) > 1 and _is_hidden(hull[-2], hull[-1], (slope, at_zero, name)):
            hull.pop()
        hull.append((slope, at_zero, name))

    def lowest_at(self, place: int) -> int | None:
        """The name of the lowest line; None where there is none."""
        hull = self._hull
        while len(hull) > 1 and _height(hull[1], place) < _height(hull[0], place):
            hull.popleft()
        return hull[0][2] if hull else None


def _height(line: tuple[int, int, int], place: int) -> int:
    return line[0] * place + line[1]


def _is_hidden(
    before: tuple[int, int, int], line: tuple[int, int, int], after: tuple[int, int, int]
) -> bool:
    """Whether `line` is nowhere lower than both of its neighbours."""
    return (after[1] - before[1]) * (before[0] - line[0]) <= (line[1] - before[1]) * (
        before[0] - after[0]
    )


def _worth(turns: Sequence[Turn], lengths: Sequence[int]) -> list[int]:
    """How naturally a chapter begins at each turn. A long turn that answers a question belongs
    to it."""
    asks = [any(re.search("[?？]", text) for text in _texts(turn)) for turn in turns]
    usual = sorted(lengths)[len(lengths) // 2]
    return [
        _QUESTION if asked else _LONG_TURN if length > usual and not (i and asks[i - 1]) else 0
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
