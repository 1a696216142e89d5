"""`producer feed`: a feed per edition from the manifests in output/."""

from __future__ import annotations

from typing import Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, Output, ShowFile, Unconfirmed, parsed_editions


def feed(
    edition: Annotated[
        str | None,
        typer.Option(metavar="LIST", help="Only these editions, such as zh-en,zh; all there are."),
    ] = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Put drafts into the feeds too.")
    ] = False,
    unconfirmed: Unconfirmed = False,
    show_file: ShowFile = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Write the feeds, one per edition, from the finished episodes.

    Every file of an episode is compared with its manifest first. The same episodes and settings
    give the same feeds, byte by byte.
    """
    from producer.episode.feeds import write_feeds
    from producer.show.show import load

    show = load(show_file)
    folder = show.output if output is None else output
    editions = list(dict.fromkeys(parsed_editions(edition) or ())) or None
    feeds = write_feeds(show, folder, editions=editions, drafts=drafts, unconfirmed=unconfirmed)
    for each in feeds.written:
        if each.note:
            console.message(each.note)
    if as_json:
        written = [
            {"edition": each.edition, "file": str(each.file), "items": each.items, "url": each.url}
            for each in feeds.written
        ]
        left_out = list(feeds.drafts_left_out)
        console.result_json({"feeds": written, "drafts_left_out": left_out})
    else:
        rows = [(str(each.file), str(each.items), each.url) for each in feeds.written]
        console.result(console.table(rows, ("feed", "episodes", "address")))
    if feeds.drafts_left_out:
        console.message(
            f"Drafts are left out: {', '.join(feeds.drafts_left_out)}. "
            "To have them in the feeds, add --drafts."
        )
