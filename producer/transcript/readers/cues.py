"""Cues, texts with times, become lines: what is said at the same time in two languages is a turn.

One cue may hold both languages, or cues of both stand side by side, from one file or two. Cues cut
sentences where the picture needs it, so those of one speaker are joined again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from producer.languages import UNSPACED
from producer.transcript.document import Line, clean, joined
from producer.transcript.labels.evidence import with_label, with_labels
from producer.transcript.labels.label import Strength, candidate
from producer.transcript.language.detection import Languages
from producer.transcript.pairs.halves import in_one_language

_PARAGRAPH_MS = 1_500
"""A silence that ends a paragraph, and where nobody is named a turn."""
_TURN_LENGTH = 200
"""Characters of a turn in one language, after which it may end where nobody is named."""
_NEAR_MS = 500
"""How far apart cues of two languages may stand that belong together."""
_CLOSE = 9
"""So many cues of one language may sound with one of the other."""
_SENTENCE = re.compile(r"[。！？!?.…][\"'”’」』）)\]]*$")
_STOPS = re.compile(r"[。！？，、；]")
_DASH = re.compile(r"^(?:[-–—]|>>+)\s*(?=[^\s\d])")
"""What captions put before the text of somebody else."""


@dataclass(frozen=True, slots=True)
class CaptionCue:
    """What is shown or said from `start_ms` to `end_ms`; `number` is its line in the file."""

    number: int
    start_ms: int
    end_ms: int
    texts: tuple[str, ...]
    speaker: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of a cue that is in one language."""

    number: int
    start_ms: int
    end_ms: int
    text: str
    speaker: str | None
    language: str

    def overlap_ms(self, other: _Piece) -> int:
        """How long both sound, negative for the time between them."""
        return min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms)


@dataclass(slots=True)
class _CaptionTurn:
    """A turn in the making: its pieces per language, in the order of time."""

    pieces: dict[str, list[_Piece]] = field(default_factory=dict)
    lengths: Counter[str] = field(default_factory=Counter)
    end_ms: int = 0
    is_named: bool = False

    def add(self, pieces: Iterable[_Piece]) -> None:
        for piece in pieces:
            self.pieces.setdefault(piece.language, []).append(piece)
            self.lengths[piece.language] += len(piece.text)
            self.end_ms = max(self.end_ms, piece.end_ms)
            self.is_named = self.is_named or piece.speaker is not None


def cue_lines(cues: Sequence[CaptionCue], languages: Languages) -> tuple[Line, ...]:
    """The lines of `cues` in the order of time. They are turns where both languages sound
    together, and else one passage after the other, to be paired by order."""
    tags = dict.fromkeys(cue.language for cue in cues)
    unrolled = [
        cue
        for tag in tags
        for cue in _unrolled(sorted((c for c in cues if c.language == tag), key=_start))
    ]
    pieces = _pieces(sorted(unrolled, key=_start), languages)
    first = next((c.language or languages.of(text) for c in cues for text in c.texts), None)
    groups = _together(pieces)
    at_once = sum(_sounds_at_once(group) for group in groups)
    is_paired = 3 * at_once >= len(groups)
    groups = groups if is_paired else [[piece] for piece in pieces]
    stops = {
        language: any(_STOPS.search(p.text) for p in pieces if p.language == language)
        for language in UNSPACED
    }
    return tuple(
        Line(
            paragraph[0].number,
            _join(paragraph, spaced=not stops.get(language, True)),
            block=number,
            speaker=turn.pieces[language][0].speaker,
            language=language,
            turn=number if is_paired else None,
        )
        for number, turn in enumerate(_turns(groups, is_paired), start=1)
        for language in sorted(turn.pieces, key=lambda language: language != first)
        for paragraph in _paragraphs(turn.pieces[language])
    )


def _start(cue: CaptionCue) -> int:
    return cue.start_ms


