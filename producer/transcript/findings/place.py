"""Where a finding is: a paragraph of a passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from producer.languages import language_name
from producer.model import Change, Finding, FindingKind, Script, Turn

_AROUND = 8


@dataclass(frozen=True, slots=True)
class Place:
    """The paragraph with index `index` of a turn's passage in `language`."""

    turn: Turn
    language: str
    index: int
    text: str

    @property
    def line(self) -> int | None:
        lines = self.turn.lines.get(self.language, ())
        return lines[self.index] if self.index < len(lines) else self.turn.line

    def finding(
        self,
        kind: FindingKind,
        message: str,
        change: Change | None = None,
        *,
        doubtful: bool = False,
    ) -> Finding:
        """A finding here; `message` follows the turn and the language."""
        return Finding(
            kind,
            f"turn {self.turn.number}, {language_name(self.language)}: {message}",
            self.line,
            self.turn.number,
            self.language,
            change,
            doubtful,
        )

    def change(self, start: int, end: int, after: str) -> Change:
        """`after` for the characters from `start` to `end`, with as much of what stands around
        them as makes the place unique."""
        left, right = start, end
        while (
            left == right
            or self.text.find(before := self.text[left:right]) != left
            or (self.text.find(before, left + 1) >= 0)
        ):
            # Where a text repeats itself at length, in ever longer steps.
            step = 1 + (right - left) // 64
            left, right = max(0, left - step), min(len(self.text), right + step)
        return Change(before, self.text[left:start] + after + self.text[end:right], self.index)

    def around(self, start: int, end: int) -> str:
        """What stands from `start` to `end`, with some of what is around it to find it by."""
        left, right = max(0, start - _AROUND), min(len(self.text), end + _AROUND)
        before, after = "…" if left else "", "…" if right < len(self.text) else ""
        return f"{before}{self.text[left:right]}{after}"


def places(turn: Turn, language: str) -> list[Place]:
    """The paragraphs of a passage; none where it is missing."""
    texts = turn.passages.get(language, ())
    return [Place(turn, language, index, text) for index, text in enumerate(texts)]


def all_places(script: Script) -> Iterator[Place]:
    """Every paragraph of `script`, turn by turn."""
    for turn in script.turns:
        for language in turn.passages:
            yield from places(turn, language)
