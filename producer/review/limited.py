"""Work on what a stranger may have written, in a process of its own with a limit: whatever it is,
the server goes on answering, and ends when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from producer.errors import InputError, ProducerError, UsageError
from producer.store import Store
from producer.workers.local import ProcessEnded, WorkerProcess


def run_limited(work: Callable[..., Any], *values: Any, seconds: float) -> None:
    """Call `work` with `values`, for at most so many seconds. Raises `InputError` with the message
    of the one that it raises, and `UsageError` where it takes longer."""
    process = WorkerProcess()
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        process.tell(Store(Path()), partial(_call, work, values))
        answer = process.hear()
    finally:
        timer.cancel()
        process.end()
    if is_late.is_set():
        raise UsageError(
            f"it takes longer than {seconds:.0f} s to read",
            advice="Look whether it is a transcript, or read it with `producer script`",
        )
    if isinstance(answer, ProcessEnded):
        raise InputError("it cannot be read: the process that read it has ended")
    match answer.error:
        case None:
            return
        case InputError(message=message, line=line, advice=advice):
            raise InputError(message, line=line, advice=advice)
        case ProducerError() as error:
            raise InputError(str(error))
        case error:
            raise InputError("it cannot be read: the process that read it has ended") from error


def _call(work: Callable[..., Any], values: tuple[Any, ...], _store: Store) -> None:
    work(*values)
