"""Clips → editions: each sentence rendered once, with its voice at its level, then ordered."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from producer import render, synthesis
from producer.audio.loudness import Momentary
from producer.errors import SpoiltClips
from producer.model import Delivery, Segment, Utterance
from producer.plan import pauses
from producer.plan.editions import Hearing
from producer.plan.passages import OPENING, PassageId
from producer.plan.plan import Plan
from producer.progress import Progress
from producer.render.edition import Edition, Placed, SegmentSentence, lay_out
from producer.show.settings import Bed, Piece
from producer.store import SEGMENTS, Store, temporary_folder
from producer.workers.local import Runner, Workers

_AT_ONCE = 8
"""So many sentences are measured in one task, which costs a millisecond to hand over."""
_MEASURING_S, _GAIN_S, _RENDERING_S = 0.005, 0.1, 0.25
"""What a sentence, a voice and a segment take, roughly."""

_RIGHT_LU, _MOST_MAKEUP_DB = 0.3, 3.0
"""An episode with music may be so far from its target, and is made no more than that louder for it:
beyond that, speech would suffer under the limiter."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as it sounds: its passage, its index among those said there, and its rate."""

    passage: PassageId
    index: int
    rate_percent: int = 0


@dataclass(frozen=True, slots=True)
class _Scene:
    """Sentences that become one segment: one alone, or several, `gaps_ms` apart, with music under
    them, which sounds alone for `before_ms` and `after_ms`."""

    sentences: tuple[_Sentence, ...]
    gaps_ms: tuple[int, ...] = ()
    bed: Bed | None = None
    before_ms: int = 0
    after_ms: int = 0


_Unit: TypeAlias = _Scene | Piece
"""What becomes one segment."""

_Levelled: TypeAlias = Mapping[_Sentence, render.LevelledSentence]


