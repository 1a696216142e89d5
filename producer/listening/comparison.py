"""A sentence that should be said, and what was heard: did a voice say it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from producer.listening.alignment import Step, align
from producer.listening.polyphones import DoubtfulReading, doubtful_readings
from producer.listening.recognition import Recognition
from producer.listening.sounds import sounds_of

HEARD, DOUBTFUL, WRONG = "heard", "doubtful", "wrong"

_WRONG_SHARE = 0.5
"""The share of sounds that differ from which on a sentence is another one."""
_DOUBTFUL_SHARE = 0.25
_DOUBTFUL_WORD = 0.6
"""How different a word that matters has to sound to be told."""
_GONE = 3
"""So many syllables or words in a row that are missing, or too many, are no accident."""
_GONE_SHARE = 0.25
_CUT, _CUT_SHARE = 2, 0.2
"""The same at an end: a clip that is cut short. Of a last particle recognisers leave out one."""
_SURE_OF_LANGUAGE = 0.75
_ALIKE, _ALIKE_SHARE = 0.3, 0.4
"""Where so few sounds are alike it is another text, and not one with a gap."""
_SHORT = 2.0
"""Of less a recogniser makes what it likes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is "heard", "doubtful" or "wrong", `share` the part of the sounds that differ.
    `kind` says why: "silence", "language", "missing", "extra", "other", "word", "reading" or "".
    `due` and `instead` are the first stretch that differs, as it should be and as it was heard;
    `readings` are characters that were read otherwise than their phrase is."""

    state: str
    share: float
    kind: str = ""
    due: str = ""
    instead: str = ""
    readings: tuple[DoubtfulReading, ...] = ()


def compare(text: str, language: str, hearing: Recognition) -> Outcome:
    """Whether `hearing` is of a voice that says `text`."""
    due = sounds_of(text, language)
    if not due or all(sound.open for sound in due):
        return Outcome(HEARD, 0.0)
    recognised = sounds_of(hearing.text, language)
    if not recognised:
        return Outcome(WRONG, 1.0, "silence", text, "")
    steps = align(due, recognised)
    total = sum(sound.weight for sound in due)
    share = sum(step.cost for step in steps) / total
    worst = _worst(steps)
    first, instead = _written(worst, language)
    is_foreign = (
        share > _DOUBTFUL_SHARE
        and hearing.language not in ("", language)
        and hearing.language_probability >= _SURE_OF_LANGUAGE
    )
    if is_foreign:
        return Outcome(WRONG, share, "language", first, instead)
    alike = sum(step.due is not None and step.cost < _ALIKE for step in steps)
    if share >= _WRONG_SHARE and alike < _ALIKE_SHARE * len(due) and total >= _SHORT:
        return Outcome(WRONG, share, "other", first, instead)
    if _cut_short(steps) >= max(_CUT, _CUT_SHARE * len(due)):
        return Outcome(WRONG, share, "missing", first, instead)
    missing, extra = _runs(steps)
    limit = max(_GONE, _GONE_SHARE * len(due))
    if missing >= limit and share > _DOUBTFUL_SHARE / 2:
        return Outcome(WRONG, share, "missing", first, instead)
    if extra >= limit and share > _DOUBTFUL_SHARE / 2:
        return Outcome(WRONG, share, "extra", first, instead)
    if share >= _WRONG_SHARE and total >= _SHORT:
        return Outcome(WRONG, share, "other", first, instead)
    if share >= _DOUBTFUL_SHARE:
        return Outcome(DOUBTFUL, share, "other", first, instead)
    readings = doubtful_readings(text, steps) if language == "zh" else ()
    if _has_other_word(steps, language):
        return Outcome(DOUBTFUL, share, "word", first, instead, readings)
    if readings:
        return Outcome(DOUBTFUL, share, "reading", readings[0].term, readings[0].heard, readings)
    return Outcome(HEARD, share)


def _runs(steps: Sequence[Step]) -> tuple[int, int]:
    """The longest run of sounds that are missing, and of those too many."""
    longest = {"missing": 0, "extra": 0}
    runs = {"missing": 0, "extra": 0}
    for step in steps:
        is_gap = {"missing": step.heard is None, "extra": step.due is None}
        for kind, here in is_gap.items():
            near = step.due is not None and step.due.open
            runs[kind] = runs[kind] + 1 if here and not near and step.cost > 0.1 else 0
            longest[kind] = max(longest[kind], runs[kind])
    return longest["missing"], longest["extra"]


def _cut_short(steps: Sequence[Step]) -> int:
    """How many sounds in a row are missing at the beginning or at the end."""
    gone = [step.heard is None and step.cost > 0.1 for step in steps]
    ends = (list(takewhile(bool, gone)), list(takewhile(bool, reversed(gone))))
    return max(map(len, ends))


def _has_other_word(steps: Sequence[Step], language: str) -> bool:
    """Whether a word that matters is another: in Chinese, two syllables side by side."""
    differs = [step.cost >= _DOUBTFUL_WORD for step in steps]
    if language in ("zh", "yue"):
        near = [step.cost >= 0.3 for step in steps]
        return any(
            differs[i] and (near[i - 1 : i] == [True] or near[i + 1 : i + 2] == [True])
            for i in range(len(steps))
        )
    return any(differs)


def _worst(steps: Sequence[Step]) -> Sequence[Step]:
    """The stretch of steps that differs most."""
    best: Sequence[Step] = ()
    begin = 0
    for end in range(len(steps) + 1):
        if end < len(steps) and steps[end].cost >= 0.3:
            continue
        stretch = steps[begin:end]
        if sum(step.cost for step in stretch) > sum(step.cost for step in best):
            best = stretch
        begin = end + 1
    return best


def _written(steps: Sequence[Step], language: str) -> tuple[str, str]:
    space = "" if language in ("zh", "yue") else " "
    due = space.join(step.due.written for step in steps if step.due)
    recognised = space.join(step.heard.written for step in steps if step.heard)
    return due, recognised
