"""What a campaign has found: a row of the table that `make soak` prints."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was done, what came of it, and whether that is what was hoped for."""

    campaign: str
    found: str
    is_reached: bool = True

    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def of_line(line: str) -> Row:
        return Row(**json.loads(line))


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| campaign | found |", "|---|---|"]
    for row in rows:
        verdict = "" if row.is_reached else " **not reached**"
        lines.append(f"| {row.campaign} | {row.found.replace('|', '/')}{verdict} |")
    return "\n".join(lines)
