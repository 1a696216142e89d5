"""How much of this machine's cores some processes would use if they had it for themselves.

Where others use the cores too, CPU seconds by the clock say little: a process that gets a third
of a core may have had work for all of it. The kernel tells of each thread whether it runs or could
run, so what is measured is for how many cores there was work. Beside others, what is done by one
thread takes more of the time than alone, so that the share is rather told too low. Linux only.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import mean

_EVERY_S = 0.2


class Demand:
    """In a `with` statement, looks at the processes `pids` and all that they start."""

    def __init__(self, pids: Sequence[int], cores: int) -> None:
        self._pids = pids
        self._cores = cores
        self._shares: list[float] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Demand:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    @property
    def share(self) -> float:
        """For what share of the cores there was work, on average."""
        return mean(self._shares)

    def _look(self) -> None:
        while not self._is_over.wait(_EVERY_S):
            runnable = sum(map(_is_runnable, _threads(self._pids)))
            self._shares.append(min(runnable, self._cores) / self._cores)


def _threads(pids: Iterable[int]) -> Iterator[Path]:
    """The threads of processes and of all that they have started."""
    for pid in pids:
        with suppress(OSError):  # It may end meanwhile.
            for thread in Path(f"/proc/{pid}/task").iterdir():
                yield thread
                yield from _threads(map(int, (thread / "children").read_text().split()))


def _is_runnable(thread: Path) -> bool:
    try:
        # The name before it, in brackets, may have brackets too: proc(5).
        state = (thread / "stat").read_text().rpartition(") ")[2]
    except OSError:
        return False
    return state.startswith("R")
