"""Clips → segments: one passage as a stream of MP3 frames, finished and timed.

A segment's name is the hash of the clips and settings it is made from, so an edit elsewhere
leaves it alone. That holds for its level too: a voice's gain is rounded to half a decibel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from producer.audio.encode import count_frames, encode, encoder_gain_db
from producer.audio.loudness import Momentary, integrated, momentary
from producer.audio.master import master, peak_dbfs, true_peak_dbtp
from producer.audio.pcm import Pcm, UnreadableAudio, decode
from producer.audio.silence import Cuts, find_cuts
from producer.audio.stitch import AudioSegment, from_segment, join, silence, speech
from producer.errors import ProducerError
from producer.model import Mark, Segment, Timing
from producer.show import Pauses, Sound
from producer.store import CLIPS, LEVELS, SEGMENTS, Entry, Store, key_of
from producer.timing import (
    DECODER_DELAY,
    FrameFormat,
    ms_to_samples,
    samples_to_ms,
)

_VERSION = 1
"""Raise it when the same clips should give other bytes."""

_PROBES = 16
"""On so many sentences of a voice the limiter's effect is measured."""

_ENCODER_HEADROOM_DB = 1.0
"""MP3 at these bitrates comes back up to about a decibel above what went in."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its clip in the store, and the pause before it in ms."""

    clip_key: str
    clip_digest: str
    pause_ms: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """A clip's speech: which stretches to keep, and their momentary loudness."""

    cuts: Cuts
    levels: Momentary


def analyse(sentence: Sentence, pauses: Pauses, store: Store) -> Analysis:
    """Find the speech in a clip and measure it, once per clip."""
    key = key_of(version=_VERSION, clip=sentence.clip_digest, longest=pauses.sentence_ms)
    kept = store.get(LEVELS, key)
    if kept is None:
        pcm, _ = _clip(sentence, store)
        cuts = find_cuts(pcm, pauses.sentence_ms)
        if not cuts.kept:
            store.discard(CLIPS, sentence.clip_key)
            raise UnreadableAudio("a clip is silent from end to end")
        sound = from_segment(speech(pcm, cuts))
        # Levels count as they will be heard, with the pause that follows.
        levels = momentary(sound.samples, sound.rate, pause_ms=pauses.sentence_ms)
        meta = {
            "rate": cuts.rate,
            "kept": cuts.kept,
            "lead": cuts.lead,
            "tail": cuts.tail,
            "levels": _to_tenths(levels),
        }
        kept = store.put(LEVELS, key, meta)
    m = kept.meta
    cuts = Cuts(tuple((a, b) for a, b in m["kept"]), m["lead"], m["tail"], m["rate"])
    return Analysis(cuts, _from_tenths(m["levels"]))


