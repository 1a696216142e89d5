"""A feed as directories and apps read it: RSS 2.0 with Apple's tags and Podcasting 2.0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from producer.check import feed_items
from producer.check.feed_elements import (
    NAMESPACES,
    WRITE_AGAIN,
    Item,
    is_url,
    local_file,
    parse,
    urls,
)
from producer.check.report import (
    APPLE,
    PLAYERS,
    PODCASTING,
    CheckLine,
    Section,
    judged,
    not_applicable,
    some,
)
from producer.check.tag import cover_line

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_CATEGORIES = frozenset(
    "Arts|Business|Comedy|Education|Fiction|Government|Health & Fitness|History|Kids & Family|"
    "Leisure|Music|News|Religion & Spirituality|Science|Society & Culture|Sports|TV & Film|"
    "Technology|True Crime".split("|")
)
"""Apple's categories; each has others inside."""
_SETTINGS = "Set it in show.toml and run `producer feed` again"


def check_feed(path: Path) -> Iterator[Section]:
    """The sections of a feed file: the channel, and all items together."""
    root, problem = parse(path)
    form = judged(
        "form",
        not problem,
        problem or "RSS 2.0",
        "well-formed RSS 2.0",
        PLAYERS,
        advice=WRITE_AGAIN,
    )
    channel = None if root is None else root.find("channel")
    if channel is None:
        yield Section(path.name, (form,))
        return
    name = f"{path.name}, channel"
    yield Section(name, (form, *_channel(Item("the channel", channel), path.parent)))
    episodes = [
        Item(f"item {number} “{(element.findtext('title') or '')[:30]}”", element)
        for number, element in enumerate(channel.findall("item"), 1)
    ]
    if episodes:
        yield Section(
            f"{path.name}, {len(episodes)} items", tuple(feed_items.lines(episodes, path.parent))
        )
    else:
        nothing = not_applicable("items", "none yet", "at least one", APPLE)
        yield Section(f"{path.name}, no items", (nothing,))


def _channel(channel: Item, folder: Path) -> Iterator[CheckLine]:
    def ask(check: str, value: str, ok: bool, expected: str, who: str) -> CheckLine:
        return judged(check, ok, value[:60] or "none", expected, who, advice=_SETTINGS)

    for tag in "title", "description", "itunes:author":
        text = channel.text(tag)
        yield ask(tag, text, bool(text), "some text", APPLE)
    link = channel.text("link")
    yield ask("link", link, is_url(link), "a web address", APPLE)
    language = channel.text("language")
    yield ask("language", language, bool(_LANGUAGE.fullmatch(language)), "such as zh-cn", APPLE)
    category = channel.one("itunes:category", "text")
    yield ask("itunes:category", category, category in _CATEGORIES, "one of Apple's", APPLE)
    explicit = channel.text("itunes:explicit")
    yield ask("itunes:explicit", explicit, explicit in ("true", "false"), "true or false", APPLE)
    yield from _image(channel.one("itunes:image", "href"), folder)
    own = [
        e.get("href", "")
        for e in channel.element.findall("atom:link", NAMESPACES)
        if e.get("rel") == "self"
    ]
    address = own[0] if own else ""
    yield ask("atom:link", address, is_url(address), "rel=self, the feed's address", PODCASTING)
    guid = channel.text("podcast:guid")
    yield ask("podcast:guid", guid, _is_uuid(guid), "a UUID, kept for ever", PODCASTING)
    locked = channel.text("podcast:locked")
    yield ask("podcast:locked", locked, locked in ("yes", "no"), "yes or no", PODCASTING)
    plain = [url for url in urls(channel.element) if not url.startswith("https://")]
    yield judged(
        "https",
        not plain,
        some(plain) if plain else "everywhere",
        "https in every address",
        APPLE,
        advice="Set `base_url` of [feed] in show.toml to an https address",
    )
    foreign = [url for url in urls(channel.element) if not url.isascii() or " " in url]
    yield judged(
        "addresses",
        not foreign,
        some(foreign) if foreign else "ASCII",
        "ASCII without blanks",
        APPLE,
        advice="Give files and folders names of ASCII letters, digits and hyphens",
    )


def _image(url: str, folder: Path) -> Iterator[CheckLine]:
    suffix = url.lower().endswith((".jpg", ".jpeg", ".png"))
    yield judged(
        "itunes:image",
        is_url(url) and suffix,
        url or "none",
        "the address of a JPEG or PNG",
        APPLE,
        advice=_SETTINGS,
    )
    local = local_file(url, folder)
    if local is not None:
        mime = "image/png" if url.lower().endswith(".png") else "image/jpeg"
        yield cover_line((mime, local.read_bytes()))


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
