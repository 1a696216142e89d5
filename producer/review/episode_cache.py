"""Where the transcripts stand and what their finished episodes are: found out again only when a
file that tells of it has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from producer.plan.request import Request
from producer.plan.status import Standing, standing
from producer.publish import manifest
from producer.store import Store, key_of

if TYPE_CHECKING:
    from producer.check import Report

_Stamps = tuple[tuple[Path, int, int], ...]
"""Files with the times of their last change, in ns, and their sizes."""


class EpisodeCache:
    """What is known of transcripts and of episodes in an output folder."""

    def __init__(self) -> None:
        self._standings: dict[Path, tuple[_Stamps, Standing]] = {}
        self._reports: dict[Path, tuple[int, Report]] = {}

    def known(self, request: Request, episode_folders: Iterable[Path]) -> Standing | None:
        """Where the transcript of `request` stands, if that was found out since something has
        changed. What was `made` from it lies in these folders."""
        stamps, standing = self._standings.get(request.transcript, ((), None))
        return standing if standing and stamps == _stamps(request, episode_folders) else None

    def standing(
        self, request: Request, episode_folders: Iterable[Path], items: Collection[str]
    ) -> Standing:
        """As `known`, or as `producer status` says; `items` are the published ones."""
        if (current := self.known(request, episode_folders)) is None:
            stamps = _stamps(request, episode_folders)
            current = standing(request, items)
            self._standings[request.transcript] = (stamps, current)
        return current

    def report(self, folder: Path) -> Report:
        """What `producer check` says of the episode in `folder`."""
        from producer.check import check

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
            from producer.check import scene_of
            from producer.check.picture import draw

            file.parent.mkdir(parents=True, exist_ok=True)
            draw(scene_of(self.report(folder)), file)
        return file


def _stamps(request: Request, episode_folders: Iterable[Path]) -> _Stamps:
    """Of all files on which it hangs where the transcript of `request` stands."""
    stamps = []
    for file in _inputs(request, episode_folders):
        try:
            status = file.stat()
        except (OSError, ValueError):
            continue
        stamps.append((file, status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def _inputs(request: Request, episode_folders: Iterable[Path]) -> Iterator[Path]:
    show, path = request.show, request.transcript
    yield show.file or show.folder / "show.toml"
    yield show.cast_file
    yield show.lexicon_file
    if show.cover_file is not None:
        yield show.cover_file
    music = show.settings.music
    for piece in filter(None, (music.intro, music.outro, music.sting, music.bed)):
        yield show.folder / piece.file
    # The other language may be in a file beside it.
    begin = path.name.partition(".")[0]
    yield from sorted(file for file in path.parent.iterdir() if file.name.startswith(begin))
    yield from sorted((request.output or show.output).glob("feed.*.xml"))
    for folder in episode_folders:
        yield from sorted(folder.iterdir())
