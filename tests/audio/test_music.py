"""Music as a player plays it: faults and changes in the middle of a file do not end it."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from producer.audio.encode import encode
from producer.audio.loudness import integrated, momentary
from producer.audio.music import levelled, read_music
from producer.errors import InputError
from producer.timing import FrameFormat
from tests.helpers.programs import program
from tests.helpers.signals import tone

FORM = FrameFormat()
HZ = (400, 700, 1_100)


def mp3(hz: float, rate: int, seconds: float = 2.0) -> bytes:
    samples = tone(hz, rate, seconds, -12)
    return encode(samples[:, None], FrameFormat(rate, 96, 1))


def damaged(folder: Path, name: str) -> Path:
    """A file with a fault or a change in its middle."""
    file = folder / name
    sound = mp3(HZ[0], 48_000)
    middle = len(sound) // 2 // 288 * 288
    if name == "hole.mp3":
        file.write_bytes(sound[:middle] + bytes(7_000) + sound[middle:])
    elif name == "noise.mp3":
        junk = np.random.default_rng(3).integers(0, 128, 5_000).astype(np.uint8).tobytes()
        file.write_bytes(sound[:middle] + junk + sound[middle:])
    else:
        file.write_bytes(sound + mp3(HZ[1], 44_100) + mp3(HZ[2], 32_000))
    return file


@pytest.mark.parametrize("name", ["hole.mp3", "noise.mp3", "changing.mp3"])
def test_a_faulty_file_is_played_as_ffmpeg_plays_it(name: str, tmp_path: Path) -> None:
    file = damaged(tmp_path, name)
    command = [program("ffmpeg"), "-v", "quiet", "-i", str(file), "-f", "s16le", "-ac", "1"]
    theirs = subprocess.run([*command, "-ar", "48000", "-"], capture_output=True).stdout
    seconds = len(theirs) / 2 / 48_000
    music = read_music(file, FORM, 60_000)
    assert seconds > 1.5
    assert len(music) / 48_000 == pytest.approx(seconds, abs=0.15)


def test_each_stretch_keeps_its_pitch_where_the_rate_changes(tmp_path: Path) -> None:
    music = read_music(damaged(tmp_path, "changing.mp3"), FORM, 60_000)[:, 0]
    for number, hz in enumerate(HZ):
        stretch = music[(2 * number + 1) * 48_000 - 12_000 : (2 * number + 1) * 48_000 + 12_000]
        spectrum = np.abs(np.fft.rfft(stretch * np.hanning(len(stretch))))
        assert np.argmax(spectrum) * 2 == pytest.approx(hz, abs=4)


def test_what_is_all_fault_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "noise.mp3"
    file.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InputError, match=r"music|no sound"):
        read_music(file, FORM, 60_000)


@pytest.mark.parametrize("peak", [0.5, 4.0])
def test_music_above_full_scale_is_measured_before_it_is_clipped(peak: float) -> None:
    angle = 2 * np.pi * 440 * np.arange(96_000) / 48_000
    music = np.asarray(peak * np.sin(angle), np.float32)[:, None]
    loudness = integrated([momentary(levelled(music, 48_000, -20.0)[:, 0], 48_000)])
    assert loudness == pytest.approx(-20.0, abs=0.1)


@pytest.mark.filterwarnings("error")
def test_what_is_no_number_is_silence(tmp_path: Path) -> None:
    """Infinite samples went into the spectrum, with warnings on the terminal."""
    sound = (0.1 * np.sin(np.arange(96_000) / 20)).astype("<f4")
    sound[1_000:1_200], sound[5_000:5_050] = np.inf, np.nan
    data = sound.tobytes()
    form = struct.pack("<IHHIIHH", 16, 3, 1, 48_000, 192_000, 4, 32)
    file = tmp_path / "float.wav"
    file.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + form + b"data"
                     + struct.pack("<I", len(data)) + data)  # fmt: skip
    music = levelled(read_music(file, FORM, 60_000), 48_000, -20)
    assert np.isfinite(music).all()
    assert np.abs(music[10_000:]).max() > 0.05
