"""Telling hubs that feeds have changed, so that apps need not wait for their next look.

WebSub's hubs (https://www.w3.org/TR/websub/) take `hub.mode=publish` with the feed's address, as
PubSubHubbub 0.3 has it, and are named in the feed; podping (https://github.com/Podcastindex-org/podping.cloud)
takes a GET with a token, and tells whoever watches its chain.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from producer.publish.http_requests import Busy, Refusal, Unverified, ask, signed

TOKEN = "PODPING_TOKEN"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A feed of which a hub was told; `problem` is why it was not, "" where it was."""

    feed: str
    hub: str
    problem: str = ""


def announce(feeds: Iterable[str], hubs: Sequence[str], podping: str) -> Iterator[Announcement]:
    """Tell each of `hubs`, and `podping` unless that is "", of the feeds at these addresses."""
    for feed in feeds:
        for hub in hubs:
            form = urlencode({"hub.mode": "publish", "hub.url": feed, "hub.topic": feed})
            headers = {**signed("", ""), "Content-Type": "application/x-www-form-urlencoded"}
            yield Announcement(feed, hub, _problem("POST", hub, headers, form.encode()))
        if podping:
            question = urlencode({"url": feed, "reason": "update", "medium": "podcast"})
            headers = {**signed("", ""), "Authorization": os.environ.get(TOKEN, "")}
            problem = _problem("GET", f"{podping}/?{question}", headers)
            yield Announcement(feed, podping, problem)


def _problem(method: str, url: str, headers: dict[str, str], content: bytes | None = None) -> str:
    """Asks twice where the first time brings nothing."""
    problem = ""
    for _ in range(2):
        try:
            with ask(method, url, headers, content):
                return ""
        except (Busy, Unverified) as error:
            problem = str(error)
        except Refusal as refusal:
            if refusal.status in (401, 403):
                return f"it refuses the token in {TOKEN}"
            return f"it answers {refusal.status}"
    return problem
