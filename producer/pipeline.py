"""From a plan to a finished episode: the order of the stages as straight-line code.

It is the same for one language or four editions: speak what the store lacks, finish each
passage once, then only order and copy.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from producer import __version__, casting, edition, render, synthesis
from producer.audio.loudness import integrated
from producer.errors import SynthesisFailed
from producer.model import NARRATOR, Delivery, Script, Segment, Speaker, Timeline, Utterance
from producer.plan import OPENING, PassageId, Plan, Request, plan
from producer.progress import Progress
from producer.publish import manifest
from producer.publish.tags import Tags, tag_bytes
from producer.store import Store, atomic_file, write_atomically

__all__ = ["Episode", "Plan", "Request", "make", "plan"]

_LIMITED_TOO_MUCH_DB = 6.0
_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class Episode:
    """What was made: the manifest, where it lies, and what it took."""

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
    spoken = synthesis.synthesize(plan.utterances, plan.engine, store, progress)
    if spoken.failures:
        raise SynthesisFailed(_failures(plan, spoken.failures), len(spoken.digests))
    segments = _segments(plan, spoken.digests, store, progress)
    notes = tuple(_notes(plan, segments))
    created = _created(plan.previous)
    entries = {name: _write_edition(plan, name, segments, created, store) for name in plan.order}
    episode = _manifest(plan, entries, created)
    write_atomically(plan.folder / manifest.FILE, manifest.dump(episode))
    return Episode(plan.folder, episode, spoken.spoken, spoken.reused, notes)


def _segments(
    plan: Plan, digests: Mapping[Utterance, str], store: Store, progress: Progress
) -> dict[PassageId, Segment]:
    pauses, sound = plan.show.settings.pauses, plan.show.settings.sound
    sentences = {
        pid: [
            render.Sentence(
                synthesis.clip_key(plan.engine, said.utterance),
                digests[said.utterance],
                said.pause_ms,
            )
            for said in passage
        ]
        for pid, passage in plan.passages.items()
    }
    progress.start("measuring", len(sentences))

    def measure(pid: PassageId) -> None:
        for sentence in sentences[pid]:
            render.analyse(sentence, pauses, store)
        progress.advance("measuring")

    _in_parallel(measure, sentences, plan.jobs)
    by_voice: dict[Delivery, list[render.Sentence]] = defaultdict(list)
    for pid, passage in sentences.items():
        by_voice[_delivery(plan, pid)] += passage

    def gain(voice: Delivery) -> float:
        return render.voice_gain_db(by_voice[voice], pauses, sound, store)

    gains = _in_parallel(gain, by_voice, plan.jobs)
    progress.start("rendering", len(sentences))

    def rendered(pid: PassageId) -> Segment:
        made = render.render(sentences[pid], gains[_delivery(plan, pid)], pauses, sound, store)
        progress.advance("rendering", _name(plan, pid))
        return made

    return _in_parallel(rendered, sentences, plan.jobs)


def _in_parallel(work: Callable[[_In], _Out], items: Iterable[_In], jobs: int) -> dict[_In, _Out]:
    """`work` done on all items by `jobs` threads. The audio libraries work outside the GIL."""
    items = list(items)
    executor = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        return dict(zip(items, executor.map(work, items), strict=True))
    finally:
        executor.shutdown(cancel_futures=True)


def _write_edition(
    plan: Plan,
    name: str,
    segments: Mapping[PassageId, Segment],
    created: datetime,
    store: Store,
) -> dict[str, Any]:
    script, settings = plan.script, plan.show.settings
    languages = edition.edition_languages(name, script.languages)
    placed = [
        edition.Placed(
            turn=pid[0],
            language=pid[1],
            speaker=plan.speakers[pid],
            texts=tuple(said.written for said in plan.passages[pid]),
            segment=segments[pid],
        )
        for pid in plan.order[name]
    ]
    laid_out = edition.lay_out(name, languages, placed, settings.pauses, settings.sound.form)
    timeline = edition.timeline(laid_out, _chapter_titles(script, languages))
    tag = tag_bytes(
        Tags(
            title=_joined(script.title_in(language) for language in languages),
            show=_joined(settings.title_in(language) for language in languages),
            artists=[
                _joined(s.name(language) for language in languages)
                for s in script.speakers
                if s.id != NARRATOR
            ],
            date=created.date().isoformat(),
            languages=languages,
            lyrics={language: _lyrics(timeline, script, language) for language in languages},
            disclosure={
                lang: text for lang in languages if (text := settings.disclosure.text.get(lang))
            },
            chapters=timeline.chapters,
            draft=plan.engine.draft,
            software=f"producer {__version__}",
        )
    )
    file = plan.folder / f"{plan.slug}.{name}.mp3"
    digest = hashlib.sha256()
    size = 0
    with atomic_file(file) as temporary, temporary.open("wb") as out:
        for block in (tag, *laid_out.stream(store)):
            out.write(block)
            digest.update(block)
            size += len(block)
    return manifest.edition_entry(
        timeline,
        file=file.name,
        size=size,
        sha256=digest.hexdigest(),
        loudness_lufs=integrated(item.segment.levels for item in placed),
        true_peak_dbtp=max(item.segment.true_peak_dbtp for item in placed),
    )


def _manifest(plan: Plan, entries: Mapping[str, Any], created: datetime) -> dict[str, Any]:
    script = plan.script
    speakers = [s for s in script.speakers if s.id in plan.deliveries]
    speakers += [Speaker(id_) for id_ in plan.deliveries if id_ not in {s.id for s in speakers}]
    return {
        "schema": manifest.SCHEMA,
        "slug": plan.slug,
        "source": plan.source,
        "title": {language: script.title_in(language) for language in script.languages},
        "languages": list(script.languages),
        "engine": plan.engine.name,
        "draft": plan.engine.draft,
        "created": created.isoformat().replace("+00:00", "Z"),
        "speakers": [
            {
                "id": s.id,
                "name": {language: s.name(language) for language in script.languages},
                "voices": {lang: d.voice for lang, d in plan.deliveries[s.id].items()},
            }
            for s in speakers
        ],
        "credits": list(script.credits),
        "findings": manifest.findings_entry(script.findings),
        "editions": entries,
    }


def _created(previous: Mapping[str, Any] | None) -> datetime:
    """When the episode was first made: making it again does not change it."""
    if previous is not None:
        return datetime.fromisoformat(previous["created"])
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.replace(microsecond=0)


def _notes(plan: Plan, segments: Mapping[PassageId, Segment]) -> Iterable[str]:
    limited: dict[str, float] = defaultdict(float)
    for pid, segment in segments.items():
        voice = _delivery(plan, pid).voice
        limited[voice] = max(limited[voice], segment.limited_db)
    uneven = [f"{v} ({db:.0f} dB)" for v, db in limited.items() if db > _LIMITED_TOO_MUCH_DB]
    if uneven:
        yield (
            f"The limiter takes much from the peaks of {', '.join(uneven)}. "
            "If they sound pressed, choose other voices or a lower target_lufs."
        )


def _failures(plan: Plan, failures: Mapping[Utterance, str]) -> list[str]:
    return [
        f"{_name(plan, pid)}: {failures[said.utterance]}: “{said.written[:60]}”"
        for pid, passage in plan.passages.items()
        for said in passage
        if said.utterance in failures
    ]


def _chapter_titles(script: Script, languages: Sequence[str]) -> dict[int, str]:
    """A chapter per turn, under its heading or its speaker's name."""
    return {
        turn.number: _joined(turn.heading.get(la, "") for la in languages)
        or _joined(script.speaker(turn.speaker).name(la) for la in languages)
        for turn in script.turns
    }


def _lyrics(timeline: Timeline, script: Script, language: str) -> str:
    """What is spoken in one language, a line per turn."""
    lines: dict[int, list[str]] = {}
    for cue in timeline.cues:
        if cue.language == language:
            lines.setdefault(cue.turn, []).append(cue.text)
    gap = "" if language in ("zh", "ja") else " "
    return "\n".join(
        gap.join(texts)
        if turn == OPENING
        else f"{script.speaker(script.turns[turn - 1].speaker).name(language)}: {gap.join(texts)}"
        for turn, texts in lines.items()
    )


def _joined(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(filter(None, texts)))


def _delivery(plan: Plan, pid: PassageId) -> Delivery:
    return plan.deliveries[plan.speakers[pid]][pid[1]]


def _name(plan: Plan, pid: PassageId) -> str:
    number, language = pid
    what = f"turn {number}" if number else "the disclosure"
    return f"{what} ({plan.speakers[pid]}, {language})"
