"""Segments with music: a piece alone, and sentences with a bed under them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from producer.audio.master import limit_blocks, master
from producer.audio.music import Sound as Mix
from producer.audio.music import ducked, faded, levelled, looped, read_music
from producer.audio.pcm import Samples
from producer.errors import InputError
from producer.model import Marks, Timing
from producer.render import finish as finishing
from producer.render.finish import HEADROOM_DB, Recipe, finish
from producer.render.sentence import LevelledSentence, spoken
from producer.show.sound import Sound
from producer.store import Store, StoreEntry, key_of
from producer.timing import FrameFormat, ms_to_samples, samples_to_ms

if TYPE_CHECKING:
    from producer.show.settings import Bed, Piece

VERSION = 3
"""Raise it when the same sentences and music should give other bytes."""


def recipe_of_piece(folder: Path, piece: Piece, sound: Sound) -> Recipe:
    """How music alone, from beginning to end, becomes a segment without sentences."""
    key = _key(folder, piece, sound)
    make = partial(_make_piece, key, folder, piece, sound)
    return Recipe(key, sound.form, make, reads_files=True)


def _make_piece(key: str, folder: Path, piece: Piece, sound: Sound, store: Store) -> StoreEntry:
    music = _read(folder, piece, sound)
    mix = faded(music, sound.rate_hz, piece.fade_in_ms, piece.fade_out_ms)
    return _finish(key, mix, [], sound, store)


@dataclass(frozen=True, slots=True)
class Scene:
    """`sentences`, with pauses of `gaps_ms` between them, over music, which sounds alone for
    `before_ms` and for `after_ms`. Music that is too short is heard again, unless it is heard
    `once`."""

    bed: Bed
    sentences: tuple[LevelledSentence, ...]
    gaps_ms: tuple[int, ...]
    before_ms: int
    after_ms: int
    once: bool = False


def recipe_of_scene(folder: Path, scene: Scene, sound: Sound) -> Recipe:
    """How sentences with music under them become one segment."""
    key = _key(
        folder,
        scene.bed,
        sound,
        sentences=[sentence.identity for sentence in scene.sentences],
        gaps=list(scene.gaps_ms),
        alone=[scene.before_ms, scene.after_ms],
        **({"once": True} if scene.once else {}),
        scene=VERSION,
    )
    make = partial(_make_scene, key, folder, scene, sound)
    return Recipe(key, sound.form, make, reads_files=True)


def _make_scene(key: str, folder: Path, scene: Scene, sound: Sound, store: Store) -> StoreEntry:
    bed = scene.bed
    speech, timings = _speech(scene, sound, store)
    after = ms_to_samples(scene.after_ms, sound.rate_hz)
    length = ms_to_samples(timings[-1].end_ms, sound.rate_hz) + after
    speech = np.pad(speech, ((0, max(0, length - len(speech))), (0, 0)))
    music = _read(folder, bed, sound)
    if not scene.once:
        music = looped(music, sound.rate_hz, len(speech))
    music = faded(music[: len(speech)], sound.rate_hz, bed.fade_in_ms, bed.fade_out_ms)
    music = np.pad(music, ((0, len(speech) - len(music)), (0, 0)))
    music = ducked(
        music,
        sound.rate_hz,
        [(t.start_ms, t.end_ms) for t in timings],
        duck_db=bed.duck_db,
        attack_ms=bed.attack_ms,
        release_ms=bed.release_ms,
    )
    return _finish(key, speech + music, timings, sound, store)


def _speech(scene: Scene, sound: Sound, store: Store) -> tuple[Mix, list[Timing]]:
    """The sentences mastered one by one and laid out, and when each sounds."""
    limit_dbfs = sound.ceiling_dbtp - HEADROOM_DB
    parts: list[Mix] = []
    timings: list[Timing] = []
    position = ms_to_samples(scene.before_ms, sound.rate_hz)
    parts.append(_nothing(position, sound.form))
    for number, sentence in enumerate(scene.sentences):
        pcm, timing = spoken(sentence, sound.form, store)
        if number:
            silent_ms = samples_to_ms(position, sound.rate_hz) - timings[-1].end_ms
            gap_ms = max(0, scene.gaps_ms[number - 1] - silent_ms - timing.start_ms)
            parts.append(_nothing(ms_to_samples(gap_ms, sound.rate_hz), sound.form))
            position += len(parts[-1])
        pcm = sentence.level.shaped(pcm)
        limited = master(pcm, sound.rate_hz, sentence.level.gain_db, limit_dbfs)
        mono = limited.astype(np.float32) / 32768
        parts.append(np.repeat(mono[:, None], sound.form.channels, axis=1))
        timings.append(_later(timing, samples_to_ms(position, sound.rate_hz)))
        position += len(mono)
    return np.concatenate(parts), timings


def _later(timing: Timing, ms: int) -> Timing:
    words = Marks.of(timing.words, ms)
    return replace(timing, start_ms=timing.start_ms + ms, end_ms=timing.end_ms + ms, words=words)


def _nothing(samples: int, form: FrameFormat) -> Mix:
    return np.zeros((samples, form.channels), np.float32)


def _finish(
    key: str, mix: Mix, timings: Sequence[Timing], sound: Sound, store: Store
) -> StoreEntry:
    def limited(gain_db: float, limit_dbfs: float) -> Iterator[Samples]:
        return limit_blocks(mix, sound.rate_hz, gain_db, limit_dbfs)

    peak = 20 * float(np.log10(max(1e-6, np.abs(mix).max(initial=0))))
    return finish(key, limited, peak, timings, sound, store)


def _read(folder: Path, piece: Piece, sound: Sound) -> Mix:
    music = read_music(folder / piece.file, sound.form, piece.longest_ms)
    return levelled(music, sound.rate_hz, sound.file_lufs + piece.level_db)


def _key(folder: Path, piece: Piece, sound: Sound, **parts: Any) -> str:
    try:
        with (folder / piece.file).open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"the music cannot be read ({error.strerror})", path=folder / piece.file
        ) from error
    settings = piece.model_dump(mode="json", exclude={"file"})
    return key_of(
        version=finishing.VERSION, music=content, piece=settings, sound=sound.identity, **parts
    )
