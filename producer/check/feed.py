"""A feed as directories and apps read it: RSS 2.0 with Apple's tags and Podcasting 2.0."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from lxml import etree

from producer.check import manifest
from producer.check.report import (
    APPLE,
    MANIFEST,
    PLAYERS,
    PODCASTING,
    SPOTIFY,
    Line,
    Section,
    judged,
    not_applicable,
    some,
)
from producer.check.tag import cover_line

DESCRIPTION_BYTES = 4_000
_LARGEST_BYTES = 50_000_000
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_TIME = re.compile(r"\d+|(\d+:)?[0-5]?\d:[0-5]\d", re.ASCII)
_CATEGORIES = frozenset(
    "Arts|Business|Comedy|Education|Fiction|Government|Health & Fitness|History|Kids & Family|"
    "Leisure|Music|News|Religion & Spirituality|Science|Society & Culture|Sports|TV & Film|"
    "Technology|True Crime".split("|")
)
"""Apple's categories; each has others inside."""
_SETTINGS = "Set it in show.toml and run `producer feed` again"
_WRITE_AGAIN = "Run `producer feed` again"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item, with a name for messages."""

    name: str
    element: etree._Element

    def text(self, tag: str) -> str:
        return (self.element.findtext(tag, "", _NAMESPACES) or "").strip()

    def all(self, tag: str, attribute: str) -> list[str]:
        found = self.element.findall(tag, _NAMESPACES)
        return [str(element.get(attribute, "")) for element in found]

    def one(self, tag: str, attribute: str) -> str:
        return next(iter(self.all(tag, attribute)), "")


def check_feed(path: Path) -> Iterator[Section]:
    """The sections of a feed file: the channel, and all items together."""
    root, problem = _parse(path)
    form = judged(
        "form",
        not problem,
        problem or "RSS 2.0",
        "well-formed RSS 2.0",
        PLAYERS,
        advice=_WRITE_AGAIN,
    )
    channel = None if root is None else root.find("channel")
    if channel is None:
        yield Section(path.name, (form,))
        return
    name = f"{path.name}, channel"
    yield Section(name, (form, *_channel(_Item("the channel", channel), path.parent)))
    items = [
        _Item(f"item {number} “{(element.findtext('title') or '')[:30]}”", element)
        for number, element in enumerate(channel.findall("item"), 1)
    ]
    if items:
        yield Section(f"{path.name}, {len(items)} items", tuple(_items(items, path.parent)))
    else:
        nothing = not_applicable("items", "none yet", "at least one", APPLE)
        yield Section(f"{path.name}, no items", (nothing,))


def _parse(path: Path) -> tuple[etree._Element | None, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            return None, "it is too large for a feed"
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        return None, error.strerror or str(error)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, f"it is no XML ({error})"
    if root.tag != "rss" or root.get("version") != "2.0" or root.find("channel") is None:
        return root, f"it is <{root.tag} version={root.get('version')!r}>"
    return root, ""


def _channel(channel: _Item, folder: Path) -> Iterator[Line]:
    def ask(check: str, found: str, ok: bool, wanted: str, who: str) -> Line:
        return judged(check, ok, found[:60] or "none", wanted, who, advice=_SETTINGS)

    for tag in "title", "description", "itunes:author":
        text = channel.text(tag)
        yield ask(tag, text, bool(text), "some text", APPLE)
    link = channel.text("link")
    yield ask("link", link, _is_url(link), "a web address", APPLE)
    language = channel.text("language")
    yield ask("language", language, bool(_LANGUAGE.fullmatch(language)), "such as zh-cn", APPLE)
    category = channel.one("itunes:category", "text")
    yield ask("itunes:category", category, category in _CATEGORIES, "one of Apple's", APPLE)
    explicit = channel.text("itunes:explicit")
    yield ask("itunes:explicit", explicit, explicit in ("true", "false"), "true or false", APPLE)
    yield from _image(channel.one("itunes:image", "href"), folder)
    own = [
        e.get("href", "")
        for e in channel.element.findall("atom:link", _NAMESPACES)
        if e.get("rel") == "self"
    ]
    address = own[0] if own else ""
    yield ask("atom:link", address, _is_url(address), "rel=self, the feed's address", PODCASTING)
    guid = channel.text("podcast:guid")
    yield ask("podcast:guid", guid, _is_uuid(guid), "a UUID, kept for ever", PODCASTING)
    locked = channel.text("podcast:locked")
    yield ask("podcast:locked", locked, locked in ("yes", "no"), "yes or no", PODCASTING)
    plain = [url for url in _urls(channel.element) if not url.startswith("https://")]
    yield judged(
        "https",
        not plain,
        some(plain) if plain else "everywhere",
        "https in every address",
        APPLE,
        advice="Set `base_url` of [feed] in show.toml to an https address",
    )
    foreign = [url for url in _urls(channel.element) if not url.isascii() or " " in url]
    yield judged(
        "addresses",
        not foreign,
        some(foreign) if foreign else "ASCII",
        "ASCII without blanks",
        APPLE,
        advice="Give files and folders names of ASCII letters, digits and hyphens",
    )


def _image(url: str, folder: Path) -> Iterator[Line]:
    suffix = url.lower().endswith((".jpg", ".jpeg", ".png"))
    yield judged(
        "itunes:image",
        _is_url(url) and suffix,
        url or "none",
        "the address of a JPEG or PNG",
        APPLE,
        advice=_SETTINGS,
    )
    local = local_file(url, folder)
    if local is not None:
        mime = "image/png" if url.lower().endswith(".png") else "image/jpeg"
        yield cover_line((mime, local.read_bytes()))


def _items(items: Sequence[_Item], folder: Path) -> Iterator[Line]:
    def each(
        check: str,
        wanted: str,
        who: str,
        problem: Callable[[_Item], str],
        advice: str = _WRITE_AGAIN,
    ) -> Line:
        wrong = [f"{item.name}: {what}" for item in items if (what := problem(item))]
        right = f"{len(items) - len(wrong)} of {len(items)}"
        return judged(check, not wrong, some(wrong) if wrong else right, wanted, who, advice=advice)

    yield each("title", "some text", APPLE, lambda i: "" if i.text("title") else "none")
    yield each("guid", "one that never changes", APPLE, lambda i: "" if i.text("guid") else "none")
    yield _unique(items)
    yield each("enclosure", "url, length and type audio/mpeg", APPLE, _enclosure)
    yield from _local(items, folder)
    yield each("pubDate", "RFC 2822", APPLE, _date)
    yield _newest_first(items)
    yield each("description", f"1 to {DESCRIPTION_BYTES:,} bytes", APPLE, _description)
    yield each("itunes:duration", "seconds or h:mm:ss", APPLE, _duration)
    yield each("itunes:explicit", "true or false", APPLE, _explicit)
    yield each("itunes:episodeType", "full, trailer or bonus", APPLE, _type)
    yield each(
        "AI disclosure",
        "synthetic voices disclosed",
        APPLE,
        lambda i: "" if _told(i) else "no podcast:txt of ai-content",
    )
    yield each("podcast:transcript", "url and type", PODCASTING, _transcripts)
    yield each("podcast:chapters", "url and type", PODCASTING, _chapters)
    yield each("podcast:alternateEnclosure", "type and source", PODCASTING, _alternatives)


def _unique(items: Sequence[_Item]) -> Line:
    twice = [guid for guid, n in Counter(i.text("guid") for i in items).items() if n > 1]
    return judged(
        "unique guids",
        not twice,
        some(twice) if twice else f"{len(items)} different",
        "each only once",
        APPLE,
        advice=_WRITE_AGAIN,
    )


def _enclosure(item: _Item) -> str:
    if len(item.all("enclosure", "url")) != 1:
        return "there must be exactly one"
    if not _is_url(item.one("enclosure", "url")):
        return "no web address"
    if item.one("enclosure", "type") != "audio/mpeg":
        return f"type {item.one('enclosure', 'type')!r}"
    length = item.one("enclosure", "length")
    return "" if length.isascii() and length.isdigit() and int(length) else f"length {length!r}"


def _local(items: Sequence[_Item], folder: Path) -> Iterator[Line]:
    """Lines about the files that lie beside the feed, found by the end of their addresses."""
    files = {item.name: local_file(item.one("enclosure", "url"), folder) for item in items}
    here = [(item, file) for item in items if (file := files[item.name]) is not None]
    wanted = "the exact size of the file"
    if not here:
        yield not_applicable("enclosure length", "no file is beside the feed", wanted, SPOTIFY)
        return
    wrong = [
        f"{item.name}: {item.one('enclosure', 'length')} instead of {file.stat().st_size}"
        for item, file in here
        if item.one("enclosure", "length") != str(file.stat().st_size)
    ]
    yield judged(
        "enclosure length",
        not wrong,
        some(wrong) if wrong else f"{len(here)} of {len(items)} compared",
        wanted,
        SPOTIFY,
        advice=_WRITE_AGAIN,
    )
    missing = [
        f"{item.name}: {Path(urlsplit(url).path).name}"
        for item, file in here
        for url in (*item.all("podcast:transcript", "url"), *item.all("podcast:chapters", "url"))
        if not (file.parent / unquote(Path(urlsplit(url).path).name)).is_file()
    ]
    yield judged(
        "files beside it",
        not missing,
        some(missing) if missing else "all there",
        "every transcript and chapters file",
        PODCASTING,
        advice="Make the episode again, then run `producer feed`",
    )
    drafts = [
        item.name
        for item, file in here
        if manifest.read_manifest(file.parent / manifest.FILE).draft
    ]
    yield judged(
        "drafts",
        not drafts,
        some(drafts) if drafts else "none",
        "finished episodes only",
        MANIFEST,
        advice="Make these with a voice engine such as edge, or leave drafts out of the feed",
    )


def local_file(url: str, folder: Path) -> Path | None:
    """The file below `folder` that `url` would name once published: the one with the longest
    end of its path."""
    try:
        parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    except ValueError:
        return None
    if ".." in parts or any("\0" in part for part in parts):
        return None
    ends = (folder.joinpath(*parts[at:]) for at in range(len(parts)))
    return next((path for path in ends if _is_file(path)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _moment(item: _Item) -> datetime | None:
    try:
        moment = parsedate_to_datetime(item.text("pubDate"))
    except (ValueError, IndexError, OverflowError, TypeError):
        return None
    return moment if moment.tzinfo else None


def _date(item: _Item) -> str:
    return "" if _moment(item) else f"{item.text('pubDate') or 'none'!r}, or no time zone"


def _newest_first(items: Sequence[_Item]) -> Line:
    moments = [moment.timestamp() for item in items if (moment := _moment(item))]
    ok = moments == sorted(moments, reverse=True)
    return judged(
        "order",
        ok,
        "newest first" if ok else "not by date",
        "newest first",
        PLAYERS,
        advice=_WRITE_AGAIN,
    )


def _description(item: _Item) -> str:
    size = len(item.text("description").encode())
    return "" if 0 < size <= DESCRIPTION_BYTES else f"{size:,} bytes"


def _duration(item: _Item) -> str:
    found = item.text("itunes:duration")
    return "" if _TIME.fullmatch(found) else found or "none"


def _explicit(item: _Item) -> str:
    found = item.text("itunes:explicit")
    return "" if found in ("true", "false") else found or "none"


def _type(item: _Item) -> str:
    found = item.text("itunes:episodeType")
    return "" if found in ("full", "trailer", "bonus") else found or "none"


def _told(item: _Item) -> bool:
    parent = item.element.getparent()
    places = [item.element, *([parent] if parent is not None else [])]
    notes = [note for place in places for note in place.findall("podcast:txt", _NAMESPACES)]
    return any(note.get("purpose") == "ai-content" for note in notes)


def _transcripts(item: _Item) -> str:
    return _typed(
        item,
        "podcast:transcript",
        (
            "text/vtt",
            "application/x-subrip",
            "application/srt",
            "application/json",
            "text/html",
            "text/plain",
        ),
    )


def _chapters(item: _Item) -> str:
    return _typed(item, "podcast:chapters", ("application/json+chapters",))


def _typed(item: _Item, tag: str, types: Iterable[str]) -> str:
    pairs = zip(item.all(tag, "url"), item.all(tag, "type"), strict=True)
    wrong = [type_ or url for url, type_ in pairs if not _is_url(url) or type_ not in types]
    return some(wrong)


def _alternatives(item: _Item) -> str:
    for element in item.element.findall("podcast:alternateEnclosure", _NAMESPACES):
        sources = element.findall("podcast:source", _NAMESPACES)
        if (
            not element.get("type")
            or not sources
            or not all(_is_url(s.get("uri", "")) for s in sources)
        ):
            return element.get("title") or "one without type or source"
    return ""


def _urls(channel: etree._Element) -> list[str]:
    """Every address that an app would fetch."""
    found = [
        value
        for element in channel.iter(etree.Element)
        for name, value in element.attrib.items()
        if name in ("url", "href", "uri")
    ]
    return [url for url in dict.fromkeys(map(str, found)) if "://" in url]


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
