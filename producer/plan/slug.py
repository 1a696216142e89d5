"""An episode's slug: its folder's and files' name, the same from one making to the next."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from anyascii import anyascii

from producer.errors import InputError
from producer.model import Script
from producer.progress import Progress
from producer.publish import manifest
from producer.show.show import Show

_LONGEST = 80


def source_of(origin: Path, folder: Path) -> str:
    """Where the transcript lies, from the show's folder if it is inside."""
    resolved, base = origin.resolve(), folder.resolve()
    source = resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else origin.name
    # A name that is no Unicode is not found by it later, like that of a file from elsewhere.
    return source.encode(errors="replace").decode()


def choose_slug(
    script: Script,
    origin: Path,
    of: Show,
    output: Path,
    taken: Collection[Path],
    progress: Progress,
) -> tuple[str, dict[str, Any] | None]:
    """The episode's slug and last manifest.

    A transcript in the show's folder keeps its slug when its title changes, and another one with
    the same title gets a slug of its own, and so does one whose folder is `taken`. One from
    elsewhere is known by its title alone, for next week's file may have the same name.
    """

    def is_mine(folder: Path) -> bool:
        source = of.folder / manifest.source(folder)
        return source.is_file() and origin.is_file() and source.samefile(origin)

    def is_others(folder: Path) -> bool:
        if folder in taken:
            return True
        return (of.folder / manifest.source(folder)).is_file() and not is_mine(folder)

    slug = wanted = slugify(script.title.get("en") or script.title_in(script.languages[0]))
    if not is_mine(output / slug):
        for folder in manifest.folders(output):
            try:
                if is_mine(folder):
                    return folder.name, manifest.load(folder)
            except InputError as error:
                progress.note(f"{error}. Other episodes are made nevertheless.")
    number = 1
    while is_others(output / slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug, manifest.load(output / slug)


def slugify(title: str) -> str:
    """`title` as a name for files and addresses: a–z, 0–9 and -; never empty."""
    spaced = "".join(f" {anyascii(c)} " if ord(c) > 0x2E7F else anyascii(c) for c in title)
    words = re.findall(r"[a-z0-9]+", spaced.lower().replace("'", ""))
    return "-".join(words)[:_LONGEST].strip("-") or "episode"