def _unrolled(cues: Sequence[CaptionCue]) -> list[CaptionCue]:
    """`cues` without what rolls up from one to the next: lines shown again above a new one, or a
    text that grows. Somebody who says a thing twice is no such case, so most cues must roll."""
    repeated = [_repeated(before, cue) for before, cue in pairwise(cues)]
    rolls = [0 < n < len(cue.texts) for n, cue in zip(repeated, cues[1:], strict=True)]
    if 3 * sum(rolls) >= len(cues) > 2:
        fresh = [
            replace(cue, texts=cue.texts[count:])
            for count, cue in zip([0, *repeated], cues, strict=True)
        ]
        return [cue for cue in fresh if cue.texts]
    grows = [
        _adjoin(before, cue)
        and " ".join(cue.texts).startswith(" ".join(before.texts))
        and cue.texts != before.texts
        for before, cue in pairwise(cues)
    ]
    if 2 * sum(grows) >= len(cues) > 2:
        return [cue for cue, grown in zip(cues, [*grows, False], strict=True) if not grown]
    return list(cues)


def _repeated(before: CaptionCue, cue: CaptionCue) -> int:
    """How many of the first lines of `cue` are the last of the one before."""
    if not _adjoin(before, cue):
        return 0
    longest = min(len(before.texts), len(cue.texts))
    return next((n for n in range(longest, 0, -1) if before.texts[-n:] == cue.texts[:n]), 0)


def _adjoin(before: CaptionCue, cue: CaptionCue) -> bool:
    return cue.start_ms - before.end_ms <= 100 and before.language == cue.language


def _pieces(cues: Iterable[CaptionCue], languages: Languages) -> list[_Piece]:
    """What each cue says in each language. Who speaks is said by the cue or by a label in its
    text, and stays so until somebody else is named."""
    lines: list[tuple[CaptionCue, Line]] = []
    for block, cue in enumerate(cues):
        for language, texts in _runs(cue, languages):
            line = Line(cue.number, joined(texts), block, speaker=cue.speaker, language=language)
            lines.append((cue, line))
    named = _named([cue for cue, _ in lines], [line for _, line in lines], languages)
    pieces: list[_Piece] = []
    speakers: dict[str, str | None] = {}
    for (cue, _), line in zip(lines, named, strict=True):
        language = line.language or next(iter(speakers), languages.tags[0])
        speakers[language] = line.speaker or speakers.get(language)
        if line.speech:
            speaker = speakers[language]
            start_ms, end_ms = cue.start_ms, cue.end_ms
            pieces.append(_Piece(cue.number, start_ms, end_ms, line.speech, speaker, language))
    return pieces


def _runs(cue: CaptionCue, languages: Languages) -> list[tuple[str | None, list[str]]]:
    """The texts of a cue, those that follow each other in one language together."""
    runs: list[tuple[str | None, list[str]]] = []
    language = None
    for text in filter(None, (_DASH.sub("", clean(text)) for text in cue.texts)):
        language = cue.language or languages.of(text) or language
        if not runs or runs[-1][0] != language:
            runs.append((language, []))
        runs[-1][1].append(text)
    return runs


def _named(cues: Sequence[CaptionCue], lines: Sequence[Line], languages: Languages) -> list[Line]:
    """The lines of `cues` with their labels; those of two files are looked for in each by itself,
    since in one alone a name stands where somebody else begins."""
    if not all(cue.language for cue in cues):
        return with_labels(lines, languages, apart=in_one_language(lines, languages))
    named: dict[int, Line] = {}
    for tag in {cue.language for cue in cues}:
        own = [index for index, cue in enumerate(cues) if cue.language == tag]
        labelled = with_labels([lines[index] for index in own], languages)
        named |= dict(zip(own, labelled, strict=True))
    return _named_at_once(cues, [named[index] for index in range(len(lines))])


def _named_at_once(cues: Sequence[CaptionCue], lines: Sequence[Line]) -> list[Line]:
    """`lines`, also with the names that stand once but at the same time in both languages, where
    others stand there too."""
    if not any(line.speaker for line in lines):
        return list(lines)
    begins: dict[int, dict[str | None, int]] = {}
    for index, (cue, line) in enumerate(zip(cues, lines, strict=True)):
        shaped = candidate(line.speech) if line.speaker is None else None
        if shaped and shaped.text and shaped.strength > Strength.DOUBTFUL:
            begins.setdefault(cue.start_ms, {})[cue.language] = index
    both = {index for at_once in begins.values() if len(at_once) > 1 for index in at_once.values()}
    return [
        with_label(line, candidate(line.speech)) if index in both else line
        for index, line in enumerate(lines)
    ]


