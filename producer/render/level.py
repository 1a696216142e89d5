"""What brings a voice to its level: one gain for all that it says in an episode, and before it a
compressor where its peaks ask for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from producer.audio.loudness import Momentary, integrated, momentary
from producer.audio.master import compressed, master
from producer.audio.pcm import Pcm, Samples
from producer.audio.timbre import Equalizer
from producer.render.clips import Sentence, heard
from producer.render.finish import HEADROOM_DB
from producer.show.sound import Sound
from producer.store import LEVELS, Store, key_of

VERSION = 3
"""Raise it when the same clips should get another gain."""

_PROBES = 8
"""On so many sentences of a voice the limiter's effect is measured."""

_THRESHOLDS_LU = (4.0, 2.0, 0.0, -2.0)
"""So far above a voice's loudness its compressor begins: the first with which the limiter is left
little to do."""
_MOST_DB, _MUCH_DB, _MUCH_OF_TIME = 4.0, 3.0, 0.02
"""A limiter is heard where it takes more than that at once, or so much of it in a larger part of
the time. Of 33 edge voices four go beyond: Yunyang 7.9 dB, and 3 dB in 9.4 % of the time."""

_HOP_MS = 10
_QUIET = 50.0
"""The root of the mean square of a hop that is no speech, of 32,768."""


@dataclass(frozen=True, slots=True)
class Level:
    """A gain in dB, rounded to 0.5 dB, and what comes before it: an equaliser that makes the voice
    fit to others, and a compressor, which begins at a threshold in dB below full scale."""

    gain_db: float
    threshold_dbfs: float | None = None
    equalizer: Equalizer | None = None

    def shaped(self, pcm: Pcm) -> Pcm:
        """`pcm` behind equaliser and compressor, if there are any, and before the gain."""
        if self.equalizer is not None:
            pcm = self.equalizer.applied(pcm)
        return pcm if self.threshold_dbfs is None else compressed(pcm, self.threshold_dbfs)

    @property
    def identity(self) -> list[object]:
        """All of it, as plain JSON."""
        gains = [] if self.equalizer is None else [astuple(self.equalizer)]
        return [self.gain_db, self.threshold_dbfs, *gains]


@dataclass(frozen=True, slots=True)
class _Limited:
    """What comes out of the limiter: the loudness in LUFS, the most that it took in dB, and the
    share of the time in which it took much."""

    lufs: float | None
    most_db: float
    much: float

    @property
    def is_gentle(self) -> bool:
        """Whether it is not heard."""
        return self.most_db <= _MOST_DB and self.much <= _MUCH_OF_TIME


class _Probes:
    """The sentences on which the limiter's effect is measured."""

    def __init__(self, sentences: Sequence[Sentence], store: Store) -> None:
        self.sentences = sentences
        self.store = store

    @cached_property
    def speeches(self) -> list[Pcm]:
        """What they sound like. It is needed at every level that is tried."""
        return [heard(sentence, self.store)[1] for sentence in self.sentences]


def voice_level(
    sentences: Sequence[tuple[Sentence, Momentary]],
    sound: Sound,
    equalizer: Equalizer | None = None,
) -> Callable[[Store], Level]:
    """What finds the level of a voice, measured over all its sentences, that brings it to the
    target, behind an equaliser if there is one.

    The limiter makes a voice with high peaks quieter: what it takes is measured on some of the
    sentences, spread over all, and made up for. Where it takes much, a compressor comes first."""
    step = -(-len(sentences) // _PROBES)
    probes = tuple(sentence for sentence, _ in sentences[::step])
    loudness = integrated(levels for _, levels in sentences)
    before = integrated(levels for _, levels in sentences[::step])
    return partial(_level, loudness, probes, before, sound, equalizer)


def _level(
    loudness: float | None,
    sentences: Sequence[Sentence],
    before: float | None,
    sound: Sound,
    equalizer: Equalizer | None,
    store: Store,
) -> Level:
    """The level of a voice of a `loudness` in LUFS, of which `sentences` have that of `before`."""
    if loudness is None or before is None:
        return Level(0.0)
    probes = _Probes(sentences, store)
    target_db = sound.voice_lufs - loudness
    for threshold_lu in (None, *_THRESHOLDS_LU):
        threshold_dbfs = None if threshold_lu is None else _half(loudness + threshold_lu)
        level = Level(_half(target_db), threshold_dbfs, equalizer)
        makes_up_only = equalizer is None and threshold_lu != _THRESHOLDS_LU[-1]
        if makes_up_only and not _limited(probes, level, sound).is_gentle:
            continue  # With the gain that makes up for what it takes, it takes no less.
        level = _reaching(target_db, probes, before, level, sound)
        if _limited(probes, level, sound).is_gentle:
            break
    return level


def _reaching(
    target_db: float,
    probes: _Probes,
    before: float,
    level: Level,
    sound: Sound,
) -> Level:
    """A `level` with the gain at which `probes` come out `target_db` louder than `before`."""
    for _ in range(2):
        limited = _limited(probes, level, sound)
        if limited.lufs is None:
            break
        taken_db = before + level.gain_db - limited.lufs
        if level.equalizer is None:
            taken_db = max(0.0, taken_db)
        level = replace(level, gain_db=_half(target_db + taken_db))
    return level


def _limited(probes: _Probes, level: Level, sound: Sound) -> _Limited:
    """What the limiter makes of `probes` at a level."""
    limit_dbfs = sound.ceiling_dbtp - HEADROOM_DB
    key = key_of(
        version=VERSION,
        clips=[[sentence.clip_digest, sentence.longest_ms] for sentence in probes.sentences],
        gain=level.gain_db,
        threshold=level.threshold_dbfs,
        limit=limit_dbfs,
        **({} if level.equalizer is None else {"equalizer": astuple(level.equalizer)}),
    )
    entry = probes.store.get(LEVELS, key)
    if entry is None:
        levels, taken = [], []
        for sentence, heard_speech in zip(probes.sentences, probes.speeches, strict=True):
            speech = level.shaped(heard_speech)
            samples = master(speech, speech.rate, level.gain_db, limit_dbfs)
            levels.append(momentary(samples, speech.rate, sentence.longest_ms))
            taken.append(_taken_db(speech, samples, level.gain_db))
        reductions = np.concatenate(taken) if taken else np.zeros(1)
        meta = {
            "lufs": integrated(levels),
            "most_db": round(float(reductions.max(initial=0)), 2),
            "much": round(float(np.mean(reductions > _MUCH_DB)) if len(reductions) else 0.0, 4),
        }
        entry = probes.store.put(LEVELS, key, meta)
    return _Limited(entry.meta["lufs"], entry.meta["most_db"], entry.meta["much"])


def _taken_db(speech: Pcm, limited: Samples, gain_db: float) -> NDArray[np.float64]:
    """By how many dB a limiter lowered each hop of `speech` that is not silent. Shape (n,)."""
    hop = speech.rate * _HOP_MS // 1000
    before, after = (_root_mean_squares(samples, hop) for samples in (speech.samples, limited))
    sounding = before > _QUIET
    ratio = before[sounding] / np.maximum(after[: len(before)][sounding], 1e-3)
    return np.asarray(20 * np.log10(np.maximum(ratio, 1e-6)) + gain_db)


def _root_mean_squares(samples: Samples, hop: int) -> NDArray[np.float64]:
    hops = samples[: len(samples) // hop * hop].reshape(-1, hop).astype(np.float64)
    return np.asarray(np.sqrt(np.square(hops).mean(axis=1)))


def _half(db: float) -> float:
    return round(db * 2) / 2
