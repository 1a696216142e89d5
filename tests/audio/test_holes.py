"""Silence where words should be heard is a hole, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from producer.audio.holes import Hole, find_hole, silent_word
from producer.audio.pcm import Pcm
from producer.model import Mark

RATE = 24_000


def clip(*parts: tuple[int, bool]) -> Pcm:
    """Stretches of so many ms, with sound or without."""
    chance = np.random.default_rng(1)
    samples = [
        (chance.normal(0, 3000 if sounds else 0, ms * RATE // 1000)).astype(np.int16)
        for ms, sounds in parts
    ]
    return Pcm(np.concatenate(samples), RATE)


def words(*times: tuple[int, int]) -> list[Mark]:
    return [Mark(start, end, f"w{number}") for number, (start, end) in enumerate(times)]


@pytest.mark.parametrize(
    ("pcm", "marks"),
    [
        (clip((100, False), (3000, True), (960, False)), words((100, 1500), (1500, 3050))),
        (clip((1000, True), (900, False), (1000, True)), words((0, 1000), (1900, 2900))),
        (clip((1000, True), (700, False), (1000, True)), words((0, 1350), (1350, 2700))),
        (clip((1000, True), (900, False)), words((0, 500), (1700, 1900), (500, 1000))),
        (clip((3000, True), (2500, False)), []),
        (clip((300, True), (900, False)), words((100, 100), (100, 400))),
    ],
    ids=["tail", "pause", "wide marks", "swapped marks", "no marks", "one empty mark"],
)
def test_what_a_service_sends_is_whole(pcm: Pcm, marks: list[Mark]) -> None:
    assert find_hole(pcm, marks) is None


@pytest.mark.parametrize(
    ("pcm", "marks", "hole"),
    [
        (clip((2000, False)), words((100, 900), (900, 1900)), Hole(0, 2000)),
        (clip((2000, False)), [], Hole(0, 2000)),
        (
            clip((1000, True), (2000, False)),
            words((0, 500), (500, 1000), (1000, 2000), (2000, 2900)),
            Hole(1000, 3000),
        ),
        (
            clip((1000, True), (1500, False), (1000, True)),
            words((0, 1000), (1000, 1700), (1700, 2500), (2500, 3500)),
            Hole(1000, 2500),
        ),
        (clip((2000, True), (4000, False)), [], Hole(2000, 6000)),
    ],
    ids=["all", "all, no marks", "end", "middle", "two thirds, no marks"],
)
def test_silence_does_not_pass_for_speech(pcm: Pcm, marks: list[Mark], hole: Hole) -> None:
    actual = find_hole(pcm, marks)
    assert actual is not None
    assert (actual.start_ms, actual.end_ms) == pytest.approx((hole.start_ms, hole.end_ms), abs=6)


@pytest.mark.parametrize(
    ("pcm", "marks", "word"),
    [
        (clip((1000, True), (1200, False)), words((100, 600), (600, 950), (1100, 1300)), 2),
        (clip((1000, True), (900, False)), words((0, 500), (1700, 1810), (500, 1000)), 1),
        (clip((1000, True), (1200, False)), words((0, 600), (600, 1400)), 1),
        (clip((1000, True), (1200, False)), words((0, 600), (600, 1150)), None),
        (clip((140, False), (900, True), (700, False)), words((100, 500), (500, 1000)), None),
        (clip((900, True), (600, False), (900, True)), words((0, 900), (1100, 1300)), 1),
        (clip((900, True), (600, False), (900, True)), words((0, 900), (1500, 2400)), None),
        (clip((900, True), (600, False)), words((0, 900), (1200, 1200)), None),
        (clip((900, True), (800, False)), words((0, 900), (960, 1050), (1060, 1110)), 1),
        (clip((900, True), (2000, False)), [], None),
    ],
    ids=[
        "last word", "swapped", "most of a word", "wide", "whole", "in between", "pause", "empty",
        "two short words", "no marks",
    ],
)  # fmt: skip
def test_one_word_in_silence_is_noticed(pcm: Pcm, marks: list[Mark], word: int | None) -> None:
    assert silent_word(pcm, marks) == word
    assert find_hole(pcm, marks) is None
