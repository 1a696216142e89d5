"""A voice at its level: the limiter has little to do, whatever the voice's peaks are like."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from producer.audio.master import master
from producer.audio.pcm import Pcm, Samples
from producer.audio.peaks import peak_dbfs
from producer.render import level as rendered_level
from producer.render.clips import Analysis, Sentence, heard, measure
from producer.render.finish import HEADROOM_DB
from producer.render.level import Level, voice_level
from producer.show.sound import Sound
from producer.store import CLIPS, Store, key_of
from tests.helpers.signals import ffmpeg_levels, speech

RATE = 24_000
SOUND = Sound()
LIMIT_DBFS = SOUND.ceiling_dbtp - HEADROOM_DB


def emphatic(seconds: float, seed: int) -> Samples:
    """A voice that stresses one syllable of seven much more than the others."""
    time = np.arange(round(RATE * seconds)) / RATE
    phase = 2 * np.pi * 110 * time
    voice = sum((np.sin(k * phase) / k for k in range(1, 30)), np.zeros(len(time)))
    beat = np.clip(np.sin(2 * np.pi * 2 * time), 0, None) ** 0.5
    stressed = (time * 2 + seed).astype(int) % 7 == 3
    sound = voice * beat * np.where(stressed, 1, 10 ** (-14 / 20))
    return np.asarray(np.rint(12_000 * sound / abs(sound).max()), np.int16)


def sentences(store: Store, sounds: list[Samples]) -> list[Sentence]:
    clips = []
    for number, samples in enumerate(sounds):
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(samples.tobytes())
        key = key_of(number=number)
        entry = store.put(CLIPS, key, {"marks": [], "text": ""}, file.getvalue())
        clips.append(Sentence(key, entry.digest, 350))
    return clips


def level_of(store: Store, clips: list[Sentence]) -> Level:
    measured = measure(clips, None, store)
    return voice_level([(clip, measured[clip].levels) for clip in clips], SOUND)(store)


def taken_db(before: Samples, after: Samples, gain_db: float) -> np.ndarray[tuple[int], np.dtype]:
    """By how many dB each 10 ms that sound came out lower than `gain_db` would have it."""
    hops = [s[: len(s) // 240 * 240].reshape(-1, 240).astype(float) for s in (before, after)]
    root = [np.sqrt((h**2).mean(axis=1)) for h in hops]
    loud = root[0] > 100
    return np.asarray(20 * np.log10(root[0][loud] / root[1][loud]) + gain_db)


def test_the_limiter_takes_little_from_a_voice_of_high_peaks(tmp_path: Path) -> None:
    store = Store(tmp_path)
    clips = sentences(store, [emphatic(6 + seed, seed) for seed in range(4)])
    level = level_of(store, clips)
    assert level.threshold_dbfs is not None
    taken, plain, loudness = [], [], []
    for clip in clips:
        _, pcm = heard(clip, store)
        pressed = level.shaped(pcm)
        limited = master(pressed, RATE, level.gain_db, LIMIT_DBFS)
        taken.append(taken_db(pressed.samples, limited, level.gain_db))
        without = master(pcm, RATE, level.gain_db - 3, LIMIT_DBFS)
        plain.append(taken_db(pcm.samples, without, level.gain_db - 3))
        loudness.append(ffmpeg_levels(limited, RATE)[0])
    assert np.concatenate(plain).max() > 5, "the voice is such a voice"
    assert np.concatenate(taken).max() <= 5
    assert np.mean(np.concatenate(taken) > 3) <= 0.025
    assert np.mean(loudness) == pytest.approx(SOUND.voice_lufs, abs=0.7)


def test_what_leaves_the_limiter_too_much_is_tried_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    clips = sentences(store, [emphatic(6 + seed, seed) for seed in range(4)])
    tried: list[float | None] = []
    shaped = Level.shaped

    def noted(level: Level, pcm: Pcm) -> Pcm:
        tried.append(level.threshold_dbfs)
        return shaped(level, pcm)

    monkeypatch.setattr(Level, "shaped", noted)
    chosen = level_of(store, clips).threshold_dbfs
    assert chosen is not None
    rejected = [threshold for threshold in tried if threshold != chosen]
    assert len(rejected) == len(clips) * len(set(rejected))


def test_a_clip_is_decoded_once_for_all_levels_that_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine that has it nowhere decoded it was for each: more than half of the time."""
    store = Store(tmp_path)
    clips = sentences(store, [emphatic(6 + seed, seed) for seed in range(4)])
    decoded: list[Sentence] = []

    def noted(clip: Sentence, store: Store) -> tuple[Analysis, Pcm]:
        decoded.append(clip)
        return heard(clip, store)

    monkeypatch.setattr(rendered_level, "heard", noted)
    level_of(store, clips)
    assert decoded == clips


def test_a_voice_of_low_peaks_has_no_compressor(tmp_path: Path) -> None:
    store = Store(tmp_path)
    rich = np.asarray(np.tanh(speech(RATE, 5) / 6_000) * 9_000, np.int16)
    level = level_of(store, sentences(store, [rich]))
    assert level.threshold_dbfs is None
    pcm = Pcm(rich, RATE)
    assert level.shaped(pcm) is pcm
    assert peak_dbfs(rich) + level.gain_db - LIMIT_DBFS < 4


def test_silence_has_no_level(tmp_path: Path) -> None:
    store = Store(tmp_path)
    (clip,) = sentences(store, [np.full(RATE, 1, np.int16)])
    assert voice_level([(clip, np.empty(0, np.float32))], SOUND)(store) == Level(0.0)
