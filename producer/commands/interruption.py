"""Ctrl-C ends a command soon, whatever it is doing."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

EXIT_CODE = 130
MESSAGE = "producer: interrupted; what was finished is kept"
GRACE_S = 1.5
"""What is under way may take so long to come to its end."""

_SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def interruptible() -> Iterator[None]:
    """Leave the block with `KeyboardInterrupt` on SIGINT or SIGTERM, and end the process where it
    has not been left `GRACE_S` later, or at a second Ctrl-C.

    A thread that encodes or looks up a name cannot be stopped, and whoever waits for it waits too
    long. Nothing is lost then, since files are written beside their place. Python's own handler
    stays, for asyncio builds on it; the signals are seen by a thread that reads the wake-up pipe.
    """
    if signal.getsignal(signal.SIGINT) not in (signal.default_int_handler, signal.SIG_IGN):
        yield
        return
    reading, writing = os.pipe()
    if os.name != "nt":
        os.set_blocking(writing, False)
    interrupted = threading.Event()
    watch = threading.Thread(target=_watch, args=(reading, interrupted), daemon=True)
    watch.start()
    wakeup_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    terminate_before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except BaseException:
        if not interrupted.is_set():
            raise
        # What was under way may have ended in another error because of it.
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGTERM, terminate_before)
        signal.set_wakeup_fd(wakeup_before)
        os.close(writing)
        watch.join()


def _terminate(*_: object) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Background jobs of some shells ignore SIGINT, and are to go on doing so.
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)


def _watch(reading: int, interrupted: threading.Event) -> None:
    """Read the numbers of signals up to the end of the pipe."""
    patience = threading.Timer(GRACE_S, _leave)
    patience.daemon = True
    keystrokes = 0
    while number := os.read(reading, 1):
        if number[0] not in (signal.SIGINT, signal.SIGTERM):
            continue
        keystrokes += number[0] == signal.SIGINT
        if keystrokes == 2:
            _leave()
        if not interrupted.is_set():
            interrupted.set()
            patience.start()
    patience.cancel()
    os.close(reading)


def _leave() -> NoReturn:
    if sys.stderr.isatty():
        os.write(2, _SHOW_CURSOR.encode())
    os.write(2, f"\n{MESSAGE}\n".encode())
    os._exit(EXIT_CODE)
