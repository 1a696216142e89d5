"""Sentences are cut in the silence beside them, also where there is noise."""

from __future__ import annotations

import numpy as np
import pytest

from producer.audio.encode import lossless
from producer.audio.pcm import Pcm, decode
from producer.recordings.cutting import Loudness, cut

RATE = 24_000


def recording(noise: float, *sounds: tuple[int, int], length_ms: int = 6_000) -> Pcm:
    """A tone from and to those ms, in noise of so large a standard deviation."""
    samples = np.random.default_rng(3).normal(0, noise, length_ms * RATE // 1000)
    for begin_ms, end_ms in sounds:
        at = np.arange(begin_ms * RATE // 1000, end_ms * RATE // 1000)
        samples[at] += 8_000 * np.sin(2 * np.pi * 220 * at / RATE)
    return Pcm(samples.astype(np.int16), RATE)


@pytest.mark.parametrize("noise", [0.0, 3.0, 60.0, 400.0])
@pytest.mark.parametrize("off_ms", [-120, 0, 120])
def test_a_cut_lies_in_the_silence_though_the_time_of_the_word_is_off(
    noise: float, off_ms: int
) -> None:
    loudness = Loudness(recording(noise, (400, 1_000), (1_600, 3_000), (3_500, 4_500)))
    assert loudness.begin_ms(1_600 + off_ms, 400) == pytest.approx(1_540, abs=30)
    assert loudness.end_ms(3_000 + off_ms, 4_500) == pytest.approx(3_160, abs=30)


def test_without_a_silence_it_is_cut_where_it_is_quietest() -> None:
    pcm = recording(3.0, (400, 1_540), (1_580, 3_000))
    assert 1_530 <= Loudness(pcm).begin_ms(1_600, 400) <= 1_590


def test_a_cut_does_not_click_and_loses_nothing_as_a_file() -> None:
    pcm = recording(0.0, (0, 6_000))
    piece = cut(pcm, 1_001, 2_000)
    assert len(piece.samples) == (2_000 - 1_001) * RATE // 1000
    assert abs(int(piece.samples[0])) + abs(int(piece.samples[-1])) < 50
    back = decode(lossless(piece))
    assert back.rate == RATE
    assert np.array_equal(back.samples, piece.samples)
