"""The items of a feed: what each episode must have for directories and apps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from producer.check import manifest
from producer.check.feed_elements import (
    NAMESPACES,
    WRITE_AGAIN,
    Item,
    is_url,
    local_file,
    local_folder,
)
from producer.check.report import (
    APPLE,
    MANIFEST,
    PLAYERS,
    PODCASTING,
    SPOTIFY,
    CheckLine,
    judged,
    not_applicable,
    some,
)

DESCRIPTION_BYTES = 4_000
_TIME = re.compile(r"\d+|(\d+:)?[0-5]?\d:[0-5]\d", re.ASCII)
_DURATION_SLACK_MS = 1_000
_AS_LISTED = "as in episode.json, to a second"
_TRANSCRIPTS = (
    *("text/vtt", "application/x-subrip", "application/srt"),
    *("application/json", "text/html", "text/plain"),
)


def lines(items: Sequence[Item], folder: Path) -> Iterator[CheckLine]:
    """What is asked of the items of a feed in `folder`, a line for all of them together."""

    def each(
        check: str,
        wanted: str,
        who: str,
        problem: Callable[[Item], str],
        advice: str = WRITE_AGAIN,
    ) -> CheckLine:
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


def _unique(items: Sequence[Item]) -> CheckLine:
    twice = [guid for guid, n in Counter(i.text("guid") for i in items).items() if n > 1]
    return judged(
        "unique guids",
        not twice,
        some(twice) if twice else f"{len(items)} different",
        "each only once",
        APPLE,
        advice=WRITE_AGAIN,
    )


def _enclosure(item: Item) -> str:
    if len(item.all("enclosure", "url")) != 1:
        return "there must be exactly one"
    if not is_url(item.one("enclosure", "url")):
        return "no web address"
    if item.one("enclosure", "type") != "audio/mpeg":
        return f"type {item.one('enclosure', 'type')!r}"
    length = item.one("enclosure", "length")
    return "" if length.isascii() and length.isdigit() and int(length) else f"length {length!r}"


def _local(items: Sequence[Item], folder: Path) -> Iterator[CheckLine]:
    """Lines about the files that lie beside the feed, found by the end of their addresses."""
    files = {item.name: local_file(item.one("enclosure", "url"), folder) for item in items}
    here = [(item, file) for item in items if (file := files[item.name]) is not None]
    wanted = "the exact size of the file"
    if not here and not any(local_folder(i.one("enclosure", "url"), folder) for i in items):
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
        advice=WRITE_AGAIN,
    )
    yield _beside(items, folder)
    claims = [(i, f.name, manifest.read_manifest(f.parent / manifest.FILE)) for i, f in here]
    wrong = [
        f"{item.name}: {item.text('itunes:duration')} instead of {round(listed_ms / 1000)}"
        for item, name, claim in claims
        if (listed_ms := _listed_ms(claim, name)) is not None
        and (written := _seconds(item.text("itunes:duration"))) is not None
        and abs(written * 1000 - listed_ms) > _DURATION_SLACK_MS
    ]
    yield judged(
        "duration as listed",
        not wrong,
        some(wrong) if wrong else f"{len(claims)} of {len(items)} compared",
        _AS_LISTED,
        MANIFEST,
        advice=WRITE_AGAIN,
    )
    drafts = [item.name for item, _, claim in claims if claim.draft]
    yield judged(
        "drafts",
        not drafts,
        some(drafts) if drafts else "none",
        "finished episodes only",
        MANIFEST,
        advice="Make these with a voice engine such as edge, or leave drafts out of the feed",
    )


def _beside(items: Sequence[Item], folder: Path) -> CheckLine:
    """Whether all is there that the feed names of the episodes whose folders are there, and the
    other editions are as long as it says."""
    wrong: list[str] = []
    for item in items:
        others = item.element.findall("podcast:alternateEnclosure/podcast:source", NAMESPACES)
        lengths = {
            source.get("uri", ""): parent.get("length")
            for source in others
            if (parent := source.getparent()) is not None
        }
        urls = [item.one("enclosure", "url"), *lengths]
        urls += [*item.all("podcast:transcript", "url"), *item.all("podcast:chapters", "url")]
        for url in urls:
            name = unquote(Path(urlsplit(url).path).name)
            file = local_file(url, folder)
            if file is None and local_folder(url, folder):
                wrong.append(f"{item.name}: {name}")
            elif file and lengths.get(url) not in (None, str(file.stat().st_size)):
                wrong.append(f"{item.name}: {name} has {file.stat().st_size} bytes")
    return judged(
        "files beside it",
        not wrong,
        some(wrong) if wrong else "all there",
        "every file that it names",
        PODCASTING,
        advice="Make the episode again, then run `producer feed`",
    )


def _listed_ms(claim: manifest.ClaimedManifest, name: str) -> int | None:
    edition = claim.edition_of(name)
    return None if edition is None else claim.editions[edition].duration_ms


def _seconds(written: str) -> int | None:
    """Seconds, or h:mm:ss."""
    if not _TIME.fullmatch(written):
        return None
    seconds = 0
    for part in written.split(":"):
        seconds = 60 * seconds + int(part)
    return seconds


def _moment(item: Item) -> datetime | None:
    try:
        moment = parsedate_to_datetime(item.text("pubDate"))
    except (ValueError, IndexError, OverflowError, TypeError):
        return None
    return moment if moment.tzinfo else None


def _date(item: Item) -> str:
    return "" if _moment(item) else f"{item.text('pubDate') or 'none'!r}, or no time zone"


def _newest_first(items: Sequence[Item]) -> CheckLine:
    dated = [(moment.timestamp(), item) for item in items if (moment := _moment(item))]
    problem = ""
    for (moment_above, above), (moment_below, below) in pairwise(dated):
        if moment_above < moment_below:
            problem = problem or f"not by date: {below.name} is newer than the one before it"
        elif moment_above == moment_below and _number(above) < _number(below):
            problem = problem or f"of one date, and not by number: {below.name}"
    return judged(
        "order",
        not problem,
        problem or "newest first",
        "newest first, those of one date by number",
        PLAYERS,
        advice=WRITE_AGAIN,
    )


def _number(item: Item) -> tuple[int, int]:
    """Season and number, 0 where there is none."""
    texts = item.text("itunes:season"), item.text("itunes:episode")
    season, number = (int(t) if t.isascii() and t.isdigit() and len(t) < 9 else 0 for t in texts)
    return season, number


def _description(item: Item) -> str:
    size = len(item.text("description").encode())
    return "" if 0 < size <= DESCRIPTION_BYTES else f"{size:,} bytes"


def _duration(item: Item) -> str:
    value = item.text("itunes:duration")
    return "" if _TIME.fullmatch(value) else value or "none"


def _explicit(item: Item) -> str:
    value = item.text("itunes:explicit")
    return "" if value in ("true", "false") else value or "none"


def _type(item: Item) -> str:
    value = item.text("itunes:episodeType")
    return "" if value in ("full", "trailer", "bonus") else value or "none"


def _told(item: Item) -> bool:
    parent = item.element.getparent()
    places = [item.element, *([parent] if parent is not None else [])]
    notes = [note for place in places for note in place.findall("podcast:txt", NAMESPACES)]
    return any(note.get("purpose") == "ai-content" for note in notes)


def _transcripts(item: Item) -> str:
    return _typed(
        item,
        "podcast:transcript",
        _TRANSCRIPTS,
    )


def _chapters(item: Item) -> str:
    return _typed(item, "podcast:chapters", ("application/json+chapters",))


def _typed(item: Item, tag: str, types: Iterable[str]) -> str:
    pairs = zip(item.all(tag, "url"), item.all(tag, "type"), strict=True)
    wrong = [type_ or url for url, type_ in pairs if not is_url(url) or type_ not in types]
    return some(wrong)


def _alternatives(item: Item) -> str:
    for element in item.element.findall("podcast:alternateEnclosure", NAMESPACES):
        sources = element.findall("podcast:source", NAMESPACES)
        if (
            not element.get("type")
            or not sources
            or not all(is_url(s.get("uri", "")) for s in sources)
        ):
            return element.get("title") or "one without type or source"
    return ""
