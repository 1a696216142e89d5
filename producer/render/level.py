"""What brings a voice to its level: one gain for all that it says in an episode."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from producer.audio.loudness import Momentary, integrated, momentary
from producer.audio.master import master
from producer.render.clips import Sentence, heard
from producer.render.finish import HEADROOM_DB
from producer.show.sound import Sound
from producer.store import LEVELS, Store, key_of

VERSION = 1
"""Raise it when the same clips should get another gain."""

_PROBES = 8
"""On so many sentences of a voice the limiter's effect is measured."""


def voice_gain(
    sentences: Sequence[tuple[Sentence, Momentary]], sound: Sound
) -> Callable[[Store], float]:
    """What finds the gain in dB, rounded to 0.5 dB, that brings a voice, measured over all its
    sentences, to the target.

    The limiter makes a voice with high peaks quieter: what it takes is measured on some of the
    sentences, spread over all, and made up for."""
    step = -(-len(sentences) // _PROBES)
    probes = tuple(sentence for sentence, _ in sentences[::step])
    loudness = integrated(levels for _, levels in sentences)
    before = integrated(levels for _, levels in sentences[::step])
    return partial(_gain_db, loudness, probes, before, sound)


def _gain_db(
    loudness: float | None,
    probes: Sequence[Sentence],
    before: float | None,
    sound: Sound,
    store: Store,
) -> float:
    """The gain of a voice of a `loudness` in LUFS, whose `probes` have that of `before`."""
    if loudness is None:
        return 0.0
    gain_db = wanted = sound.voice_lufs - loudness
    for _ in range(2):
        after = _limited_loudness(probes, _half(gain_db), sound, store)
        if before is None or after is None:
            break
        gain_db = wanted + max(0.0, before + _half(gain_db) - after)
    return _half(gain_db)


def _limited_loudness(
    probes: Sequence[Sentence], gain_db: float, sound: Sound, store: Store
) -> float | None:
    """The loudness of `probes` at `gain_db` behind the limiter."""
    limit_dbfs = sound.ceiling_dbtp - HEADROOM_DB
    key = key_of(
        version=VERSION,
        clips=[[sentence.clip_digest, sentence.longest_ms] for sentence in probes],
        gain=gain_db,
        limit=limit_dbfs,
    )
    kept = store.get(LEVELS, key)
    if kept is None:
        levels = []
        for sentence in probes:
            _, speech = heard(sentence, store)
            samples = master(speech, speech.rate, gain_db, limit_dbfs)
            levels.append(momentary(samples, speech.rate, sentence.longest_ms))
        kept = store.put(LEVELS, key, {"lufs": integrated(levels)})
    lufs: float | None = kept.meta["lufs"]
    return lufs


def _half(db: float) -> float:
    return round(db * 2) / 2
