"""Sounds to measure, and what ffmpeg makes of them."""

from __future__ import annotations

import subprocess
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from producer.audio.master import limit_blocks
from producer.audio.pcm import Samples, decode_blocks
from producer.timing import FrameFormat
from tests.helpers.programs import program

FORMS = [
    FrameFormat(rate, bitrate, channels)
    for rate in (44_100, 48_000)
    for bitrate in (64, 96, 128)
    for channels in (1, 2)
]
"""All that a show's sound may be encoded as."""
FORM_IDS = [f"{form.rate}-{form.bitrate}-{form.channels}" for form in FORMS]

Wave = NDArray[np.float64]


def tone(frequency: float, rate: int, seconds: float = 1, level_dbfs: float = -12) -> Samples:
    """A sine whose peaks are at `level_dbfs`."""
    angle = 2 * np.pi * frequency * np.arange(round(rate * seconds)) / rate
    return _to_samples(10 ** (level_dbfs / 20) * np.sin(angle))


def noise(rate: int, seconds: float = 1, level_dbfs: float = -20, seed: int = 1) -> Samples:
    """White noise whose mean is at `level_dbfs`."""
    chance = np.random.default_rng(seed)
    return _to_samples(10 ** (level_dbfs / 20) * chance.normal(size=round(rate * seconds)))


@lru_cache(maxsize=32)
def speech(rate: int, seconds: float = 6, level_dbfs: float = -6) -> Samples:
    """Syllables of a voice with a moving pitch, weak hiss after each, and pauses. The peak is at
    `level_dbfs`; it begins and ends in silence."""
    time = np.arange(round(rate * seconds)) / rate
    phase = 2 * np.pi * 120 * time - 20 / 0.7 * np.cos(2 * np.pi * 0.7 * time)
    harmonics = range(1, int(min(8_000, 0.45 * rate) / 140))
    voice = sum((np.sin(k * phase) / k**1.2 for k in harmonics), np.zeros(len(time)))
    beat = np.sin(2 * np.pi * 2 * time)
    phrase = np.sin(2 * np.pi * 0.31 * time - 0.7) > -0.6
    hiss = np.random.default_rng(1).normal(size=len(time)) * (beat < -0.8) * 0.05
    sound = (voice * np.clip(beat, 0, None) ** 0.5 + hiss) * phrase * (time < seconds - 0.3)
    samples = _to_samples(10 ** (level_dbfs / 20) * sound / abs(sound).max())
    samples.setflags(write=False)
    return samples


def _to_samples(wave: Wave) -> Samples:
    return np.asarray(np.rint(32767 * wave).clip(-32768, 32767), dtype=np.int16)


def rms_db(samples: NDArray[np.generic]) -> float:
    """The mean level in dB below full scale."""
    return 20 * float(np.log10(np.sqrt(np.mean(samples.astype(np.float64) ** 2)) / 32768))


def lag(heard: NDArray[np.generic], given: NDArray[np.generic]) -> int:
    """By how many samples `heard` comes after `given`: where they are most alike."""
    size = 2 * max(len(heard), len(given))
    spectra = [np.fft.rfft(wave.astype(np.float64), size) for wave in (heard, given)]
    alike = np.fft.irfft(spectra[0] * spectra[1].conj())
    best = int(np.argmax(alike))
    return best if best < size // 2 else best - size


def _ffmpeg(data: bytes, *arguments: str) -> bytes:
    command = [program("ffmpeg"), "-v", "error", *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout


def ffmpeg_decode(stream: bytes, channels: int) -> Samples:
    """An MP3 stream as ffmpeg decodes it, nothing skipped. Shape (n, channels)."""
    raw = _ffmpeg(stream, "-f", "mp3", "-i", "-", "-f", "s16le", "-")
    return np.frombuffer(raw, dtype="<i2").reshape(-1, channels)


def ffmpeg_levels(samples: Samples, rate: int) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of mono `samples`, by ffmpeg's ebur128."""
    arguments = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "-", "-f", "null"]
    measure = "ebur128=metadata=1:framelog=verbose:peak=true,ametadata=print:file=-"
    lines = _ffmpeg(samples.tobytes(), *arguments, "-af", measure, "-").decode().splitlines()
    found = dict(line.split("=") for line in lines if line.startswith("lavfi.r128."))
    peak = float(found["lavfi.r128.true_peak"])
    return float(found["lavfi.r128.I"]), 20 * float(np.log10(peak))


def decode_channels(audio: bytes) -> list[Samples]:
    """All that `audio` decodes to, channel by channel, in 16 bits."""
    channels = [np.concatenate(channel) for channel in zip(*decode_blocks(audio), strict=True)]
    return [np.rint(c * 32768).clip(-32768, 32767).astype(np.int16) for c in channels]


def limit(mix: NDArray[np.float32], rate: int, gain_db: float, limit_dbfs: float) -> Samples:
    """All that `limit_blocks` gives."""
    return np.concatenate([*limit_blocks(mix, rate, gain_db, limit_dbfs)])
