"""What is heard of each sentence, against what was put in."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from producer.check import State
from producer.check.heard_cues import lines
from producer.check.manifest import ClaimedCue
from tests.check.test_measured_sound import RATE, noise, write

SPANS = [(500 + 4_000 * n, 4_000 + 4_000 * n) for n in range(6)]
"""Start and end of sentences in ms, with half a second between."""


def cues(spans: list[tuple[int, int]]) -> list[ClaimedCue]:
    return [
        ClaimedCue(turn=n, language="zh", speaker="AB"[n % 2], start_ms=a, end_ms=b, text="是")
        for n, (a, b) in enumerate(spans)
    ]


def spoken(quieter_db: float = 0, leave_out: int | None = None) -> np.ndarray:
    """Noise for each of `SPANS`, that of the second voice so much quieter."""
    samples = np.zeros(25 * RATE)
    for number, (start, end) in enumerate(SPANS):
        if number != leave_out:
            gain = 10 ** (-quieter_db * (number % 2) / 20)
            sound = noise((end - start) / 1000)
            samples[start * RATE // 1000 :][: len(sound)] = gain * sound
    return samples


def states(path: Path, samples: np.ndarray, said: list[ClaimedCue]) -> dict[str, State]:
    return {line.check: line.state for line in lines(write(path / "a.mp3", samples), said)}


def test_all_is_well(tmp_path: Path) -> None:
    found = states(tmp_path, spoken(), cues(SPANS))
    passed = dict.fromkeys(("sentences", "times", "voices"), State.PASSED)
    assert found == {**passed, "timbre": State.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("samples", "spans", "at_fault"),
    [
        pytest.param(spoken(leave_out=3), SPANS, "sentences", id="a sentence lost"),
        pytest.param(spoken(), [(a + 150, b + 150) for a, b in SPANS], "times", id="late"),
        pytest.param(spoken(), [(a - 150, b - 150) for a, b in SPANS], "times", id="early"),
        pytest.param(spoken(quieter_db=4), SPANS, "voices", id="a quiet voice"),
    ],
)
def test_a_fault(
    tmp_path: Path, samples: np.ndarray, spans: list[tuple[int, int]], at_fault: str
) -> None:
    found = states(tmp_path, samples, cues(spans))
    assert {check for check, state in found.items() if state is State.FAILED} == {at_fault}


def test_voices_are_compared_as_loud_as_they_are(tmp_path: Path) -> None:
    sound = write(tmp_path / "a.mp3", spoken(quieter_db=6))
    (line,) = [line for line in lines(sound, cues(SPANS)) if line.check == "voices"]
    assert line.measured == "6.0 LU apart: B (zh), A (zh)"


def test_pauses_inside_of_sentences_tell_nothing_of_times(tmp_path: Path) -> None:
    """Where a show has hardly any between sentences, the nearest one may be far off."""
    said = cues([(100, 6_500), (6_550, 14_000), (14_050, 24_000)])
    (line,) = [n for n in lines(write(tmp_path / "a.mp3", spoken()), said) if n.check == "times"]
    assert (line.state, line.measured) == (State.PASSED, "no pauses to compare")


@pytest.mark.parametrize("before_db", [None, 9.4])
def test_how_far_voices_are_apart_in_brightness_is_told(
    tmp_path: Path, before_db: float | None
) -> None:
    """One voice has half of its power at 3 kHz, the other a tenth; the rest is at 500 Hz."""
    time = np.arange(25 * RATE) / RATE
    samples = np.zeros(len(time))
    for number, (start, end) in enumerate(SPANS):
        bright = (0.5, 0.1)[number % 2]
        sound = np.sqrt(bright) * np.sin(2 * np.pi * 3_000 * time)
        sound += np.sqrt(1 - bright) * np.sin(2 * np.pi * 500 * time)
        stretch = slice(start * RATE // 1000, end * RATE // 1000)
        samples[stretch] = 6_000 * sound[stretch]
    sound = write(tmp_path / "a.mp3", samples)
    (line,) = [each for each in lines(sound, cues(SPANS), before_db) if each.check == "timbre"]
    assert line.state is State.NOT_APPLICABLE
    told = [float(figure) for figure in re.findall(r"\d+\.\d", line.measured)]
    assert told == pytest.approx([7.0, *([before_db] if before_db else [])], abs=0.2)
    assert line.measured.endswith("B (zh), A (zh)")
