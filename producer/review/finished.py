"""The finished episodes in output/: what the pages tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producer.check import Report, check, scene_of
from producer.check.plot import draw
from producer.errors import InputError
from producer.publish import manifest
from producer.publish.feed import is_published, published_items
from producer.store import Store, key_of


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished episode. `source` is its transcript as the manifest names it, `made_ns` when the
    manifest was written; it is `published` once a feed has it."""

    slug: str
    source: str
    draft: bool
    made_ns: int
    published: bool


class Shelf:
    """The episodes in an output folder, each read again only when it has changed."""

    def __init__(self) -> None:
        self._manifests: dict[Path, tuple[int, Mapping[str, Any]]] = {}
        self._reports: dict[Path, tuple[int, Report]] = {}

    def episodes(self, output: Path) -> Iterator[Finished]:
        """All episodes whose manifests can be read."""
        items = published_items(output)
        for folder in manifest.folders(output):
            try:
                told = self.manifest(folder)
            except InputError:
                continue
            if told is not None:
                yield Finished(
                    folder.name,
                    str(told.get("source", "")),
                    bool(told.get("draft")),
                    (folder / manifest.FILE).stat().st_mtime_ns,
                    is_published(told, folder.name, items),
                )

    def manifest(self, folder: Path) -> Mapping[str, Any] | None:
        """The manifest in `folder`; None where there is none. Raises `InputError`."""
        try:
            written = (folder / manifest.FILE).stat().st_mtime_ns
        except OSError:
            return None
        when, told = self._manifests.get(folder, (0, None))
        if told is None or when != written:
            told = manifest.load(folder)
            if told is not None:
                self._manifests[folder] = (written, told)
        return told

    def report(self, folder: Path) -> Report:
        """What `producer check` says of the episode in `folder`."""
        written = (folder / manifest.FILE).stat().st_mtime_ns
        when, report = self._reports.get(folder, (0, None))
        if report is None or when != written:
            report = check(folder)
            self._reports[folder] = (written, report)
        return report

    def plot(self, folder: Path, store: Store) -> Path:
        """The picture of the first edition's sound, drawn once."""
        written = (folder / manifest.FILE).stat().st_mtime_ns
        key = key_of(folder=str(folder.resolve()), written=written)
        file = store.folder / "review" / "plots" / f"{key}.png"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            draw(scene_of(self.report(folder)), file)
        return file
