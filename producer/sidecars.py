"""The files beside an episode's MP3s, as tasks that can be done side by side."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from producer.model import Timeline
from producer.publish import captions, chapters, page, transcripts
from producer.store import Store, Written, write_changed


def write_sidecars(
    folder: Path, stem: str, when: Timeline, names: Mapping[str, Mapping[str, str]], _: Store
) -> dict[str, Written]:
    """Write chapters, captions and transcript of an edition, and tell what each file holds. `stem`
    is "<slug>.<edition>", and `names[speaker][language]` what speakers are called."""
    made = chain(
        chapters.files(stem, when),
        captions.files(stem, when, names),
        transcripts.files(stem, when, names),
    )
    return {
        name: write_changed(folder / name, (piece.encode() for piece in pieces))
        for name, pieces in made
    }


def write_page(folder: Path, shown: page.Page, _: Store) -> Written:
    """Write the episode's page."""
    return write_changed(folder / shown.file, page.html(shown))
