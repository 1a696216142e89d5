"""A sentence as a segment: its clip levelled, limited, resampled and encoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from producer.audio.master import master_blocks
from producer.audio.pcm import Pcm, Samples
from producer.audio.peaks import peak_dbfs
from producer.audio.tempo import stretched
from producer.model import Mark, Timing
from producer.render.clips import Analysis, Sentence, heard
from producer.render.finish import VERSION, Recipe, finish
from producer.render.level import Level
from producer.show.sound import Sound
from producer.store import Store, StoreEntry, key_of
from producer.timing import DECODER_DELAY, FrameFormat, samples_to_ms


@dataclass(frozen=True, slots=True)
class LevelledSentence:
    """A sentence to be rendered at the level of its voice. `tempo` is how many times as fast as
    its clip it is to sound, at the same pitch."""

    sentence: Sentence
    level: Level
    tempo: float = 1.0

    @property
    def identity(self) -> list[object]:
        """All that its sound is made from but the settings, as plain JSON."""
        tempo = [] if self.tempo == 1.0 else [self.tempo]
        return [self.level.identity, self.sentence.clip_digest, self.sentence.longest_ms, *tempo]


def recipe_of_sentence(levelled: LevelledSentence, sound: Sound) -> Recipe:
    """How the segment of a sentence is made."""
    key = key_of(
        version=VERSION,
        sentence=levelled.identity,
        sound=sound.identity,
    )
    return Recipe(key, sound.form, partial(_make, key, levelled, sound))


def _make(key: str, levelled: LevelledSentence, sound: Sound, store: Store) -> StoreEntry:
    pcm, timing = spoken(levelled, sound.form, store)
    pcm = levelled.level.shaped(pcm)

    def limited(gain_db: float, limit_dbfs: float) -> Iterator[Samples]:
        gain_db += levelled.level.gain_db
        for mono in master_blocks(pcm, sound.form.rate, gain_db, limit_dbfs):
            yield mono if sound.form.channels == 1 else np.repeat(mono[:, None], 2, axis=1)

    peak = peak_dbfs(pcm.samples) + levelled.level.gain_db
    return finish(key, limited, peak, [timing], sound, store)


def spoken(levelled: LevelledSentence, form: FrameFormat, store: Store) -> tuple[Pcm, Timing]:
    """The speech of a sentence, and when it sounds in the finished stream."""
    analysis, pcm = heard(levelled.sentence, store)
    timing = _timing(analysis, form)
    if levelled.tempo == 1.0:
        return pcm, timing
    return stretched(pcm, levelled.tempo), _slowed(timing, levelled.tempo, form)


def _timing(analysis: Analysis, form: FrameFormat) -> Timing:
    """When a clip sounds, once decoded."""
    cuts = analysis.cuts
    begin_ms = samples_to_ms(DECODER_DELAY, form.rate)
    start = begin_ms + samples_to_ms(cuts.lead, cuts.rate)
    end = begin_ms + samples_to_ms(cuts.samples - cuts.tail, cuts.rate)

    def moved(ms: int) -> int:
        return min(max(begin_ms + cuts.moved_ms(ms), start), end)

    words = tuple(Mark(moved(m.start_ms), moved(m.end_ms), m.text) for m in analysis.words)
    return Timing(start, end, words, analysis.estimated)


def _slowed(timing: Timing, tempo: float, form: FrameFormat) -> Timing:
    begin_ms = samples_to_ms(DECODER_DELAY, form.rate)

    def later(ms: int) -> int:
        return begin_ms + round((ms - begin_ms) / tempo)

    words = tuple(Mark(later(m.start_ms), later(m.end_ms), m.text) for m in timing.words)
    return replace(
        timing, start_ms=later(timing.start_ms), end_ms=later(timing.end_ms), words=words
    )
