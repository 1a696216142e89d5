"""What is heard before there is an episode: passages, and sentences in other voices.

Everything goes through the clips and the rendering of `make`, so a passage sounds as it will in the
episode, but for music under it, and costs nothing when the episode is made.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

from producer import render, synthesis
from producer.engines.base import Engine
from producer.episode.assembly import render_passages
from producer.errors import SpoiltClips, SynthesisFailed, UsageError
from producer.model import Utterance
from producer.plan.passages import PassageId
from producer.plan.pauses import longest_inside_ms
from producer.plan.plan import Plan
from producer.progress import Silent
from producer.render.edition import timeline
from producer.store import CLIPS, SEGMENTS, Store, key_of

_one_at_a_time = threading.Lock()
"""Engines may not be used by two event loops, and a person listens to one thing."""


@dataclass(frozen=True, slots=True)
class PreviewSound:
    """MP3 frames in the store, among the segments, under `key`. `sentences` are start and end of
    each in ms. `spoken` utterances were spoken for it now; `same` says that a retake came out just
    as the take before."""

    key: str
    duration_ms: int
    sentences: tuple[tuple[int, int], ...]
    spoken: int
    same: bool = False


def passage(plan: Plan, pid: PassageId, store: Store) -> PreviewSound:
    """The passage, spoken and rendered as far as it is not yet. Raises `SynthesisFailed`."""
    with _one_at_a_time:
        return _passage(plan, pid, store)


def retake(plan: Plan, pid: PassageId, store: Store, sentence: int | None = None) -> PreviewSound:
    """The passage, with its clips, or that of one sentence, spoken anew: an engine may answer
    differently. `sentence` counts those that are spoken, from 0."""
    sentences = plan.passages[pid]
    if sentence is not None and not 0 <= sentence < len(sentences):
        raise UsageError("there is no such sentence")
    again = sentences if sentence is None else sentences[sentence : sentence + 1]
    with _one_at_a_time:
        keys = [synthesis.clip_key(plan.engine, each.utterance) for each in again]
        before = [store.get(CLIPS, key) for key in keys]
        for key in keys:
            store.discard(CLIPS, key)
        try:
            preview = _passage(plan, pid, store)
        except Exception:
            for key, entry in zip(keys, before, strict=True):
                if entry is not None and store.digest(CLIPS, key) is None:
                    store.put(CLIPS, key, entry.meta, entry.data)
            raise
        after = [store.digest(CLIPS, key) for key in keys]
    return replace(preview, same=[e.digest if e else None for e in before] == after)


def audition(plan: Plan, utterance: Utterance, store: Store) -> PreviewSound:
    """One sentence as a passage of its own, at its level: for comparing voices and spellings."""
    with _one_at_a_time:
        spoken, digests = _speak([utterance], plan.engine, store)
    settings = plan.show.settings
    key = synthesis.clip_key(plan.engine, utterance)
    longest_ms = longest_inside_ms(settings.pauses, utterance.text)
    sentence = render.Sentence(key, digests[utterance], longest_ms)
    sound = settings.sound
    measured = render.measure([sentence], None, store)
    if sentence not in measured:
        raise SpoiltClips([key])
    level = render.voice_level([(sentence, measured[sentence].levels)], sound)(store)
    levelled = render.LevelledSentence(sentence, level)
    recipe = render.recipe_of_sentence(levelled, sound)
    segment = recipe.kept(store) or recipe.made(store)
    timings = tuple((timing.start_ms, timing.end_ms) for timing in segment.sentences)
    return PreviewSound(segment.key, sound.form.frames_to_ms(segment.frames), timings, spoken)


def _passage(plan: Plan, pid: PassageId, store: Store) -> PreviewSound:
    utterances = [sentence.utterance for sentence in plan.passages[pid]]
    spoken, digests = _speak(utterances, plan.engine, store)
    # A voice is levelled over all that it has said so far, as in the end over all it says.
    own = {each.utterance.delivery for each in plan.passages[pid]}
    same_voice = (u for u in plan.utterances if u.delivery in own)
    for utterance in same_voice:
        digest = store.digest(CLIPS, synthesis.clip_key(plan.engine, utterance))
        if digest is not None:
            digests.setdefault(utterance, digest)
    edition = render_passages(plan, [pid], digests, store, Silent())[pid]
    key = key_of(stream=edition.stream.segments, pauses=edition.stream.pauses)
    if store.get(SEGMENTS, key) is None:
        frames = b"".join(edition.stream.blocks(store))
        store.put(SEGMENTS, key, {"frames": edition.frames}, frames)
    timings = tuple((cue.start_ms, cue.end_ms) for cue in timeline(edition, {}).cues)
    return PreviewSound(key, edition.form.frames_to_ms(edition.frames), timings, spoken)


def _speak(
    utterances: Iterable[Utterance], engine: Engine, store: Store
) -> tuple[int, dict[Utterance, str]]:
    done = synthesis.synthesize(utterances, engine, store, Silent(), briefly=True)
    if done.failures:
        lines = [f"{why}: “{u.text[:60]}”" for u, why in done.failures.items()]
        raise SynthesisFailed(lines, len(done.digests))
    return done.spoken, dict(done.digests)
