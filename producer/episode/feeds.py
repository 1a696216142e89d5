"""The feeds of a show, from the manifests in output/ alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from producer.episode.hearing import is_heard
from producer.errors import InputError
from producer.model import NARRATOR
from producer.naming.roles import in_brackets, person, role_name
from producer.publish import manifest
from producer.publish.chapters import description_timestamps
from producer.publish.cover import cover_jpeg
from producer.publish.description import describe
from producer.publish.feed import (
    feed_file,
    feed_url,
    feed_xml,
    guid_of,
    is_from_address,
    joined,
    missing_settings,
    podcast_guid,
    require_own_folder,
    verify_files,
)
from producer.publish.manifest import Manifest, SpeakerEntry
from producer.show.categories import CATEGORIES, nearest_categories
from producer.show.show import COVER, Show
from producer.store import write_atomically

_EXAMPLE = """\
title = {zh = "茶市谈话", en = "Tea Market Talks"}
author = "Tea Market Radio"

[feed]
base_url = "https://example.org/tea"  # where what is in output/ can be downloaded
description = {zh = "关于茶的谈话。", en = "Conversations about tea."}
category = "Arts"                     # one of Apple's
subcategory = "Food"                  # optional
"""


@dataclass(frozen=True, slots=True)
class WrittenFeed:
    """A feed that was written: its edition and file, how many episodes it has, and its address.
    `note` is what a producer should know."""

    edition: str
    file: Path
    items: int
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds that were written, and the slugs of the drafts that they leave out."""

    written: tuple[WrittenFeed, ...]
    drafts_left_out: tuple[str, ...]


def write_feeds(
    show: Show,
    output: Path,
    *,
    editions: Sequence[str] | None = None,
    drafts: bool = False,
    unconfirmed: bool = False,
) -> Feeds:
    """Write a feed per edition, all there are or only `editions`, of the episodes in `output`.

    Every file of an episode is compared with its manifest first. Raises `InputError`, also for an
    episode that is only called after its file, unless what is `unconfirmed` may be published."""
    require_settings(show)
    episodes, left_out = finished_episodes(output, drafts=drafts)
    if show.settings.listen.required:
        _require_heard(episodes, output)
    if not unconfirmed:
        require_titles(episodes, output)
    names = _editions(editions, episodes, output)
    for episode in episodes:
        verify_files(episode, output / episode.slug)
    write_atomically(output / COVER, cover_jpeg(show.cover_file, show.settings.title))
    written = tuple(_write(show, output / feed_file(name), name, episodes) for name in names)
    return Feeds(written, tuple(episode.slug for episode in left_out))


def _write(show: Show, file: Path, edition: str, episodes: Sequence[Manifest]) -> WrittenFeed:
    items = sum(edition in episode.editions for episode in episodes)
    before = guid_of(file.read_bytes()) if file.exists() else None
    write_atomically(file, feed_content(show, edition, episodes, before))
    return WrittenFeed(
        edition, file, items, feed_url(show.settings, edition), _note(show, edition, before)
    )


def require_settings(show: Show) -> None:
    """Raises `InputError` with an example where settings of the feed are missing."""
    missing = missing_settings(show.settings)
    if missing:
        raise InputError(
            f"a feed needs settings that are missing: {', '.join(missing)}",
            path=show.file or show.folder / "show.toml",
            advice=f"For example:\n\n{_EXAMPLE}",
        )
    category = show.settings.feed.category
    if category not in CATEGORIES:
        raise InputError(
            f"feed.category: there is no category '{category}'",
            path=show.file or show.folder / "show.toml",
            line=show.line_of("feed", "category"),
            advice=f"Choose {' or '.join(nearest_categories(category))}",
        )


def require_titles(episodes: Iterable[Manifest], output: Path) -> None:
    """Raise `InputError` for an episode whose title is only the name of its transcript's file."""
    for episode in episodes:
        if episode.untitled:
            source = episode.source or "FILE"
            commands = [shlex.join(["producer", name, source]) for name in ("start", "make")]
            title = " / ".join(dict.fromkeys(episode.title.values()))
            raise InputError(
                f"the episode's title '{title}' is only the name of its file",
                path=output / episode.slug,
                advice=f"Give it a title with `{commands[0]}`, then `{commands[1]}`; or publish it "
                "as it is with --unconfirmed",
            )


