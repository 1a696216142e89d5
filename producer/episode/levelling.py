"""All sentences of an episode with their voices at their levels, each measured over all it says."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from producer import render, synthesis
from producer.audio.loudness import Momentary
from producer.audio.timbre import Equalizer
from producer.errors import SpoiltClips
from producer.model import Delivery, Utterance
from producer.plan import pauses
from producer.plan.editions import Hearing
from producer.plan.passages import PassageId
from producer.plan.plan import Plan
from producer.progress import Progress
from producer.store import CLIPS, Store
from producer.workers.local import Runner

_AT_ONCE = 8
"""So many sentences are measured in one task, which costs a millisecond to hand over."""
_MEASURING_S, _GAIN_S = 0.005, 0.1
"""What a sentence and a voice take, roughly."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SoundingSentence:
    """A sentence as it sounds: its passage, its index among those said there, and its rate."""

    passage: PassageId
    index: int
    rate_percent: int = 0

    @classmethod
    def of(cls, hearing: Hearing) -> SoundingSentence:
        return cls(hearing.passage, hearing.index, hearing.rate_percent)


@dataclass(frozen=True, slots=True)
class LevelledVoices:
    """The sentences at their levels, and where voices are made to fit together how bright each was
    before."""

    sentences: Mapping[SoundingSentence, render.LevelledSentence]
    brightness_db: Mapping[Delivery, float] = field(default_factory=dict)

    def apart_db(self, utterances: Iterable[Utterance]) -> float | None:
        """How far the voices of some utterances were apart before they were made to fit; None
        where they were not."""
        voices = {utterance.delivery for utterance in utterances}
        known = [self.brightness_db[voice] for voice in voices & self.brightness_db.keys()]
        return round(max(known) - min(known), 1) if len(known) > 1 else None


def levelled_sentences(
    plan: Plan,
    digests: Mapping[Utterance, str],
    scratch: Path,
    store: Store,
    workers: Runner,
    progress: Progress,
) -> LevelledVoices:
    """All sentences that are spoken, with the levels of their voices. What is decoded for that is
    kept in `scratch`. Raises `SpoiltClips`, of all clips that are no speech."""
    hearings: dict[SoundingSentence, Hearing] = {
        SoundingSentence(pid, index): Hearing(pid, index, "sentence", 0)
        for pid, passage in plan.passages.items()
        for index in range(len(passage))
    }
    for in_order in plan.hearings.values():
        hearings |= {SoundingSentence.of(hearing): hearing for hearing in in_order}
    utterances = {sentence: plan.utterance(hearing) for sentence, hearing in hearings.items()}
    clips: dict[Utterance, render.Sentence] = {}
    for sentence, utterance in utterances.items():
        if utterance in digests:
            written = plan.passages[sentence.passage][sentence.index].written
            longest_ms = pauses.longest_inside_ms(plan.show.settings.pauses, written)
            key = synthesis.clip_key(plan.engine, utterance)
            clips[utterance] = render.Sentence(key, digests[utterance], longest_ms)
    measured = _measured(clips.values(), scratch, store, workers, progress)
    by_voice: dict[Delivery, list[tuple[render.Sentence, Momentary]]] = defaultdict(list)
    for sentence, utterance in utterances.items():
        if (clip := clips.get(utterance)) and not (
            sentence.rate_percent and plan.tempo(hearings[sentence]) != 1.0
        ):
            decoded = replace(clip, decoded=measured[clip].decoded)
            by_voice[utterance.delivery].append((decoded, measured[clip].levels))
    levels, brightness_db = _levels(plan, by_voice, store, workers)
    sentences = {
        sentence: render.LevelledSentence(
            replace(clips[utterance], decoded=measured[clips[utterance]].decoded),
            levels[utterance.delivery],
            plan.tempo(hearings[sentence]),
        )
        for sentence, utterance in utterances.items()
        if utterance in clips
    }
    return LevelledVoices(sentences, brightness_db)


def _measured(
    clips: Iterable[render.Sentence],
    scratch: Path,
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[render.Sentence, render.Measured]:
    """What is measured of each clip, once."""
    sentences = dict.fromkeys(clips)
    measured = render.measured_before(sentences, store)
    lacking = [sentence for sentence in sentences if sentence not in measured]
    some = [tuple(lacking[at : at + _AT_ONCE]) for at in range(0, len(lacking), _AT_ONCE)]
    progress.start("measuring", len(lacking))

    def done(sentences: tuple[render.Sentence, ...], _seconds: float) -> None:
        for _ in sentences:
            progress.advance("measuring")

    # A machine of a cluster works in another folder.
    folder = scratch.absolute()
    tasks = {each: partial(render.measure, each, folder) for each in some}
    for batch in workers.run(tasks, store, done, each_s=_AT_ONCE * _MEASURING_S).values():
        measured |= batch
    if spoilt := [sentence for sentence in sentences if sentence not in measured]:
        for sentence in spoilt:
            # Another machine has removed it from a folder of its own.
            if store.digest(CLIPS, sentence.clip_key) == sentence.clip_digest:
                store.discard(CLIPS, sentence.clip_key)
        raise SpoiltClips([sentence.clip_key for sentence in spoilt])
    return measured


def _levels(
    plan: Plan,
    by_voice: Mapping[Delivery, Sequence[tuple[render.Sentence, Momentary]]],
    store: Store,
    workers: Runner,
) -> tuple[Mapping[Delivery, render.Level], Mapping[Delivery, float]]:
    """The level of each voice, and how bright each is where they are made to fit together."""
    sound = plan.show.settings.sound
    equalizers: Mapping[Delivery, Equalizer] = {}
    brightness_db: Mapping[Delivery, float] = {}
    if sound.match:
        engine = f"{plan.engine.name} {plan.engine.version}"
        tasks = {
            voice: render.voice_timbre([clip for clip, _ in own], f"{engine} {voice}")
            for voice, own in by_voice.items()
        }
        timbres = workers.run(tasks, store, lambda *_: None, each_s=_GAIN_S)
        brightness_db = {v: each.timbre.bright_db for v, each in timbres.items() if each}
        equalizers = render.equalizers(timbres)

    def levelled(voice: Delivery, seconds: float) -> None:
        _log.debug("the level of %s took %.2f s", voice.voice, seconds)

    levels = workers.run(
        {v: render.voice_level(own, sound, equalizers.get(v)) for v, own in by_voice.items()},
        store,
        levelled,
        each_s=_GAIN_S,
    )
    return levels, brightness_db
