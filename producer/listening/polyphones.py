"""Chinese characters of several readings that were said otherwise than their phrase is read.

A dictionary of phrases doubts hundreds of readings, and most of them are right. So one counts only
where the ear disagrees too: where it heard a character that has another of the readings, and not
the one that is due. It is deaf to tones, and where it writes what the phrase must mean, whatever
was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from producer.languages import HAN
from producer.listening.alignment import Step
from producer.listening.sounds import difference, phrase_readings, phrases_of, readings_of

_NEUTRAL = "5"
_HAN_CHARACTER = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class DoubtfulReading:
    """`term` as a voice should read it, by its `pinyin` ("yin2 hang2"), and the syllable that was
    heard for one of its characters."""

    term: str
    pinyin: str
    heard: str


def doubtful_readings(text: str, steps: Sequence[Step]) -> tuple[DoubtfulReading, ...]:
    """Those of a Chinese `text`, of which `steps` say what was heard."""
    heard = [step.heard.written for step in steps if step.heard and len(step.heard.written) == 1]
    heard_as = iter(_toneless("".join(heard)))
    characters = _HAN_CHARACTER.findall(text)
    due_as = phrase_readings("".join(characters))
    readings: list[DoubtfulReading] = []
    place = 0
    for step in steps:
        heard_reading = None
        if step.heard and len(step.heard.written) == 1:
            heard_reading = next(heard_as, None)
        if step.due is None or place >= len(characters) or step.due.written != characters[place]:
            continue
        place += 1
        if (
            step.heard
            and heard_reading
            and _is_other(step.due.written, step.heard.written, due_as[place - 1], heard_reading)
        ):
            term, pinyin = _word(characters, place - 1)
            readings.append(DoubtfulReading(term, pinyin, heard_reading))
    return tuple(dict.fromkeys(readings))


def _is_other(due: str, heard: str, due_as: str, heard_as: str) -> bool:
    """Whether a character that is read `due_as` was said in another of its readings. Those
    without a tone are too faint to tell: 么 sounds as it likes."""
    syllable = due_as.rstrip("12345")
    return (
        due != heard
        and not due_as.endswith(_NEUTRAL)
        and heard_as in readings_of(due)
        and difference(syllable, heard_as) > 0.3
        and syllable not in readings_of(heard)
    )


def _toneless(run: str) -> list[str]:
    return [reading.rstrip("12345") for reading in phrase_readings(run)]


def _word(characters: Sequence[str], place: int) -> tuple[str, str]:
    """The phrase that a character stands in, or else it with its neighbours, and its pinyin."""
    run = "".join(characters)
    readings = phrase_readings(run)
    begin, end = next((b, e) for b, e in phrases_of(run) if b <= place < e)
    if end - begin == 1:
        begin, end = max(0, place - 1), min(len(run), place + 2)
    return run[begin:end], " ".join(readings[begin:end])
