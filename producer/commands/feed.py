"""`producer feed`: a feed per edition from the manifests in output/."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, ShowFile
from producer.errors import InputError

if TYPE_CHECKING:
    from producer.publish.feed import Episode
    from producer.show import Show

_EXAMPLE = """\
title = {zh = "茶市谈话", en = "Tea Market Talks"}
author = "Tea Market Radio"

[feed]
base_url = "https://example.org/tea"  # where what is in output/ can be downloaded
description = {zh = "关于茶的谈话。", en = "Conversations about tea."}
category = "Arts"                     # one of Apple's
subcategory = "Food"                  # optional
"""


def feed(
    edition: Annotated[
        str | None,
        typer.Option(metavar="LIST", help="Only these editions, such as zh-en,zh; all there are."),
    ] = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Put drafts into the feeds too.")
    ] = False,
    show: ShowFile = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the episodes are; the show's output/.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the feeds, one per edition, from the finished episodes.

    Every file of an episode is compared with its manifest first. The same episodes and settings
    give the same feeds, byte by byte.
    """
    from producer.publish.cover import cover_jpeg
    from producer.publish.feed import feed_file, feed_url, verify_files
    from producer.show import COVER, load
    from producer.store import write_atomically

    of = load(show)
    settings = of.settings
    require_settings(of)
    folder = of.output if output is None else output
    episodes, left_out = finished_episodes(folder, drafts=drafts)
    editions = _editions(edition, episodes, folder)
    for episode in episodes:
        verify_files(episode, folder / episode.slug)
    write_atomically(folder / COVER, cover_jpeg(of.cover_file, settings.title))
    written = []
    for name in editions:
        file = folder / feed_file(name)
        items = sum(name in episode.editions for episode in episodes)
        content = feed_content(of, name, episodes)
        _warn_of_another_guid(of, name, file)
        write_atomically(file, content)
        url = feed_url(settings, name)
        written.append({"edition": name, "file": str(file), "items": items, "url": url})
    if as_json:
        slugs = [episode.slug for episode in left_out]
        console.result_json({"feeds": written, "drafts_left_out": slugs})
    else:
        rows = [(str(w["file"]), str(w["items"]), str(w["url"])) for w in written]
        console.result(console.table(rows, ("feed", "episodes", "address")))
    if left_out:
        console.message(
            f"Drafts are left out: {', '.join(episode.slug for episode in left_out)}. "
            "To have them in the feeds, add --drafts."
        )


def require_settings(of: Show) -> None:
    """Raises `InputError` with an example where settings of the feed are missing."""
    from producer.publish.feed import missing_settings

    missing = missing_settings(of.settings)
    if missing:
        raise InputError(
            f"a feed needs settings that are missing: {', '.join(missing)}",
            path=of.file or of.folder / "show.toml",
            advice=f"For example:\n\n{_EXAMPLE}",
        )


def finished_episodes(output: Path, *, drafts: bool) -> tuple[list[Episode], list[Episode]]:
    """The episodes that are for listeners, and the drafts that are not; with `drafts` all are.

    Raises `InputError` where none is."""
    from producer.publish import manifest
    from producer.publish.feed import read_episode

    folders = sorted(path.parent for path in output.glob(f"*/{manifest.FILE}"))
    loaded = ((manifest.load(folder), folder) for folder in folders)
    found = [read_episode(content, folder) for content, folder in loaded if content]
    if not found:
        raise InputError(
            "there is no episode to put into a feed",
            path=output,
            advice="Run `producer make FILE` first",
        )
    episodes = [episode for episode in found if drafts or not episode.draft]
    if not episodes:
        raise InputError(
            f"all {len(found)} episodes are drafts, which feeds leave out",
            path=output,
            advice="Make them with an engine that is not for proofing only, or add --drafts",
        )
    return episodes, [episode for episode in found if episode not in episodes]


def feed_content(of: Show, edition: str, episodes: Iterable[Episode]) -> bytes:
    """The feed of those of `episodes` that have the edition."""
    from producer.publish.feed import feed_xml

    having = [episode for episode in episodes if edition in episode.editions]
    described = [(episode, _description(of, episode, edition)) for episode in having]
    return feed_xml(of.settings, edition, described)


def _editions(wanted: str | None, episodes: list[Episode], output: Path) -> list[str]:
    there = sorted({name for episode in episodes for name in episode.editions})
    if wanted is None:
        return there
    names = list(dict.fromkeys(name.strip() for name in wanted.split(",")))
    unknown = [name for name in names if name not in there]
    if unknown:
        raise InputError(
            f"no finished episode has the edition '{unknown[0]}'",
            path=output,
            advice=f"There are: {', '.join(there)}",
        )
    return names


def _description(of: Show, episode: Episode, edition: str) -> list[str]:
    from producer.model import NARRATOR
    from producer.publish.chapters import description_timestamps
    from producer.publish.description import describe
    from producer.publish.feed import joined

    languages = edition.split("-")
    return describe(
        languages,
        title=joined(episode.title, languages),
        about=episode.description,
        speakers=[
            {language: speaker.name.get(language, speaker.id) for language in languages}
            for speaker in episode.speakers
            if speaker.id != NARRATOR
        ],
        disclosure={
            language: of.settings.disclosure.told(language, episode.locales.get(language, ""))
            for language in languages
        },
        locales=episode.locales,
        draft=episode.draft,
        timestamps=description_timestamps(episode.editions[edition].chapters),
        credits=episode.credits,
    )


def _warn_of_another_guid(of: Show, edition: str, file: Path) -> None:
    """Directories know a podcast by its guid, which an address that changes must not change."""
    from producer.publish.feed import guid_of, podcast_guid

    before = guid_of(file.read_bytes()) if file.exists() else None
    if before not in (None, podcast_guid(of.settings, edition)):
        console.message(
            f"The podcast:guid of {file} changes, so directories take it for another podcast. "
            f'If it has only moved, add to show.toml:\n\n[feed.guids]\n{edition} = "{before}"\n'
        )
