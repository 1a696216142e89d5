"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from producer.errors import InputError
from producer.transcript.readers.decoding import decode

_SAVE = "Save it as .docx or .txt"
_SPEECH = "Transcribe it first, and hand in the text"


@dataclass(frozen=True, slots=True)
class TranscriptKind:
    """A format that can be recognised. `suffixes` are of those that can be read."""

    name: str
    suffixes: tuple[str, ...] = ()
    advice: str = _SAVE


WORD = TranscriptKind("a Word document", (".docx",))
WEB = TranscriptKind("a web page", (".html", ".htm", ".xhtml"))
SRT = TranscriptKind("SRT captions", (".srt",))
VTT = TranscriptKind("WebVTT captions", (".vtt",))
JSON = TranscriptKind("JSON", (".json",))

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SOUND = TranscriptKind("a sound file", advice=_SPEECH)
_FILM = TranscriptKind("a film", advice=_SPEECH)
_PICTURE = TranscriptKind("a picture", advice="Hand in the text that it shows")
_ARCHIVE = TranscriptKind("an archive", advice="Unpack it, and hand in the transcript")

_SIGNATURES: tuple[tuple[bytes, TranscriptKind], ...] = (
    (b"%PDF-", TranscriptKind("a PDF")),
    (rb"{\rtf", TranscriptKind("a rich text file (RTF)")),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"ID3", _SOUND),
    (b"\xff\xfb", _SOUND),
    (b"\xff\xf3", _SOUND),
    (b"OggS", _SOUND),
    (b"fLaC", _SOUND),
    (b"\x1aE\xdf\xa3", _FILM),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"bplist00", TranscriptKind("a web archive", advice="Save the page as HTML")),
)
_IN_RIFF = {b"WAVE": _SOUND, b"WEBP": _PICTURE, b"AVI ": _FILM}
_IN_ZIP = (
    ("word/document.xml", WORD),
    ("xl/workbook.xml", TranscriptKind("an Excel workbook", advice="Save the sheet as CSV")),
    ("ppt/presentation.xml", TranscriptKind("a PowerPoint presentation")),
    ("META-INF/container.xml", TranscriptKind("an e-book (EPUB)")),
    ("content.xml", TranscriptKind("an OpenDocument file")),
    ("Index/Document.iwa", TranscriptKind("a Pages document")),
)
_IN_OLE = (
    (
        "EncryptedPackage",
        TranscriptKind("an Office document with a password", advice="Save it without a password"),
    ),
    (
        "WordDocument",
        TranscriptKind("a Word document of the old kind (.doc)", advice="Save it as .docx"),
    ),
    (
        "Workbook",
        TranscriptKind("an Excel workbook of the old kind (.xls)", advice="Save it as CSV"),
    ),
)
_MOST_COMMENTS = 50
_TIMES = r"(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}[ \t]*-->[ \t]*(?:\d+:)?\d{1,2}:\d\d"
_TEXTS = (
    (re.compile(r"WEBVTT(?:[ \t\n]|$)"), VTT),
    (re.compile(rf"(?:\d+[ \t]*\n)?{_TIMES}"), SRT),
    (
        re.compile(r"<(?:!doctype\s+html|html)\b", re.I | re.S),
        WEB,
    ),
    (re.compile(r'\{\s*"[^"\n]*"\s*:|\[\s*\{'), JSON),
)


def kind_of_bytes(data: bytes) -> TranscriptKind | None:
    """What is no text and known by its signature, or None."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(_OLE):
        named = (kind for name, kind in _IN_OLE if name.encode("utf-16-le") in data)
        return next(named, TranscriptKind("an Office document of an old kind"))
    if data.startswith(b"RIFF"):
        return _IN_RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _SOUND if data[8:11] == b"M4A" else _FILM
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    return None


def kind_of_text(text: str) -> TranscriptKind | None:
    """The format of a text that follows one, or None."""
    start = text[:4_096].lstrip("\ufeff \t\r\n").replace("\r\n", "\n").replace("\r", "\n")
    return next((kind for pattern, kind in _TEXTS if pattern.match(_without_prologue(start))), None)


def _without_prologue(text: str) -> str:
    """A text in XML or HTML from its first element on: a declaration and comments may stand
    before it."""
    for begin, end in (("<?xml", ">"), *[("<!--", "-->")] * _MOST_COMMENTS):
        if text.startswith(begin) and (last := text.find(end, len(begin))) >= 0:
            text = text[last + len(end) :].lstrip()
    return text


def decode_as(suffixes: Container[str], data: bytes, path: Path) -> str:
    """The text of a file. Raises `InputError` where it holds another format than `suffixes`."""
    text = decode(data, path)
    kind = kind_of_text(text)
    if kind and not any(suffix in suffixes for suffix in kind.suffixes):
        raise wrong_suffix(kind, path)
    return text


def wrong_suffix(kind: TranscriptKind, path: Path) -> InputError:
    """The error of a file that is `kind`, although its name says otherwise."""
    if kind.suffixes:
        advice = f"Rename it to {path.stem or 'transcript'}{kind.suffixes[0]}"
        return InputError(
            f"the file is {kind.name}, not what its name says", path=path, advice=advice
        )
    return InputError(
        f"the file is {kind.name}, which cannot be read", path=path, advice=kind.advice
    )


def _kind_of_zip(data: bytes) -> TranscriptKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return TranscriptKind("a damaged archive or document", advice="Get or save it again")
    return next((kind for member, kind in _IN_ZIP if member in members), _ARCHIVE)
