"""Rights to make something, which other runs with the same store respect.

A right ends with its process, however that ends: the system lets go of the lock on its file. The
file says who holds it, for those who wait.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from producer.progress import Progress

_TELL_AFTER_S = 30.0
"""Other runs have clips of a minute to make: before that, waiting is nothing to speak of."""
_LOCKED_AT = 1 << 30
"""Where the locked byte lies on Windows, which lets nobody read what is locked."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a right: the beginning of its command, its process on which machine, and since when
    it has it (RFC 3339)."""

    command: str
    pid: int
    machine: str
    since: str

    @property
    def is_here(self) -> bool:
        """Whether it is this process."""
        return (self.pid, self.machine) == (os.getpid(), platform.node())

    def __str__(self) -> str:
        where = f" on {self.machine}" if self.machine != platform.node() else ""
        since = datetime.fromisoformat(self.since).astimezone()
        return f"“{self.command}” (process {self.pid}{where}, since {since:%H:%M:%S})"


@contextlib.contextmanager
def claim(path: Path) -> Iterator[bool]:
    """Ask for the right whose file is `path`: True if nobody else has it, and until the block ends
    nobody else gets it. Where files cannot be locked, everybody gets it."""
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:
            yield True
            return
        stack.callback(os.close, file)
        is_claimed = _lock(file)
        if is_claimed:
            _sign(file)
        yield is_claimed


def holder(path: Path) -> Holder | None:
    """Who has, or had last, the right whose file is `path`; None where it does not say."""
    try:
        return Holder(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


class Waiting:
    """A wait for what others have, of which `progress` is told once it is long."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._since: float | None = None
        self._has_told = False

    def refused(self, path: Path) -> None:
        """Somebody else has the right whose file is `path`."""
        who = holder(path)
        if who is not None and who.is_here:
            return
        if self._since is None:
            self._since = monotonic()
        if not self._has_told and monotonic() - self._since >= _TELL_AFTER_S:
            self._has_told = True
            other_run = "another run" if who is None else str(who)
            self._progress.note(
                f"Waiting for {other_run}, which makes the same. This run goes on when that one is "
                "done or gone."
            )

    def over(self) -> None:
        """Something could be done."""
        if self._has_told:
            self._progress.note("Going on: no other run is waited for any more.")
        self._since, self._has_told = None, False


def _sign(file: int) -> None:
    """Write down who has the right. A disk that is full does not take it away."""
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    content = {
        "command": _command(),
        "pid": os.getpid(),
        "machine": platform.node(),
        "since": since,
    }
    with contextlib.suppress(OSError):
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, json.dumps(content).encode())


def _command() -> str:
    """What this run was told to do, up to the first option: those may hold secrets."""
    words = ["producer"]
    for argument in sys.argv[1:]:
        if argument.startswith("-") or "://" in argument:
            break
        words.append(argument)
    command = " ".join(words)
    return command if len(command) <= 80 else f"{command[:79]}…"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            os.lseek(file, _LOCKED_AT, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in (errno.EACCES, errno.EDEADLK)
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        return True
