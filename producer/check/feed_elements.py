"""The elements of a feed, and the files that its addresses stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

WRITE_AGAIN = "Run `producer feed` again"
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
_LARGEST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """An element with children, with a name for messages."""

    name: str
    element: etree._Element

    def text(self, tag: str) -> str:
        return (self.element.findtext(tag, "", NAMESPACES) or "").strip()

    def all(self, tag: str, attribute: str) -> list[str]:
        elements = self.element.findall(tag, NAMESPACES)
        return [str(element.get(attribute, "")) for element in elements]

    def one(self, tag: str, attribute: str) -> str:
        return next(iter(self.all(tag, attribute)), "")


def parse(path: Path) -> tuple[etree._Element | None, str]:
    """The root of a feed, where it is XML, and what is wrong with its form. Nothing outside of
    the file is fetched for it."""
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


def is_url(url: str) -> bool:
    """Whether `url` is a web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def urls(channel: etree._Element) -> list[str]:
    """Every address that an app would fetch."""
    addresses = [
        value
        for element in channel.iter(etree.Element)
        for name, value in element.attrib.items()
        if name in ("url", "href", "uri")
    ]
    return [url for url in dict.fromkeys(map(str, addresses)) if "://" in url]


def local_file(url: str, folder: Path) -> Path | None:
    """The file below `folder` that `url` would name once published: the one with the longest
    end of its path."""
    return _below(folder, _parts(url), Path.is_file)


def local_folder(url: str, folder: Path) -> Path | None:
    """The folder below `folder` in which the file that `url` names would lie."""
    return _below(folder, _parts(url)[:-1], Path.is_dir)


def _below(folder: Path, parts: Sequence[str], is_wanted: Callable[[Path], bool]) -> Path | None:
    """What the longest end of `parts` names below `folder`, if it is what is wanted."""
    ends = (folder.joinpath(*parts[at:]) for at in range(len(parts)))
    return next((path for path in ends if _is(is_wanted, path)), None)


def _parts(url: str) -> list[str]:
    try:
        parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    except ValueError:
        return []
    return [] if ".." in parts or any("\0" in part for part in parts) else parts


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    try:
        return kind(path)
    except OSError:
        return False
