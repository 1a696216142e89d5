"""What a person sees: progress and messages on stderr, results on stdout."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from producer.localization import language, localized

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from producer.progress import Progress

HIDDEN = "…"
_BAR_CELLS = 16
_BRIEF = frozenset({"reading"})
"""Stages of which one step takes so little that a line on it would say nothing."""
_USER_IN_ADDRESS = re.compile(r"(?<=://)\S*@")


def result(text: str) -> None:
    """Write a result to stdout."""
    _print(localized(text))


def result_json(value: Any) -> None:
    """Write a result to stdout as JSON, in characters that stdout has."""
    is_unicode = sys.stdout.encoding.lower().startswith("utf")
    _print(json.dumps(value, ensure_ascii=not is_unicode, indent=1))


def _print(text: str) -> None:
    """Raises `OSError` where stdout does not take it: at once, not when the process ends, where
    no message could be made of it."""
    try:
        print(text, flush=True)
    except OSError as error:
        error.filename = "stdout"
        raise


def message(text: str) -> None:
    """Tell a person something on stderr, but no password in an address."""
    print(redacted(localized(text)), file=sys.stderr, flush=True)


def redacted(text: str) -> str:
    """`text` without the users and passwords in its addresses."""
    return _USER_IN_ADDRESS.sub(f"{HIDDEN}@", text)


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield _StageLines()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    what = Column(ratio=1, no_wrap=True, overflow="ellipsis")  # It alone gives way.
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=_BAR_CELLS),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn(localized("left")),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[audio]}"),
        TextColumn("[dim]{task.fields[doing]}", table_column=what),
        console=Console(stderr=True),
        expand=True,
        transient=True,
    ) as bars:
        yield _Bars(bars)


class _StageLines:
    """A line when a stage begins and at every quarter of what it has to do at first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stages: dict[str, tuple[int, int]] = {}

    def start(self, stage: str, total: int) -> None:
        known = stage in self._stages
        if total and not known:
            self._stages[stage] = (0, total)
            if total > 1 or stage not in _BRIEF:
                message(f"{localized(stage)}: {total}")

    def advance(self, stage: str, doing: str = "", audio_ms: int = 0) -> None:  # noqa: ARG002
        with self._lock:
            done, total = self._stages[stage]
            done += 1
            self._stages[stage] = (done, total)
            if total >= 8 and done <= total and done * 4 // total > (done - 1) * 4 // total:
                message(_done(stage, done, total))

    def note(self, message_: str) -> None:
        message(message_)


def _done(stage: str, done: int, total: int) -> str:
    """ "speaking: 3 of 8", which has too few words of its own to be found in a catalogue."""
    return (
        f"{stage}: {done} of {total}"
        if language() == "en"
        else f"{localized(stage)}: {done}/{total}"
    )


class _Bars:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._audio_ms: Counter[str] = Counter()

    def start(self, stage: str, total: int) -> None:
        if task := self._tasks.get(stage):
            before = self._bars.tasks[self._bars.task_ids.index(task)].total or 0
            self._bars.update(task, total=before + total)
        elif total:
            self._tasks[stage] = self._bars.add_task(
                localized(stage), total=total, doing="", audio=""
            )

    def advance(self, stage: str, doing: str = "", audio_ms: int = 0) -> None:
        from rich.markup import escape

        self._audio_ms[stage] += audio_ms
        minutes = self._audio_ms[stage] / 60_000
        audio = localized(f"{minutes:.1f} min spoken") if minutes else ""
        self._bars.update(self._tasks[stage], advance=1, doing=escape(doing), audio=audio)

    def note(self, message_: str) -> None:
        self._bars.console.print(localized(message_), markup=False, highlight=False)


def cut(text: str, cells: int) -> str:
    """`text`, or its beginning with "…" where it takes more cells of a terminal."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= cells else set_cell_size(text, cells - 1).rstrip() + "…"


def table(rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> str:
    """`rows` as aligned columns. A Han character is two cells wide."""
    from rich.cells import cell_len

    lines = [tuple(map(localized, line)) for line in (*([header] if header else []), *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )
