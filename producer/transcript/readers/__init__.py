"""One reader per format: a file's bytes become a `Document`.

To add a format, write a function from bytes, path and the transcript's languages to `Document` in
a module of its own, and name its suffixes in `READERS`. It raises `InputError` where
the bytes are no such format; labels, languages and pairs are found later, alike for all formats.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from producer.transcript.document import Document
from producer.transcript.language.detection import Languages
from producer.transcript.readers.ass import read_ass
from producer.transcript.readers.captions import read_captions
from producer.transcript.readers.delimited import read_delimited
from producer.transcript.readers.kinds import kind_of_bytes, wrong_suffix
from producer.transcript.readers.podcast_json import read_json
from producer.transcript.readers.text import read_text
from producer.transcript.readers.web import read_web
from producer.transcript.readers.word import read_word

Reader = Callable[[bytes, Path, Languages], Document]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".srt": read_captions,
    ".vtt": read_captions,
    ".sbv": read_captions,
    ".ass": read_ass,
    ".ssa": read_ass,
    ".json": read_json,
    ".docx": read_word,
    ".html": read_web,
    ".htm": read_web,
    ".xhtml": read_web,
}
"""Reader by suffix in lower case; any other file is read as text."""


def reader_for(data: bytes, path: Path) -> Reader:
    """The reader of a file, by its suffix. Raises `InputError` where the bytes are of another kind
    than the name says."""
    suffix = path.suffix.lower()
    kind = kind_of_bytes(data)
    if kind and suffix not in kind.suffixes:
        raise wrong_suffix(kind, path)
    return READERS.get(suffix, read_text)
