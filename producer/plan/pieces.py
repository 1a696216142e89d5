"""Sentences of a passage → what is spoken of them at a time, between the pauses that the text asks
for, and in which style."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from producer.model import Direction
from producer.speech.styles import NEUTRAL


@dataclass(frozen=True, slots=True)
class SpokenPiece:
    """A sentence, or what of it stands between two pauses: the number of its paragraph and that of
    the sentence in its passage, the silence in ms that is asked for before and after it, and the
    style that is."""

    text: str
    paragraph: int
    number: int
    pause_ms: int = 0
    pause_after_ms: int = 0
    style: str = ""


def in_pieces(
    paragraphs: Sequence[tuple[str, Sequence[str]]],
    directions: Sequence[Direction],
    is_spoken: Callable[[str], bool],
) -> Iterator[SpokenPiece]:
    """The pieces of a passage of which something can be said. `paragraphs` are texts, each with its
    sentences, which are slices of it. A sentence is cut at a pause where there is something to say
    on both sides."""
    waiting_ms = number = 0
    style = ""
    last: SpokenPiece | None = None
    for index, (text, sentences) in enumerate(paragraphs):
        own = [each for each in directions if each.paragraph == index]
        end = 0
        for sentence in sentences:
            begin = text.index(sentence, end)
            end = begin + len(sentence)
            while own and own[0].offset < end:
                direction = own.pop(0)
                if direction.style:
                    style = "" if direction.style == NEUTRAL else direction.style
                    continue
                head = text[begin : max(begin, direction.offset)].strip()
                tail = text[direction.offset : end].strip()
                if is_spoken(head) and is_spoken(tail):
                    if last is not None:
                        yield last
                    last = SpokenPiece(head, index, number, waiting_ms, 0, style)
                    waiting_ms, begin = 0, direction.offset
                waiting_ms += direction.pause_ms
            remainder = text[begin:end].strip()
            if is_spoken(remainder):
                if last is not None:
                    yield last
                last = SpokenPiece(remainder, index, number, waiting_ms, 0, style)
                waiting_ms = 0
            number += 1
        for direction in own:
            style = direction.style or style
            waiting_ms += direction.pause_ms
    if last is not None:
        yield replace(last, pause_after_ms=waiting_ms) if waiting_ms else last
