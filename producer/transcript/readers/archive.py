"""Bounds on what a document that is a ZIP archive may unpack to, checked before it is opened."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from producer.errors import InputError

_MAX_MEMBERS = 5_000
_MAX_BYTES = 200_000_000
_MAX_XML_BYTES = 40_000_000
"""A book of a thousand pages takes a tenth of it. Parsed, XML takes some ten times its size."""


def check_archive(data: bytes, path: Path) -> None:
    """Raises `InputError` where the archive is damaged, encrypted, or unpacks to more than a
    document does. `zipfile` reads no more of a member than the size that is looked at here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(
            f"the document is damaged: {error}", path=path, advice="Get or save it again"
        ) from error
    if any(member.flag_bits & 1 for member in members):
        raise InputError(
            "the document has a password", path=path, advice="Save it without a password"
        )
    xml = (m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels")))
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MAX_MEMBERS or unpacked > _MAX_BYTES or max(xml, default=0) > _MAX_XML_BYTES:
        raise InputError(
            f"the document unpacks to more than a document does: {len(members):,} members of "
            f"{unpacked / 1e6:,.0f} MB",
            path=path,
            advice="Save its text as a new document",
        )
