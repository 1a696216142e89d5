"""The directions of turns: those in their lines, and those on lines of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from producer.model import Direction, Turn
from producer.transcript.document import SIGNS
from producer.transcript.lines.speech_directions import signed, unsigned

LoneDirection = tuple[int, Direction]
"""A direction on a line of its own, with the line's number."""


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    turn: int
    language: str
    paragraph: int


def directed(turn: Turn) -> Turn:
    """A turn with directions for the signs in its paragraphs."""
    parted = {
        language: list(map(unsigned, paragraphs)) for language, paragraphs in turn.passages.items()
    }
    heading = {language: unsigned(title)[0] for language, title in turn.heading.items()}
    after = with_parted(replace(turn, heading=heading), parted)
    ends = {
        language: _ends_in(
            "\n".join(after.passages[language]), "\n".join(turn.passages[language]), own
        )
        for language, own in turn.pair_ends.items()
        if language in after.passages
    }
    return replace(after, pair_ends=ends)


def _ends_in(text: str, text_with_signs: str, ends: Sequence[int]) -> tuple[int, ...]:
    """Where what ends in a text with signs ends in the same without: behind as many characters."""
    letters = [n for n, character in enumerate(text) if character != " "]
    counts = (len(SIGNS.sub("", text_with_signs[:end]).replace(" ", "")) for end in ends)
    return tuple(letters[count - 1] + 1 if count else 0 for count in counts)


def with_signs(turn: Turn) -> Turn:
    """`turn` with a sign in its text for each direction, of which `directed` makes the same."""
    if not turn.directions:
        return turn
    passages = {
        language: tuple(
            signed(text, [d for d in turn.directions.get(language, ()) if d.paragraph == number])
            for number, text in enumerate(paragraphs)
        )
        for language, paragraphs in turn.passages.items()
    }
    ends = {
        language: _ends_with_signs("\n".join(passages[language]), own)
        for language, own in turn.pair_ends.items()
        if language in passages
    }
    return replace(turn, passages=passages, pair_ends=ends, directions={})


def _ends_with_signs(text: str, ends: Sequence[int]) -> tuple[int, ...]:
    """Where what ends in a text without signs ends in `text` with them; a sign at the end of a
    paragraph belongs to what ends there."""
    places = [n for n, character in enumerate(text) if not SIGNS.match(character)]
    with_signs_: list[int] = []
    for end in ends:
        place = places[end - 1] + 1 if end else 0
        behind = SIGNS.match(text, place)
        if behind and behind.end() in (len(text), text.find("\n", place)):
            place = behind.end()
        with_signs_.append(place)
    return tuple(with_signs_)


def with_lone_directions(turns: Sequence[Turn], lone: Iterable[LoneDirection]) -> tuple[Turn, ...]:
    """`turns` with directions that stand on lines of their own. Between two turns a pause is one in
    all languages; between paragraphs, or the languages of a turn, it belongs to one passage."""
    directed_turns = list(turns)
    places = sorted(
        (
            _Place(line, index, language, paragraph)
            for index, turn in enumerate(turns)
            for language, lines in turn.lines.items()
            for paragraph, line in enumerate(lines)
        ),
        key=lambda place: place.line,
    )
    for line, direction in lone:
        before = next((place for place in reversed(places) if place.line <= line), None)
        after = next((place for place in places if place.line > line), None)
        if direction.pause_ms and after and _is_between(turns, line, before, after):
            turn = directed_turns[after.turn]
            turn = replace(turn, pause_ms=turn.pause_ms + direction.pause_ms)
            directed_turns[after.turn] = turn
        elif after and (direction.style or _is_same_passage(before, after)):
            directed_turns[after.turn] = _with(directed_turns[after.turn], after, direction, 0)
        elif before and direction.pause_ms:
            turn = directed_turns[before.turn]
            end = len(turn.passages[before.language][before.paragraph])
            directed_turns[before.turn] = _with(turn, before, direction, end)
    return tuple(directed_turns)


def _is_between(turns: Sequence[Turn], line: int, before: _Place | None, after: _Place) -> bool:
    """Whether all of one turn stands above a line, and all of the next below it."""
    if before is None:
        return True
    above = max(max(lines) for lines in turns[before.turn].lines.values())
    below = min(min(lines) for lines in turns[after.turn].lines.values())
    return before.turn != after.turn and above <= line < below


def _is_same_passage(before: _Place | None, after: _Place) -> bool:
    return before is not None and (before.turn, before.language) == (after.turn, after.language)


def _with(turn: Turn, place: _Place, direction: Direction, offset: int) -> Turn:
    new = replace(direction, paragraph=place.paragraph, offset=offset)
    return with_directions(turn, place.language, [*turn.directions.get(place.language, ()), new])


def with_parted(
    turn: Turn, passages: Mapping[str, Sequence[tuple[str, Sequence[Direction]]]]
) -> Turn:
    """`turn` with `passages` of paragraphs that are parted into text and directions. What stands
    alone in a paragraph belongs to the next one, or to the end of the last."""
    turn = replace(
        turn,
        passages={
            language: texts
            for language, paragraphs in passages.items()
            if (texts := tuple(text for text, _ in paragraphs if text))
        },
    )
    for language, paragraphs in passages.items():
        directions: list[Direction] = []
        number = 0
        last = len(turn.passages.get(language, ())) - 1
        for text, own in paragraphs:
            if not text and number > last >= 0:
                end = len(turn.passages[language][last])
                directions += [replace(each, paragraph=last, offset=end) for each in own]
            elif last >= 0:
                directions += [replace(each, paragraph=number) for each in own]
            number += bool(text)
        if directions or language in turn.directions:
            turn = with_directions(turn, language, directions)
    return turn


def with_directions(turn: Turn, language: str, directions: Iterable[Direction]) -> Turn:
    """`turn` with the directions of a passage, put in order; pauses at one place become one."""
    in_order = sorted(directions, key=lambda each: (each.paragraph, each.offset))
    joined: list[Direction] = []
    for _, group in groupby(in_order, key=lambda each: (each.paragraph, each.offset)):
        here = [*group]
        pauses = [each for each in here if each.pause_ms]
        if pauses:
            total_ms = sum(each.pause_ms for each in pauses)
            joined.append(replace(pauses[0], pause_ms=total_ms))
        joined += [each for each in here if each.style][-1:]
    own = {**turn.directions, language: tuple(joined)}
    return replace(turn, directions={la: each for la, each in own.items() if each})
