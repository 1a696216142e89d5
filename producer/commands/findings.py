"""Findings as text: those of one kind together, and of many alike a few with the lines of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from producer.localization import localized_name
from producer.model import FindingKind

Entry = Mapping[str, Any]
"""A finding as it stands in JSON."""

IN_DOUBT = (
    FindingKind.UNPAIRED,
    FindingKind.LAYOUT,
    FindingKind.SHIFTED,
    FindingKind.OUT_OF_STEP,
    FindingKind.LONE_LABEL,
    FindingKind.SWAPPED,
    FindingKind.NO_LABELS,
)
"""What puts the whole reading in doubt, the gravest first, and is told before all turns."""

_MOST_FIRST = 3
_SHOWN_EACH = 3
_SHOWN_LINES = 12


def findings_text(entries: Sequence[Entry], indent: str = "", *, show_all: bool = False) -> str:
    """What is to be read of `entries`, kind by kind in the order in which they come first.

    Where there are many of a kind, the first ones are told in full and the rest by their lines.
    Those that are often wrong are only counted. `show_all` tells all of them in full.
    """
    shown = [entry for entry in entries if show_all or not entry["doubtful"]]
    lines: list[str] = []
    for kind, count in Counter(entry["kind"] for entry in shown).items():
        of_kind = [entry for entry in shown if entry["kind"] == kind]
        shown_kind = localized_name(kind)
        lines.append(f"{indent}{shown_kind}" + (f" ({count})" if count > 1 else ""))
        in_full = count if show_all or count <= _SHOWN_EACH + 1 else _SHOWN_EACH
        for entry in of_kind[:in_full]:
            lines += (f"{indent}  {line}" for line in _in_full(entry))
        if in_full < count:
            lines.append(f"{indent}  {_by_line(of_kind[in_full:])}")
    if withheld := len(entries) - len(shown):
        lines.append(f"{indent}{withheld} more that are often false alarms: --all shows them")
    return "\n".join(lines)


def told_first(entries: Sequence[Entry]) -> list[Entry]:
    """One of each kind that puts the whole reading in doubt, the gravest first."""
    firsts = (next((e for e in entries if e["kind"] == kind), None) for kind in IN_DOUBT)
    return [entry for entry in firsts if entry and not entry["doubtful"]][:_MOST_FIRST]


def first_text(entries: Sequence[Entry]) -> list[str]:
    """The lines of what is told before all turns."""
    return [
        f"{localized_name(entry['kind'])}: {line}"
        for entry in told_first(entries)
        for line in _in_full(entry)
    ]


def counted(entries: Sequence[Entry], *, show_all: bool = False) -> str:
    """How many findings of which kind: "3 missing, 1 number". "" where there are none to read."""
    kinds = Counter(
        entry["kind"] for entry in entries if show_all or not entry["doubtful"]
    ).most_common()
    return ", ".join(f"{count} {localized_name(kind)}" for kind, count in kinds)


def _in_full(entry: Entry) -> Iterator[str]:
    message = entry["message"]
    yield f"line {entry['line']}: {message}" if entry["line"] else message
    if change := entry["change"]:
        yield f"  change '{change['before']}' to '{change['after']}'"


def _by_line(entries: Sequence[Entry]) -> str:
    numbers = list(dict.fromkeys(entry["line"] for entry in entries if entry["line"]))
    lines = ", ".join(map(str, numbers[:_SHOWN_LINES]))
    more = f" and {len(numbers) - _SHOWN_LINES} others" if len(numbers) > _SHOWN_LINES else ""
    where = f" in lines {lines}{more}" if lines else ""
    return f"and {len(entries)} more{where}: --all tells each"
