"""Plain text and Markdown."""

from __future__ import annotations

from pathlib import Path

from producer.transcript.decoding import decode
from producer.transcript.language import Languages
from producer.transcript.lines import Document, split_lines


def read_text(data: bytes, path: Path, languages: Languages) -> Document:  # noqa: ARG001
    return Document(split_lines(decode(data, path)))
