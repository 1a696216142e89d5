"""Which files are script files."""

from __future__ import annotations

from pathlib import Path

from producer.transcript.readers import is_text
from producer.transcript.readers.decoding import decode, load
from producer.transcript.script.front_matter import is_script


def is_script_file(path: Path) -> bool:
    """Whether there is a script file at `path`. Raises `InputError` where it cannot be read."""
    return script_text(load(path), path) is not None


def script_text(data: bytes, path: Path) -> str | None:
    """The text of a script file, None for any other."""
    if is_text(data, path) and is_script(text := decode(data, path)):
        return text
    return None
