"""What is said in an episode, once, and when in each of its editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from producer.model import Cue, Timeline
from producer.publish.page.word_times import words

Key = tuple[int, str]
"""A turn's number and a language."""


@dataclass(frozen=True, slots=True)
class PagePassage:
    """The cues of a passage as in the first edition that has it, which begins at `file` and
    `start_ms`. `first` is the number of its first sentence on the page."""

    first: int
    file: str
    cues: tuple[Cue, ...]

    @property
    def start_ms(self) -> int:
        return self.cues[0].start_ms


def turns(
    editions: Iterable[tuple[str, Timeline]], languages: Sequence[str]
) -> list[list[PagePassage]]:
    """The passages of each turn, by the order of `languages`, of all `editions` together: files
    with their timelines."""
    by_key: dict[Key, tuple[str, tuple[Cue, ...]]] = {}
    for file, timeline in editions:
        for key, cues in groupby(timeline.cues, key=_key):
            by_key.setdefault(key, (file, tuple(cues)))
    ordered = sorted(by_key, key=lambda key: (key[0], languages.index(key[1])))
    passages: list[PagePassage] = []
    number = 0
    for key in ordered:
        passages.append(PagePassage(number, *by_key[key]))
        number += len(by_key[key][1])
    return [list(group) for _, group in groupby(passages, key=lambda p: p.cues[0].turn)]


def sentence_words(passages: Iterable[PagePassage]) -> Iterator[list[int]]:
    """For each sentence from, to, ms of its words, one after the other: places in the text in
    UTF-16 as JavaScript counts, time from the sentence's start."""
    return (_flat(cue) for passage in passages for cue in passage.cues)


def _flat(cue: Cue) -> list[int]:
    placed = words(cue)
    if max(cue.text, default="") > "\uffff":
        places = [0]
        for character in cue.text:
            places.append(places[-1] + (2 if character > "\uffff" else 1))
        placed = [(places[start], places[end], ms) for start, end, ms in placed]
    return [value for start, end, ms in placed for value in (start, end, ms - cue.start_ms)]


def edition_times(timeline: Timeline, passages: Iterable[PagePassage]) -> list[int]:
    """Number, start and end in ms of each sentence that is heard, in order, one after the other."""
    first = {_key(passage.cues[0]): passage.first for passage in passages}
    flat: list[int] = []
    for key, cues in groupby(timeline.cues, key=_key):
        for number, cue in enumerate(cues, first[key]):
            flat += (number, cue.start_ms, cue.end_ms)
    return flat


def _key(cue: Cue) -> Key:
    return cue.turn, cue.language
