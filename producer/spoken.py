"""A text as it is written and as it is said.

What is shown stays as a person wrote it; what a voice is given may differ in places. Both are
held as one value, the written text and what is said instead of stretches of it, so there is no
second text that could go astray, and every word heard leads back to the words that are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from producer.model import Mark, Phonemes, is_speakable

_LONGEST_SKIP = 40
"""So many characters of a text may lie between two of its word marks, in punctuation and in what
an engine has no mark for; beyond that a mark is of some other text."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is said instead of the characters from `start` to before `end` of a written text;
    nothing if `spoken` is empty. `kind` is a stable short name for why. With `sounds`, in an
    `alphabet` as a `Phonemes` has it, that is how `spoken` is said."""

    start: int
    end: int
    spoken: str
    kind: str
    alphabet: str = ""
    sounds: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A written text with what is said instead of stretches of it: in order, none empty and
    none over another."""

    written: str
    replaced: tuple[Replacement, ...] = ()

    @property
    def text(self) -> str:
        """What a voice says."""
        parts: list[str] = []
        done = 0
        for replacement in self.replaced:
            parts += self.written[done : replacement.start], replacement.spoken
            done = replacement.end
        return "".join((*parts, self.written[done:]))

    def readings(self) -> tuple[Phonemes, ...]:
        """How stretches of `text` sound where somebody has said so."""
        readings: list[Phonemes] = []
        later = 0
        for piece in self.replaced:
            start = piece.start + later
            later += len(piece.spoken) - (piece.end - piece.start)
            if piece.sounds:
                end = start + len(piece.spoken)
                readings.append(Phonemes(start, end, piece.alphabet, piece.sounds))
        return tuple(readings)

    def places(self) -> list[tuple[int, int]]:
        """For each character of `text`, from where to where its written form goes."""
        places: list[tuple[int, int]] = []
        done = 0
        for replacement in self.replaced:
            places += [(i, i + 1) for i in range(done, replacement.start)]
            places += [(replacement.start, replacement.end)] * len(replacement.spoken)
            done = replacement.end
        return places + [(i, i + 1) for i in range(done, len(self.written))]


def located(text: str, marks: Iterable[Mark]) -> Iterator[tuple[Mark, int | None]]:
    """Each of `marks`, and where in `text` its word begins; None for one that is not found."""
    position = 0
    for mark in marks:
        at = text.find(mark.text, position, position + _LONGEST_SKIP + len(mark.text))
        if at < 0 or not mark.text:
            yield mark, None
        else:
            position = at + len(mark.text)
            yield mark, at


def written_words(spoken: Spoken, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The `marks` of a clip of `said`, with each word as it is written.

    What was said in several words is one where one stretch stands for them: "CAR-T" sounds from
    "car" to "tee". What is said for a dash or a sign without letters belongs to the word before
    it. A mark that the text does not have stays as the engine gave it.
    """
    if not spoken.replaced:
        return marks
    places = spoken.places()
    words: list[Mark] = []
    begin = until = 0
    for mark, at in located(spoken.text, marks):
        if at is None:
            words.append(mark)
            begin = until
            continue
        start, end = places[at][0], places[at + len(mark.text) - 1][1]
        if start < until and begin < until:
            start, mark = begin, Mark(words.pop().start_ms, mark.end_ms, "")
        elif words and not is_speakable(spoken.written[start:end]):
            before = words.pop()
            words.append(Mark(before.start_ms, mark.end_ms, before.text))
            continue
        words.append(Mark(mark.start_ms, mark.end_ms, spoken.written[start:end].strip()))
        begin, until = start, end
    return words