def voice_gain_db(
    sentences: Sequence[Sentence], pauses: Pauses, sound: Sound, store: Store
) -> float:
    """What brings a voice, measured over all its sentences, to the target, rounded to 0.5 dB.

    The limiter makes a voice with high peaks quieter: what it takes is measured on some of the
    sentences, spread over all, and made up for."""
    levels = [analyse(sentence, pauses, store).levels for sentence in sentences]
    loudness = integrated(levels)
    if loudness is None:
        return 0.0
    step = -(-len(sentences) // _PROBES)
    probes, before = sentences[::step], integrated(levels[::step])
    gain_db = wanted = sound.target_lufs - loudness
    for _ in range(2):
        loss = _limiter_loss_db(probes, before, _half(gain_db), pauses, sound, store)
        gain_db = wanted + loss
    return _half(gain_db)


def _limiter_loss_db(
    probes: Sequence[Sentence],
    before: float | None,
    gain_db: float,
    pauses: Pauses,
    sound: Sound,
    store: Store,
) -> float:
    """How much quieter `probes`, of loudness `before`, are for the limiter at `gain_db`."""
    limit_dbfs = sound.ceiling_dbtp - _ENCODER_HEADROOM_DB
    clips = [sentence.clip_digest for sentence in probes]
    key = key_of(
        version=_VERSION, clips=clips, gain=gain_db, limit=limit_dbfs, pauses=pauses.sentence_ms
    )
    kept = store.get(LEVELS, key)
    if kept is None:
        after = []
        for sentence in probes:
            pcm, _ = _clip(sentence, store)
            heard = from_segment(speech(pcm, analyse(sentence, pauses, store).cuts))
            samples = master(heard, heard.rate, gain_db, limit_dbfs)
            after.append(momentary(samples, heard.rate, pause_ms=pauses.sentence_ms))
        loudness = integrated(after)
        silent = before is None or loudness is None
        loss = 0.0 if silent else max(0.0, before + gain_db - loudness)  # type: ignore[operator]
        kept = store.put(LEVELS, key, {"loss": round(loss, 2)})
    return float(kept.meta["loss"])


def _half(db: float) -> float:
    return round(db * 2) / 2


def segment_key(sentences: Sequence[Sentence], gain_db: float, pauses: Pauses, sound: Sound) -> str:
    return key_of(
        version=_VERSION,
        clips=[(s.clip_digest, s.pause_ms) for s in sentences],
        longest=pauses.sentence_ms,
        gain=gain_db,
        sound=sound.model_dump(),
    )


def render(
    sentences: Sequence[Sentence], gain_db: float, pauses: Pauses, sound: Sound, store: Store
) -> Segment:
    """The segment of a passage, from the store or made now."""
    key = segment_key(sentences, gain_db, pauses, sound)
    kept = store.get(SEGMENTS, key)
    if kept is None:
        kept = _make(key, sentences, gain_db, pauses, sound, store)
    return _segment(key, kept, sound.form)


def _make(
    key: str,
    sentences: Sequence[Sentence],
    gain_db: float,
    pauses: Pauses,
    sound: Sound,
    store: Store,
) -> Entry:
    form = sound.form
    passage, timings = _stitch(sentences, pauses, form, store)
    stream, limited_db = b"", 0.0
    limit_dbfs = sound.ceiling_dbtp - _ENCODER_HEADROOM_DB
    peak_before = peak_dbfs(passage.samples) + gain_db
    makeup_db = -encoder_gain_db(form)
    for _ in range(4):
        finished = master(passage, form.rate, gain_db + makeup_db, limit_dbfs + makeup_db)
        stream = encode(finished, form)
        limited_db = max(0.0, peak_before - limit_dbfs)
        heard = decode(stream)
        true_peak = true_peak_dbtp(heard.samples)
        if true_peak <= sound.ceiling_dbtp:
            break
        limit_dbfs -= true_peak - sound.ceiling_dbtp + 0.1
    meta = {
        "frames": count_frames(stream),
        "sentences": [
            [t.start_ms, t.end_ms, [[w.start_ms, w.end_ms, w.text] for w in t.words]]
            for t in timings
        ],
        # Every other sample: speech has next to nothing above 12 kHz.
        "levels": _to_tenths(momentary(heard.samples[::2], heard.rate // 2)),
        "true_peak_dbtp": round(true_peak, 2),
        "limited_db": round(limited_db, 1),
    }
    return store.put(SEGMENTS, key, meta, stream)


def _segment(key: str, entry: Entry, form: FrameFormat) -> Segment:
    m = entry.meta
    sentences = tuple(
        Timing(start, end, tuple(Mark(*word) for word in words))
        for start, end, words in m["sentences"]
    )
    return Segment(
        key=key,
        frames=m["frames"],
        lead_ms=sentences[0].start_ms,
        tail_ms=form.frames_to_ms(m["frames"]) - sentences[-1].end_ms,
        sentences=sentences,
        levels=_from_tenths(m["levels"]),
        true_peak_dbtp=m["true_peak_dbtp"],
        limited_db=m["limited_db"],
    )


def _stitch(
    sentences: Sequence[Sentence], pauses: Pauses, form: FrameFormat, store: Store
) -> tuple[Pcm, list[Timing]]:
    """The clips of a passage joined, and when each sounds in the finished stream."""
    parts: list[AudioSegment] = []
    timings: list[Timing] = []
    rate = position = tail = 0
    for sentence in sentences:
        pcm, marks = _clip(sentence, store)
        cuts = analyse(sentence, pauses, store).cuts
        rate = rate or pcm.rate
        if pcm.rate != rate:
            raise ProducerError(f"clips of one passage differ in rate: {rate} and {pcm.rate} Hz")
        if parts:
            gap = max(0, ms_to_samples(sentence.pause_ms, rate) - tail - cuts.lead)
            parts.append(silence(gap, rate))
            position += gap
        parts.append(speech(pcm, cuts))
        timings.append(_timing(cuts, marks, position, form))
        position += cuts.samples
        tail = cuts.tail
    return from_segment(join(parts, rate)), timings


def _timing(cuts: Cuts, marks: Sequence[Mark], position: int, form: FrameFormat) -> Timing:
    """When a clip that begins at sample `position` of its passage sounds, once decoded."""
    delay_ms = samples_to_ms(DECODER_DELAY, form.rate)
    begin_ms = samples_to_ms(position, cuts.rate) + delay_ms
    start = begin_ms + samples_to_ms(cuts.lead, cuts.rate)
    end = begin_ms + samples_to_ms(cuts.samples - cuts.tail, cuts.rate)

    def moved(ms: int) -> int:
        return min(max(begin_ms + cuts.moved_ms(ms), start), end)

    words = tuple(Mark(moved(m.start_ms), moved(m.end_ms), m.text) for m in marks)
    return Timing(start, end, words)


def _clip(sentence: Sentence, store: Store) -> tuple[Pcm, tuple[Mark, ...]]:
    entry = store.get(CLIPS, sentence.clip_key)
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
    return pcm, tuple(Mark(*mark) for mark in entry.meta["marks"])


def _to_tenths(levels: Momentary) -> list[int]:
    """Tenths of a decibel, which integrate to within 0.01 LU, as short JSON."""
    return [int(v) for v in np.rint(levels.clip(-120, 20) * 10)]


def _from_tenths(values: Sequence[int]) -> Momentary:
    return np.array(values, dtype=np.float32) / np.float32(10)
