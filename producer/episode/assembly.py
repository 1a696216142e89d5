"""Clips → editions: each sentence rendered once, with its voice at its level, then ordered."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from producer import render
from producer.episode.levelling import LevelledVoices, SoundingSentence, levelled_sentences
from producer.model import Segment, Take, Utterance
from producer.plan import pauses
from producer.plan.editions import Hearing
from producer.plan.passages import OPENING, PassageId, Said, is_notice
from producer.plan.plan import Plan
from producer.progress import Progress
from producer.render.edition import Edition, Placed, SegmentSentence, lay_out
from producer.show.settings import Bed, Piece
from producer.store import SEGMENTS, Store, temporary_folder
from producer.workers.local import Runner, Workers

_RENDERING_S = 0.25
"""What a segment takes, roughly."""

_RIGHT_LU, _MOST_MAKEUP_DB = 0.3, 3.0
"""An episode with music may be so far from its target, and is made no more than that louder for it:
beyond that, speech would suffer under the limiter."""

_UNDER_FADE_MS = 150
"""How softly an original begins and ends under its translation."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Scene:
    """Sentences that become one segment: one alone, or several, `gaps_ms` apart, with music under
    them, which sounds alone for `before_ms` and `after_ms`."""

    sentences: tuple[SoundingSentence, ...]
    gaps_ms: tuple[int, ...] = ()
    bed: Bed | None = None
    before_ms: int = 0
    after_ms: int = 0
    once: bool = False


