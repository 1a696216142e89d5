"""What is heard in a clip: the speech, its loudness and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from producer.audio.holes import Hole, find_hole, hiding_words
from producer.audio.loudness import Momentary, momentary
from producer.audio.pcm import Pcm, UnreadableAudio, decode
from producer.audio.silence import Cuts, find_cuts
from producer.audio.stitch import from_segment, speech
from producer.errors import ProducerError
from producer.model import Mark
from producer.render import scratch
from producer.render.word_estimates import estimated_words
from producer.store import CLIPS, LEVELS, Store, StoreEntry, key_of
from producer.timing import samples_to_ms

VERSION = 3
"""Raise it when something else is to be found out about the same clips."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its clip in the store, how long silence inside of it may be, and where its
    speech lies decoded, if it does."""

    clip_key: str
    clip_digest: str
    longest_ms: int
    decoded: scratch.Decoded | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """The momentary loudness of a sentence's speech, and where that lies decoded, if it does."""

    levels: Momentary
    decoded: scratch.Decoded | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A clip's speech: which stretches to keep, their momentary loudness, and the words with
    their times in the clip, `estimated` unless the engine told them."""

    cuts: Cuts
    levels: Momentary
    words: tuple[Mark, ...]
    estimated: bool


def measured_before(sentences: Iterable[Sentence], store: Store) -> dict[Sentence, Measured]:
    """What `measure` gave for those of `sentences` whose clips it has seen and found whole."""
    keys = {sentence: _key(sentence) for sentence in sentences}
    here = store.fetch(LEVELS, keys.values())
    analyses = ((s, _kept(s, store)) for s, key in keys.items() if key in here)
    return {s: Measured(each.levels) for s, each in analyses if each and _is_whole(each)}


def measure(
    sentences: Sequence[Sentence], folder: Path | None, store: Store
) -> dict[Sentence, Measured]:
    """The loudness of each of `sentences`, whose speech is kept decoded in `folder` if there is
    one. Those whose clips are no speech, or not all of it, are left out: their clips are removed
    from the store."""
    analyses: dict[Sentence, Analysis] = {}

    def speeches() -> Iterator[Pcm]:
        for sentence in sentences:
            with suppress(UnreadableAudio):
                analyses[sentence], sound = heard(sentence, store)
                yield sound

    places = [*scratch.write(speeches(), folder)]
    return {
        sentence: Measured(analysis.levels, place)
        for (sentence, analysis), place in zip(analyses.items(), places, strict=True)
    }


def heard(sentence: Sentence, store: Store) -> tuple[Analysis, Pcm]:
    """What is in a clip, found out once, and the speech alone, cut and faded. Raises
    `UnreadableAudio` for a clip that is none, or not all of its text; it is removed from the
    store."""
    analysis = _kept(sentence, store)
    if analysis is not None and (sound := scratch.read(sentence.decoded)):
        return analysis, sound
    clip = store.get(CLIPS, sentence.clip_key, sentence.clip_digest)
    if clip is None:
        raise ProducerError(
            "a clip has gone from the store while it was in use",
            advice="Run the same command again: only what is missing is spoken",
        )
    try:
        pcm = decode(clip.data)
        cuts = analysis.cuts if analysis else find_cuts(pcm, sentence.longest_ms)
        if not cuts.kept:
            raise UnreadableAudio("a clip is silent from end to end")
        marks = [Mark(*mark) for mark in clip.meta["marks"]]
        if hole := find_hole(pcm, marks):
            raise UnreadableAudio(f"a clip is not all of its text: {hole}")
    except UnreadableAudio:
        store.discard(CLIPS, sentence.clip_key)
        raise
    sound = from_segment(speech(pcm, cuts))
    return analysis or _analysed(sentence, clip, pcm, cuts, sound, store), sound


def _analysed(
    sentence: Sentence,
    clip: StoreEntry,
    pcm: Pcm,
    cuts: Cuts,
    sound: Pcm,
    store: Store,
) -> Analysis:
    marks = tuple(Mark(*mark) for mark in clip.meta["marks"])
    words = marks or estimated_words(clip.meta.get("text", ""), pcm)
    meta = {
        "rate": cuts.rate,
        "kept": cuts.kept,
        "lead": cuts.lead,
        "tail": cuts.tail,
        "levels": to_tenths(momentary(sound.samples, sound.rate, sentence.longest_ms)),
        "words": [[word.start_ms, word.end_ms, word.text] for word in words],
        "estimated": bool(words) and not marks,
    }
    return _analysis(store.put(LEVELS, _key(sentence), meta))


def _kept(sentence: Sentence, store: Store) -> Analysis | None:
    entry = store.get(LEVELS, _key(sentence))
    return None if entry is None else _analysis(entry)


def _analysis(entry: StoreEntry) -> Analysis:
    m = entry.meta
    cuts = Cuts(tuple((start, end) for start, end in m["kept"]), m["lead"], m["tail"], m["rate"])
    words = tuple(Mark(*word) for word in m["words"])
    return Analysis(cuts, from_tenths(m["levels"]), words, m["estimated"])


def _is_whole(analysis: Analysis) -> bool:
    """Whether the words that the engine told lie in what was kept of the clip."""
    if analysis.estimated:
        return True
    rate, stretches = analysis.cuts.rate, analysis.cuts.kept
    begins = [0, *(samples_to_ms(end, rate) for _, end in stretches)]
    end_ms = max((word.end_ms for word in analysis.words), default=0)
    ends = [*(samples_to_ms(start, rate) for start, _ in stretches), max(end_ms, begins[-1])]
    silences = (Hole(start, end) for start, end in zip(begins, ends, strict=True))
    return hiding_words(silences, analysis.words) is None


def _key(sentence: Sentence) -> str:
    return key_of(version=VERSION, clip=sentence.clip_digest, longest=sentence.longest_ms)


def to_tenths(levels: Momentary) -> list[int]:
    """Tenths of a decibel, which integrate to within 0.01 LU, as short JSON."""
    return [int(v) for v in np.rint(levels.clip(-120, 20) * 10)]


def from_tenths(values: Sequence[int]) -> Momentary:
    return np.array(values, dtype=np.float32) / np.float32(10)
