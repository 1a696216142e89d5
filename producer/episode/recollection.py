"""Whether the files of an episode are those that would be written now, told without making them.

Tags, chapters, captions, page and manifest follow from the plan and the editions; to make them of a
long episode takes most of a run in which nothing has changed. So what they were made from is kept
as one digest in the show's store, with the length and the date of each file, and where all of that
is as it was, nothing is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from producer.plan.plan import Plan
from producer.plan.script_cache import script_json
from producer.publish import manifest
from producer.publish.manifest import Manifest
from producer.render.edition import Edition
from producer.store import Store, key_of
from producer.store.recollection import keep, program, recall

_FOLDER = "published"


def origin(
    plan: Plan, editions: Mapping[str, Edition], created: datetime, guid: str, cover: bytes
) -> str:
    """The digest of all that an episode's files are made from."""
    show = plan.show
    lexicon = show.lexicon_file
    return key_of(
        program=program(),
        episode=[plan.slug, guid, plan.source, str(plan.file), plan.season, plan.number],
        created=created.isoformat(),
        engine=[plan.engine.name, plan.engine.version, plan.engine.draft],
        settings=show.settings.model_dump_json(),
        lexicon=lexicon.read_text("utf-8", "replace") if lexicon.is_file() else "",
        script=hashlib.sha256(script_json(plan.script)).hexdigest(),
        cast=repr(plan.cast),
        voices=repr(plan.deliveries),
        forms=repr(plan.forms),
        cover=hashlib.sha256(cover).hexdigest(),
        editions=[
            [
                *(name, edition.languages, repr(edition.form)),
                *(edition.end_frames, edition.unmatched_db),
                [
                    [pause, item.segment.key, item.pause_ms, item.again, item.at_end_ms, item.leads]
                    for pause, item in edition.placed
                ],
            ]
            for name, edition in editions.items()
        ],
    )


def published(plan: Plan, store: Store, key: str) -> Manifest | None:
    """The manifest that is there, if it and the files that it names are as they were when they
    were made from what `key` stands for."""
    content = recall(_file(plan.folder, store), key)
    if content is None or plan.previous is None:
        return None
    try:
        known = json.loads(content)
    except ValueError:
        return None
    return plan.previous if known == _dates(plan.folder, known) else None


def remember(plan: Plan, store: Store, key: str, episode: Manifest) -> None:
    """Keep what the files of `episode` were made from."""
    names = [manifest.FILE, *(entry.file for entry in episode.files)]
    keep(_file(plan.folder, store), key, json.dumps(_dates(plan.folder, names)).encode())


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
