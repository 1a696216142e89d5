"""The files beside an episode's MP3s, as tasks that can be done side by side."""

from __future__ import annotations

from collections.abc import Mapping

from producer.model import Timeline
from producer.publish import captions, chapters, page, transcripts
from producer.store import Store


def sidecars(
    stem: str, when: Timeline, names: Mapping[str, Mapping[str, str]], _: Store
) -> dict[str, bytes]:
    """Chapters, captions and transcript of an edition by name. `stem` is "<slug>.<edition>", and
    `names[speaker][language]` what speakers are called."""
    return {
        **chapters.files(stem, when),
        **captions.files(stem, when, names),
        **transcripts.files(stem, when, names),
    }


def page_file(shown: page.Page, _: Store) -> bytes:
    """The episode's page."""
    return page.html(shown)
