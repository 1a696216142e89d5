"""From a plan to a finished episode: the order of the stages as straight-line code.

It is the same for one language or four editions: speak what the store lacks, finish each
passage once, then only order and copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from producer import casting, synthesis
from producer.assembly import assemble
from producer.edition import Edition
from producer.errors import SynthesisFailed
from producer.model import Utterance
from producer.plan import Plan, Request, plan
from producer.progress import Progress
from producer.publication import publish
from producer.store import Store

__all__ = ["Episode", "Plan", "Request", "make", "plan"]

_LIMITED_TOO_MUCH_DB = 6.0


@dataclass(frozen=True, slots=True)
class Episode:
    """What was made: the manifest, where it lies, and what it took. `notes` is what a producer
    should know about the sound."""

    folder: Path
    manifest: Mapping[str, Any]
    spoken: int
    reused: int
    notes: tuple[str, ...] = field(default=())


def make(plan: Plan, progress: Progress) -> Episode:
    """Speak, finish and write everything. Files appear whole or not at all, the manifest last.

    Raises `SynthesisFailed` when a passage stays unspoken: no episode with a hole is written.
    """
    store = Store(plan.show.store)
    if plan.new_cast:
        casting.save(plan.show.cast_file, plan.cast, plan.loaded_cast)
    clips = synthesis.synthesize(plan.utterances, plan.engine, store, progress)
    if clips.failures:
        raise SynthesisFailed(_failures(plan, clips.failures), len(clips.digests))
    editions = assemble(plan, clips.digests, store, progress)
    manifest = publish(plan, editions, store)
    notes = tuple(_notes(plan, editions.values()))
    return Episode(plan.folder, manifest, clips.spoken, clips.reused, notes)


def _failures(plan: Plan, failures: Mapping[Utterance, str]) -> list[str]:
    return [
        f"{plan.name_of(pid)}: {failures[said.utterance]}: “{said.written[:60]}”"
        for pid, passage in plan.passages.items()
        for said in passage
        if said.utterance in failures
    ]


def _notes(plan: Plan, editions: Iterable[Edition]) -> Iterable[str]:
    limited = {
        plan.delivery((item.lines[0].turn, item.lines[0].language)).voice: item.segment.limited_db
        for edition in editions
        for _, item in sorted(edition.placed, key=lambda placed: placed[1].segment.limited_db)
        if item.lines and item.segment.limited_db > _LIMITED_TOO_MUCH_DB
    }
    if limited:
        voices = ", ".join(f"{voice} ({db:.0f} dB)" for voice, db in limited.items())
        yield (
            f"The limiter takes much from the peaks of {voices}. "
            "If they sound pressed, choose other voices or a lower target_lufs."
        )
