"""The documents that users read: their commands, links and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "README.zh.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_LINK = re.compile(r"(?:\]\(|src=\")([^)\"\s]+)")
_COMMENT = re.compile(r"(?:^|\s)#\s.*$")
_OURS = re.compile(r"^(?:\.venv/bin/)?producer(?= |$)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what else stands behind it, and its lines."""

    language: str
    kind: str
    text: str

    @property
    def commands(self) -> list[str]:
        """The commands of a shell block without remarks, "producer …" for the program itself."""
        lines = (_COMMENT.sub("", line).strip() for line in self.text.splitlines())
        return [_OURS.sub("producer", line) for line in lines if line]


def blocks(document: Path) -> list[Block]:
    fenced = _FENCE.findall(document.read_text("utf-8"))
    parts = ((info.partition(" "), text) for info, text in fenced)
    return [Block(language, kind, text) for (language, _, kind), text in parts]


def inline_commands(document: Path) -> Iterator[str]:
    """What stands between backticks in the text and begins with the program's name."""
    prose = _FENCE.sub("", document.read_text("utf-8"))
    for code in _CODE.findall(prose):
        command = _OURS.sub("producer", " ".join(code.split()))
        if command.startswith("producer "):
            yield command


def links(document: Path) -> list[str]:
    prose = _FENCE.sub("", document.read_text("utf-8"))
    return [link for link in _LINK.findall(prose) if "://" not in link]
