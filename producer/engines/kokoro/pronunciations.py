"""A dictionary of English as misaki has it: a JSON file with a word and its phonemes on each line.

The four files hold 400,000 entries, which as Python objects would take 150 MB. So a file stays the
bytes that it is, and a word is looked for in them, which takes a millisecond.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

Entry = str | Mapping[str, str | None]
"""The phonemes of a word, or those of each part of speech with a "DEFAULT"."""


class Pronunciations:
    """The words of the file at `path`. Raises `OSError` where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._content = path.read_bytes()
        self._decoder = json.JSONDecoder()

    def get(self, word: str, /) -> Entry | None:
        """The entry of a word as it is written; None where there is none."""
        key = f"\n  {json.dumps(word, ensure_ascii=False)}: ".encode()
        place = self._content.find(key)
        if place < 0:
            return None
        place += len(key)
        end = self._content.find(b'\n  "', place)
        entry: Entry = self._decoder.raw_decode(self._content[place:end].decode())[0]
        return entry
