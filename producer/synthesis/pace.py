"""How fast an engine is asked: one pace for all requests of a run.

What a service can bear is not known beforehand and changes. So the number of requests that may
be under way is halved at once when the service is overloaded or hangs up, and grows by one with
each round that went well: additive increase, multiplicative decrease, as in TCP (RFC 5681). What
was too much is remembered, and tried again more and more rarely. After a refusal no request
starts until a cool-down is over, whoever was refused.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from producer.errors import UtteranceFailed

LONGEST_REST_S = 120.0
"""The longest cool-down; a service that asks for more is not waited for."""

_PATIENCE = 16
_MOST_PATIENCE = 256
_GROWING_REST_S = 20.0

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Pace:
    """At most `most` requests at once, no more than `per_minute` started in a minute (0: any
    number), and a first cool-down of up to `rest_s`; it doubles while nothing succeeds."""

    def __init__(self, most: int, *, per_minute: int = 0, rest_s: float = 0.5) -> None:
        self.limit = most
        """How many may be under way now."""
        self._most = most
        self._safe = most
        """How many may well be borne; more are tried only after `_patience` successes."""
        self._patience = _PATIENCE
        self._succeeded = 0
        self._interval_s = 60 / per_minute if per_minute else 0.0
        self._rest_s = rest_s
        self._refusals = 0
        self._under_way = 0
        self._open_at = 0.0
        self._slowed_at = float("-inf")
        self._door = asyncio.Lock()
        self._changed = asyncio.Event()

    async def __call__(self, request: Callable[[], Awaitable[T]]) -> T:
        """Await `request` when it is its turn, and learn from how it ends."""
        await self._enter()
        started, beside = _now(), self._under_way
        try:
            answer = await request()
        except UtteranceFailed as error:
            if error.overloaded:
                self._slow_down(started, max(beside, self._under_way), error.retry_after_s)
            raise
        else:
            self._speed_up()
            return answer
        finally:
            self._under_way -= 1
            self._changed.set()

    async def _enter(self) -> None:
        async with self._door:
            while (wait_s := self._open_at - _now()) > 0 or self._under_way >= self.limit:
                if wait_s > 0:
                    await asyncio.sleep(wait_s)
                else:
                    self._changed.clear()
                    await self._changed.wait()
            self._under_way += 1
            self._open_at = _now() + self._interval_s

    def _speed_up(self) -> None:
        self._refusals = 0
        self._succeeded += 1
        if self._succeeded < (self._patience if self.limit == self._safe else self.limit):
            return
        self._succeeded = 0
        if self.limit > self._safe:
            self._safe = self.limit
        elif self.limit < self._most:
            self.limit += 1
            _log.info("%d requests at once", self.limit)

    def _slow_down(self, started: float, under_way: int, retry_after_s: float) -> None:
        """A request that `started` before the last slowing down is one more sign of the same;
        `under_way` were, counting it."""
        rest_s = retry_after_s
        if started > self._slowed_at:
            self._slowed_at = _now()
            self._succeeded = 0
            self._refusals += 1
            longest_s = min(self._rest_s * 2 ** (self._refusals - 1), _GROWING_REST_S)
            rest_s = max(rest_s, random.uniform(longest_s / 2, longest_s))
            if self.limit > self._safe:
                self.limit = self._safe
                self._patience = min(2 * self._patience, _MOST_PATIENCE)
            else:
                self.limit = max(1, self.limit // 2)
        self._safe = max(self.limit, min(self._safe, under_way - 1))
        self._open_at = max(self._open_at, _now() + min(rest_s, LONGEST_REST_S))
        _log.info("the engine is overloaded: %d at once, after %.1f s", self.limit, rest_s)


def _now() -> float:
    return asyncio.get_running_loop().time()
