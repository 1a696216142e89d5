"""Work on what a stranger may have written, in a process of its own with a limit: whatever it is,
the server goes on answering, and ends when it is told to."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from producer.errors import InputError, ProducerError, UsageError

_processes = multiprocessing.get_context("spawn")


def run_limited(work: Callable[..., Any], *values: Any, seconds: float) -> None:
    """Call `work` with `values`, for at most so many seconds. Raises `InputError` with the message
    of the one that it raises, and `UsageError` where it takes longer."""
    reading, writing = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_work, args=(writing, work, values), daemon=True)
    process.start()
    writing.close()
    try:
        if not reading.poll(seconds):
            raise UsageError(
                f"it takes longer than {seconds:.0f} s to read",
                advice="Look whether it is a transcript, or read it with `producer script`",
            )
        problem = reading.recv()
    except EOFError:
        problem = "it cannot be read: the process that read it has ended", None, None
    finally:
        process.kill()
        process.join()
    if problem is not None:
        message, line, advice = problem
        raise InputError(message, line=line, advice=advice)


def _work(writing: Connection, work: Callable[..., Any], values: tuple[Any, ...]) -> None:
    try:
        work(*values)
    except InputError as error:
        writing.send((error.message, error.line, error.advice))
    except ProducerError as error:
        writing.send((str(error), None, None))
    else:
        writing.send(None)
