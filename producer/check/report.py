"""What a check found: lines, in sections by file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from producer.model import clean_text

if TYPE_CHECKING:
    from producer.check.measured_sound import MeasuredSound

APPLE, SPOTIFY, PODCASTING, PLAYERS, MANIFEST = (
    "Apple",
    "Spotify",
    "Podcasting 2.0",
    "players",
    "manifest",
)
CHINA, EUROPE = "GB 45438-2025", "EU AI Act, Art. 50"
"""Who asks for something."""


_LONGEST = 120


class State(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that was looked at. `check` is a stable short name, unique within its section;
    `advice` says what to do, and is empty where all is well."""

    check: str
    state: State
    measured: str
    wanted: str
    asked_by: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one file. `summary` is set where one line says enough when all is well;
    `sound` is what was measured of an MP3, for pictures."""

    file: str
    lines: tuple[CheckLine, ...]
    summary: str = ""
    sound: MeasuredSound | None = field(default=None, compare=False)

    @property
    def failed(self) -> bool:
        return any(line.state is State.FAILED for line in self.lines)


@dataclass(frozen=True, slots=True)
class Report:
    """All sections of what was checked."""

    path: str
    sections: tuple[Section, ...]

    @property
    def failed(self) -> bool:
        return any(section.failed for section in self.sections)

    def count(self, state: State) -> int:
        return sum(line.state is state for s in self.sections for line in s.lines)

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "passed": not self.failed,
            "lines": [{"file": s.file, **asdict(line)} for s in self.sections for line in s.lines],
        }


def judged(
    check: str, ok: bool, measured: str, expected: str, asked_by: str, *, advice: str
) -> CheckLine:
    """A line that passed or failed; the advice is only for the latter."""
    state = State.PASSED if ok else State.FAILED
    return CheckLine(check, state, _shown(measured), expected, asked_by, "" if ok else advice)


def not_applicable(
    check: str, why: str, expected: str, asked_by: str, *, advice: str = ""
) -> CheckLine:
    return CheckLine(check, State.NOT_APPLICABLE, why, expected, asked_by, advice)


def _shown(measured: str) -> str:
    """What a stranger's file says, fit for a line on a terminal."""
    text = clean_text(measured)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def some(items: Sequence[str], limit: int = 3) -> str:
    """The first few of `items`, and how many more there are."""
    more = f" and {len(items) - limit} more" if len(items) > limit else ""
    return "; ".join(items[:limit]) + more
