"""The speech in a clip, its loudness, and what brings a voice to its level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from producer.audio.loudness import Momentary, integrated, momentary
from producer.audio.master import master
from producer.audio.pcm import Pcm, UnreadableAudio, decode
from producer.audio.silence import Cuts, find_cuts
from producer.audio.stitch import from_segment, speech
from producer.errors import ProducerError
from producer.model import Mark
from producer.show import Pauses, Sound
from producer.store import CLIPS, LEVELS, Store, key_of

VERSION = 1
"""Raise it when the same clips should give other bytes."""

HEADROOM_DB = 0.8
"""What the limiter leaves for the wave between the samples and for the encoder: MP3 at these
bitrates comes back a few tenths of a decibel above what went in."""

_PROBES = 8
"""On so many sentences of a voice the limiter's effect is measured."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its clip in the store, and the pause before it in ms."""

    clip_key: str
    clip_digest: str
    pause_ms: int


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A clip's speech: which stretches to keep, and their momentary loudness."""

    cuts: Cuts
    levels: Momentary


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A clip's sound and its word marks, or without any the text to estimate them from."""

    pcm: Pcm
    marks: tuple[Mark, ...]
    text: str


def load_clip(sentence: Sentence, store: Store) -> Clip:
    """A clip, decoded. One that cannot be decoded is removed from the store."""
    entry = store.get(CLIPS, sentence.clip_key, sentence.clip_digest)
    if entry is None:
        raise ProducerError(
            "a clip has gone from the store while it was in use",
            advice="Run the same command again: only what is missing is spoken",
        )
    try:
        pcm = decode(entry.data)
    except UnreadableAudio:
        store.discard(CLIPS, sentence.clip_key)
        raise
    marks = tuple(Mark(*mark) for mark in entry.meta["marks"])
    return Clip(pcm, marks, entry.meta.get("text", ""))


def kept_analyses(
    sentences: Iterable[Sentence], pauses: Pauses, store: Store
) -> dict[Sentence, Analysis]:
    """What `analyse` found out before, of those sentences of which it did."""
    keys = {sentence: _analysis_key(sentence, pauses) for sentence in sentences}
    here = store.fetch(LEVELS, keys.values())
    found = ((s, _kept_analysis(s, pauses, store)) for s, key in keys.items() if key in here)
    return {sentence: analysis for sentence, analysis in found if analysis is not None}


def _kept_analysis(sentence: Sentence, pauses: Pauses, store: Store) -> Analysis | None:
    kept = store.get(LEVELS, _analysis_key(sentence, pauses))
    if kept is None:
        return None
    m = kept.meta
    cuts = Cuts(tuple((start, end) for start, end in m["kept"]), m["lead"], m["tail"], m["rate"])
    return Analysis(cuts, from_tenths(m["levels"]))


def analyse(sentence: Sentence, pauses: Pauses, store: Store) -> Analysis:
    """Find the speech in a clip and measure it, once per clip."""
    if kept := _kept_analysis(sentence, pauses, store):
        return kept
    pcm = load_clip(sentence, store).pcm
    cuts = find_cuts(pcm, pauses.sentence_ms)
    if not cuts.kept:
        store.discard(CLIPS, sentence.clip_key)
        raise UnreadableAudio("a clip is silent from end to end")
    sound = from_segment(speech(pcm, cuts))
    levels = to_tenths(momentary(sound.samples, sound.rate, pauses.sentence_ms))
    meta = {
        "rate": cuts.rate,
        "kept": cuts.kept,
        "lead": cuts.lead,
        "tail": cuts.tail,
        "levels": levels,
    }
    store.put(LEVELS, _analysis_key(sentence, pauses), meta)
    return Analysis(cuts, from_tenths(levels))


def analyse_all(
    sentences: Sequence[Sentence], pauses: Pauses, store: Store
) -> dict[Sentence, Analysis]:
    """`analyse` for each of `sentences`."""
    return {sentence: analyse(sentence, pauses, store) for sentence in sentences}


def _analysis_key(sentence: Sentence, pauses: Pauses) -> str:
    return key_of(version=VERSION, clip=sentence.clip_digest, longest=pauses.sentence_ms)


def voice_gain_db(
    sentences: Sequence[tuple[Sentence, Analysis]], pauses: Pauses, sound: Sound, store: Store
) -> float:
    """What brings a voice, measured over all its sentences, to the target, rounded to 0.5 dB.

    The limiter makes a voice with high peaks quieter: what it takes is measured on some of the
    sentences, spread over all, and made up for."""
    levels = [analysis.levels for _, analysis in sentences]
    loudness = integrated(levels)
    if loudness is None:
        return 0.0
    step = -(-len(sentences) // _PROBES)
    probes, before = [s for s, _ in sentences[::step]], integrated(levels[::step])
    gain_db = wanted = sound.voice_lufs - loudness
    for _ in range(2):
        after = _limited_loudness(probes, _half(gain_db), pauses, sound, store)
        if before is None or after is None:
            break
        gain_db = wanted + max(0.0, before + _half(gain_db) - after)
    return _half(gain_db)


def _limited_loudness(
    probes: Sequence[Sentence], gain_db: float, pauses: Pauses, sound: Sound, store: Store
) -> float | None:
    """The loudness of `probes` at `gain_db` behind the limiter."""
    limit_dbfs = sound.ceiling_dbtp - HEADROOM_DB
    key = key_of(
        version=VERSION,
        clips=[sentence.clip_digest for sentence in probes],
        gain=gain_db,
        limit=limit_dbfs,
        longest=pauses.sentence_ms,
    )
    kept = store.get(LEVELS, key)
    if kept is None:
        levels = []
        for sentence in probes:
            pcm = load_clip(sentence, store).pcm
            heard = from_segment(speech(pcm, analyse(sentence, pauses, store).cuts))
            samples = master(heard, heard.rate, gain_db, limit_dbfs)
            levels.append(momentary(samples, heard.rate, pauses.sentence_ms))
        kept = store.put(LEVELS, key, {"lufs": integrated(levels)})
    lufs: float | None = kept.meta["lufs"]
    return lufs


def _half(db: float) -> float:
    return round(db * 2) / 2


def to_tenths(levels: Momentary) -> list[int]:
    """Tenths of a decibel, which integrate to within 0.01 LU, as short JSON."""
    return [int(v) for v in np.rint(levels.clip(-120, 20) * 10)]


def from_tenths(values: Sequence[int]) -> Momentary:
    return np.array(values, dtype=np.float32) / np.float32(10)
