"""The ID3 tag of an edition, as bytes to put before its MP3 frames.

ID3v2.3 in UTF-16, because libavformat drops chapters of ID3v2.4 whose title takes 128 bytes or
more, some 42 Chinese characters. No ID3v1.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TCOP,
    TDRC,
    TIT2,
    TLAN,
    TPE1,
    TPOS,
    TPUB,
    TRCK,
    TSSE,
    TXXX,
    USLT,
    CTOCFlags,
    Encoding,
    PictureType,
)

from producer.languages import LANGUAGES
from producer.model import Chapter
from producer.naming.roles import person

MOST_CHAPTERS = 255
"""An ID3 table of contents counts its entries in one byte."""

_UTF16 = Encoding.UTF16
_HEADER = struct.Struct(">4sI2x")
"""An ID3v2.3 frame's id, size and flags."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What an edition's tag says. Texts per language are in the edition's order of languages.

    `date` is YYYY-MM-DD. `lyrics` is the spoken text. `cover` is a JPEG. What is empty or None
    gets no frame, nor do chapters after the first `MOST_CHAPTERS`. `artists` are those who speak;
    where only roles do ("Q", "A"), a player shows the publisher or else the show in their place.
    `provider` is the name or code of whoever answers for the synthesis, the publisher unless it
    is given, and `identity` what tells this edition from all others.
    """

    title: str
    show: str
    artists: Sequence[str]
    date: str
    languages: Sequence[str]
    lyrics: Mapping[str, str]
    disclosure: Mapping[str, str]
    chapters: Sequence[Chapter] = field(default=())
    cover: bytes | None = field(default=None, repr=False)
    episode: int | None = None
    season: int | None = None
    publisher: str = ""
    provider: str = ""
    identity: str = ""
    copyright: str = ""
    draft: bool = False
    software: str = "producer"


def tag_bytes(tags: Tags) -> bytes:
    """The tag, complete with its header."""
    id3 = ID3()
    people = dict.fromkeys(filter(None, map(person, tags.artists)))
    for frame, text in (
        (TIT2, tags.title),
        (TPE1, ", ".join(people) or tags.publisher or tags.show),
        (TALB, tags.show),
        (TRCK, str(tags.episode or "")),
        (TPOS, str(tags.season or "")),
        (TCON, "Podcast"),
        (TDRC, tags.date),
        (TPUB, tags.publisher),
        (TCOP, tags.copyright),
        (TSSE, tags.software),
        # Readers join several languages into one unknown one.
        (TLAN, _iso_639_2(tags.languages[0])),
    ):
        if text:
            id3.add(frame(encoding=_UTF16, text=[text]))
    for language, text in tags.lyrics.items():
        id3.add(USLT(encoding=_UTF16, lang=_iso_639_2(language), desc=language, text=text))
    for language, text in tags.disclosure.items():
        id3.add(COMM(encoding=_UTF16, lang=_iso_639_2(language), desc="", text=[text]))
    id3.add(TXXX(encoding=_UTF16, desc="AI-CONTENT", text=["voices"]))
    id3.add(TXXX(encoding=_UTF16, desc="AIGC", text=[_aigc(tags)]))
    if tags.draft:
        id3.add(TXXX(encoding=_UTF16, desc="DRAFT", text=["draft"]))
    if tags.cover is not None:
        id3.add(
            APIC(
                encoding=Encoding.LATIN1,
                mime="image/jpeg",
                type=PictureType.COVER_FRONT,
                data=tags.cover,
            )
        )
    _add_chapters(id3, tags.chapters)
    id3.update_to_v23()
    buffer = io.BytesIO()
    id3.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return _chapters_in_order(buffer.getvalue())


def _aigc(tags: Tags) -> str:
    """The implicit mark of synthetic content that China asks for: GB 45438-2025, annexes E and F,
    and for MP3 the practice guide TC260-PG-20258A, a TXXX frame with the description AIGC.

    Label 1 is what is generated for certain. The fields of those who pass it on, and the reserved
    ones, are theirs to fill in."""
    mark = {
        "Label": "1",
        "ContentProducer": tags.provider or tags.publisher or tags.show,
        "ProduceID": tags.identity,
    }
    return json.dumps({"AIGC": mark}, ensure_ascii=False)


def _add_chapters(id3: ID3, chapters: Sequence[Chapter]) -> None:
    chapters = chapters[:MOST_CHAPTERS]
    if not chapters:
        return
    ids = [f"chp{number}" for number in range(len(chapters))]
    for element_id, chapter in zip(ids, chapters, strict=True):
        title = TIT2(encoding=_UTF16, text=[chapter.title])
        id3.add(
            CHAP(
                element_id=element_id,
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                start_offset=0xFFFFFFFF,
                end_offset=0xFFFFFFFF,
                sub_frames=[title],
            )
        )
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    title = TIT2(encoding=_UTF16, text=["Chapters"])
    id3.add(CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[title]))


def _chapters_in_order(tag: bytes) -> bytes:
    """`tag` with its CHAP frames in the order of time. mutagen writes frames sorted by size, and
    players that do not sort list chapters as they find them."""
    frames: list[tuple[bytes, bytes]] = []
    at = 10
    while at < len(tag):
        name, size = _HEADER.unpack_from(tag, at)
        frames.append((name, tag[at : at + _HEADER.size + size]))
        at += _HEADER.size + size
    chapters = iter(sorted((f for name, f in frames if name == b"CHAP"), key=_chapter_start))
    return tag[:10] + b"".join(next(chapters) if n == b"CHAP" else f for n, f in frames)


def _chapter_start(frame: bytes) -> int:
    start = frame.index(0, _HEADER.size) + 1
    return int.from_bytes(frame[start : start + 4], "big")


def _iso_639_2(language: str) -> str:
    known = LANGUAGES.get(language)
    return known.code if known else "und"
