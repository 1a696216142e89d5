"""Captions with a line in each of two languages, which mean the same.

A pair that is too long for two lines is cut into as many pieces as its longer side needs, and the
other side into as many, at good places and about as far on in the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import TypeAlias

from producer.model import Cue, PairCues
from producer.publish.captions.breaking import LINE, Places
from producer.publish.captions.layout import (
    LONGEST_MS,
    SHORTEST_MS,
    Caption,
    divided,
    text_and_places,
)
from producer.publish.character_times import TimedText

_UNEVEN = 20.0
"""How bad it is, in the unit of the places' penalties, if a side is cut a whole piece before or
behind where it should be; with the square."""

_NEAR = 1.0
"""So many pieces from where it should be a side is cut at most, if that can be."""

_FLASH = 12.0
"""How bad a piece is that is gone at once, less the longer it stays."""

_ANY_MS = 10**9

_PIECE = 4.0
"""How bad one more piece is: it is gone sooner."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A language of a pair as one text, with the places where it may be cut into pieces that are
    said in `longest_ms`. At each place, what stands behind it begins at `begin_ms`, and what
    stands before it ends at `end_ms`; neither ever falls."""

    language: str
    spoken: TimedText
    places: Places
    longest_ms: int
    begin_ms: Sequence[int]
    end_ms: Sequence[int]

    @property
    def most(self) -> int:
        """Into how many pieces it can be cut."""
        return len(self.places.offsets) - 1

    @property
    def least(self) -> int:
        """Into how many pieces it must be cut at least, each a line and no longer than a caption
        may stay."""
        pieces = start = 0
        while start < self.most:
            end = start + 1
            while end < self.most and self.first_before(end + 1) <= start:
                end += 1
            pieces, start = pieces + 1, end
        return pieces

    def first_before(self, end: int) -> int:
        """The first place from which what stands before place `end` fits on a line and is said in
        time; the one before it if none does."""
        on_a_line = bisect_left(self.places.left, self.places.right[end] - LINE, 0, end)
        in_time = bisect_left(self.begin_ms, self.end_ms[end] - self.longest_ms, 0, end)
        return min(max(on_a_line, in_time), end - 1)

    def flash(self, start: int, end: int) -> float:
        """How much too short what stands between two places is heard, as a cost."""
        if self.longest_ms == _ANY_MS:
            return 0.0
        length_ms = self.end_ms[end] - self.begin_ms[start]
        return _FLASH * max(0.0, 1 - length_ms / SHORTEST_MS)

    def share(self, place: int) -> float:
        """How much of the text stands before a place: from 0 to 1."""
        return self.places.left[place] / max(1, self.places.right[-1])

    def pieces(self, cuts: Sequence[int]) -> list[tuple[int, int, str]]:
        """What stands between `cuts`: from when to when in ms, and the text."""
        pieces: list[tuple[int, int, str]] = []
        for begin, end in pairwise(self.places.offsets[cut] for cut in cuts):
            # A piece without any letter stands between two that have some.
            start_ms, end_ms = sorted((self.spoken.starts[begin], self.spoken.ends[end - 1]))
            pieces.append((start_ms, end_ms, self.spoken.text[begin:end].strip()))
        return pieces


def divided_pair(pair: PairCues) -> Iterator[Caption]:
    """The captions of a pair: what is heard on the first line, its partner on the second. Where
    there is no partner, both lines are of what is heard."""
    if not pair.partners:
        for caption in divided(pair.heard):
            yield replace(caption, languages=(caption.language,) * len(caption.lines))
        return
    # The partner's words do not sound, so only its length says where it must be cut.
    heard_side, partner = _side(pair.heard, LONGEST_MS), _side(pair.partners, _ANY_MS)
    cuts = _cuts_of_both(heard_side, partner)
    count = max(map(len, cuts)) - 1
    rows = [side.pieces(each) for side, each in zip((heard_side, partner), cuts, strict=True)]
    # Times are those of the heard words, unless that side is too short to be cut as often.
    timed = rows[0] if len(rows[0]) == count else rows[1]
    for number, (start_ms, end_ms, _) in enumerate(timed):
        yield Caption(
            start_ms,
            end_ms,
            heard_side.language,
            pair.heard[0].speaker,
            tuple(row[number * len(row) // count][2] for row in rows),
            (heard_side.language, partner.language),
        )


def _side(cues: Sequence[Cue], longest_ms: int) -> _Side:
    spoken, _, places = text_and_places(cues, longest_ms)
    begin_ms = [spoken.starts[offset] for offset in places.offsets[:-1]]
    end_ms = [spoken.starts[0], *(spoken.ends[offset - 1] for offset in places.offsets[1:])]
    return _Side(cues[0].language, spoken, places, longest_ms, begin_ms, end_ms)


_Cuts: TypeAlias = Sequence[int]
"""The places at which pieces begin and end."""


def _cuts_of_both(first: _Side, second: _Side) -> tuple[_Cuts, _Cuts]:
    """The cuts of two sides into as many pieces, as few as can be or one more if that is better;
    of a side that has too few places, all."""
    least = max(first.least, second.least)
    leading, other_side = (first, second) if first.least == least else (second, first)
    best: tuple[float, _Cuts, _Cuts] | None = None
    for count in (least, least + 1):
        if count > leading.most:
            break
        cost, own = _cut(leading, [piece / count for piece in range(1, count)])
        other_cost, others = _cut(other_side, [leading.share(place) for place in own[1:-1]])
        cost += other_cost + _PIECE * count
        if best is None or cost < best[0]:
            best = cost, own, others
    assert best is not None
    return (best[1], best[2]) if leading is first else (best[2], best[1])


def _cut(side: _Side, shares: Sequence[float]) -> tuple[float, _Cuts]:
    """The places that cut a side where as much of its text is behind as `shares` say, and how bad
    they are; all its places where they are fewer."""
    if side.most <= len(shares) + 1:
        return 0.0, range(side.most + 1)
    # Mostly the best are near; with words of unusual lengths all have to be looked at.
    return _best_cuts(side, shares, _NEAR) or _best_cuts(side, shares, inf) or (inf, [])


def _best_cuts(
    side: _Side, shares: Sequence[float], near: float
) -> tuple[float, Sequence[int]] | None:
    """The best cuts, none of them more than `near` pieces from where it should be, if there are
    any."""
    count, last = len(shares) + 1, side.most
    least = {0: 0.0}
    steps: list[dict[int, int]] = []
    for piece, share in enumerate((*shares, 1.0), 1):
        reached: dict[int, float] = {}
        before: dict[int, int] = {}
        starts = [*least]
        for end in range(piece, last - count + piece + 1) if piece < count else (last,):
            off = (side.share(end) - share) * count if piece < count else 0.0
            if abs(off) > near:
                continue
            own, cheapest = side.places.penalties[end] + _UNEVEN * off * off, inf
            first = bisect_left(starts, side.first_before(end))
            for start in starts[first : bisect_left(starts, end)]:
                cost = least[start] + own
                if cost < cheapest and (cost := cost + side.flash(start, end)) < cheapest:
                    cheapest = reached[end] = cost
                    before[end] = start
        least = reached
        steps.append(before)
    if last not in least:
        return None
    chosen = [last]
    for before in reversed(steps):
        chosen.append(before[chosen[-1]])
    return least[last], chosen[::-1]