def _together(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """The pieces in groups that sound together: each of the language that has more of them goes
    to the one of the other language with which it shares most time."""
    by_language: dict[str, list[_Piece]] = {}
    for piece in pieces:
        by_language.setdefault(piece.language, []).append(piece)
    coarse = min(by_language.values(), key=len, default=[])
    groups: dict[int, list[_Piece]] = {index: [piece] for index, piece in enumerate(coarse)}
    alone: list[list[_Piece]] = []
    nearest = 0
    for piece in pieces:
        if coarse and piece.language == coarse[0].language:
            continue
        while nearest + 1 < len(coarse) and piece.overlap_ms(
            coarse[nearest + 1]
        ) > piece.overlap_ms(coarse[nearest]):
            nearest += 1
        if coarse and piece.overlap_ms(coarse[nearest]) > -_NEAR_MS:
            groups[nearest].append(piece)
        else:
            alone.append([piece])
    for index, piece in enumerate(coarse):
        if len(groups[index]) == 1:
            _join_neighbour(groups, index, piece)
    grouped = [sorted(group, key=lambda p: p.start_ms) for group in groups.values()]
    return sorted([*grouped, *alone], key=lambda group: group[0].start_ms)


def _join_neighbour(groups: dict[int, list[_Piece]], index: int, piece: _Piece) -> None:
    """A piece to which none of the other language went joins a group close by that holds what
    sounds with it."""
    for neighbour in (index + step for n in range(1, _CLOSE) for step in (-n, n)):
        if any(
            with_it.language != piece.language and piece.overlap_ms(with_it) > 0
            for with_it in groups.get(neighbour, ())[:_CLOSE]
        ):
            groups[neighbour] += groups.pop(index)
            return


def _sounds_at_once(group: Sequence[_Piece]) -> bool:
    return any(
        first.language != second.language and first.overlap_ms(second) > 0
        for first, second in pairwise(sorted(group, key=lambda p: (p.start_ms, p.end_ms)))
    )


def _turns(groups: Iterable[Sequence[_Piece]], is_paired: bool) -> list[_CaptionTurn]:
    turns: list[_CaptionTurn] = []
    for group in groups:
        if not turns or _opens(group, turns[-1], is_paired):
            turns.append(_CaptionTurn())
        turns[-1].add(group)
    return turns


def _opens(group: Sequence[_Piece], turn: _CaptionTurn, is_paired: bool) -> bool:
    """Whether `group` begins a turn: somebody else speaks, or where nobody is named the turn is
    long enough and both languages have ended a sentence."""
    last = {language: pieces[-1] for language, pieces in turn.pieces.items()}
    if not is_paired and group[0].language not in last:
        return True
    if any(p.language in last and p.speaker != last[p.language].speaker for p in group):
        return True
    if turn.is_named or any(piece.speaker for piece in group):
        return False
    if is_paired and (len(last) < 2 or len({piece.language for piece in group}) < 2):
        return False
    silence_ms = min(piece.start_ms for piece in group) - turn.end_ms
    length = max(turn.lengths.values())
    ended = all(_SENTENCE.search(piece.text) for piece in last.values())
    return silence_ms >= _PARAGRAPH_MS or (length >= _TURN_LENGTH and (ended or length > 1_000))


def _paragraphs(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    paragraphs = [[pieces[0]]]
    for before, piece in pairwise(pieces):
        silent = piece.start_ms - before.end_ms >= _PARAGRAPH_MS
        if silent and _SENTENCE.search(before.text):
            paragraphs.append([])
        paragraphs[-1].append(piece)
    return paragraphs


def _join(pieces: Sequence[_Piece], *, spaced: bool) -> str:
    """Chinese captions without any stops get a space for each, as they have it on the screen."""
    texts = [piece.text for piece in pieces]
    return clean(" ".join(texts) if spaced else joined(texts))