_Unit: TypeAlias = _Scene | Piece
"""What becomes one segment."""


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
    if all(piece is None for _, piece in settings.music):
        return 0.0
    loudness = [each.loudness_lufs for each in editions]
    known = [lufs for lufs in loudness if lufs is not None]
    if not known:
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
        name: _scenes(plan, list(zip(own, _pauses(plan, own, digests), strict=True)), name)
        for name, own in plan.hearings.items()
    }
    music = plan.show.settings.music
    pieces = (piece for piece in (music.intro, music.outro, music.sting) if piece is not None)
    in_scenes = (scene for in_order in scenes.values() for scene, _ in in_order)
    parts: dict[_Unit, None] = dict.fromkeys([*in_scenes, *pieces])
    with temporary_folder(store.parts) as scratch:
        levelled = levelled_sentences(plan, digests, scratch, store, workers, progress)
        recipes = {unit: _recipe(plan, unit, levelled) for unit in parts}
        segments = _rendered(plan, recipes, store, workers, progress)
    form = plan.show.settings.sound.form
    editions: dict[str, Edition] = {}
    for name, in_order in scenes.items():
        placed = _placed(plan, name, in_order, segments)
        laid_out = lay_out(name, plan.forms[name].languages, placed, form)
        utterances = [plan.utterance(hearing) for hearing in plan.hearings[name]]
        editions[name] = replace(laid_out, unmatched_db=levelled.apart_db(utterances))
    return editions


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
        levelled = levelled_sentences(plan, digests, scratch, store, workers, progress)
        scenes = {
            pid: [
                _Scene((SoundingSentence(pid, index),)) for index in range(len(plan.passages[pid]))
            ]
            for pid in passage_ids
        }
        scenes = {
            pid: own
            for pid, own in scenes.items()
            if all(s.sentences[0] in levelled.sentences for s in own)
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
    previous: Hearing | None = None
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
        pauses_ms.append(_asked_ms(plan, hearing, previous) or pause_ms)
        before = _written(plan, hearing)
        previous = hearing
    return pauses_ms


def _asked_ms(plan: Plan, hearing: Hearing, previous: Hearing | None) -> int:
    """The silence before a hearing that the text asks for; 0 where it does not."""
    number, _ = hearing.passage
    asked_ms = _said(plan, hearing).pause_ms
    if previous is not None:
        asked_ms += _said(plan, previous).pause_after_ms
    if hearing.begins == "turn" and not is_notice(number, plan.script):
        asked_ms += plan.script.turns[number - 1].pause_ms
    return asked_ms


def _said(plan: Plan, hearing: Hearing) -> Said:
    return plan.passages[hearing.passage][hearing.index]


def _written(plan: Plan, hearing: Hearing) -> str:
    return _said(plan, hearing).written


_Heard: TypeAlias = tuple[_Scene, Sequence[_Paused]]
"""A segment to be, and the hearings that it has."""


def _scenes(plan: Plan, in_order: Sequence[_Paused], edition: str) -> list[_Heard]:
    """An edition's segments in order. A bed lies under what precedes the first turn, or else
    under the first stretch, and under the last one."""
    bed = plan.show.settings.music.bed
    alone: list[_Heard] = [
        (_alone(plan, hearing, plan.forms[edition].languages), [(hearing, pause_ms)])
        for hearing, pause_ms in in_order
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


def _alone(plan: Plan, hearing: Hearing, languages: Sequence[str]) -> _Scene:
    """A sentence by itself, or over what a person has said of which it is the translation."""
    sentences = (SoundingSentence.of(hearing),)
    under, original = plan.show.settings.original.under, _original(plan, hearing, languages)
    if under is None or original is None:
        return _Scene(sentences)
    file = Path(original.file).relative_to(plan.show.folder)
    bed = Bed(
        file=file, level_db=under, duck_db=0, fade_in_ms=_UNDER_FADE_MS, fade_out_ms=_UNDER_FADE_MS
    )
    return _Scene(sentences, bed=bed, once=True)


def _original(plan: Plan, hearing: Hearing, languages: Sequence[str]) -> Take | None:
    """The first sentence that was recorded of those that mean the same as the first one of a pair,
    in a language that is not among `languages`."""
    turn, language = hearing.passage
    if is_notice(turn, plan.script):
        return None
    number = plan.passages[hearing.passage][hearing.index].number
    paired, speaker = plan.paired.of_turn(turn), plan.speakers[hearing.passage]
    for pair in paired.pairs:
        if pair.sentences.get(language, ())[:1] != (number,):
            continue
        for other in pair.sentences.keys() - {*languages}:
            for place in pair.sentences[other]:
                text = paired.sentences[other][place]
                if recorded := plan.outline.takes.of(speaker, other, text, turn):
                    return recorded.take
    return None


def _over(bed: Bed, hearings: Sequence[_Paused], before_ms: int) -> _Heard:
    gaps_ms = tuple(pause_ms for _, pause_ms in hearings[1:])
    sentences = tuple(SoundingSentence.of(hearing) for hearing, _ in hearings)
    return _Scene(sentences, gaps_ms, bed, before_ms, bed.after_ms), hearings


def _recipe(plan: Plan, unit: _Unit, levelled: LevelledVoices) -> render.Recipe:
    folder, sound = plan.show.folder, plan.show.settings.sound
    if not isinstance(unit, _Scene):
        return render.recipe_of_piece(folder, unit, sound)
    if unit.bed is None:
        return render.recipe_of_sentence(levelled.sentences[unit.sentences[0]], sound)
    scene = render.Scene(
        bed=unit.bed,
        sentences=tuple(levelled.sentences[sentence] for sentence in unit.sentences),
        gaps_ms=unit.gaps_ms,
        before_ms=unit.before_ms,
        after_ms=unit.after_ms,
        once=unit.once,
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
        asked_ms = _asked_ms(plan, first, before)
        if before is None:
            pause_ms = asked_ms or turn_ms
        new_stretch = before is not None and before.stretch != first.stretch
        if music.sting is not None and before is not None and new_stretch:
            same_turn = before.passage[0] == first.passage[0]
            # Between the languages of each pair it would be heard every few seconds.
            often = same_turn and plan.forms[name].by != "turn"
            if same_turn == (music.sting.between == "languages") and not often:
                pause_ms //= 2
                placed.append(Placed(pause_ms, (), segments[music.sting]))
        again = first.again if len(hearings) == 1 else 0.0
        before, _ = hearings[-1]
        behind_ms = _said(plan, before).pause_after_ms
        lines = _lines(plan, scene)
        placed.append(
            Placed(pause_ms, lines, segments[scene], again, behind_ms, leads=asked_ms > 0)
        )
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
