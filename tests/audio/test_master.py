"""The last step before the encoder: in time, at its level, below its ceiling, without images."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.master import compressed, master
from producer.audio.pcm import Pcm, Samples
from producer.audio.peaks import PeakMeter, peak_dbfs, true_peak_dbtp
from tests.helpers.signals import Wave, ffmpeg_levels, lag, limit, noise, rms_db, speech, tone

RATES = [(22_050, 44_100), (24_000, 44_100), (24_000, 48_000), (48_000, 48_000), (48_000, 44_100)]
both_rates = pytest.mark.parametrize(("given_rate", "rate"), RATES)


def spectrum_db(samples: Samples, rate: int) -> tuple[Wave, Wave]:
    """Mean power per bin in dB, and the bins' frequencies in Hz; the ends are left out."""
    size = 4_096
    window = np.blackman(size)
    starts = range(rate // 10, len(samples) - size - rate // 10, size // 2)
    powers = [np.abs(np.fft.rfft(samples[at : at + size] * window)) ** 2 for at in starts]
    levels: Wave = 10 * np.log10(np.mean(powers, axis=0) + 1e-9)
    return levels, np.asarray(np.fft.rfftfreq(size, 1 / rate))


@both_rates
def test_it_is_in_time_with_what_went_in(given_rate: int, rate: int) -> None:
    """The limiter looks ahead and the resampler has a filter; neither may show."""
    seconds = 2
    ours = master(Pcm(speech(given_rate, seconds), given_rate), rate, -3, -1)
    assert len(ours) == seconds * rate
    at_rate = speech(rate, seconds)
    assert lag(ours, at_rate) == 0


@both_rates
def test_a_click_stays_where_it_was(given_rate: int, rate: int) -> None:
    samples = np.zeros(given_rate, np.int16)
    samples[given_rate // 2] = 20_000
    ours = master(Pcm(samples, given_rate), rate, 0, -1)
    assert abs(int(np.argmax(np.abs(ours))) - rate // 2) <= 1


@pytest.mark.parametrize("gain_db", [-20.0, -0.5, 0.0, 1e-7, 12.0])
def test_the_level_changes_by_the_gain(gain_db: float) -> None:
    samples = speech(24_000, 2, -20)
    ours = master(Pcm(samples, 24_000), 48_000, gain_db, -1)
    assert rms_db(ours) == pytest.approx(rms_db(samples) + gain_db, abs=0.03)


@both_rates
@pytest.mark.parametrize("limit_dbfs", [-0.5, -2.0, -10.0])
def test_no_sample_is_above_the_limit(given_rate: int, rate: int, limit_dbfs: float) -> None:
    """Of those that the limiter sees: resampling shows what lies between them."""
    between_db = 0.001 if given_rate == rate else 2.0
    samples = speech(given_rate, 1.5)
    ours = master(Pcm(samples, given_rate), rate, 18, limit_dbfs)
    assert limit_dbfs - 1 < peak_dbfs(ours) <= limit_dbfs + between_db
    assert len(ours) == round(len(samples) * rate / given_rate)


def test_what_is_below_the_limit_is_left_alone() -> None:
    samples = speech(48_000, 2, -6)
    assert np.array_equal(master(Pcm(samples, 48_000), 48_000, 0, -5.9), samples)


def test_the_limiter_lets_go_between_words() -> None:
    """A shout is held and what follows half a second later has its own level again."""
    rate = 48_000
    shout, word = tone(400, rate, 0.2, -1), tone(400, rate, 0.5, -30)
    gap = np.zeros(rate // 2, np.int16)
    ours = master(Pcm(np.concatenate([shout, gap, word]), rate), rate, 12, -1)
    assert rms_db(ours[-rate // 4 :]) == pytest.approx(rms_db(word) + 12, abs=0.1)


@pytest.mark.parametrize(("above_db", "out_db"), [(-20.0, -20.0), (-6.0, -6.0), (12.0, 4.0)])
def test_a_compressor_brings_three_decibels_down_to_one(above_db: float, out_db: float) -> None:
    threshold_dbfs = -24.0
    samples = tone(1_000, 24_000, 1, threshold_dbfs + above_db)
    ours = compressed(Pcm(samples, 24_000), threshold_dbfs)
    assert ours.rate == 24_000
    settled = ours.samples[12_000:]
    assert peak_dbfs(settled) == pytest.approx(threshold_dbfs + out_db, abs=0.6)


def test_a_compressor_is_in_time_and_leaves_the_rest_alone() -> None:
    samples = speech(24_000, 2, -6)
    ours = compressed(Pcm(samples, 24_000), -18)
    assert len(ours.samples) == len(samples)
    assert lag(ours.samples, samples) == 0
    assert np.array_equal(compressed(Pcm(samples, 24_000), 0).samples, samples)


def test_resampling_leaves_no_image() -> None:
    """libswresample's default length leaves one at −12 dB, pydub's rate change at −9 dB."""
    hiss = noise(24_000, 3, -20)
    levels, frequencies = spectrum_db(master(Pcm(hiss, 24_000), 48_000, 0, -1), 48_000)
    speech_band = levels[(frequencies > 200) & (frequencies < 8_000)].mean()
    # 16 bits have a floor of their own 78 dB below this noise.
    assert levels[frequencies > 12_500].max() < speech_band - 70
    passed = levels[(frequencies > 8_000) & (frequencies < 11_000)]
    assert passed.mean() == pytest.approx(speech_band, abs=0.5)


@pytest.mark.parametrize("frequency", [9_000, 10_000, 11_000, 11_400])
def test_a_tone_has_no_mirror(frequency: int) -> None:
    samples = tone(frequency, 24_000, 1, -6)
    levels, frequencies = spectrum_db(master(Pcm(samples, 24_000), 48_000, 0, -1), 48_000)
    mirror = np.abs(frequencies - (24_000 - frequency)) < 50
    assert levels[mirror].max() < levels.max() - 70


def test_on_the_way_down_nothing_folds_back() -> None:
    samples = tone(23_500, 48_000, 1, -6)
    assert rms_db(master(Pcm(samples, 48_000), 44_100, 0, -1)[4_410:-4_410]) < -70


@pytest.mark.parametrize("channels", [1, 2])
def test_a_mix_is_limited_in_its_shape(channels: int) -> None:
    mix = np.repeat(speech(48_000, 1)[:, None] / np.float32(32768), channels, axis=1)
    mix[:, -1] *= 0.5
    ours = limit(mix.astype(np.float32), 48_000, 9, -1)
    assert ours.shape == mix.shape
    assert peak_dbfs(ours.reshape(-1)) <= -1 + 0.001
    assert lag(ours[:, 0], mix[:, 0]) == 0
    if channels == 2:
        # One gain for both, so that nothing wanders.
        loud = np.abs(ours[:, 0]) > 1_000
        assert ours[loud, 1] / ours[loud, 0] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("seed", range(3))
def test_the_true_peak_is_ffmpegs(rate: int, seed: int) -> None:
    hiss = noise(rate, 0.5, -18, seed).astype(np.float64)
    spectrum = np.fft.rfft(hiss)
    spectrum[int(len(spectrum) * 16_000 / (rate / 2)) :] = 0
    band = np.rint(np.fft.irfft(spectrum, len(hiss))).astype(np.int16)
    faded = np.rint(tone(997 + seed, rate, 0.5) * np.hanning(rate // 2)).astype(np.int16)
    for samples in (band, faded, speech(rate, 1 + seed / 2)):
        theirs = ffmpeg_levels(np.pad(samples, rate // 2), rate)[1]
        assert true_peak_dbtp(samples) == pytest.approx(theirs, abs=0.2)


@pytest.mark.parametrize("phase", [0, np.pi / 8, np.pi / 4])
def test_peaks_between_the_samples_are_seen(phase: float) -> None:
    """A quarter of the rate, sampled beside its peaks: up to 3 dB are between the samples."""
    wave = 0.5 * np.sin(np.pi / 2 * np.arange(4_800) + phase) * np.hanning(4_800)
    samples = np.rint(32768 * wave).astype(np.int16)
    assert true_peak_dbtp(samples) == pytest.approx(-6.02, abs=0.1)


@given(st.lists(st.integers(-32_768, 32_767), max_size=100))
def test_a_true_peak_is_at_least_the_sample_peak(values: list[int]) -> None:
    samples = np.array(values, np.int16)
    peak = peak_dbfs(samples)
    assert -120 <= peak <= 0
    assert peak - 1e-6 <= true_peak_dbtp(samples) <= max(peak + 7, -120)


@pytest.mark.parametrize(
    ("values", "peak"), [([], -120), ([0, 0], -120), ([-32_768], 0), ([16_384, -3], -6.0206)]
)
def test_sample_peaks(values: list[int], peak: float) -> None:
    assert peak_dbfs(np.array(values, np.int16)) == pytest.approx(peak, abs=1e-4)


@given(st.integers(1, 5_000))
def test_a_meter_fed_in_blocks_finds_the_same_peak(size: int) -> None:
    samples = speech(48_000, 1)[:10_000]
    meter = PeakMeter()
    for at in range(0, len(samples), size):
        meter.add(samples[at : at + size])
    assert meter.true_peak_dbtp == pytest.approx(true_peak_dbtp(samples), abs=0.02)
