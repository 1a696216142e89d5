"""`producer publish` to a host that has episodes and writes the feed itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from producer.commands import console

if TYPE_CHECKING:
    from producer.publish.manifest import Manifest
    from producer.show.show import Show


def publish_to_host(
    url: str,
    show: Show,
    folder: Path,
    episodes: list[Manifest],
    *,
    edition: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send what the host at `url` lacks of an edition, and tell of it."""
    from producer.episode.hosting import hosted_edition, missing_at_host, send_to_host
    from producer.publish.feed import verify_files
    from producer.publish.hosts.castopod import Castopod

    name = hosted_edition(episodes, edition)
    host = Castopod(url)
    missing = missing_at_host(host, show, folder, episodes, name)
    with console.progress() as progress:
        for episode in episodes:
            verify_files(episode, folder / episode.slug)
        progress.start("sending", len(missing))
        for sent in send_to_host(host, () if dry_run else missing):
            progress.advance("sending", sent.slug)
    slugs = [each.episode.slug for each in missing]
    same = sum(name in episode.editions for episode in episodes) - len(missing)
    if as_json:
        console.result_json(
            {
                "target": url,
                "dry_run": dry_run,
                "edition": name,
                "episodes": slugs,
                "unchanged": same,
            }
        )
        return
    count = "1 episode" if len(slugs) == 1 else f"{len(slugs)} episodes"
    done = "would be sent" if dry_run else "sent"
    console.result("\n".join([*slugs, f"{count} {done} to {url}; {same} were there already"]))
    if same and not dry_run:
        console.message(
            "What is there already stays as it is: a Castopod changes episodes on its own pages."
        )
