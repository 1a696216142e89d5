"""One reader per format: a file's bytes become a `Document`.

To add a format, write a function from bytes, path and the transcript's languages to `Document` in
a module of its own, and name its suffixes in `READERS`. It raises `InputError` where
the bytes are no such format; labels, languages and pairs are found later, alike for all formats.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from producer.transcript.document import Document
from producer.transcript.language.detection import Languages
from producer.transcript.readers.kinds import kind_of_bytes, wrong_suffix

Reader = Callable[[bytes, Path, Languages], Document]

_TEXT = "text.read_text"

READERS: dict[str, str] = {
    ".txt": _TEXT,
    ".md": _TEXT,
    ".markdown": _TEXT,
    ".csv": "delimited.read_delimited",
    ".tsv": "delimited.read_delimited",
    ".srt": "captions.read_captions",
    ".vtt": "captions.read_captions",
    ".sbv": "captions.read_captions",
    ".ass": "ass.read_ass",
    ".ssa": "ass.read_ass",
    ".json": "podcast_json.read_json",
    ".docx": "word.read_word",
    ".html": "web.read_web",
    ".htm": "web.read_web",
    ".xhtml": "web.read_web",
}
"""Reader by suffix in lower case, as its module and function here: what understands a transcript
takes long to import, and most runs recall it. Any other file is read as text."""


def reader_for(data: bytes, path: Path) -> Reader:
    """The reader of a file, by its suffix. Raises `InputError` where the bytes are of another kind
    than the name says."""
    return reader(_format(data, path))


def is_text(data: bytes, path: Path) -> bool:
    """Whether a file is read as text. Raises `InputError` as `reader_for` does."""
    return READERS.get(_format(data, path), _TEXT) == _TEXT


def reader(suffix: str) -> Reader:
    """The reader of files with this suffix, in lower case."""
    module, _, function = READERS.get(suffix, _TEXT).partition(".")
    return cast(Reader, getattr(import_module(f"{__name__}.{module}"), function))


def _format(data: bytes, path: Path) -> str:
    """The suffix, if the bytes may be what it says."""
    suffix = path.suffix.lower()
    kind = kind_of_bytes(data)
    if kind and suffix not in kind.suffixes:
        raise wrong_suffix(kind, path)
    return suffix
