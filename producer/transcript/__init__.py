"""A file becomes a `Script`: the conversation understood, with what its producer should know.

    bytes ─ decoding ─▶ text ─ reader ─▶ lines ─ conversation ─▶ Script
                          └──────────── script_file ────────────────┘

To add a format, write a function from the file's bytes to `Line`s in a module of its own and
name its suffixes in `READERS`. What follows the lines (labels, languages, pairs) is the same for
all formats.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from producer.model import Script
from producer.transcript import script_file
from producer.transcript.conversation import understand
from producer.transcript.decoding import decode, load
from producer.transcript.lines import Line, split_lines

Reader = Callable[[bytes, Path], Sequence[Line]]
"""Gives the lines of a file. Raises `InputError` where the bytes are no such format."""


def read_text(data: bytes, path: Path) -> list[Line]:
    """Plain text and Markdown."""
    return split_lines(decode(data, path))


READERS: dict[str, Reader] = {".txt": read_text, ".md": read_text, ".markdown": read_text}
"""Reader by suffix in lower case; any other file is read as text."""


def read(path: Path) -> Script:
    """The script in the transcript or script file at `path`.

    Raises `InputError` with the path, and the line where there is one: the file is absent, empty,
    too large or no text, all in one language, or a script file that breaks the format's rules.
    """
    data = load(path)
    reader = READERS.get(path.suffix.lower(), read_text)
    if reader is read_text and script_file.is_script(text := decode(data, path)):
        return script_file.parse(text, path)
    return understand(reader(data, path), path)