def finished_episodes(output: Path, *, drafts: bool) -> tuple[list[Manifest], list[Manifest]]:
    """The episodes that are for listeners, and the drafts that are not; with `drafts` all are.

    Raises `InputError` where none is."""
    loaded = ((manifest.load(folder), folder) for folder in manifest.folders(output))
    finished = []
    for episode, folder in loaded:
        if episode:
            require_own_folder(episode, folder)
            finished.append(episode)
    if not finished:
        raise InputError(
            "there is no episode to put into a feed",
            path=output,
            advice="Run `producer make FILE` first",
        )
    episodes = [episode for episode in finished if drafts or not episode.draft]
    if not episodes:
        raise InputError(
            f"all {len(finished)} episodes are drafts, which feeds leave out",
            path=output,
            advice="Make them with an engine that is not for proofing only, or add --drafts",
        )
    return episodes, [episode for episode in finished if episode not in episodes]


def _require_heard(episodes: Iterable[Manifest], output: Path) -> None:
    """Raise `InputError` for episodes with a sentence that is wrong, or that nobody has heard."""
    unheard = [each.slug for each in episodes if not is_heard(output / each.slug, each)]
    if unheard:
        raise InputError(
            f"listen.required: not every sentence of {', '.join(unheard)} was heard as written",
            path=output,
            advice="`producer make FILE --listen` listens and tells what is wrong. Correct that, "
            "or set listen.required = false",
        )


def feed_content(
    show: Show, edition: str, episodes: Iterable[Manifest], guid: UUID | None = None
) -> bytes:
    """The feed of those of `episodes` that have the edition; `guid` is the podcast:guid that it
    has had so far."""
    having = [episode for episode in episodes if edition in episode.editions]
    described = [(episode, episode_description(show, episode, edition)) for episode in having]
    return feed_xml(show.settings, edition, described, guid)


def _editions(
    asked: Sequence[str] | None, episodes: Iterable[Manifest], output: Path
) -> Sequence[str]:
    there = sorted({name for episode in episodes for name in episode.editions})
    if asked is None:
        return there
    unknown = [name for name in asked if name not in there]
    if unknown:
        raise InputError(
            f"no finished episode has the edition '{unknown[0]}'",
            path=output,
            advice=f"There are: {', '.join(there)}",
        )
    return asked


def episode_description(show: Show, episode: Manifest, edition: str) -> list[str]:
    """The paragraphs that tell of an edition of an episode where it is published."""
    languages = episode.languages_of(edition)
    return describe(
        languages,
        title=joined(episode.title, languages),
        about=episode.description,
        speakers=list(filter(None, (_people(speaker, languages) for speaker in episode.speakers))),
        disclosure={
            language: show.settings.disclosure.told(language, episode.locales.get(language, ""))
            for language in languages
        },
        locales=episode.locales,
        draft=episode.draft,
        timestamps=description_timestamps(episode.editions[edition].chapters),
        credits=episode.credits,
    )


def _people(speaker: SpeakerEntry, languages: Sequence[str]) -> dict[str, str]:
    """Who speaks, by language; nobody where that is the narrator or a role alone."""
    names = {language: speaker.name.get(language, speaker.id) for language in languages}
    known = "" if speaker.id == NARRATOR else person(joined(names, languages))
    return {
        language: (person(names[language]) or known)
        + (in_brackets(role_name(speaker.role, language), language) if speaker.role else "")
        for language in languages
        if known
    }


def _note(show: Show, edition: str, before: UUID | None) -> str:
    """What a producer should know of the feed's podcast:guid. Directories know a podcast by it,
    so it must not change with the address, nor depend on a file that can be lost."""
    now = podcast_guid(show.settings, edition, before)
    written_down = edition in show.settings.feed.guids
    if before not in (None, now):
        return (
            f"The podcast:guid of {feed_file(edition)} changes from {before} to {now}, as "
            f"show.toml says: directories take it for another podcast."
        )
    if written_down or is_from_address(show.settings, edition, now):
        return ""
    return (
        f"{feed_file(edition)} has moved to {feed_url(show.settings, edition)} and keeps its "
        "podcast:guid, by which directories know it. Add to show.toml, so that it is never lost:"
        f'\n\n[feed.guids]\n{edition} = "{now}"\n\n'
        "So that apps follow, publish to the old address once more with new_base_url = "
        f'"{show.settings.feed.base_url}" in [feed], and leave that there for some weeks.\n'
    )
