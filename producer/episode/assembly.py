"""Clips → editions: each passage rendered once, with its voice at its level, then ordered."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from producer import render, synthesis
from producer.audio.loudness import Momentary
from producer.errors import SpoiltClips
from producer.model import Delivery, Segment, Utterance
from producer.plan import pauses
from producer.plan.passages import OPENING, PassageId, Said
from producer.plan.plan import Plan
from producer.progress import Progress
from producer.render.edition import Edition, Line, Placed, edition_languages, lay_out
from producer.show.settings import Bed, Piece
from producer.store import SEGMENTS, Store, temporary_folder
from producer.workers.local import Runner, Workers

_AT_ONCE = 8
"""So many sentences are measured in one task, which costs a millisecond to hand over."""
_MEASURING_S, _GAIN_S, _RENDERING_S = 0.005, 0.1, 0.25
"""What a sentence, a voice and a segment take, roughly."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Scene:
    """Passages that become one segment: one alone, or several with music under them, which
    sounds alone for `before_ms` and `after_ms`."""

    passages: tuple[PassageId, ...]
    bed: Bed | None = None
    before_ms: int = 0
    after_ms: int = 0


_Part: TypeAlias = _Scene | Piece
"""What becomes one segment."""


def assemble(
    plan: Plan,
    digests: Mapping[Utterance, str],
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[str, Edition]:
    """The editions of a plan whose clips, named by `digests`, are all in the store. Raises
    `SpoiltClips`, of all clips that are no speech."""
    scenes = {name: _scenes(plan, order) for name, order in plan.order.items()}
    music = plan.show.settings.music
    pieces = (piece for piece in (music.intro, music.outro, music.sting) if piece is not None)
    parts: dict[_Part, None] = dict.fromkeys([*chain.from_iterable(scenes.values()), *pieces])
    with temporary_folder(store.parts) as scratch:
        passages = _levelled(plan, digests, scratch, store, workers, progress)
        recipes = {stretch: _recipe(plan, stretch, passages, digests) for stretch in parts}
        segments = _rendered(plan, recipes, store, workers, progress)
    form = plan.show.settings.sound.form
    return {
        name: lay_out(
            name,
            edition_languages(name, plan.script.languages),
            _placed(plan, in_order, segments, digests),
            form,
        )
        for name, in_order in scenes.items()
    }


def render_passages(
    plan: Plan,
    passage_ids: Iterable[PassageId],
    digests: Mapping[Utterance, str],
    store: Store,
    progress: Progress,
) -> dict[PassageId, Segment]:
    """Those of `wanted` whose clips `digests` names, as the episode has them, but for music.

    A voice's level is measured over all that `digests` names, so it is that of the episode as
    soon as all is spoken.
    """
    with temporary_folder(store.parts) as scratch, Workers(plan.jobs) as workers:
        passages = _levelled(plan, digests, scratch, store, workers, progress)
        scenes = {pid: _Scene((pid,)) for pid in passage_ids if pid in passages}
        recipes: dict[_Part, render.Recipe] = {
            scene: _recipe(plan, scene, passages, digests) for scene in scenes.values()
        }
        segments = _rendered(plan, recipes, store, workers, progress)
    return {pid: segments[scene] for pid, scene in scenes.items()}


def _levelled(
    plan: Plan,
    digests: Mapping[Utterance, str],
    scratch: Path,
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[PassageId, render.Passage]:
    """All passages that are spoken, with the levels of their voices, each measured over all it
    says. What is decoded for that is kept in `scratch`."""
    sound = plan.show.settings.sound
    passages = {
        pid: _sentences(plan, passage, digests)
        for pid, passage in plan.passages.items()
        if all(sentence.utterance in digests for sentence in passage)
    }
    sentences = dict.fromkeys(chain.from_iterable(passages.values()))
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
    passages = {
        pid: tuple(replace(each, decoded=measured[each].decoded) for each in passage)
        for pid, passage in passages.items()
    }
    by_voice: dict[Delivery, list[tuple[render.Sentence, Momentary]]] = defaultdict(list)
    for pid, passage in passages.items():
        by_voice[plan.delivery(pid)] += [(each, measured[each].levels) for each in passage]

    def levelled(voice: Delivery, seconds: float) -> None:
        _log.debug("the level of %s took %.2f s", voice.voice, seconds)

    levels = workers.run(
        {voice: render.voice_level(clips, sound) for voice, clips in by_voice.items()},
        store,
        levelled,
        each_s=_GAIN_S,
    )
    return {pid: render.Passage(s, levels[plan.delivery(pid)]) for pid, s in passages.items()}


def _rendered(
    plan: Plan,
    recipes: Mapping[_Part, render.Recipe],
    store: Store,
    workers: Runner,
    progress: Progress,
) -> dict[_Part, Segment]:
    """The segments, made where the store has none."""
    keys = [recipe.key for recipe in recipes.values()]
    here = store.fetch(SEGMENTS, keys)
    stored = {
        stretch: segment
        for stretch, recipe in recipes.items()
        if recipe.key in here and (segment := recipe.kept(store))
    }
    tasks = {stretch: recipe.made for stretch, recipe in recipes.items() if stretch not in stored}
    progress.start("rendering", len(tasks))

    def rendered(stretch: _Part, seconds: float) -> None:
        name = (
            plan.name_of(stretch.passages[0]) if isinstance(stretch, _Scene) else stretch.file.name
        )
        _log.debug("%s took %.2f s", name, seconds)
        progress.advance("rendering", name)

    local_tasks = {
        stretch: tasks.pop(stretch) for stretch in [*tasks] if recipes[stretch].reads_files
    }
    segments = workers.run(tasks, store, rendered, each_s=_RENDERING_S)
    segments |= workers.here.run(local_tasks, store, rendered, each_s=_RENDERING_S)
    store.fetch(SEGMENTS, keys)
    return stored | segments


def _scenes(plan: Plan, order: Sequence[PassageId]) -> list[_Scene]:
    """An edition's segments in order. A bed lies under what precedes the first turn, or else
    under the first passage, and under the last one."""
    bed = plan.show.settings.music.bed
    if bed is None or not order:
        return [_Scene((pid,)) for pid in order]
    opening = tuple(pid for pid in order if pid[0] == OPENING) or tuple(order[:1])
    scenes = [_Scene(opening, bed, bed.before_ms, bed.after_ms)]
    scenes += [_Scene((pid,)) for pid in order[len(opening) : -1]]
    if len(order) > len(opening):
        scenes.append(_Scene((order[-1],), bed, 0, bed.after_ms))
    return scenes


def _recipe(
    plan: Plan,
    stretch: _Part,
    passages: Mapping[PassageId, render.Passage],
    digests: Mapping[Utterance, str],
) -> render.Recipe:
    folder, sound = plan.show.folder, plan.show.settings.sound
    if not isinstance(stretch, _Scene):
        return render.recipe_of_piece(folder, stretch, sound)
    if stretch.bed is None:
        return render.recipe_of_passage(passages[stretch.passages[0]], sound)
    pairs = zip(stretch.passages, stretch.passages[1:], strict=False)
    scene = render.Scene(
        bed=stretch.bed,
        passages=tuple(passages[pid] for pid in stretch.passages),
        gaps_ms=tuple(_pause_ms(plan, digests, before, after) for before, after in pairs),
        before_ms=stretch.before_ms,
        after_ms=stretch.after_ms,
    )
    return render.recipe_of_scene(folder, scene, sound)


def _placed(
    plan: Plan,
    scenes: Sequence[_Scene],
    segments: Mapping[_Part, Segment],
    digests: Mapping[Utterance, str],
) -> list[Placed]:
    """An edition's segments with their pauses, and music at both ends and in between."""
    music, turn_ms = plan.show.settings.music, plan.show.settings.pauses.turn_ms
    placed: list[Placed] = []
    before: PassageId | None = None
    if music.intro is not None:
        placed.append(Placed(0, (), segments[music.intro]))
    for scene in scenes:
        first = scene.passages[0]
        pause_ms = turn_ms if before is None else _pause_ms(plan, digests, before, first)
        if music.sting is not None and before is not None:
            same_turn = before[0] == first[0]
            if same_turn == (music.sting.between == "languages"):
                pause_ms //= 2
                placed.append(Placed(pause_ms, (), segments[music.sting]))
        placed.append(Placed(pause_ms, _lines(plan, scene), segments[scene]))
        before = scene.passages[-1]
    if music.outro is not None:
        placed.append(Placed(turn_ms, (), segments[music.outro]))
    return placed


def _sentences(
    plan: Plan, passage: Sequence[Said], digests: Mapping[Utterance, str]
) -> tuple[render.Sentence, ...]:
    """A passage to be rendered, with the pauses before its sentences."""
    lengths = plan.show.settings.pauses
    sentences: list[render.Sentence] = []
    before: Said | None = None
    for sentence in passage:
        digest = digests[sentence.utterance]
        pause_ms = 0
        if before is not None:
            pause_ms = pauses.before_sentence_ms(
                lengths, before.written, digest, begins_paragraph=sentence.begins_paragraph
            )
        longest_ms = pauses.longest_inside_ms(lengths, sentence.written)
        key = synthesis.clip_key(plan.engine, sentence.utterance)
        sentences.append(render.Sentence(key, digest, pause_ms, longest_ms))
        before = sentence
    return tuple(sentences)


def _pause_ms(
    plan: Plan, digests: Mapping[Utterance, str], before: PassageId, after: PassageId
) -> int:
    passage = plan.passages[after]
    return pauses.before_passage_ms(
        plan.show.settings.pauses,
        plan.passages[before][-1].written,
        tuple(sentence.written for sentence in passage),
        digests[passage[0].utterance],
        same_turn=before[0] == after[0],
    )


def _lines(plan: Plan, scene: _Scene) -> tuple[Line, ...]:
    return tuple(
        Line(turn, language, plan.speakers[turn, language], sentence.spoken)
        for turn, language in scene.passages
        for sentence in plan.passages[turn, language]
    )
