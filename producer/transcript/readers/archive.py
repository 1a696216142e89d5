"""Bounds on what a document that is a ZIP archive may unpack to, checked before it is opened."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from producer.errors import InputError

_MAX_MEMBERS = 5_000
_MAX_BYTES = 200_000_000
_MAX_XML_BYTES = 40_000_000
"""In all parts. A book of a thousand pages takes a tenth of it."""
_MAX_TAGS = 1_000_000
"""In the text: parsed, each takes some 200 bytes, of which a document of a few characters of XML
each would take gigabytes."""
_TEXT = "word/document.xml"


def check_archive(data: bytes, path: Path) -> None:
    """Raises `InputError` where the archive is damaged, encrypted, or unpacks to more than a
    document does. `zipfile` reads no more of a member than the size that is looked at here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            tags = sum(_count_tags(archive, m) for m in members if m.filename == _TEXT)
    except Exception as error:  # `zipfile` lets out whatever its decompressors raise.
        raise InputError(
            f"the document is damaged: {error}", path=path, advice="Get or save it again"
        ) from error
    if any(member.flag_bits & 1 for member in members):
        raise InputError(
            "the document has a password", path=path, advice="Save it without a password"
        )
    xml = sum(m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels")))
    unpacked = sum(member.file_size for member in members)
    bounds = (len(members), _MAX_MEMBERS), (unpacked, _MAX_BYTES), (xml, _MAX_XML_BYTES)
    if any(size > most for size, most in (*bounds, (tags, _MAX_TAGS))):
        raise InputError(
            f"the document unpacks to more than a document does: {len(members):,} members of "
            f"{unpacked / 1e6:,.0f} MB",
            path=path,
            advice="Save its text as a new document",
        )


def _count_tags(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    if member.flag_bits & 1 or member.file_size > _MAX_XML_BYTES:
        return 0
    return archive.read(member).count(b"<")
