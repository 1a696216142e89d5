"""Which entries the present episodes use, and which can be freed.

    .producer/used/<slug>-<hash of the folder>.json

Each `make` writes down the entries of its episode: before it begins the clips that it needs, in
the end all that it used. What no record of a present episode names is used by nobody.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from producer.errors import InputError
from producer.store.files import write_atomically
from producer.store.store import CLIPS, KINDS, Store, key_of

EPISODE = "episode.json"
"""The file that makes a folder an episode."""

YOUNG_S = 3_600
"""Entries that are not older may be about to be used, and are never unused."""

UNFINISHED_S = 30 * 86_400
"""So long the clips of an episode that was never finished wait for the run that goes on."""

_KEY = re.compile("[0-9a-f]{64}")
_Used = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of one kind: how many are used, of how many bytes, and the files of others."""

    kind: str
    used: int
    used_bytes: int
    unused: tuple[Path, ...]
    unused_bytes: int


def record_begin(store: Store, show: Path, episode: Path, clips: Iterable[str]) -> None:
    """Write down that the episode in the folder `episode` is about to be made of `clips` and what
    `store` gave and took already. What it has used so far it goes on using until it is finished."""
    used = store.used | {(CLIPS, key) for key in clips}
    with contextlib.suppress(InputError, FileNotFoundError):
        used |= _read(_file(store, episode)).used
    _write(store, _Record(_place(episode, show), finished=False, used=used), episode)


def record_end(store: Store, show: Path, episode: Path, clips: Iterable[str]) -> None:
    """Write down that the episode is finished, and used `clips` and what `store` gave and took."""
    used = store.used | {(CLIPS, key) for key in clips}
    _write(store, _Record(_place(episode, show), finished=True, used=used), episode)


def record_more(store: Store, episode: Path) -> None:
    """Write down that the episode uses what `store` gave and took besides, if it was ever begun."""
    with contextlib.suppress(InputError, FileNotFoundError):
        record = _read(_file(store, episode))
        _write(store, replace(record, used=record.used | store.used), episode)


def shelves(store: Store, show: Path) -> Iterator[Shelf]:
    """All entries by kind. Raises `InputError` for a record that cannot be read."""
    used: _Used = set()
    for record in _records(store):
        if _is_present(record, show):
            used |= _read(record).used
    now = time.time()
    for kind in KINDS:
        unused: list[Path] = []
        count = used_bytes = unused_bytes = 0
        for path in sorted((store.folder / kind).glob("??/*")):
            if not _KEY.fullmatch(path.name):
                continue
            with contextlib.suppress(FileNotFoundError):
                state = path.stat()
                if (kind, path.name) in used or now - state.st_mtime <= YOUNG_S:
                    count += 1
                    used_bytes += state.st_size
                else:
                    unused.append(path)
                    unused_bytes += state.st_size
        yield Shelf(kind, count, used_bytes, tuple(unused), unused_bytes)


def outdated_records(store: Store, show: Path) -> list[Path]:
    """The records of episodes that are gone."""
    return [record for record in _records(store) if not _is_present(record, show)]


@dataclass(frozen=True, slots=True)
class _Record:
    """`folder` is where the episode lies, from the show's folder if it is inside."""

    folder: str
    finished: bool
    used: _Used


def _place(episode: Path, show: Path) -> str:
    episode, show = episode.resolve(), show.resolve()
    inside = episode.is_relative_to(show)
    return (episode.relative_to(show) if inside else episode).as_posix()


def _file(store: Store, episode: Path) -> Path:
    name = f"{episode.name}-{key_of(folder=str(episode.resolve()))[:8]}.json"
    return store.folder / "used" / name


def _records(store: Store) -> list[Path]:
    return sorted((store.folder / "used").glob("*.json"))


def _is_present(file: Path, show: Path) -> bool:
    """Whether there is the episode, or the run that finishes it is still to be expected."""
    record = _read(file)
    if (show / record.folder / EPISODE).is_file():
        return True
    return not record.finished and time.time() - file.stat().st_mtime < UNFINISHED_S


def _write(store: Store, record: _Record, episode: Path) -> None:
    kinds = {
        kind: sorted(key for entry_kind, key in record.used if entry_kind == kind) for kind in KINDS
    }
    content = {"folder": record.folder, "finished": record.finished, "used": kinds}
    write_atomically(_file(store, episode), json.dumps(content, indent=1).encode())


def _read(file: Path) -> _Record:
    try:
        content = json.loads(file.read_bytes())
        used = {(kind, key) for kind, keys in content["used"].items() for key in keys}
        return _Record(str(content["folder"]), bool(content["finished"]), used)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(
            "it does not say which entries an episode uses",
            path=file,
            advice="Remove it, and make the episode again if you have it still",
        ) from error
