"""Where a text may be broken, how bad each place is, and how wide text is on the screen.

Good places are the ends of clauses, then before a word that begins a phrase; bad ones are inside
a phrase, worst inside a word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from producer.languages import HAN
from producer.publish.captions.break_words import HAN_WORDS, NO_WORDS, WORDS, BreakWords
from producer.publish.character_times import TimedText

NARROW, WIDE, LINE = 10, 21, 420
"""A line holds 42 narrow characters, 20 wide ones such as Han, or a mixture of the two."""

# How bad it is to break, in the unit of `layout`'s costs.
_SENTENCE, _STOP, _COMMA, _LISTED = 0.0, 0.5, 1.0, 2.0
_PHRASE, _WORD, _HAN, _TIED, _INSIDE = 4.0, 5.0, 8.0, 11.0, 40.0
_APART, _UNEVEN = 5.0, 6.0

_STOPS = frozenset(".!?;:…—–。！？；：؟؛।۔")
_COMMAS = frozenset(",，،")
_QUOTES = frozenset("\"'")
_OPENERS = frozenset("（《〈「『【〔［｛“‘([{«$¥€£#@¿¡")
_CLOSERS = frozenset("）》〉」』】〕］｝”’)]}»")
_CLOSING = _CLOSERS | _QUOTES
_NEVER_FIRST = (
    _STOPS | _COMMAS | _CLOSERS | _QUOTES | frozenset("、·・～~%％‰°℃/-ー々っッゃャゅュょョ")
)
_HAN_BINDS_LAST = frozenset("的地得了着过们吗呢吧啊性化")
_HAN_BEGINS_PHRASE = frozenset("和与及或并将把被")
_HAN_ENDS_PHRASE = frozenset("的了")

_SHORT = re.compile(
    "《[^《》]{1,18}》|“[^“”]{1,18}”|「[^「」]{1,18}」|『[^『』]{1,18}』|（[^（）]{1,18}）"
    rf"|[{HAN}]{{1,2}}(?:[·・•][{HAN}]{{1,4}})+"
)
"""A title, a quotation or a remark that a line can hold, or a foreign name."""

_WORD_BEFORE = re.compile(r"[^\W_]+(?=\W*$)")
_WORD_AFTER = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Places:
    """The places where a text may be broken: at `offsets`, where the next piece begins, from 0
    to the text's length, each as bad as its penalty. On the screen, in 420ths of a line, place
    `a` to place `b` reaches from `left[a]` to `right[b]`: a space at the end takes no room."""

    offsets: Sequence[int]
    penalties: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]

    def width(self, a: int, b: int) -> int:
        return self.right[b] - self.left[a]

    def fits(self, a: int, b: int) -> bool:
        """Whether two lines hold what stands between places `a` and `b`."""
        return self.width(a, b) <= LINE or bool(self._middles(a, b))

    def middle(self, a: int, b: int) -> int | None:
        """Where to break that into two lines; None where one line holds it."""
        if self.width(a, b) <= LINE:
            return None

        def badness(m: int) -> float:
            return self.penalties[m] + _UNEVEN * abs(self.width(a, m) - self.width(m, b)) / LINE

        return min(self._middles(a, b), key=badness)

    def _middles(self, a: int, b: int) -> range:
        first = bisect_left(self.left, self.right[b] - LINE, a + 1, b)
        return range(first, bisect_right(self.right, self.left[a] + LINE, a + 1, b))


def find_places(
    spoken: TimedText,
    sentences: Collection[int],
    *,
    language: str,
    han: bool,
    longest_ms: int,
) -> Places:
    """The places in a text whose sentences begin at the offsets `sentences`. No piece between
    two of them is wider than a line, or lasts longer than `longest_ms` unless it is a single
    character. In a Han text, quotation marks and dashes are wide."""
    text = spoken.text
    words = WORDS.get(language, NO_WORDS)
    columns = [0]
    for i, character in enumerate(text):
        columns.append(columns[-1] + (0 if _joins(text, i) else _width(character, han)))
    together = {i for m in _SHORT.finditer(text) for i in range(m.start() + 1, m.end())}
    places: list[tuple[int, float]] = [(0, 0.0)]
    for i in range(1, len(text) + 1):
        penalty = 0.0 if i == len(text) else _penalty(spoken, i, sentences, words)
        if penalty is None:
            continue
        if penalty and i in together:
            penalty += _APART
        start = places[-1][0]
        long = spoken.ends[i - 1] - spoken.starts[start] > longest_ms
        if long or columns[_trimmed(text, i)] - columns[start] > LINE:
            places += [(j, _INSIDE) for j in _characters(text, start, i)]
        places.append((i, penalty))
    offsets = [offset for offset, _ in places]
    return Places(
        offsets=offsets,
        penalties=[penalty for _, penalty in places],
        left=[columns[offset] for offset in offsets],
        right=[columns[_trimmed(text, offset)] for offset in offsets],
    )


def _characters(text: str, start: int, end: int) -> Iterator[int]:
    """Where the characters that a reader sees begin, inside of `start` to `end`."""
    for i in range(start + 1, end):
        if text[i] != " " and not _joins(text, i):
            yield i


def _trimmed(text: str, end: int) -> int:
    return end - 1 if text[end - 1 : end] == " " else end


@lru_cache(maxsize=8192)
def _width(character: str, han: bool) -> int:
    return WIDE if unicodedata.east_asian_width(character) in ("WFA" if han else "WF") else NARROW


def _joins(text: str, i: int) -> bool:
    """Whether the code point at `i` makes one visible character with what stands before it, in
    the simpler cases of Unicode's grapheme clusters (UAX #29)."""
    character = text[i]
    if _is_mark(character):
        return True
    if i and _is_regional(character) and _is_regional(text[i - 1]):
        run = next((n for n in range(i) if not _is_regional(text[i - 1 - n])), i)
        return run % 2 == 1
    return i > 0 and text[i - 1] == "\u200d"


