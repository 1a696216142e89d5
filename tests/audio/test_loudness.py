"""Loudness as ffmpeg's ebur128 measures it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.loudness import added_up, integrated, momentary
from producer.audio.pcm import Samples
from tests.helpers.signals import ffmpeg_levels, noise, speech, tone

RATES = [22_050, 24_000, 44_100, 48_000]
SOUNDS = {
    "speech": lambda rate: speech(rate, 4),
    "noise": lambda rate: noise(rate, 2),
    "quiet": lambda rate: noise(rate, 2, -55),
    "deep": lambda rate: tone(60, rate, 2),
    "middle": lambda rate: tone(997, rate, 2),
    "high": lambda rate: tone(9_000, rate, 2),
    "loud-then-soft": lambda rate: np.concatenate([noise(rate, 2), noise(rate, 2, -38)]),
}


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("sound", SOUNDS.values(), ids=SOUNDS)
def test_loudness_is_ffmpegs(sound: Callable[[int], Samples], rate: int) -> None:
    samples = sound(rate)
    theirs, _ = ffmpeg_levels(np.pad(samples, rate), rate)
    assert integrated([momentary(samples, rate)]) == pytest.approx(theirs, abs=0.05)


@pytest.mark.parametrize("rate", RATES)
def test_a_full_scale_tone_has_the_loudness_of_the_standard(rate: int) -> None:
    """BS.1770-4: a sine of 997 Hz that just does not clip, in one channel, is −3.01 LKFS."""
    levels = momentary(tone(997, rate, 3, 0), rate)
    assert levels[6:-6] == pytest.approx(-3.01, abs=0.05)


def test_parts_join_to_the_whole() -> None:
    rate = 24_000
    parts = [speech(rate, seconds, level) for seconds, level in ((3, -6), (1.5, -20), (4, -9))]
    pause = np.zeros(rate // 2, np.int16)
    whole = np.concatenate([np.concatenate([part, pause]) for part in parts])
    joined = integrated(momentary(part, rate, pause_ms=500) for part in parts)
    assert joined == pytest.approx(ffmpeg_levels(np.pad(whole, rate), rate)[0], abs=0.1)


def test_silence_has_no_loudness() -> None:
    assert integrated([]) is None
    assert integrated([momentary(np.zeros(24_000, np.int16), 24_000)]) is None
    assert integrated([momentary(np.zeros(0, np.int16), 24_000)]) is None


@given(st.integers(1, 12_000), st.sampled_from([0, 100, 350, 1_000]))
def test_momentary_covers_the_sound_and_its_pauses(samples: int, pause_ms: int) -> None:
    rate = 24_000
    levels = momentary(np.ones(samples, np.int16), rate, pause_ms)
    steps = -(-samples // (rate // 10))
    assert len(levels) == steps + -(-pause_ms // 100)
    assert not np.isnan(levels).any()


def test_louder_by_6_db_is_6_lu_more() -> None:
    soft: Samples = speech(48_000, 4, -18)
    soft_lufs, loud_lufs = (integrated([momentary(x, 48_000)]) for x in (soft, soft * np.int16(2)))
    assert soft_lufs is not None
    assert loud_lufs == pytest.approx(soft_lufs + 6.02, abs=0.05)


def test_channels_add_up() -> None:
    rate = 48_000
    left = speech(rate, 4)
    one = integrated([added_up([momentary(channel, rate) for channel in [left]])])
    two = integrated([added_up([momentary(channel, rate) for channel in [left, left]])])
    with_silence = integrated(
        [added_up([momentary(channel, rate) for channel in [left, np.zeros_like(left)]])]
    )
    assert one == with_silence == pytest.approx(integrated([momentary(left, rate)]), abs=1e-4)
    assert one is not None
    assert two == pytest.approx(one + 3.01, abs=0.02)
