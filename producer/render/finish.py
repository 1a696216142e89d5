"""The last step of every segment: below the ceiling, encoded, and measured as it will be heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from producer.audio.encode import encode_blocks, encoder_gain_db
from producer.audio.frames import count_frames
from producer.audio.loudness import LoudnessMeter, Momentary, added_up
from producer.audio.pcm import Samples, decode_blocks
from producer.audio.peaks import PeakMeter
from producer.model import Mark, Marks, Segment, Timing
from producer.render.clips import from_tenths, to_tenths
from producer.show.sound import Sound
from producer.store import SEGMENTS, Store, StoreEntry
from producer.timing import FrameFormat

VERSION = 1
"""Raise it when the same clips should give other bytes."""

HEADROOM_DB = 0.8
"""What the limiter leaves for the wave between the samples and for the encoder: MP3 at these
bitrates comes back a few tenths of a decibel above what went in."""

_TRIES = 4


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a segment is made: its name in the store, and what makes and keeps it there. With
    `reads_files` that takes files of the show's folder, not only entries of the store."""

    key: str
    form: FrameFormat
    make: Callable[[Store], StoreEntry]
    reads_files: bool = False

    def kept(self, store: Store) -> Segment | None:
        """The segment if it has been made before."""
        entry = store.get(SEGMENTS, self.key)
        return None if entry is None else _segment_of(self.key, entry, self.form)

    def made(self, store: Store) -> Segment:
        """The segment, made now."""
        return _segment_of(self.key, self.make(store), self.form)


def finish(
    key: str,
    limited: Callable[[float, float], Iterable[Samples]],
    peak_dbfs: float,
    timings: Sequence[Timing],
    sound: Sound,
    store: Store,
) -> StoreEntry:
    """Encode what `limited` gives, keep it as the segment `key`, and measure it.

    `limited` takes a gain in dB, which makes up for what the encoder takes, and the limit in dB
    below full scale, and gives the sound block after block. `peak_dbfs` is the highest sample
    before the limiter. The encoder's own overshoot is found by decoding: the limit goes down
    until the ceiling holds.
    """
    form = sound.form
    makeup_db = -encoder_gain_db(form)
    limit_dbfs = sound.ceiling_dbtp - HEADROOM_DB
    for _ in range(_TRIES):
        stream = encode_blocks(limited(makeup_db, limit_dbfs + makeup_db), form)
        levels, true_peak = _measure(stream, form)
        if true_peak <= sound.ceiling_dbtp:
            break
        limit_dbfs -= true_peak - sound.ceiling_dbtp + 0.1
    meta = {
        "frames": count_frames(stream),
        "sentences": [
            [t.start_ms, t.end_ms, [[w.start_ms, w.end_ms, w.text] for w in t.words], t.estimated]
            for t in timings
        ],
        "levels": to_tenths(levels),
        "true_peak_dbtp": round(true_peak, 2),
        "limited_db": round(max(0.0, peak_dbfs - limit_dbfs), 1),
    }
    return store.put(SEGMENTS, key, meta, stream)


def _measure(stream: bytes, form: FrameFormat) -> tuple[Momentary, float]:
    """The momentary loudness and the true peak of what `stream` decodes to."""
    loudness = [LoudnessMeter(form.rate // 2) for _ in range(form.channels)]
    peaks = [PeakMeter() for _ in range(form.channels)]
    for block in decode_blocks(stream):
        for channel, level, peak in zip(block, loudness, peaks, strict=True):
            # Every other sample is enough: there is next to nothing above 12 kHz in speech.
            level.add(channel[::2])
            peak.add(channel)
    levels = added_up([meter.momentary() for meter in loudness])
    return levels, max(meter.true_peak_dbtp for meter in peaks)


def _segment_of(key: str, entry: StoreEntry, form: FrameFormat) -> Segment:
    m = entry.meta
    sentences = tuple(
        Timing(start, end, Marks.of([Mark(*word) for word in words]), estimated=any(estimated))
        for start, end, words, *estimated in m["sentences"]
    )
    length_ms = form.frames_to_ms(m["frames"])
    return Segment(
        key=key,
        frames=m["frames"],
        size=len(entry.data),
        lead_ms=sentences[0].start_ms if sentences else 0,
        tail_ms=length_ms - sentences[-1].end_ms if sentences else 0,
        sentences=sentences,
        levels=from_tenths(m["levels"]),
        true_peak_dbtp=m["true_peak_dbtp"],
        limited_db=m["limited_db"],
    )
