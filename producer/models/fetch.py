"""Bring a model into the folder of models: whatever is missing of it, checked byte by byte.

Downloads lie in a folder of their own until the model is whole, so that a run that was interrupted
goes on where it stopped. Only files with the right SHA-256 get their names.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from producer.errors import ModelUnavailable
from producer.models.archives import pieces
from producer.models.download import Unreachable, copy_of, download
from producer.models.folder import models_folder
from producer.models.speech_model import Archive, File, Group, SpeechModel
from producer.store import atomic_file, require_room

_FORMAT_ERRORS = (zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error)

Watch = Callable[[int], None]
"""Told how many bytes have come."""


def fetch(model: SpeechModel, source: str = "", watch: Watch | None = None) -> Path:
    """The folder of `model` with all of its files, those that were missing or damaged fetched from
    the places that its catalogue names, or from `source`, an address or a folder.

    Raises `ModelUnavailable` where no place has them, `CannotWrite`."""
    folder = models_folder() / model.name
    downloads = models_folder() / "downloads" / model.name
    report = watch or (lambda _size: None)
    for group in model.groups:
        lacking = [file for file in group.files if not _is_right(folder / file.name, file)]
        report(sum(file.size for file in group.files) - sum(file.size for file in lacking))
        if lacking:
            require_room(folder, 2 * sum(file.size for file in lacking))
            _fetch_group(model, group, lacking, source, folder, downloads, report)
    shutil.rmtree(downloads, ignore_errors=True)
    return folder


def _fetch_group(
    model: SpeechModel,
    group: Group,
    lacking: Sequence[File],
    source: str,
    folder: Path,
    downloads: Path,
    watch: Watch,
) -> None:
    """Get `lacking`, from the first way that has them."""
    reasons: list[str] = []
    for way in _ways_from(source, group) if source else group.ways:
        try:
            archives = [(archive, download(archive, downloads, watch)) for archive in way]
            _unpack(archives, lacking, folder)
        except Unreachable as error:
            reasons.append(str(error))
            continue
        return
    raise ModelUnavailable(model.name, reasons, source)


def _ways_from(source: str, group: Group) -> Iterator[tuple[Archive, ...]]:
    """The ways to get a group from an address or a folder that has its files, or the archives
    that its publisher has."""
    files = (Archive("address", copy_of(source, f.name), {"": f.name}) for f in group.files)
    yield tuple(files)
    flat = (
        Archive("address", copy_of(source, Path(f.name).name), {"": f.name}) for f in group.files
    )
    yield tuple(flat)
    for way in group.ways:
        if all(archive.place == "address" for archive in way):
            yield tuple(
                Archive(
                    "address", copy_of(source, archive.name.rpartition("/")[2]), archive.members
                )
                for archive in way
            )


def _unpack(archives: Iterable[tuple[Archive, Path]], files: Sequence[File], folder: Path) -> None:
    """Put `files` together from what was downloaded. Raises `Unreachable` where one is not
    there or is another."""
    downloaded = list(archives)
    for file in files:
        with atomic_file(folder / file.name) as temporary:
            digest = hashlib.sha256()
            with temporary.open("wb") as target:
                for block in _blocks(downloaded, file.name):
                    digest.update(block)
                    target.write(block)
            if digest.hexdigest() != file.sha256:
                for _, path in downloaded:
                    path.unlink(missing_ok=True)
                names = ", ".join(archive.name for archive, _ in downloaded)
                raise Unreachable(f"{names}: {file.name} is not there, or is another file")


def _blocks(downloaded: Iterable[tuple[Archive, Path]], name: str) -> Iterator[bytes]:
    """The bytes of a file, which end early where a download is damaged."""
    for archive, path in downloaded:
        try:
            yield from pieces(archive, path, name)
        except (OSError, EOFError, ValueError, SyntaxError, KeyError, *_FORMAT_ERRORS):
            return


def _is_right(path: Path, file: File) -> bool:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
    except OSError:
        return False
