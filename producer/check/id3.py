"""An ID3v2 tag as it lies in the file, read without the library that wrote it.

ID3v2.3 and v2.4 (id3.org), with their chapter frames. Frames keep the order of the file, which
is what players that do not sort show.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_HEADER_BYTES = 10
_CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_FRONT_COVER = 3
_UNREADABLE_V23, _UNREADABLE_V24 = 0x00C0, 0x000C
"""Flags of frames that are compressed or encrypted."""


@dataclass(frozen=True, slots=True)
class TagChapter:
    """A CHAP frame; times in ms."""

    id: str
    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A CTOC frame."""

    top_level: bool
    ordered: bool
    children: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag says. `version` is "2.3" or the like; `texts` by frame id, `own` by the
    description of TXXX; `comments` and `lyrics` are (language, text); `cover` is the front
    cover's type and bytes, `problem` what could not be read."""

    version: str
    texts: Mapping[str, str]
    own: Mapping[str, str]
    comments: tuple[tuple[str, str], ...]
    lyrics: tuple[tuple[str, str], ...]
    cover: tuple[str, bytes] | None
    chapters: tuple[TagChapter, ...]
    contents: Contents | None
    problem: str = ""


def tag_length(head: bytes) -> int:
    """The bytes of the tag that begins with `head`, header and footer included; 0 for none."""
    if len(head) < _HEADER_BYTES or head[:3] != b"ID3" or max(head[6:10]) > 127:
        return 0
    return _HEADER_BYTES * (2 if head[5] & 0x10 else 1) + _syncsafe(head[6:10])


def read_tag(data: bytes) -> Tag | None:
    """The tag that `data` begins with; None where there is none. Never raises: what cannot be
    read is left out and named in `problem`."""
    length = tag_length(data)
    if not length:
        return None
    major = data[3]
    body = data[_HEADER_BYTES : _HEADER_BYTES + _syncsafe(data[6:10])]
    problem = "" if len(data) >= length else "it is cut short"
    if major not in (3, 4):
        return Tag(f"2.{major}", {}, {}, (), (), None, (), None, "it is of an unknown version")
    if data[5] & 0x80 and major == 3:
        body = body.replace(b"\xff\x00", b"\xff")
    if data[5] & 0x40 and len(body) >= 4:
        size = _syncsafe(body[:4]) if major == 4 else int.from_bytes(body[:4], "big") + 4
        body = body[size:]
    frames: list[tuple[str, bytes]] = []
    try:
        frames.extend(_frames(body, major))
    except ValueError as error:
        problem = problem or str(error)
    return _tag(major, frames, problem)


def _tag(major: int, frames: list[tuple[str, bytes]], problem: str) -> Tag:
    texts: dict[str, str] = {}
    own: dict[str, str] = {}
    comments: list[tuple[str, str]] = []
    lyrics: list[tuple[str, str]] = []
    cover: tuple[str, bytes] | None = None
    chapters: list[TagChapter] = []
    contents: Contents | None = None
    for name, data in frames:
        try:
            if name == "TXXX":
                description, text = _described(data[:1], data[1:])
                own[description] = text
            elif name.startswith("T"):
                texts[name] = _text(data)
            elif name in ("COMM", "USLT"):
                language = data[1:4].decode("latin-1")
                _, text = _described(data[:1], data[4:])
                (comments if name == "COMM" else lyrics).append((language, text))
            elif name == "APIC":
                mime, remainder = _until_null(data[1:])
                if remainder[:1] == bytes([_FRONT_COVER]):
                    cover = mime, _split(data[:1], remainder[1:])[1]
            elif name == "CHAP":
                chapters.append(_chapter(data, major))
            elif name == "CTOC":
                contents = _contents(data, major)
        except (ValueError, struct.error, IndexError) as error:
            problem = problem or f"its frame {name} cannot be read ({error})"
    return Tag(
        f"2.{major}", texts, own, (*comments,), (*lyrics,), cover, (*chapters,), contents, problem
    )


def _frames(body: bytes, major: int) -> Iterator[tuple[str, bytes]]:
    """Ids and contents of the readable frames in `body`; zeros are padding."""
    at = 0
    while at + _HEADER_BYTES <= len(body) and body[at]:
        name, flags = body[at : at + 4], int.from_bytes(body[at + 8 : at + 10], "big")
        raw = body[at + 4 : at + 8]
        size = _syncsafe(raw) if major == 4 else int.from_bytes(raw, "big")
        start, at = at + _HEADER_BYTES, at + _HEADER_BYTES + size
        if not name.isalnum() or at > len(body):
            raise ValueError(f"what lies at byte {start} of it is no frame")
        data = body[start:at]
        if major == 4 and flags & 0x01:
            data = data[4:]
        if major == 4 and flags & 0x02:
            data = data.replace(b"\xff\x00", b"\xff")
        if not flags & (_UNREADABLE_V24 if major == 4 else _UNREADABLE_V23):
            yield name.decode("latin-1"), data


def _chapter(data: bytes, major: int) -> TagChapter:
    element, remainder = _until_null(data)
    start, end, _, _ = struct.unpack_from(">4I", remainder)
    return TagChapter(element, start, end, _title(remainder[16:], major))


def _contents(data: bytes, major: int) -> Contents:
    _, remainder = _until_null(data)
    flags, count, remainder = remainder[0], remainder[1], remainder[2:]
    children = []
    for _ in range(count):
        child, remainder = _until_null(remainder)
        children.append(child)
    return Contents(bool(flags & 2), bool(flags & 1), tuple(children), _title(remainder, major))


def _title(frames: bytes, major: int) -> str:
    return next((_text(data) for name, data in _frames(frames, major) if name == "TIT2"), "")


def _text(data: bytes) -> str:
    """A text frame; several values are joined by " / "."""
    return " / ".join(filter(None, _decoded(data[:1], data[1:]).split("\0")))


def _described(encoding: bytes, data: bytes) -> tuple[str, str]:
    description, text = _split(encoding, data)
    return _decoded(encoding, description), _decoded(encoding, text).rstrip("\0")


def _split(encoding: bytes, data: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the first terminator in the given encoding."""
    width = 2 if encoding in (b"\1", b"\2") else 1
    for at in range(0, len(data) - width + 1, width):
        if not any(data[at : at + width]):
            return data[:at], data[at + width :]
    raise ValueError("a text has no end")


def _decoded(encoding: bytes, data: bytes) -> str:
    codec = _CODECS[encoding[0]]
    return data.decode(codec, errors="replace").removeprefix("\ufeff").rstrip("\0")


def _until_null(data: bytes) -> tuple[str, bytes]:
    before, null, after = data.partition(b"\0")
    if not null:
        raise ValueError("a name has no end")
    return before.decode("latin-1"), after


def _syncsafe(raw: bytes) -> int:
    """Four bytes of seven bits each."""
    return raw[0] << 21 | raw[1] << 14 | raw[2] << 7 | raw[3]
