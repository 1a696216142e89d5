"""A feed that is published already, read so that nothing in it is lost by accident.

Apps know an episode by its guid and a podcast by its podcast:guid. What a new feed no longer has
disappears from the apps of all who have subscribed, so the two are compared before it is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from uuid import UUID

from lxml import etree

_PODCAST_GUID = "{https://podcastindex.org/namespace/1.0}guid"
_SLUG = re.compile("[a-z0-9-]+")
_LARGEST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An edition of an episode in a feed. `slug` is the folder that its audio lies in, "" where
    that is none of ours."""

    guid: str
    title: str
    slug: str

    def __str__(self) -> str:
        return f"“{self.title}” ({self.guid})"


@dataclass(frozen=True, slots=True)
class PublishedFeed:
    """What must not vanish from a feed; `guid` is that of the podcast."""

    guid: UUID | None
    items: tuple[PublishedItem, ...]


def read_feed(content: bytes) -> PublishedFeed | None:
    """The feed in `content`; None where it is none. Nothing outside of it is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    if len(content) > _LARGEST_BYTES:
        return None
    try:
        channel = etree.fromstring(content, parser).find("channel")
    except (etree.XMLSyntaxError, ValueError):
        return None
    if channel is None:
        return None
    items = tuple(
        PublishedItem(_text(item, "guid"), _text(item, "title"), _slug(item))
        for item in channel.findall("item")
    )
    return PublishedFeed(_uuid(_text(channel, _PODCAST_GUID)), items)


def missing_items(published: PublishedFeed, new: PublishedFeed) -> list[PublishedItem]:
    """The items of `published` that `new` would take away from those who have subscribed."""
    guids = {item.guid for item in new.items}
    return [item for item in published.items if item.guid not in guids]


def _slug(item: etree._Element) -> str:
    enclosure = item.find("enclosure")
    address = "" if enclosure is None else str(enclosure.get("url", ""))
    try:
        folders = unquote(urlsplit(address).path).split("/")[:-1]
    except ValueError:
        return ""
    slug = folders[-1] if folders else ""
    return slug if _SLUG.fullmatch(slug) else ""


def _text(element: etree._Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