def assemble(
    plan: Plan,
    digests: Mapping[Utterance, str],
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[str, Edition]:
    """The editions of a plan whose clips, named by `digests`, are all in the store. Raises
    `SpoiltClips`, of all clips that are no speech.

    Music is quieter than speech, and the more of a short episode it is, the quieter is the whole.
    Where that is too quiet, all of it is made so much louder."""
    editions = _assembled(plan, digests, store, workers, progress)
    makeup_db = _makeup_db(plan, editions.values())
    if not makeup_db:
        return editions
    _log.info("with its music the episode is made %+.1f dB louder", makeup_db)
    sound = plan.show.settings.sound
    louder = replace(sound, target_lufs=sound.target_lufs + makeup_db)
    settings = plan.show.settings.model_copy(update={"sound": louder})
    plan = replace(plan, show=replace(plan.show, settings=settings))
    return _assembled(plan, digests, store, workers, progress)


def _makeup_db(plan: Plan, editions: Iterable[Edition]) -> float:
    """By how much all that is heard is to be louder, which is the same in all editions: they have
    their segments in common. Half decibels, as with voices."""
    settings = plan.show.settings
    loudness = [each.loudness_lufs for each in editions]
    known = [lufs for lufs in loudness if lufs is not None]
    if not known or all(piece is None for _, piece in settings.music):
        return 0.0
    lacking_db = settings.sound.file_lufs - (min(known) + max(known)) / 2
    if abs(lacking_db) <= _RIGHT_LU:
        return 0.0
    return max(-_MOST_MAKEUP_DB, min(round(2 * lacking_db) / 2, _MOST_MAKEUP_DB))


def _assembled(
    plan: Plan,
    digests: Mapping[Utterance, str],
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[str, Edition]:
    """The editions with every voice and all music at the level that the settings say."""
    scenes = {
        name: _scenes(plan, list(zip(own, _pauses(plan, own, digests), strict=True)))
        for name, own in plan.hearings.items()
    }
    music = plan.show.settings.music
    pieces = (piece for piece in (music.intro, music.outro, music.sting) if piece is not None)
    in_scenes = (scene for in_order in scenes.values() for scene, _ in in_order)
    parts: dict[_Unit, None] = dict.fromkeys([*in_scenes, *pieces])
    with temporary_folder(store.parts) as scratch:
        levelled = _levelled(plan, digests, scratch, store, workers, progress)
        recipes = {unit: _recipe(plan, unit, levelled) for unit in parts}
        segments = _rendered(plan, recipes, store, workers, progress)
    form = plan.show.settings.sound.form
    return {
        name: lay_out(
            name, plan.forms[name].languages, _placed(plan, name, in_order, segments), form
        )
        for name, in_order in scenes.items()
    }


def render_passages(
    plan: Plan,
    passage_ids: Iterable[PassageId],
    digests: Mapping[Utterance, str],
    store: Store,
    progress: Progress,
) -> dict[PassageId, Edition]:
    """Those of `passage_ids` whose clips `digests` names, as the episode has them, but for music:
    each as an edition of its own.

    A voice's level is measured over all that `digests` names, so it is that of the episode as
    soon as all is spoken.
    """
    with temporary_folder(store.parts) as scratch, Workers(plan.jobs) as workers:
        levelled = _levelled(plan, digests, scratch, store, workers, progress)
        scenes = {
            pid: [_Scene((_Sentence(pid, index),)) for index in range(len(plan.passages[pid]))]
            for pid in passage_ids
        }
        scenes = {
            pid: own for pid, own in scenes.items() if all(s.sentences[0] in levelled for s in own)
        }
        recipes: dict[_Unit, render.Recipe] = {
            scene: _recipe(plan, scene, levelled) for own in scenes.values() for scene in own
        }
        segments = _rendered(plan, recipes, store, workers, progress)
    form = plan.show.settings.sound.form
    editions: dict[PassageId, Edition] = {}
    for pid, own in scenes.items():
        paragraphs = [each.paragraph for each in plan.passages[pid]]
        hearings = [
            Hearing(pid, i, "sentence" if paragraphs[i - 1 : i] == [paragraph] else "paragraph", 0)
            for i, paragraph in enumerate(paragraphs)
        ]
        placed = [
            Placed(pause_ms, _lines(plan, scene), segments[scene])
            for scene, pause_ms in zip(own, _pauses(plan, hearings, digests), strict=True)
        ]
        editions[pid] = lay_out(pid[1], (pid[1],), placed, form)
    return editions


def _levelled(
    plan: Plan,
    digests: Mapping[Utterance, str],
    scratch: Path,
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[_Sentence, render.LevelledSentence]:
    """All sentences that are spoken, with the levels of their voices, each measured over all it
    says. What is decoded for that is kept in `scratch`."""
    sound = plan.show.settings.sound
    hearings: dict[_Sentence, Hearing] = {
        _Sentence(pid, index): Hearing(pid, index, "sentence", 0)
        for pid, passage in plan.passages.items()
        for index in range(len(passage))
    }
    for in_order in plan.hearings.values():
        hearings |= {_sentence(hearing): hearing for hearing in in_order}
    utterances = {sentence: plan.utterance(hearing) for sentence, hearing in hearings.items()}
    clips: dict[Utterance, render.Sentence] = {}
    for sentence, utterance in utterances.items():
        if utterance in digests:
            written = plan.passages[sentence.passage][sentence.index].written
            longest_ms = pauses.longest_inside_ms(plan.show.settings.pauses, written)
            key = synthesis.clip_key(plan.engine, utterance)
            clips[utterance] = render.Sentence(key, digests[utterance], longest_ms)
    sentences = dict.fromkeys(clips.values())
    measured = render.measured_before(sentences, store)
    lacking = [sentence for sentence in sentences if sentence not in measured]
    some = [tuple(lacking[at : at + _AT_ONCE]) for at in range(0, len(lacking), _AT_ONCE)]
    progress.start("measuring", len(lacking))

    def done(sentences: tuple[render.Sentence, ...], _seconds: float) -> None:
        for _ in sentences:
            progress.advance("measuring")

    tasks = {each: partial(render.measure, each, scratch) for each in some}
    for batch in workers.run(tasks, store, done, each_s=_AT_ONCE * _MEASURING_S).values():
        measured |= batch
    if spoilt := [sentence.clip_key for sentence in sentences if sentence not in measured]:
        raise SpoiltClips(spoilt)
    by_voice: dict[Delivery, list[tuple[render.Sentence, Momentary]]] = defaultdict(list)
    for sentence, utterance in utterances.items():
        if (clip := clips.get(utterance)) and not (
            sentence.rate_percent and plan.tempo(hearings[sentence]) != 1.0
        ):
            decoded = replace(clip, decoded=measured[clip].decoded)
            by_voice[utterance.delivery].append((decoded, measured[clip].levels))

    def levelled(voice: Delivery, seconds: float) -> None:
        _log.debug("the level of %s took %.2f s", voice.voice, seconds)

    levels = workers.run(
        {voice: render.voice_level(own, sound) for voice, own in by_voice.items()},
        store,
        levelled,
        each_s=_GAIN_S,
    )
    return {
        sentence: render.LevelledSentence(
            replace(clips[utterance], decoded=measured[clips[utterance]].decoded),
            levels[utterance.delivery],
            plan.tempo(hearings[sentence]),
        )
        for sentence, utterance in utterances.items()
        if utterance in clips
    }


def _rendered(
    plan: Plan,
    recipes: Mapping[_Unit, render.Recipe],
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[_Unit, Segment]:
    """The segments, made where the store has none."""
    keys = [recipe.key for recipe in recipes.values()]
    here = store.fetch(SEGMENTS, keys)
    stored = {
        unit: segment
        for unit, recipe in recipes.items()
        if recipe.key in here and (segment := recipe.kept(store))
    }
    tasks = {unit: recipe.made for unit, recipe in recipes.items() if unit not in stored}
    progress.start("rendering", len(tasks))

    def rendered(unit: _Unit, seconds: float) -> None:
        name = (
            plan.name_of(unit.sentences[0].passage) if isinstance(unit, _Scene) else unit.file.name
        )
        _log.debug("%s took %.2f s", name, seconds)
        progress.advance("rendering", f"{plan.slug} · {name}")

    local_tasks = {unit: tasks.pop(unit) for unit in [*tasks] if recipes[unit].reads_files}
    segments = workers.run(tasks, store, rendered, each_s=_RENDERING_S)
    segments |= workers.here.run(local_tasks, store, rendered, each_s=_RENDERING_S)
    store.fetch(SEGMENTS, keys)
    return stored | segments


def _sentence(hearing: Hearing) -> _Sentence:
    return _Sentence(hearing.passage, hearing.index, hearing.rate_percent)


_Paused: TypeAlias = tuple[Hearing, int]
"""A hearing, and the pause before it in ms."""


def _pauses(plan: Plan, in_order: Sequence[Hearing], digests: Mapping[Utterance, str]) -> list[int]:
    """The pause in ms before each of `in_order`."""
    lengths = plan.show.settings.pauses
    stretches = {
        stretch: tuple(_written(plan, hearing) for hearing in own)
        for stretch, own in groupby(in_order, key=lambda hearing: hearing.stretch)
    }
    before = ""
    pauses_ms: list[int] = []
    for hearing in in_order:
        digest = digests[plan.utterance(hearing)]
        match hearing.begins:
            case "turn" | "language" as begins:
                texts = stretches[hearing.stretch]
                same_turn = begins == "language"
                pause_ms = pauses.before_passage_ms(
                    lengths, before, texts, digest, same_turn=same_turn
                )
            case "pair" | "other side" as begins:
                inside = begins == "other side"
                pause_ms = pauses.before_pair_ms(lengths, before, digest, inside=inside)
            case begins:
                pause_ms = pauses.before_sentence_ms(
                    lengths, before, digest, begins_paragraph=begins == "paragraph"
                )
        pauses_ms.append(pause_ms)
        before = _written(plan, hearing)
    return pauses_ms


def _written(plan: Plan, hearing: Hearing) -> str:
    return plan.passages[hearing.passage][hearing.index].written


_Heard: TypeAlias = tuple[_Scene, Sequence[_Paused]]
"""A segment to be, and the hearings that it has."""


def _scenes(plan: Plan, in_order: Sequence[_Paused]) -> list[_Heard]:
    """An edition's segments in order. A bed lies under what precedes the first turn, or else
    under the first stretch, and under the last one."""
    bed = plan.show.settings.music.bed
    alone: list[_Heard] = [
        (_Scene((_sentence(hearing),)), [(hearing, pause_ms)]) for hearing, pause_ms in in_order
    ]
    if bed is None or not in_order:
        return alone
    first, last = in_order[0][0], in_order[-1][0]
    opening = sum(hearing.passage[0] == OPENING for hearing, _ in in_order)
    opening = opening or sum(hearing.stretch == first.stretch for hearing, _ in in_order)
    closing = sum(hearing.stretch == last.stretch for hearing, _ in in_order[opening:])
    scenes = [_over(bed, in_order[:opening], bed.before_ms)]
    scenes += alone[opening : len(in_order) - closing]
    if closing:
        scenes.append(_over(bed, in_order[-closing:], 0))
    return scenes


def _over(bed: Bed, hearings: Sequence[_Paused], before_ms: int) -> _Heard:
    gaps_ms = tuple(pause_ms for _, pause_ms in hearings[1:])
    sentences = tuple(_sentence(hearing) for hearing, _ in hearings)
    return _Scene(sentences, gaps_ms, bed, before_ms, bed.after_ms), hearings


def _recipe(plan: Plan, unit: _Unit, levelled: _Levelled) -> render.Recipe:
    folder, sound = plan.show.folder, plan.show.settings.sound
    if not isinstance(unit, _Scene):
        return render.recipe_of_piece(folder, unit, sound)
    if unit.bed is None:
        return render.recipe_of_sentence(levelled[unit.sentences[0]], sound)
    scene = render.Scene(
        bed=unit.bed,
        sentences=tuple(levelled[sentence] for sentence in unit.sentences),
        gaps_ms=unit.gaps_ms,
        before_ms=unit.before_ms,
        after_ms=unit.after_ms,
    )
    return render.recipe_of_scene(folder, scene, sound)


def _placed(
    plan: Plan, name: str, scenes: Sequence[_Heard], segments: Mapping[_Unit, Segment]
) -> list[Placed]:
    """An edition's segments with their pauses, and music at both ends and in between."""
    music, turn_ms = plan.show.settings.music, plan.show.settings.pauses.turn_ms
    placed: list[Placed] = []
    before: Hearing | None = None
    if music.intro is not None:
        placed.append(Placed(0, (), segments[music.intro]))
    for scene, hearings in scenes:
        first, pause_ms = hearings[0]
        if before is None:
            pause_ms = turn_ms
        new_stretch = before is not None and before.stretch != first.stretch
        if music.sting is not None and before is not None and new_stretch:
            same_turn = before.passage[0] == first.passage[0]
            # Between the languages of each pair it would be heard every few seconds.
            often = same_turn and plan.forms[name].by != "turn"
            if same_turn == (music.sting.between == "languages") and not often:
                pause_ms //= 2
                placed.append(Placed(pause_ms, (), segments[music.sting]))
        again = first.again if len(hearings) == 1 else 0.0
        placed.append(Placed(pause_ms, _lines(plan, scene), segments[scene], again))
        before, _ = hearings[-1]
    if music.outro is not None:
        placed.append(Placed(turn_ms, (), segments[music.outro]))
    return placed


def _lines(plan: Plan, scene: _Scene) -> tuple[SegmentSentence, ...]:
    return tuple(
        SegmentSentence(
            *sentence.passage, plan.speakers[sentence.passage], spoken.spoken, spoken.number
        )
        for sentence in scene.sentences
        for spoken in [plan.passages[sentence.passage][sentence.index]]
    )
