"""Which part of a sentence's text is said when."""

from __future__ import annotations

from collections.abc import Iterator

from producer.model import Cue, is_speakable
from producer.publish.character_times import align

Word = tuple[int, int, int]
"""The part of a text from one character to before another, and when it begins in ms."""


def words(cue: Cue) -> list[Word]:
    """The words of `cue` in order. Mostly its marks are its text but for punctuation; where they
    are not, text and marks are aligned letter by letter."""
    return _found(cue) or list(_aligned(cue))


def _found(cue: Cue) -> list[Word] | None:
    """The places of the marks in the text, or None unless together they are all of its letters."""
    made: list[Word] = []
    place = 0
    for mark in cue.words:
        start = cue.text.find(mark.text, place)
        if start < 0 or is_speakable(cue.text[place:start]):
            return None
        place = start + len(mark.text)
        made.append((start, place, mark.start_ms))
    return None if is_speakable(cue.text[place:]) else made


def _aligned(cue: Cue) -> Iterator[Word]:
    spoken = align(cue)
    start = end = 0
    for i, character in enumerate(cue.text):
        if not character.isalnum():
            continue
        if end and not _is_one_word(
            cue.text[end - 1 : i + 1], spoken.words[end - 1], spoken.words[i]
        ):
            yield start, end, spoken.starts[start]
            start = i
        elif not end:
            start = i
        end = i + 1
    if end:
        yield start, end, spoken.starts[start]


def _is_one_word(between: str, before: int, after: int) -> bool:
    """Whether two letters with nothing but signs in `between` are of one word: one mark says both,
    or none does and they are written together, other than Han characters."""
    if before != after:
        return False
    return before >= 0 or (between.isascii() and not any(c.isspace() for c in between))
