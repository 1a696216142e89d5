"""What is published at a target, compared with what is to be sent there.

Two machines may make episodes of one show, and each knows only its own. So the feeds at the
target are read first: what would vanish from them is an error, and the manifests of episodes that
are there and not here can be fetched, so that the feeds written here have them too.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from producer.errors import InputError
from producer.publish import manifest
from producer.publish.feed import PUBLISHED, feed_file, require_own_folder
from producer.publish.published_feed import PublishedFeed, missing_items, read_feed
from producer.publish.upload import Target
from producer.store import write_atomically

_FEED_FILES = feed_file("*").split("*")


def require_nothing_lost(target: Target, output: Path, editions: Sequence[str]) -> None:
    """Raise `InputError` where the feeds of `editions` in `output` lack what those at the target
    have: the message names each item, and a podcast:guid that would change."""
    for edition in editions:
        name = feed_file(edition)
        published = _feed(target, name)
        new = read_feed((output / name).read_bytes())
        if published is None or new is None:
            continue
        if published.guid not in (None, new.guid):
            raise InputError(
                f"the feed that is published there has the podcast:guid {published.guid}, by which "
                f"directories know it, and the one to be sent has {new.guid}",
                path=f"{target.address}/{name}",
                advice="If it is the same podcast, add to show.toml and run `producer feed` "
                f'again:\n\n[feed.guids]\n{edition} = "{published.guid}"\n\n'
                "If it is meant to become another one, add --prune",
            )
        if missing := missing_items(published, new):
            count = "1 episode" if len(missing) == 1 else f"{len(missing)} episodes"
            raise InputError(
                f"{count} would vanish from it for all who have subscribed:\n  "
                + "\n  ".join(map(str, missing)),
                path=f"{target.address}/{name}",
                advice="If another machine made them, fetch what is known of them with "
                f"`{shlex.join(['producer', 'publish', target.address, '--fetch'])}` and run "
                "`producer feed` again. To take them away, add --prune",
            )


def fetch_manifests(target: Target, output: Path) -> Iterator[Path]:
    """Bring the manifests of episodes that are in a feed at the target, and not in `output`, to
    where `make` would have written them; gives their folders one after the other.

    Raises `InputError` for a manifest there that cannot be used."""
    start, end = _FEED_FILES
    names = [n for n in target.top_names() if n.startswith(start) and n.endswith(end)]
    feeds = filter(None, (_feed(target, name) for name in names))
    for slug in sorted({item.slug for feed in feeds for item in feed.items if item.slug}):
        folder = output / slug
        if (folder / manifest.FILE).exists():
            continue
        content = target.read(f"{slug}/{manifest.FILE}")
        if content is None:
            raise InputError(
                "there is no manifest",
                path=f"{target.address}/{slug}/{manifest.FILE}",
                advice="Publish from the machine that made the episode, or copy its folder here",
            )
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / PUBLISHED, f"{target.address}\n".encode())
        write_atomically(folder / manifest.FILE, content)
        try:
            if episode := manifest.load(folder):
                require_own_folder(episode, folder)
        except InputError:
            (folder / manifest.FILE).unlink()
            raise
        yield folder


def _feed(target: Target, name: str) -> PublishedFeed | None:
    content = target.read(name)
    return None if content is None else read_feed(content)
