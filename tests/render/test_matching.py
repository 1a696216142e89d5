"""Voices that fit together: brighter ones darker, darker ones brighter, and none another voice."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from producer.audio.master import master
from producer.audio.pcm import Pcm, Samples
from producer.audio.timbre import timbre
from producer.render import Level, equalizers, voice_level, voice_timbre
from producer.render.clips import Sentence, heard, measure
from producer.render.finish import HEADROOM_DB
from producer.show.sound import Sound
from producer.store import CLIPS, Store, key_of
from tests.helpers.signals import ffmpeg_levels

RATE = 24_000
SOUND = Sound()


def voice(seconds: float, slope: float, *, hiss: float = 0.0) -> Samples:
    """Harmonics that fall by `slope` for each doubling of their frequency, in syllables, with an
    "s" between some of them that is `hiss` times as strong."""
    time = np.arange(round(RATE * seconds)) / RATE
    number = np.arange(1, 90)
    hz, phases = 120 * number, np.pi * number**2 / len(number)  # Schroeder's: no high peaks
    strengths = (hz / 120.0) ** (slope / 6.02)
    tone = strengths @ np.sin(2 * np.pi * hz[:, None] * time + phases[:, None])
    syllables = np.clip(np.sin(2 * np.pi * 2.5 * time), 0, None) ** 0.5
    noise = np.diff(np.random.default_rng(5).normal(0, 1, len(time) + 2), 2)
    between = np.clip(-np.sin(2 * np.pi * 2.5 * time), 0, None) ** 4
    sound = syllables * tone / np.abs(tone).max() + hiss * between * noise / np.abs(noise).max()
    return np.asarray(np.rint(9_000 * sound), np.int16)


def sentence(store: Store, samples: Samples) -> Sentence:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    key = key_of(samples=file.getvalue().hex())
    entry = store.put(CLIPS, key, {"marks": [], "text": ""}, file.getvalue())
    return Sentence(key, entry.digest, 350)


def share_db(pcm: Pcm, low: int, high: int) -> float:
    """How much of a sound lies from `low` to `high` Hz, in dB."""
    power = np.abs(np.fft.rfft(pcm.samples / 32_768)) ** 2
    hz = np.fft.rfftfreq(len(pcm.samples), 1 / pcm.rate)
    return float(10 * np.log10(power[(hz >= low) & (hz < high)].sum() / power.sum()))


def levels(store: Store, sounds: list[Samples]) -> list[tuple[Sentence, Level]]:
    clips = [sentence(store, samples) for samples in sounds]
    timbres = {n: voice_timbre([clip], f"voice {n}")(store) for n, clip in enumerate(clips)}
    fitting = equalizers(timbres)
    measured = measure(clips, None, store)
    return [
        (clip, voice_level([(clip, measured[clip].levels)], SOUND, fitting.get(n))(store))
        for n, clip in enumerate(clips)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


DARK, MIDDLE, BRIGHT = -11.0, -7.0, -4.0


def test_voices_come_nearer_to_each_other_and_stay_as_loud(store: Store) -> None:
    before, after, loudness = [], [], []
    for clip, level in levels(store, [voice(8, slope) for slope in (DARK, MIDDLE, BRIGHT)]):
        _, pcm = heard(clip, store)
        shaped = level.shaped(pcm)
        assert len(shaped.samples) == len(pcm.samples)
        assert level.equalizer is not None
        assert max(map(abs, level.equalizer.gains_db)) <= 3
        before.append(share_db(pcm, 2_000, 6_000))
        after.append(share_db(shaped, 2_000, 6_000))
        limited = master(shaped, RATE, level.gain_db, SOUND.ceiling_dbtp - HEADROOM_DB)
        loudness.append(ffmpeg_levels(limited, RATE)[0])
    assert np.ptp(before) > 8
    assert np.ptp(after) < np.ptp(before) - 3.5
    assert np.argsort(after).tolist() == [0, 1, 2], "each keeps its character"
    assert loudness == pytest.approx([SOUND.voice_lufs] * 3, abs=0.6)


def test_only_a_sharp_s_is_softened(store: Store) -> None:
    plain, sharp = voice(8, MIDDLE, hiss=0.1), voice(8, MIDDLE, hiss=1.2)
    (_, mild), (clip, softened) = levels(store, [plain, sharp])
    assert mild.equalizer is not None
    assert softened.equalizer is not None
    assert mild.equalizer.softening == 0 < softened.equalizer.softening
    _, pcm = heard(clip, store)
    taken = share_db(pcm, 6_000, 11_000) - share_db(softened.shaped(pcm), 6_000, 11_000)
    assert 2 < taken < 12


def test_one_voice_has_nothing_to_fit_to(store: Store) -> None:
    ((_, level),) = levels(store, [voice(4, BRIGHT)])
    assert level.equalizer is None


def test_a_voice_is_measured_once_as_soon_as_it_has_said_enough(store: Store) -> None:
    few = [sentence(store, voice(1.5 + n / 10, DARK)) for n in range(3)]
    many = [sentence(store, voice(1.5 + n / 10, BRIGHT)) for n in range(9)]
    first = voice_timbre(few, "Ada")(store)
    settled = voice_timbre(many, "Ada")(store)
    assert first != settled, "three sentences tell little"
    assert voice_timbre(few, "Ada")(store) == settled
    assert voice_timbre(many[:8], "Ada")(store) == settled, "an edit changes nothing"
    assert voice_timbre(few, "Ben")(store) == first


def test_silence_has_no_timbre(store: Store) -> None:
    assert timbre([Pcm(np.zeros(RATE, np.int16), RATE)]) is None
    spoken = voice_timbre([sentence(store, voice(4, MIDDLE))], "Ada")(store)
    assert equalizers({"heard": spoken, "silent": None}) == {}
