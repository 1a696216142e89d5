"""Files that are something else, by their content: named, with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from producer.errors import InputError
from producer.transcript.reading import read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "talk.pdf",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
            "a PDF, which cannot be read. Save it as .docx",
        ),
        ("talk.txt", b"%PDF-1.7\n", "a PDF"),
        ("talk.doc", OLE + "WordDocument".encode("utf-16-le"), "(.doc), which cannot be read"),
        ("talk.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "Save it without a password"),
        ("talk.xls", OLE + "Workbook".encode("utf-16-le"), "Save it as CSV"),
        ("talk.msg", OLE, "an Office document of an old kind"),
        ("talk.rtf", rb"{\rtf1\ansi Hello}", "RTF"),
        ("talk.png", b"\x89PNG\r\n\x1a\n\x00", "a picture"),
        ("talk.mp3", b"ID3\x04\x00\x00", "a sound file, which cannot be read. Transcribe it"),
        ("talk.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "a sound file"),
        ("talk.m4a", b"\x00\x00\x00\x20ftypM4A ", "a sound file"),
        ("talk.mp4", b"\x00\x00\x00\x20ftypisom", "a film"),
        ("talk.txt.gz", b"\x1f\x8b\x08\x00", "an archive"),
        ("talk.zip", archive("talk.txt"), "an archive"),
        ("talk.docx", archive("talk.txt"), "an archive"),
        ("talk.xlsx", archive("xl/workbook.xml"), "Save the sheet as CSV"),
        ("talk.docx", archive("xl/workbook.xml"), "an Excel workbook"),
        ("talk.pptx", archive("ppt/presentation.xml"), "a PowerPoint"),
        ("talk.epub", archive("META-INF/container.xml"), "an e-book"),
        ("talk.odt", archive("mimetype", "content.xml"), "an OpenDocument file"),
        ("talk.docx", b"PK\x03\x04 and then nothing", "a damaged archive or document"),
        ("talk.txt", archive("word/document.xml"), "Rename it to talk.docx"),
        ("talk.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "Rename it to talk.vtt"),
        ("talk.md", b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHi", "Rename it to talk.srt"),
        ("talk.txt", b"<!DOCTYPE html>\n<html><p>Hi</html>", "Rename it to talk.html"),
        ("talk.csv", b'{"version": "1.0.0", "segments": []}', "Rename it to talk.json"),
        ("noise", bytes(range(256)), "binary, not text"),
    ],
)
def test_what_it_is_and_what_to_do(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    assert says in str(caught.value)
    assert caught.value.path == path
    assert caught.value.advice
