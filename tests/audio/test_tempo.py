"""Speech at another speed: its length and its pitch."""

from __future__ import annotations

import numpy as np
import pytest

from producer.audio.pcm import Pcm
from producer.audio.tempo import FASTEST, SLOWEST, stretched


@pytest.mark.parametrize("tempo", [SLOWEST, 0.85, 1.1, FASTEST])
@pytest.mark.parametrize("rate", [22_050, 24_000])
def test_the_length_changes_and_the_pitch_stays(tempo: float, rate: int) -> None:
    at = np.arange(2 * rate) / rate
    tone = np.asarray(np.rint(8_000 * np.sin(2 * np.pi * 440 * at)), dtype=np.int16)
    slower = stretched(Pcm(tone, rate), tempo)
    assert (len(slower.samples), slower.rate) == (round(2 * rate / tempo), rate)
    spectrum = np.abs(np.fft.rfft(slower.samples[rate // 4 : rate // 4 + rate // 2]))
    assert abs(np.argmax(spectrum) * 2 - 440) <= 2
    assert np.abs(slower.samples[: len(slower.samples) * 9 // 10]).max() < 10_000
