"""One RSS 2.0 feed per edition, from the manifests and the show's settings alone.

The same manifests and settings give the same bytes: the feed's date is that of the newest
episode. Tags: RSS 2.0, Apple's (itunes), Podcasting 2.0 (podcast), content and atom.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from uuid import UUID, uuid5

from lxml import etree

from producer import __version__
from producer.errors import InputError
from producer.languages import BILINGUAL
from producer.model import NARRATOR, clean_text
from producer.naming.roles import person
from producer.publish.manifest import EditionEntry, Manifest
from producer.show.settings import Settings
from producer.show.show import COVER

_PODCAST = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
_USUAL_LOCALES = {"zh": "zh-cn", "yue": "zh-hk"}
"""Tags that directories know better than the language's own."""

_SEVERAL = "mul"
"""The language of what is in several (ISO 639-2)."""

_CAPTIONS = {".vtt": "text/vtt", ".srt": "application/x-subrip"}
_TRANSCRIPT, _CHAPTERS = ".transcript.json", ".chapters.json"


def require_own_folder(episode: Manifest, folder: Path) -> None:
    """Raise `InputError` where `folder` is not called as the episode's files are addressed."""
    if folder.resolve().name != episode.slug:
        raise InputError(
            f"the folder belongs to the episode '{episode.slug}', and feeds name files by it",
            path=folder,
            advice="Give the folder its name back, or remove it if it is a copy",
        )


PUBLISHED = ".published"
"""A file beside a manifest that was fetched from where the episode is published: the address. The
episode's other files need not be here."""


def verify_files(episode: Manifest, folder: Path) -> None:
    """Compare every file of the episode to its manifest.

    Raises `InputError` for one that is not what the manifest says, or is missing, unless the
    episode is known to be published elsewhere."""
    is_elsewhere = (folder / PUBLISHED).exists()
    again = f"Run `{shlex.join(['producer', 'make', episode.source or 'FILE'])}` again"
    for file in episode.files:
        path = folder / file.file
        try:
            size = path.stat().st_size
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError as error:
            if is_elsewhere and isinstance(error, FileNotFoundError):
                continue
            raise InputError(
                f"the episode's file cannot be read ({error.strerror})", path=path, advice=again
            ) from error
        if (size, digest) != (file.bytes, file.sha256):
            raise InputError("it is not the file that the manifest says", path=path, advice=again)


def missing_settings(settings: Settings) -> list[str]:
    """The names of the settings that a feed cannot do without."""
    feed = settings.feed
    return [
        name
        for name, value in (
            ("title", "title" in settings.model_fields_set),
            ("author", settings.author),
            ("feed.base_url", feed.base_url),
            ("feed.description", feed.description),
            ("feed.category", feed.category),
        )
        if not value
    ]


def feed_file(edition: str) -> str:
    return f"feed.{edition}.xml"


def feed_url(settings: Settings, edition: str) -> str:
    return f"{settings.feed.base_url}/{feed_file(edition)}"


def podcast_guid(settings: Settings, edition: str, guid: UUID | None = None) -> UUID:
    """The feed's identity wherever it moves: as set, else the `guid` that it has had so far, else
    from its address
    (https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md)."""
    return settings.feed.guids.get(edition) or guid or _guid_of_address(settings, edition)


def is_from_address(settings: Settings, edition: str, guid: UUID) -> bool:
    """Whether the feed's address gives this podcast:guid, so that it is found again without being
    written down."""
    return guid == _guid_of_address(settings, edition)


def _guid_of_address(settings: Settings, edition: str) -> UUID:
    return uuid5(_PODCAST, feed_url(settings, edition).partition("://")[2])


def _item_guid(guid: str, slug: str, edition: str) -> str:
    """The identity of an episode's edition in its feed."""
    return f"{guid or slug}.{edition}"


def published_items(output: Path) -> frozenset[str]:
    """The guids of all items in the feeds that lie in `output`."""
    feeds = (file.read_text("utf-8", "replace") for file in output.glob(feed_file("*")))
    return frozenset(guid for feed in feeds for guid in re.findall(r"<guid[^<>]*>([^<]*)", feed))


def is_published(manifest: Manifest, slug: str, items: Collection[str]) -> bool:
    """Whether an edition of the episode with the `manifest` is one of the `published_items`."""
    return any(_item_guid(manifest.guid, slug, edition) in items for edition in manifest.editions)


def guid_of(feed: bytes) -> UUID | None:
    """The podcast:guid in a feed that was written before, if there is one to be read."""
    try:
        root = etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))
        return UUID(root.findtext("channel/podcast:guid", "", _NAMESPACES))
    except (etree.XMLSyntaxError, ValueError):
        return None


