"""Whether the files of an episode are those that would be made now, told without making them.

Segments, tags, chapters, captions, page and manifest follow from the plan and the clips; to go
through all of them takes most of a run in which nothing has changed. So what they were made from
is kept as one digest in the show's store, with the length and the date of each file, and where all
of that is as it was, nothing is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from producer.model import Utterance
from producer.plan.plan import Plan
from producer.plan.script_cache import script_json
from producer.plan.staleness import ingredients
from producer.publish import manifest
from producer.publish.manifest import Manifest
from producer.store import Store, key_of
from producer.store.recollection import keep, program, recall

_FOLDER = "published"


def origin(plan: Plan, clips: Mapping[Utterance, str]) -> str:
    """The digest of all that an episode's files are made from; `clips` are the digests of its
    clips."""
    show = plan.show
    lexicon = show.lexicon_file
    return key_of(
        program=program(),
        episode=[plan.slug, plan.source, str(plan.file), plan.season, plan.number],
        date=plan.date.isoformat() if plan.date else None,
        engine=[plan.engine.name, plan.engine.version, plan.engine.draft],
        settings=show.settings.model_dump_json(),
        ingredients=ingredients(plan),
        lexicon=lexicon.read_text("utf-8", "replace") if lexicon.is_file() else "",
        script=hashlib.sha256(script_json(plan.script)).hexdigest(),
        cast=repr(plan.cast),
        forms=repr(plan.forms),
        editions=list(plan.order),
        clips=[clips[utterance] for utterance in plan.utterances],
    )


def published(plan: Plan, store: Store, key: str) -> tuple[Manifest, Sequence[str]] | None:
    """The manifest that is there and what was told of the sound, if it and the files that it names
    are as they were when they were made from what `key` stands for. What they are made of is then
    used in `store`, though nothing of it is read."""
    content = recall(_file(plan.folder, store), key)
    if content is None or plan.previous is None:
        return None
    try:
        known = json.loads(content)
        files, notes = known["files"], tuple(known["notes"])
        used = {(kind, name) for kind, names in known["used"].items() for name in names}
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    if files != _dates(plan.folder, files):
        return None
    store.used |= used
    return plan.previous, notes


def remember(plan: Plan, store: Store, key: str, episode: Manifest, notes: Sequence[str]) -> None:
    """Keep what the files of `episode` were made from."""
    names = [manifest.FILE, *(entry.file for entry in episode.files)]
    used: dict[str, list[str]] = {}
    for kind, name in sorted(store.used):
        used.setdefault(kind, []).append(name)
    content = {"files": _dates(plan.folder, names), "notes": list(notes), "used": used}
    keep(_file(plan.folder, store), key, json.dumps(content).encode())


def _file(folder: Path, store: Store) -> Path:
    return store.folder / _FOLDER / f"{key_of(folder=str(folder.resolve()))}.json"


def _dates(folder: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """The length and the date of each file that is there."""
    dates = {}
    for name in names:
        try:
            stat = (folder / name).stat()
        except OSError:
            continue
        dates[name] = [stat.st_size, stat.st_mtime_ns]
    return dates
