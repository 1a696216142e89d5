"""`producer publish`: what listeners need from output/ to where they find it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, Output, ShowFile, Unconfirmed
from producer.errors import InputError, UsageError

if TYPE_CHECKING:
    from producer.publish.manifest import Manifest
    from producer.publish.upload import FileChange, Target, Upload
    from producer.show.show import Show


def publish(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="A folder, or s3://bucket/path, gs://bucket/path, az://container/path, "
            "davs://user@host/path (WebDAV), sftp://user@host/path, castopod://user@host/NUMBER.",
        ),
    ],
    drafts: Annotated[bool, typer.Option("--drafts", help="Publish drafts too.")] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune", help="Take away from the feeds there what those to be sent do not have."
        ),
    ] = False,
    fetch: Annotated[
        bool,
        typer.Option(
            "--fetch",
            help="Send nothing: fetch what is known of episodes that another machine published.",
        ),
    ] = False,
    edition: Annotated[
        str | None,
        typer.Option("--edition", help="For a host that takes one edition: which.", metavar="NAME"),
    ] = None,
    unconfirmed: Unconfirmed = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent, and send nothing.")
    ] = False,
    show_file: ShowFile = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Send the feeds and all that they name to where they are published: what is new or changed.

    Media go first and feeds last, so that a feed never names what is not there. Credentials come
    from the environment or the provider's own files, such as ~/.aws/credentials. No file is
    removed from the target, and no episode from its feeds without --prune.

    A Castopod gets the episodes that it lacks, each with captions and chapters, and writes the feed
    itself.
    """
    from producer.commands.publish_to_host import publish_to_host
    from producer.episode.feeds import finished_episodes, require_settings, require_titles
    from producer.episode.published import require_nothing_lost
    from producer.publish.announcement import announce
    from producer.publish.feed import feed_file, feed_url, verify_files
    from producer.publish.hosts.castopod import SCHEMES
    from producer.publish.upload import changes, open_target, send
    from producer.show.show import load

    show = load(show_file)
    require_settings(show)
    folder = show.output if output is None else output
    if fetch:
        with closing(open_target(url, create=False)) as target:
            _fetch(target, folder, as_json=as_json)
        return
    episodes, left_out = finished_episodes(folder, drafts=drafts)
    if not unconfirmed:
        require_titles(episodes, folder)
    if url.partition("://")[0] in SCHEMES:
        publish_to_host(
            url, show, folder, episodes, edition=edition, dry_run=dry_run, as_json=as_json
        )
        _tell_drafts(left_out)
        return
    if edition is not None:
        raise UsageError(
            "--edition is for a host that takes one edition",
            advice="Leave it out: all feeds that are in output/ are sent",
        )
    editions = _current_feeds(show, folder, episodes, drafts=drafts)
    with closing(open_target(url, create=not dry_run)) as target, console.progress() as progress:
        if not prune:
            require_nothing_lost(target, folder, editions)
        progress.start("checking", len(episodes))
        for episode in episodes:
            verify_files(episode, folder / episode.slug)
            progress.advance("checking", episode.slug)
        uploads = _uploads(folder, episodes, editions)
        to_send = changes(target, uploads)
        if not dry_run:
            send(target, to_send, progress)
    addresses = [feed_url(show.settings, edition) for edition in editions]
    sent = {change.upload.key for change in to_send}
    changed_feeds = (
        []
        if dry_run
        else [feed_url(show.settings, name) for name in editions if feed_file(name) in sent]
    )
    feed = show.settings.feed
    told = list(announce(changed_feeds, feed.hubs, feed.podping))
    size = sum(change.upload.bytes for change in to_send)
    same = len(uploads) - len(to_send)
    if as_json:
        console.result_json(
            {
                "target": url,
                "dry_run": dry_run,
                "files": [_entry(change) for change in to_send],
                "bytes": size,
                "unchanged": same,
                "feeds": addresses,
                "announced": [{"feed": a.feed, "hub": a.hub, "problem": a.problem} for a in told],
                "drafts_left_out": [episode.slug for episode in left_out],
            }
        )
    else:
        if dry_run and to_send:
            rows = [(c.upload.key, c.reason, _size(c.upload.bytes)) for c in to_send]
            console.result(console.table(rows, ("file", "", "size")) + "\n")
        count = f"{len(to_send)} {'file' if len(to_send) == 1 else 'files'}, {_size(size)},"
        done = "would be sent" if dry_run else "sent"
        console.result(f"{count} {done} to {url}; {same} were there already")
        console.result("\n".join(addresses))
    for each in told:
        if each.problem:
            console.message(
                f"{each.hub} was not told of {each.feed}: {each.problem}. All is published; apps "
                "find it a little later."
            )
    _tell_drafts(left_out)


def _tell_drafts(left_out: list[Manifest]) -> None:
    if left_out:
        console.message(
            f"Drafts are left out: {', '.join(episode.slug for episode in left_out)}. "
            "To publish them, add --drafts."
        )


def _fetch(target: Target, folder: Path, *, as_json: bool) -> None:
    from producer.episode.published import fetch_manifests

    fetched = [str(path) for path in fetch_manifests(target, folder)]
    if as_json:
        console.result_json({"target": target.address, "fetched": fetched})
        return
    console.result("\n".join([*fetched, f"{len(fetched)} fetched from {target.address}"]))
    if fetched:
        console.message("Now run `producer feed`: its feeds have these episodes too.")


def _entry(change: FileChange) -> dict[str, str | int]:
    upload = change.upload
    return {
        "key": upload.key,
        "bytes": upload.bytes,
        "sha256": upload.sha256,
        "reason": change.reason,
    }


def _current_feeds(
    show: Show, folder: Path, episodes: list[Manifest], *, drafts: bool
) -> list[str]:
    """The editions whose feeds are in `folder`.

    Raises `InputError` for a feed that is not what the manifests and settings give now: it would
    name files, or lengths of files, that are not those being sent."""
    from producer.episode.feeds import feed_content
    from producer.publish.feed import feed_file, guid_of
    from producer.show.show import COVER

    there = sorted({name for episode in episodes for name in episode.editions})
    editions = [name for name in there if (folder / feed_file(name)).exists()]
    again = f"Run `producer feed{' --drafts' if drafts else ''}` first"
    if not editions:
        raise InputError("there is no feed", path=folder, advice=again)
    for name in editions:
        file = folder / feed_file(name)
        if file.read_bytes() != feed_content(show, name, episodes, guid_of(file.read_bytes())):
            raise InputError(
                "the feed is not what the episodes and settings give now", path=file, advice=again
            )
    if not (folder / COVER).exists():
        raise InputError("there is no cover", path=folder / COVER, advice=again)
    return editions


def _uploads(folder: Path, episodes: list[Manifest], editions: list[str]) -> list[Upload]:
    """All that is to be at the target, with the hashes of the manifests where there are any."""
    from producer.publish import manifest
    from producer.publish.feed import feed_file
    from producer.publish.upload import Upload, upload
    from producer.show.show import COVER

    hashed = [
        Upload(folder / e.slug / f.file, f"{e.slug}/{f.file}", f.bytes, f.sha256)
        for e in episodes
        for f in e.files
    ]
    names = [COVER, *(feed_file(name) for name in editions)]
    names += [f"{episode.slug}/{manifest.FILE}" for episode in episodes]
    return hashed + [upload(folder, name) for name in names]


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"
