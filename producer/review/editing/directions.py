"""Directions of a script while it is edited: each is one character of its text, a sign, so that it
goes wherever the words around it go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from operator import eq

from producer.errors import UsageError
from producer.model import Script
from producer.speech.directions import parted
from producer.transcript.directed_turns import directed, with_signs
from producer.transcript.document import SIGNS
from producer.transcript.lines.speech_directions import signed


def edited(edit: Callable[[Script], Script], script: Script) -> Script:
    """`script` with an edit done that takes directions for signs. Raises `UsageError` as it does,
    and where nothing but directions would be left of a turn."""
    signed_turns = tuple(map(with_signs, script.turns))
    after = edit(replace(script, turns=signed_turns))
    # What the edit leaves alone stays the same object, so that nothing is derived from it anew.
    untouched = {id(own): turn for own, turn in zip(signed_turns, script.turns, strict=True)}
    turns = tuple(untouched.get(id(turn)) or directed(turn) for turn in after.turns)
    if silent := next((turn.number for turn in turns if not turn.passages), None):
        raise UsageError(
            f"nothing would be said in turn {silent}",
            advice="A pause belongs to a turn in which something is said; remove the turn, or "
            "write its text",
        )
    return replace(after, turns=turns)


def signed_as_typed(text: str) -> str:
    """A line that a person has typed, with signs for its directions."""
    return signed(*parted(SIGNS.sub("", text), escapes=True))


def with_signs_kept(before: str, after: str) -> str:
    """A text with signs as a person has written it anew, who saw none: they stay in front of the
    same words as far as those are there."""
    if not SIGNS.search(before):
        return after
    if SIGNS.search(after):
        leading = SIGNS.match(before)
        return after if leading is None or SIGNS.match(after) else leading[0] + after
    plain = SIGNS.sub("", before)
    same = _common(plain, after)
    same_end = min(_common(plain[::-1], after[::-1]), len(after) - same)
    places: list[tuple[int, str]] = []
    removed = 0
    for match in SIGNS.finditer(before):
        place = match.start() - removed
        removed += len(match[0])
        if place > same:
            place = max(same, len(after) - min(same_end, len(plain) - place))
        places.append((place, match[0]))
    for place, signs in reversed(places):
        after = after[:place] + signs + after[place:]
    return after


def _common(one: str, other: str) -> int:
    """So many characters at the beginning of two texts are the same."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))
