"""The files beside an edition's MP3."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from producer.model import Timeline
from producer.publish import captions, chapters, transcripts
from producer.store import Store, Written, write_changed
from producer.workers.local import Task

_AT_ONCE = 16
"""So many passages are divided in one task."""


def caption_divisions(timelines: Iterable[Timeline]) -> Iterator[Task[captions.Divided]]:
    """What divides all passages of some editions into captions, each once."""
    passages = (passage for when in timelines for passage in captions.passages(when.cues))
    different = list({captions.likeness(passage): passage for passage in passages}.items())
    for at in range(0, len(different), _AT_ONCE):
        yield partial(_divide, different[at : at + _AT_ONCE])


def _divide(passages: Sequence[tuple[Hashable, captions.Passage]], _: Store) -> captions.Divided:
    return {like: captions.divide(passage) for like, passage in passages}


def write_sidecars(
    folder: Path,
    stem: str,
    when: Timeline,
    divided: captions.Divided,
    names: Mapping[str, Mapping[str, str]],
) -> dict[str, Written]:
    """Write chapters, captions and transcript of an edition, and tell what each file holds. `stem`
    is "<slug>.<edition>", and `names[speaker][language]` what speakers are called."""
    contents = chain(
        chapters.files(stem, when),
        captions.files(stem, when, divided, names),
        transcripts.files(stem, when, names),
    )
    return {
        name: write_changed(folder / name, (piece.encode() for piece in pieces))
        for name, pieces in contents
    }
