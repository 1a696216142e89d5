"""Clips → editions: each passage rendered once, with its voice at its level, then ordered."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from producer import render, synthesis
from producer.edition import Edition, Line, Placed, edition_languages, lay_out
from producer.model import Delivery, Segment, Utterance
from producer.plan import OPENING, PassageId, Plan
from producer.progress import Progress
from producer.show import Bed, Piece
from producer.store import Store

_log = logging.getLogger(__name__)
_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class _Scene:
    """Passages that become one segment: one alone, or several with music under them, which
    sounds alone for `before_ms` and `after_ms`."""

    passages: tuple[PassageId, ...]
    bed: Bed | None = None
    before_ms: int = 0
    after_ms: int = 0


def assemble(
    plan: Plan, digests: Mapping[Utterance, str], store: Store, progress: Progress
) -> dict[str, Edition]:
    """The editions of a plan whose clips, named by `digests`, are all in the store."""
    passages = _levelled(plan, digests, store, progress)
    scenes = {name: _scenes(plan, order) for name, order in plan.order.items()}
    wanted = dict.fromkeys(scene for parts in scenes.values() for scene in parts)
    progress.start("rendering", len(wanted))

    def rendered(scene: _Scene) -> Segment:
        began, name = monotonic(), plan.name_of(scene.passages[0])
        made = _render(plan, scene, passages, store)
        _log.debug("%s: %d frames in %.2f s", name, made.frames, monotonic() - began)
        progress.advance("rendering", name)
        return made

    segments = in_parallel(rendered, wanted, plan.jobs)
    music = plan.show.settings.music
    pieces = [piece for piece in (music.intro, music.outro, music.sting) if piece is not None]

    def played(piece: Piece) -> Segment:
        return render.render_piece(plan.show.folder, piece, plan.show.settings.sound, store)

    played_pieces = in_parallel(played, pieces, plan.jobs)
    form = plan.show.settings.sound.form
    return {
        name: lay_out(
            name,
            edition_languages(name, plan.script.languages),
            _placed(plan, parts, segments, played_pieces),
            form,
        )
        for name, parts in scenes.items()
    }


def render_passages(
    plan: Plan,
    wanted: Iterable[PassageId],
    digests: Mapping[Utterance, str],
    store: Store,
    progress: Progress,
) -> dict[PassageId, Segment]:
    """Those of `wanted` whose clips `digests` names, as the episode has them, but for music.

    A voice's level is measured over all that `digests` names, so it is that of the episode as
    soon as all is spoken.
    """
    pauses, sound = plan.show.settings.pauses, plan.show.settings.sound
    passages = _levelled(plan, digests, store, progress)
    return {
        pid: render.render_passage(passages[pid], pauses, sound, store)
        for pid in wanted
        if pid in passages
    }


def _levelled(
    plan: Plan, digests: Mapping[Utterance, str], store: Store, progress: Progress
) -> dict[PassageId, render.Passage]:
    """All passages that are spoken, with the gains of their voices, each measured over all it
    says."""
    pauses, sound = plan.show.settings.pauses, plan.show.settings.sound
    sentences = {
        pid: tuple(
            render.Sentence(
                synthesis.clip_key(plan.engine, said.utterance),
                digests[said.utterance],
                said.pause_ms,
            )
            for said in passage
        )
        for pid, passage in plan.passages.items()
        if all(said.utterance in digests for said in passage)
    }
    progress.start("measuring", len(sentences))

    def measure(pid: PassageId) -> None:
        for sentence in sentences[pid]:
            render.analyse(sentence, pauses, store)
        progress.advance("measuring", plan.name_of(pid))

    in_parallel(measure, sentences, plan.jobs)
    by_voice: dict[Delivery, list[render.Sentence]] = defaultdict(list)
    for pid, passage in sentences.items():
        by_voice[plan.delivery(pid)] += passage

    def gain_db(voice: Delivery) -> float:
        return render.voice_gain_db(by_voice[voice], pauses, sound, store)

    gains = in_parallel(gain_db, by_voice, plan.jobs)
    return {pid: render.Passage(s, gains[plan.delivery(pid)]) for pid, s in sentences.items()}


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


def _render(
    plan: Plan, scene: _Scene, passages: Mapping[PassageId, render.Passage], store: Store
) -> Segment:
    pauses, sound = plan.show.settings.pauses, plan.show.settings.sound
    if scene.bed is None:
        return render.render_passage(passages[scene.passages[0]], pauses, sound, store)
    pairs = zip(scene.passages, scene.passages[1:], strict=False)
    return render.render_bed(
        plan.show.folder,
        scene.bed,
        [passages[pid] for pid in scene.passages],
        [_pause_ms(plan, before, after) for before, after in pairs],
        pauses,
        sound,
        store,
        before_ms=scene.before_ms,
        after_ms=scene.after_ms,
    )


def _placed(
    plan: Plan,
    scenes: Sequence[_Scene],
    segments: Mapping[_Scene, Segment],
    pieces: Mapping[Piece, Segment],
) -> list[Placed]:
    """An edition's segments with their pauses, and music at both ends and in between."""
    music, turn_ms = plan.show.settings.music, plan.show.settings.pauses.turn_ms
    placed: list[Placed] = []
    before: PassageId | None = None
    if music.intro is not None:
        placed.append(Placed(0, (), pieces[music.intro]))
    for scene in scenes:
        pause_ms = turn_ms if before is None else _pause_ms(plan, before, scene.passages[0])
        if music.sting is not None and before is not None:
            same_turn = before[0] == scene.passages[0][0]
            if same_turn == (music.sting.between == "languages"):
                pause_ms //= 2
                placed.append(Placed(pause_ms, (), pieces[music.sting]))
        placed.append(Placed(pause_ms, _lines(plan, scene), segments[scene]))
        before = scene.passages[-1]
    if music.outro is not None:
        placed.append(Placed(turn_ms, (), pieces[music.outro]))
    return placed


def _pause_ms(plan: Plan, before: PassageId, after: PassageId) -> int:
    pauses = plan.show.settings.pauses
    return pauses.language_ms if before[0] == after[0] else pauses.turn_ms


def _lines(plan: Plan, scene: _Scene) -> tuple[Line, ...]:
    return tuple(
        Line(turn, language, plan.speakers[turn, language], said.spoken)
        for turn, language in scene.passages
        for said in plan.passages[turn, language]
    )


def in_parallel(work: Callable[[_In], _Out], items: Iterable[_In], jobs: int) -> dict[_In, _Out]:
    """`work` done on all items by `jobs` threads. The audio libraries work outside the GIL."""
    items = list(items)
    executor = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        return dict(zip(items, executor.map(work, items), strict=True))
    finally:
        executor.shutdown(cancel_futures=True)
