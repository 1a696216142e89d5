"""When each character of a cue's written text sounds.

Word marks are as the engine spoke them: without punctuation, with numbers and respelled terms
written out, for Chinese often one per character. So text and marks are aligned on their letters,
and what only one of them has is placed by what surrounds it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from producer.model import Cue

_LATIN_WEIGHT, _HEAVY_WEIGHT = 1, 3
"""A Han character and a digit take about as long to say as three letters of a word."""


@dataclass(frozen=True, slots=True)
class TimedText:
    """A text with times in ms, one of each per character: `starts` when the first letter from
    here on begins, `ends` when the last letter up to here ends, both never falling. `words`
    numbers the word mark that a character belongs to, -1 where there is none."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter or digit of a mark, folded, and when it is said."""

    text: str
    start_ms: int
    end_ms: int
    word: int


def align(cue: Cue) -> TimedText:
    """The text of `cue` with the times of its word marks, to the letter. Where there are no
    marks, time is shared out among the letters."""
    letters = [letter for number in range(len(cue.words)) for letter in _letters(cue, number)]
    places = [i for i, character in enumerate(cue.text) if character.isalnum()]
    written = [_folded(cue.text[i]) for i in places]
    times: list[tuple[int, int]] = []
    words: list[int] = []
    for tag, a, b, c, d in _differences(written, [letter.text for letter in letters]):
        if tag == "equal":
            times += [(letter.start_ms, letter.end_ms) for letter in letters[c:d]]
            words += [letter.word for letter in letters[c:d]]
        elif tag == "insert":
            # What is said beyond the text belongs to what stands before it: "5%" is "5 percent".
            if times:
                times[-1] = (times[-1][0], letters[d - 1].end_ms)
        else:
            start = letters[c].start_ms if c < d else letters[c - 1].end_ms if c else cue.start_ms
            end = (
                letters[d - 1].end_ms
                if c < d
                else letters[c].start_ms
                if c < len(letters)
                else cue.end_ms
            )
            times += _shared(start, end, [_weight(letter) for letter in written[a:b]])
            words += [-1] * (b - a)
    if times and letters:
        times[0] = (min(times[0][0], letters[0].start_ms), times[0][1])
    return _spread(cue, places, times, words)


def _letters(cue: Cue, number: int) -> list[_Letter]:
    mark = cue.words[number]
    letters = [_folded(character) for character in mark.text if character.isalnum()]
    times = _shared(mark.start_ms, mark.end_ms, [_weight(letter) for letter in letters])
    return [
        _Letter(letter, start, end, number)
        for letter, (start, end) in zip(letters, times, strict=True)
    ]


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Alike for full-width and other forms of a letter, in either case."""
    return unicodedata.normalize("NFKC", character).casefold()


@lru_cache(maxsize=4096)
def _weight(letter: str) -> int:
    wide = unicodedata.east_asian_width(letter[0]) in "WF"
    return _HEAVY_WEIGHT if wide or not letter.isalpha() else _LATIN_WEIGHT


def _shared(start_ms: int, end_ms: int, weights: Sequence[int]) -> list[tuple[int, int]]:
    """The time from start to end shared out by weight."""
    length, total = max(0, end_ms - start_ms), sum(weights)
    times: list[tuple[int, int]] = []
    done = 0
    for weight in weights:
        begin, done = done, done + weight
        times.append((start_ms + length * begin // total, start_ms + length * done // total))
    return times


def _differences(
    written: Sequence[str], spoken: Sequence[str]
) -> Iterable[tuple[str, int, int, int, int]]:
    """How to get from `written` to `said`, as difflib's opcodes. What is alike at either end is
    set aside first: mostly that is all, and difflib is slow with long sentences."""
    shorter = min(len(written), len(spoken))
    head = next((i for i in range(shorter) if written[i] != spoken[i]), shorter)
    shorter_rest = shorter - head
    tail = next((i for i in range(shorter_rest) if written[-1 - i] != spoken[-1 - i]), shorter_rest)
    a, c = len(written) - tail, len(spoken) - tail
    if head:
        yield "equal", 0, head, 0, head
    matcher = SequenceMatcher(None, written[head:a], spoken[head:c], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        yield tag, head + i, head + j, head + k, head + m
    if tail:
        yield "equal", a, len(written), c, len(spoken)


def _spread(
    cue: Cue, places: Sequence[int], times: Sequence[tuple[int, int]], words: Sequence[int]
) -> TimedText:
    """From the letters, which are at `places` in the text, to all characters."""
    size = len(cue.text)
    starts, ends, numbers = [cue.end_ms] * size, [cue.start_ms] * size, [-1] * size
    for place, (start, end), number in zip(places, times, words, strict=True):
        starts[place], ends[place], numbers[place] = start, end, number
    latest = cue.start_ms
    for i in range(size):
        latest = ends[i] = min(max(latest, ends[i]), cue.end_ms)
    earliest = cue.end_ms
    for i in reversed(range(size)):
        earliest = starts[i] = max(min(earliest, starts[i]), cue.start_ms)
    return TimedText(cue.text, starts, ends, numbers)
