"""A passage as a segment: its clips joined, levelled, limited, resampled and encoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass
from functools import partial

import numpy as np

from producer.audio.master import master_blocks
from producer.audio.pcm import Pcm, Samples
from producer.audio.peaks import peak_dbfs
from producer.audio.stitch import AudioSegment, from_segment, join, silence, to_segment
from producer.errors import ProducerError
from producer.model import Mark, Timing
from producer.render.clips import Analysis, Sentence, heard
from producer.render.finish import VERSION, Recipe, finish
from producer.render.level import Level
from producer.show.sound import Sound
from producer.store import Entry, Store, key_of
from producer.timing import DECODER_DELAY, FrameFormat, ms_to_samples, samples_to_ms


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage to be rendered: its sentences in order, and the level of its voice."""

    sentences: tuple[Sentence, ...]
    level: Level

    @property
    def identity(self) -> list[object]:
        """All that its sound is made from but the settings, as plain JSON."""
        return [
            astuple(self.level),
            [[s.clip_digest, s.pause_ms, s.longest_ms] for s in self.sentences],
        ]


def recipe_of_passage(passage: Passage, sound: Sound) -> Recipe:
    """How the segment of a passage is made."""
    key = key_of(
        version=VERSION,
        passage=passage.identity,
        sound=asdict(sound),
    )
    return Recipe(key, sound.form, partial(_make, key, passage, sound))


def _make(key: str, passage: Passage, sound: Sound, store: Store) -> Entry:
    pcm, timings = stitch(passage, sound.form, store)
    pcm = passage.level.compressed(pcm)

    def limited(gain_db: float, limit_dbfs: float) -> Iterator[Samples]:
        gain_db += passage.level.gain_db
        for mono in master_blocks(pcm, sound.form.rate, gain_db, limit_dbfs):
            yield mono if sound.form.channels == 1 else np.repeat(mono[:, None], 2, axis=1)

    peak = peak_dbfs(pcm.samples) + passage.level.gain_db
    return finish(key, limited, peak, timings, sound, store)


def stitch(passage: Passage, form: FrameFormat, store: Store) -> tuple[Pcm, list[Timing]]:
    """The clips of a passage joined, and when each sounds in the finished stream."""
    parts: list[AudioSegment] = []
    timings: list[Timing] = []
    rate = position = tail = 0
    for sentence in passage.sentences:
        analysis, sound = heard(sentence, store)
        cuts = analysis.cuts
        rate = rate or sound.rate
        if sound.rate != rate:
            raise ProducerError(f"clips of one passage differ in rate: {rate} and {sound.rate} Hz")
        if parts:
            gap = max(0, ms_to_samples(sentence.pause_ms, rate) - tail - cuts.lead)
            parts.append(silence(gap, rate))
            position += gap
        parts.append(to_segment(sound))
        timings.append(_timing(analysis, position, form))
        position += cuts.samples
        tail = cuts.tail
    return from_segment(join(parts, rate)), timings


def _timing(analysis: Analysis, position: int, form: FrameFormat) -> Timing:
    """When a clip that begins at sample `position` of its passage sounds, once decoded."""
    cuts = analysis.cuts
    delay_ms = samples_to_ms(DECODER_DELAY, form.rate)
    begin_ms = samples_to_ms(position, cuts.rate) + delay_ms
    start = begin_ms + samples_to_ms(cuts.lead, cuts.rate)
    end = begin_ms + samples_to_ms(cuts.samples - cuts.tail, cuts.rate)

    def moved(ms: int) -> int:
        return min(max(begin_ms + cuts.moved_ms(ms), start), end)

    words = tuple(Mark(moved(m.start_ms), moved(m.end_ms), m.text) for m in analysis.words)
    return Timing(start, end, words, analysis.estimated)
