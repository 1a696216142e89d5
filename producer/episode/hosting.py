"""Finished episodes as a host takes them, and what is there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from producer.episode.feeds import episode_description
from producer.errors import UsageError
from producer.publish.feed import item_title
from producer.publish.hosts.castopod import HostedEpisode
from producer.publish.manifest import Manifest
from producer.show.show import Show


class Host(Protocol):
    """A podcast at a host that has an interface for programs."""

    address: str

    def episodes(self) -> dict[str, tuple[int, bool]]:
        """By slug, the number of each episode there, and whether it is published."""

    def add(self, episode: HostedEpisode) -> int:
        """Send an episode, which is not published by that; gives its number."""

    def publish(self, number: int) -> None:
        """Make an episode public, now."""


@dataclass(frozen=True, slots=True)
class ToHost:
    """What is to be done for an episode: it is there as `number`, or is to be sent."""

    episode: HostedEpisode
    number: int | None


def hosted_edition(episodes: Sequence[Manifest], asked: str | None) -> str:
    """The edition that a host's podcast takes. Raises `UsageError` where that is not clear."""
    there = sorted({name for episode in episodes for name in episode.editions})
    if asked is None and len(there) == 1:
        return there[0]
    if asked in there:
        return str(asked)
    raise UsageError(
        "a podcast at a host has one edition"
        if asked is None
        else f"no finished episode has the edition '{asked}'",
        advice=f"Choose with --edition: {', '.join(there)}",
    )


def missing_at_host(
    host: Host, show: Show, output: Path, episodes: Sequence[Manifest], edition: str
) -> list[ToHost]:
    """What the host lacks of `edition`, the oldest first: hosts date episodes by their arrival."""
    there = host.episodes()
    missing = []
    for episode in sorted(episodes, key=lambda e: (e.created, e.season or 0, e.number or 0)):
        number, is_published = there.get(episode.slug, (None, False))
        if edition in episode.editions and not is_published:
            missing.append(ToHost(_hosted(show, output / episode.slug, episode, edition), number))
    return missing


def send_to_host(host: Host, missing: Sequence[ToHost]) -> Iterator[HostedEpisode]:
    """Send and publish one after the other; what an earlier run has sent is only published."""
    for each in missing:
        host.publish(host.add(each.episode) if each.number is None else each.number)
        yield each.episode


def _hosted(show: Show, folder: Path, episode: Manifest, edition: str) -> HostedEpisode:
    entry = episode.editions[edition]
    beside = {sidecar.file: folder / sidecar.file for sidecar in entry.sidecars}
    stem = f"{episode.slug}.{edition}"
    return HostedEpisode(
        slug=episode.slug,
        title=item_title(episode, edition),
        description="\n\n".join(episode_description(show, episode, edition)),
        audio=folder / entry.file,
        captions=beside.get(f"{stem}.vtt"),
        chapters=beside.get(f"{stem}.chapters.json"),
        number=episode.number,
        season=episode.season,
        is_explicit=show.settings.feed.explicit,
    )
