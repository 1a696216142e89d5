"""A finished episode or feed, read as a player would read it and held against what Apple, Spotify
and Podcasting 2.0 ask for.

Nothing here trusts what made the files: tags, frames and captions are read from the bytes by
readers of its own, sound is decoded and measured, and only then compared with episode.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from producer.check import manifest
from producer.check.episode import check_episode, check_mp3
from producer.check.feed import check_feed
from producer.check.picture_data import PictureContents, scene
from producer.check.report import CheckLine, Report, Section, State
from producer.errors import UsageError

__all__ = ["CheckLine", "Report", "Section", "State", "check", "scene_of"]


_FEEDS = (".xml", ".rss")


def check(path: Path) -> Report:
    """Check an episode's folder, its episode.json, one of its MP3 files, a feed file, or a folder
    with all of a show's episodes and feeds.

    Raises `UsageError` for anything else."""
    if not path.exists():
        raise UsageError(f"there is no {path}")
    sections: Iterable[Section]
    if path.is_dir() and (path / manifest.FILE).exists():
        sections = check_episode(path)
    elif path.is_dir() and (published := tuple(_published(path))):
        sections = published
    elif path.is_file() and path.name == manifest.FILE:
        sections = check_episode(path.parent)
    elif path.is_file() and path.suffix.lower() == ".mp3":
        sections = check_mp3(path)
    elif path.is_file() and path.suffix.lower() in _FEEDS:
        sections = check_feed(path)
    else:
        raise UsageError(
            f"{path} cannot be checked",
            advice=f"Give an episode's folder, its {manifest.FILE}, an MP3, a feed (.xml) or the "
            "folder of all of them",
        )
    return Report(str(path), tuple(sections))


def _published(folder: Path) -> Iterator[Section]:
    """The sections of each episode in `folder`, and of each feed."""
    for file in sorted(folder.glob(f"*/{manifest.FILE}")):
        for section in check_episode(file.parent):
            yield replace(section, file=f"{file.parent.name}/{section.file}")
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in _FEEDS:
            yield from check_feed(file)


def scene_of(report: Report) -> PictureContents:
    """What a picture of the first MP3 in `report` shows. Raises `UsageError` if there is none."""
    for section in report.sections:
        if section.sound is not None:
            path = Path(report.path)
            folder = path if path.is_dir() else path.parent
            return scene(folder / section.file, section.sound)
    raise UsageError(f"there is no sound in {report.path} to draw a picture of")
