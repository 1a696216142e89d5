"""A few things at once, in threads that an interruption does not wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

_GRACE_S = 2.0
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def each(
    items: Sequence[_Item], job: Callable[[_Item], _Result], *, at_once: int = 8
) -> list[_Result]:
    """The results of `job` for all `items`, in their order.

    After a first error nothing more is begun, what has begun is finished, and the error raised.
    An interruption gives what has begun two seconds: a thread that comes back while the
    interpreter shuts down could abort the process. Whatever takes longer ends with the process.
    """
    waiting = iter(enumerate(items))
    lock = threading.Lock()
    results: dict[int, _Result] = {}
    stopped: list[BaseException] = []

    def work() -> None:
        while not stopped:
            with lock:
                taken = next(waiting, None)
            if taken is None:
                return
            index, item = taken
            try:
                results[index] = job(item)
            except BaseException as error:
                stopped.append(error)

    threads = [threading.Thread(target=work, daemon=True) for _ in items[:at_once]]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt as interruption:
        stopped.append(interruption)
        for thread in threads:
            thread.join(_GRACE_S / len(threads))
        raise
    if stopped:
        raise stopped[0]
    return [results[index] for index in range(len(items))]
