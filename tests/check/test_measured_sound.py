"""What is measured of a sound, against what ffmpeg measures and against what was put in."""

from __future__ import annotations

import re
import subprocess
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from producer.audio.encode import encode
from producer.check.measured_sound import MeasuredSound, lines, measure
from producer.check.mp3 import read_mp3
from producer.check.report import State
from producer.timing import FrameFormat
from tests.helpers.programs import program

RATE = 48_000


def write(path: Path, samples: np.ndarray, form: FrameFormat | None = None) -> MeasuredSound:
    path.write_bytes(encode(np.rint(samples).astype(np.int16), form or FrameFormat()))
    return measure(path)


def noise(seconds: float, seed: int = 1) -> np.ndarray:
    """Noise with a swell, so that loudness and peaks vary."""
    time = np.arange(int(seconds * RATE)) / RATE
    random = np.random.default_rng(seed)
    return random.normal(0, 3_000, len(time)) * (1.2 + np.sin(time / 3))


def by_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak."""
    filters = ["-af", "ebur128=peak=true", "-f", "null", "-"]
    command = [program("ffmpeg"), "-nostats", "-i", str(path), *filters]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    summary = told.partition("Summary:")[2]
    loudness, peak = (re.search(rf"{w}:\s+(-?[\d.]+)", summary) for w in ("I", "Peak"))
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


@pytest.mark.parametrize("seconds", [4, 33.3])
def test_loudness_and_true_peak_are_those_of_ffmpeg(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "noise.mp3"
    sound = write(path, noise(seconds))
    loudness, peak = by_ffmpeg(path)
    assert sound.loudness_lufs == pytest.approx(loudness, abs=0.06)
    assert sound.true_peak_dbtp == pytest.approx(peak, abs=0.2)


def test_a_tone_through_many_blocks_has_no_higher_peak(tmp_path: Path) -> None:
    tone = 8_000 * np.sin(2 * np.pi * 1_050 * np.arange(25 * RATE) / RATE)
    fade = np.minimum(1, np.minimum(np.arange(len(tone)), np.arange(len(tone))[::-1]) / 4_800)
    path = tmp_path / "tone.mp3"
    sound = write(path, tone * fade)
    assert sound.true_peak_dbtp == pytest.approx(by_ffmpeg(path)[1], abs=0.1)


def test_length_is_that_of_the_frames(tmp_path: Path) -> None:
    path = tmp_path / "noise.mp3"
    sound = write(path, noise(12.34))
    file = read_mp3(path)
    assert sound.samples == file.frames * 1152
    assert sound.duration_ms == pytest.approx(file.duration_ms, abs=1)
    assert not file.junk


def test_pauses_are_found_where_they_are(tmp_path: Path) -> None:
    samples = noise(30)
    for start, end in (5, 6), (12, 18.5):
        samples[int(start * RATE) : int(end * RATE)] = 0
    pauses = write(tmp_path / "pauses.mp3", samples).pauses(500)
    assert np.array(pauses) / 1000 == pytest.approx(np.array([(5, 6), (12, 18.5)]), abs=0.06)


def test_peaks_cut_off_are_counted(tmp_path: Path) -> None:
    assert write(tmp_path / "good.mp3", noise(2)).clipped == 0
    assert write(tmp_path / "bad.mp3", np.clip(noise(2) * 20, -32_767, 32_767)).clipped > 100


@pytest.mark.parametrize("form", [FrameFormat(44_100, 128), FrameFormat(48_000, 128, 2)])
def test_other_formats(tmp_path: Path, form: FrameFormat) -> None:
    samples = noise(11)
    if form.channels == 2:
        samples = np.stack([samples, samples], axis=1)
    path = tmp_path / "other.mp3"
    sound = write(path, samples, form)
    assert sound.rate == form.rate
    assert [kind.channels for kind in read_mp3(path).kinds] == [form.channels]
    loudness, _ = by_ffmpeg(path)
    assert sound.loudness_lufs == pytest.approx(loudness, abs=0.06)


def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    def most(minutes: int) -> int:
        path = tmp_path / f"{minutes}.mp3"
        path.write_bytes(minute * minutes)
        tracemalloc.start()
        measure(path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    minute = encode(np.rint(noise(60)).astype(np.int16), FrameFormat())
    short, long = most(1), most(10)
    assert long < short * 1.5
    assert long < 10 * 60 * RATE * 2 / 2, "less than half of the samples"


@pytest.mark.parametrize("content", [b"", b"no sound at all", bytes(100_000), b"ID3\3\0\0\0\0\0\0"])
def test_what_is_no_sound_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.mp3"
    path.write_bytes(content)
    sound = measure(path)
    assert sound.broken
    assert (sound.samples, sound.loudness_lufs) == (0, None)
    assert sound.pauses(0) == []


@pytest.mark.parametrize(
    ("channels", "text"), [(1, "-16.0 LUFS (-13.0 on two ears)"), (2, "-16.0 LUFS")]
)
def test_one_channel_is_told_as_two_ears_hear_it_too(channels: int, text: str) -> None:
    nothing = np.zeros(500, np.float32)
    sound = MeasuredSound(
        48_000, channels, 240_000, -16.0, -2.0, 0, nothing, nothing, nothing, nothing
    )
    (loudness,) = [line for line in lines(sound) if line.check == "loudness"]
    assert loudness.measured == text


@pytest.mark.parametrize(
    ("channels", "lufs", "passes"),
    [
        *((1, -16.9, True), (1, -17.5, False), (1, -18.5, True), (1, -19.9, True)),
        *((1, -20.1, False), (1, -14.9, False), (2, -16.5, True), (2, -19.0, False)),
    ],
)
def test_one_channel_may_be_as_loud_as_in_stereo_or_as_heard(
    channels: int, lufs: float, *, passes: bool
) -> None:
    nothing = np.zeros(500, np.float32)
    sound = MeasuredSound(
        48_000, channels, 240_000, lufs, -2.0, 0, nothing, nothing, nothing, nothing
    )
    (loudness,) = [line for line in lines(sound) if line.check == "loudness"]
    assert (loudness.state is State.PASSED) is passes
