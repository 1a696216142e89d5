"""Milliseconds, samples, frames."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.timing import SAMPLES_PER_FRAME, FrameFormat, clock, ms_to_samples, samples_to_ms

RATES = st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000])


@given(st.integers(0, 10**9), RATES)
def test_both_directions_give_the_nearest(amount: int, rate: int) -> None:
    assert abs(samples_to_ms(amount, rate) - Fraction(amount * 1000, rate)) <= Fraction(1, 2)
    assert abs(ms_to_samples(amount, rate) - Fraction(amount * rate, 1000)) <= Fraction(1, 2)


@given(st.integers(0, 10**8), RATES)
def test_milliseconds_survive_the_way_there_and_back(ms: int, rate: int) -> None:
    assert samples_to_ms(ms_to_samples(ms, rate), rate) == ms


@given(st.integers(0, 10**7), st.sampled_from([44_100, 48_000]))
def test_frames_to_the_nearest_millisecond(frames: int, rate: int) -> None:
    exact = Fraction(frames * SAMPLES_PER_FRAME * 1000, rate)
    assert abs(FrameFormat(rate).frames_to_ms(frames) - exact) <= Fraction(1, 2)


def test_a_frame_at_48_khz_is_24_ms() -> None:
    assert [FrameFormat().frames_to_ms(n) for n in (0, 1, 2, 150_000)] == [0, 24, 48, 3_600_000]


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0:00"),
        (499, "0:00"),
        (500, "0:01"),
        (59_499, "0:59"),
        (59_500, "1:00"),
        (600_000, "10:00"),
        (3_599_499, "59:59"),
        (3_599_500, "1:00:00"),
        (36_061_000, "10:01:01"),
    ],
)
def test_clock(ms: int, shown: str) -> None:
    assert clock(ms) == shown
