"""How fast an engine is asked: one pace for all requests of a run.

What a service can bear is not known beforehand and changes. So the number of requests that may
be under way is halved at once when the service is overloaded, and grows by one with each round
that went well: additive increase, multiplicative decrease, as in TCP (RFC 5681). What was too
much is remembered, and tried again more and more rarely. After a refusal no request starts until
a cool-down is over, whoever was refused.

A connection that drops is an accident and slows nothing, unless many of the latest answers did.
Where nothing succeeds at all, or nobody can be reached, one request at a time goes out and looks;
as soon as one succeeds, half of the former pace is taken up again.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeVar

from producer.errors import Trouble, UtteranceFailed

LONGEST_REST_S = 120.0
"""The longest cool-down unless an engine is waited for longer."""

_PATIENCE = 16
_MOST_PATIENCE = 256
_GROWING_REST_S = 20.0
_RECENT_ANSWERS = 20
_DROPPED_SHARE = 0.3
_FEWEST_DROPS = 3
_OUTAGE_REFUSALS = 2
_UNREACHABLE_REFUSALS = 4
"""For so many refusals in a row the second failed connection counts: the rest after it is 16
times the first one, some 5 s."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Pace:
    """At most `most` requests at once, no more than `per_minute` started in a minute (0: any
    number), and a first cool-down of up to `rest_s`; it doubles while nothing succeeds. A service
    that asks for a longer rest than `longest_rest_s` is given one of 20 s, to see whether it means
    it."""

    def __init__(
        self,
        most: int,
        *,
        per_minute: int = 0,
        rest_s: float = 0.5,
        longest_rest_s: float = LONGEST_REST_S,
    ) -> None:
        self.limit = most
        """How many may be under way now."""
        self._most = most
        self._safe = most
        """How many may well be borne; more are tried only after `_patience` successes."""
        self._patience = _PATIENCE
        self._succeeded = 0
        self._interval_s = 60 / per_minute if per_minute else 0.0
        self._rest_s = rest_s
        self._longest_rest_s = longest_rest_s
        self._refusals = 0
        """Slowings down since the last success."""
        self._before_refusals = most, most, 0.0
        """Limit, safe limit and time when the first of these refusals came."""
        self._dropped: deque[bool] = deque(maxlen=_RECENT_ANSWERS)
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
            self._dropped.append(error.trouble is Trouble.DROP)
            if self._is_load(error.trouble):
                self._slow_down(started, max(beside, self._under_way), error)
            raise
        else:
            self._dropped.append(False)
            self._speed_up(started)
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

    def _is_load(self, trouble: Trouble) -> bool:
        """Whether fewer requests may help."""
        if trouble is Trouble.DROP:
            drops = sum(self._dropped)
            return drops >= _FEWEST_DROPS and drops > _DROPPED_SHARE * len(self._dropped)
        return trouble not in (Trouble.ANSWER, Trouble.REJECTION)

    def _speed_up(self, started: float) -> None:
        if started < self._slowed_at:
            return  # What was under way when the service was overloaded does not tell of it now.
        self._end_outage()
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

    def _end_outage(self) -> None:
        """What was borne before an outage may well be borne after it: begin with half of that."""
        limit, safe, since = self._before_refusals
        lasted_s = _now() - since
        if self._refusals < _OUTAGE_REFUSALS:
            return
        self._safe = safe
        self.limit = max(1, limit // 2)
        self._dropped.clear()
        _log.info("an outage of %.0f s is over: %d requests at once", lasted_s, self.limit)

    def _slow_down(self, started: float, under_way: int, error: UtteranceFailed) -> None:
        """A request that `started` before the last slowing down is one more sign of the same;
        `under_way` were, counting it."""
        rest_s = error.retry_after_s
        if rest_s > self._longest_rest_s:
            rest_s = _GROWING_REST_S
        if started > self._slowed_at:
            if not self._refusals:
                self._before_refusals = self.limit, self._safe, _now()
            if error.trouble is Trouble.UNREACHABLE:
                self.limit = 1
                if self._refusals:
                    self._refusals = max(self._refusals, _UNREACHABLE_REFUSALS)
            self._slowed_at = _now()
            self._succeeded = 0
            self._refusals += 1
            longest_s = min(self._rest_s * 2.0 ** min(self._refusals - 1, 32), _GROWING_REST_S)
            rest_s = max(rest_s, random.uniform(longest_s / 2, longest_s))
            if self.limit > self._safe:
                self.limit = self._safe
                self._patience = min(2 * self._patience, _MOST_PATIENCE)
            else:
                self.limit = max(1, self.limit // 2)
        self._safe = max(self.limit, min(self._safe, under_way - 1))
        self._open_at = max(self._open_at, _now() + rest_s)
        _log.info("%s: %d at once, after %.1f s", error.message, self.limit, rest_s)


def _now() -> float:
    return asyncio.get_running_loop().time()