def feed_xml(
    settings: Settings,
    edition: str,
    episodes: Iterable[tuple[Manifest, Sequence[str]]],
    guid: UUID | None = None,
) -> bytes:
    """The feed of `edition` with `episodes`, newest first: all of them have that edition, and
    each comes with the paragraphs of its description. `guid` is the podcast:guid that the feed
    has had so far.

    `settings` has nothing in `missing_settings`."""
    feed = settings.feed
    newest_first = sorted(episodes, key=lambda e: _place(e[0]), reverse=True)
    language = edition.partition("-")[0]
    if newest_first:
        language = newest_first[0][0].languages_of(edition)[0]
    rss = etree.Element("rss", version="2.0", nsmap=_NAMESPACES)
    channel = etree.SubElement(rss, "channel")
    _add(channel, "title", _text(settings.title, edition, language))
    _add(channel, "link", feed.link or feed.base_url)
    _add(channel, "description", _text(feed.description, edition, language))
    _add(channel, "language", feed.locales.get(language) or _locale(language, newest_first))
    if feed.copyright:
        _add(channel, "copyright", feed.copyright)
    _add(channel, "generator", f"producer {__version__}")
    if newest_first:
        _add(channel, "lastBuildDate", _rfc_2822(newest_first[0][0].created))
    _add(
        channel,
        "atom:link",
        rel="self",
        type="application/rss+xml",
        href=feed_url(settings, edition),
    )
    for hub in feed.hubs:
        _add(channel, "atom:link", rel="hub", href=hub)
    _add(channel, "itunes:author", settings.author)
    _add(channel, "itunes:type", feed.type)
    if feed.new_base_url:
        # https://podcasters.apple.com/support/837-change-the-rss-feed-url
        _add(channel, "itunes:new-feed-url", f"{feed.new_base_url}/{feed_file(edition)}")
    _add(channel, "itunes:explicit", _boolean(feed.explicit))
    _add(channel, "itunes:image", href=f"{feed.base_url}/{COVER}")
    category = _add(channel, "itunes:category", text=feed.category)
    if feed.subcategory:
        _add(category, "itunes:category", text=feed.subcategory)
    if feed.email:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", settings.author)
        _add(owner, "itunes:email", feed.email)
    _add(channel, "podcast:guid", str(podcast_guid(settings, edition, guid)))
    _add(channel, "podcast:locked", "yes" if feed.locked else "no", owner=feed.email)
    _add(channel, "podcast:medium", "podcast")
    _add(channel, "podcast:txt", "true", purpose="ai-content")
    for episode, paragraphs in newest_first:
        _add_item(channel, settings, edition, episode, paragraphs)
    return etree.tostring(rss, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _place(episode: Manifest) -> tuple[datetime, int, int, str]:
    """What episodes are ordered by: those of one date by their numbers."""
    return episode.created, episode.season or 0, episode.number or 0, episode.slug


def _locale(language: str, newest_first: Sequence[tuple[Manifest, Sequence[str]]]) -> str:
    """The tag of the newest episode in `language`, in the lower case that Apple's list has."""
    locale = newest_first[0][0].locales.get(language) if newest_first else None
    return locale.lower() if locale else _USUAL_LOCALES.get(language, language)


def item_title(episode: Manifest, name: str) -> str:
    """What an edition of an episode is called where it is published."""
    edition, languages = episode.editions[name], episode.languages_of(name)
    title = joined(episode.title, languages)
    return f"{title} – {joined(edition.title, languages)}" if edition.title else title


def _add_item(
    channel: etree._Element,
    settings: Settings,
    name: str,
    episode: Manifest,
    paragraphs: Sequence[str],
) -> None:
    edition = episode.editions[name]
    languages = episode.languages_of(name)
    folder = f"{settings.feed.base_url}/{episode.slug}"
    page = f"{folder}/{episode.page.file}" if episode.page else ""
    item = etree.SubElement(channel, "item")
    _add(item, "title", item_title(episode, name))
    _add(item, "guid", _item_guid(episode.guid, episode.slug, name), isPermaLink="false")
    _add(
        item,
        "enclosure",
        url=f"{folder}/{edition.file}",
        length=str(edition.bytes),
        type="audio/mpeg",
    )
    _add(item, "pubDate", _rfc_2822(episode.created))
    if page:
        _add(item, "link", page)
    _add(item, "description", _unmistakable("\n\n".join(paragraphs)))
    _add(item, "content:encoded", _html(paragraphs))
    _add(item, "itunes:duration", str(round(edition.duration_ms / 1000)))
    _add(item, "itunes:explicit", _boolean(settings.feed.explicit))
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:image", href=f"{settings.feed.base_url}/{COVER}")
    for tag, number in ("season", episode.season), ("episode", episode.number):
        if number is not None:
            _add(item, f"itunes:{tag}", str(number))
            _add(item, f"podcast:{tag}", str(number))
    # Apps take the first: captions of the whole edition before those of one language, and what is
    # heard before what is not.
    heard = ("", *languages)
    for sidecar in sorted(
        edition.sidecars,
        key=lambda s: (
            s.file.count("."),
            _language_of(s.file, name, heard) not in heard and Path(s.file).suffix in _CAPTIONS,
            ".vtt" not in s.file,
        ),
    ):
        _add_sidecar(item, f"{folder}/{sidecar.file}", sidecar.file, name, languages)
    for speaker in episode.speakers:
        if speaker.id != NARRATOR and (
            who := person(joined(speaker.name, languages) or speaker.id)
        ):
            details = {"role": speaker.role, "href": speaker.link, "img": speaker.picture}
            _add(item, "podcast:person", who, **{k: v for k, v in details.items() if v})
    for other_edition, alternative in episode.editions.items():
        if other_edition != name:
            _add_alternative(item, f"{folder}/{alternative.file}", other_edition, alternative)
    _add(item, "podcast:txt", "true", purpose="ai-content")


def _add_sidecar(
    item: etree._Element, url: str, file: str, edition: str, languages: Sequence[str]
) -> None:
    if file.endswith(_CHAPTERS):
        _add(item, "podcast:chapters", url=url, type="application/json+chapters")
    elif file.endswith(_TRANSCRIPT):
        _add(item, "podcast:transcript", url=url, type="application/json")
    elif type_ := _CAPTIONS.get(Path(file).suffix):
        language = _language_of(file, edition, languages)
        language = _SEVERAL if language == BILINGUAL else language
        _add(item, "podcast:transcript", url=url, type=type_, language=language, rel="captions")


def _language_of(file: str, edition: str, languages: Sequence[str]) -> str:
    """The language in the name of a caption file; "" for all that is heard in several."""
    last = Path(file).stem.rpartition(".")[2]
    return "" if last == edition and last not in languages else last


def _add_alternative(item: etree._Element, url: str, name: str, edition: EditionEntry) -> None:
    """Another edition of the same episode. Without a `rel` of its own, an app could take it for
    the same recording in another encoding."""
    alternative = _add(
        item,
        "podcast:alternateEnclosure",
        type="audio/mpeg",
        length=str(edition.bytes),
        bitrate=str(edition.bytes * 8_000 // max(1, edition.duration_ms)),
        lang=(edition.languages or name.split("-"))[0],
        title=name,
        rel=name,
    )
    _add(alternative, "podcast:source", uri=url)
    digest = base64.b64encode(bytes.fromhex(edition.sha256)).decode()
    _add(alternative, "podcast:integrity", type="sri", value=f"sha256-{digest}")


def _unmistakable(text: str) -> str:
    """Plain text that stays what it is for readers who take a description for HTML."""
    return html.escape(text, quote=False) if re.search(r"<|&#?\w+;", text) else text


def _html(paragraphs: Iterable[str]) -> str:
    return "".join(
        "<p>" + html.escape(text, quote=False).replace("\n", "<br/>") + "</p>"
        for text in paragraphs
    )


def _text(texts: Mapping[str, str] | str, edition: str, language: str) -> str:
    """The text for `edition`: its own, else in its first `language`, else whatever there is."""
    if isinstance(texts, str):
        return texts
    return texts.get(edition) or texts.get(language) or next(iter(texts.values()), "")


def joined(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """The texts in `languages` that differ, else whatever there is."""
    texts_once = dict.fromkeys(texts[la] for la in languages if texts.get(la))
    return " / ".join(texts_once or list(texts.values())[:1])


def _add(parent: etree._Element, tag: str, content: str = "", **attributes: str) -> etree._Element:
    """An element, clean of what XML forbids; attributes that are empty are left out."""
    prefix, _, name = tag.rpartition(":")
    clean = {key: clean_text(value) for key, value in attributes.items() if value}
    element = etree.SubElement(
        parent, f"{{{_NAMESPACES[prefix]}}}{name}" if prefix else name, clean
    )
    element.text = _clean(content) or None
    return element


def _clean(text: str) -> str:
    return "\n".join(clean_text(line) for line in text.split("\n")).strip()


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _rfc_2822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