@lru_cache(maxsize=8192)
def _is_mark(character: str) -> bool:
    """Whether it changes what stands before it: an accent, a joiner, a skin tone."""
    is_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_tone or unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


@lru_cache(maxsize=8192)
def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _penalty(
    spoken: TimedText, i: int, sentences: Collection[int], words: BreakWords
) -> float | None:
    """How bad it is to break before offset `i`, None where it is not done."""
    if i in sentences:
        return _SENTENCE
    text, end = spoken.text, _trimmed(spoken.text, i)
    spaced, last, first = end < i, text[end - 1], text[i]
    if first == " " or last in _OPENERS or _joins(text, i):
        return None
    if first in _NEVER_FIRST and not (spaced and first in _QUOTES):
        return None
    if not spaced and not (_is_wide(last) or _is_wide(first) or last in "…—"):
        return None
    if not spaced and last in _QUOTES:
        return None
    if not spaced and text[end - 2 : end - 1].isdigit() and first.isdigit():
        return _TIED
    closed = end
    while closed > 1 and text[closed - 1] in _CLOSING:
        closed -= 1
    mark = text[closed - 1]
    if mark in _STOPS:
        abbreviated = mark == "." and _word_before(text, closed).casefold() in words.binds
        return _TIED if abbreviated else _STOP
    if mark in _COMMAS:
        return _COMMA
    if mark == "、":
        return _LISTED
    if _is_wide(last) or _is_wide(first):
        return _between_han(spoken, end, i)
    return _between_words(text, end, i, words)


def _between_words(text: str, end: int, i: int, words: BreakWords) -> float:
    before, after = _word_before(text, end), _word_after(text, i)
    if before.casefold() in words.binds or before.isdigit():
        return _TIED
    if after in words.begins or text[i] in _OPENERS:
        return _PHRASE
    is_name = before[:1].isupper() and after[:1].isupper()
    return _HAN if is_name else _WORD


def _between_han(spoken: TimedText, end: int, i: int) -> float:
    """At least one side is wide. Where the marks are not of whole words, characters tell, and
    some frequent words."""
    last, first, word = spoken.text[end - 1], spoken.text[i], spoken.words[i]
    if (
        last.isdigit()
        or last == "第"
        or first in _HAN_BINDS_LAST
        or unicodedata.category(first) == "So"
    ):
        return _TIED
    is_word = last + first in HAN_WORDS or (word >= 0 and word == spoken.words[i - 1])
    if end == i and is_word:
        return _TIED
    if last in _HAN_ENDS_PHRASE or first in _HAN_BEGINS_PHRASE:
        return _PHRASE
    return _WORD if end < i or last in _CLOSERS or first in _OPENERS else _HAN


def _word_before(text: str, end: int) -> str:
    match = _WORD_BEFORE.search(text, max(0, end - 20), end)
    return match.group() if match else ""


def _word_after(text: str, start: int) -> str:
    match = _WORD_AFTER.search(text, start)
    return match.group() if match else ""
