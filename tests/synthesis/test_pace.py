"""How an engine's pace follows what the engine can bear, in a time of its own."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from producer.errors import UtteranceFailed
from producer.synthesis.pace import LONGEST_REST_S, Pace
from tests.synthesis.hurry import hurried

MOST = 16


class Service:
    """Bears `capacity` requests at once, each taking about `second`s, and refuses others."""

    def __init__(self, capacity: int, *, second: float = 1.0, seed: int = 0) -> None:
        self.capacity = capacity
        self.second = second
        self.accepted: list[bool] = []
        """Of each request."""
        self.starts: list[float] = []
        self.worked_s = 0.0
        self.under_way = 0
        self.most = 0
        self._random = random.Random(seed)

    async def __call__(self) -> None:
        self.starts.append(now())
        self.accepted.append(self.under_way < self.capacity)
        if not self.accepted[-1]:
            await asyncio.sleep(0.05 * self.second)
            raise UtteranceFailed("the service answered 503", overloaded=True)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        took_s = self.second * self._random.uniform(0.5, 1.5)
        await asyncio.sleep(took_s)
        self.worked_s += took_s
        self.under_way -= 1


def now() -> float:
    return asyncio.get_running_loop().time()


async def insist(pace: Pace, service: Callable[[], asyncio.Future[None]] | Service) -> None:
    while True:
        try:
            return await pace(service)
        except UtteranceFailed:
            await asyncio.sleep(random.uniform(0, 0.5))


async def elapsed(pace: Pace, service: Service, requests: int) -> float:
    begin = now()
    queue = iter(range(requests))

    async def work() -> None:
        for _ in queue:
            await insist(pace, service)

    await asyncio.gather(*(work() for _ in range(4 * MOST)))
    return now() - begin


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("capacity", [2, 4, 7, MOST])
def test_the_capacity_is_found_and_kept_to(capacity: int, seed: int) -> None:
    random.seed(seed)
    service = Service(capacity, seed=seed)
    took_s = hurried(elapsed(Pace(MOST), service, 1000))
    assert took_s <= 1.1 * service.worked_s / capacity
    later = service.accepted[20:]
    assert later.count(False) < 0.05 * len(later)


def test_more_is_tried_when_the_service_bears_more() -> None:
    async def run() -> int:
        pace, service = Pace(MOST), Service(2)
        await elapsed(pace, service, 100)
        assert pace.limit <= 3
        service.capacity = 12
        await elapsed(pace, service, 2_000)
        return pace.limit

    assert hurried(run()) >= 12


async def refused(pace: Pace, retry_after_s: float = 0) -> None:
    async def request() -> None:
        raise UtteranceFailed("no", overloaded=True, retry_after_s=retry_after_s)

    with pytest.raises(UtteranceFailed):
        await pace(request)


@pytest.mark.parametrize(
    ("asked_s", "rest_s"), [(30, 30), (LONGEST_REST_S, LONGEST_REST_S), (1_200, 20)]
)
def test_one_refusal_rests_all(asked_s: float, rest_s: float) -> None:
    async def run() -> list[float]:
        pace, service = Pace(8), Service(8)
        await refused(pace, asked_s)
        await asyncio.gather(*(pace(service) for _ in range(8)))
        return service.starts

    starts = hurried(run())
    assert min(starts) == pytest.approx(rest_s, abs=0.01)


def test_a_refusal_halves_and_what_follows_from_it_does_not() -> None:
    async def run() -> list[int]:
        pace, limits = Pace(MOST), []
        beginning = asyncio.Event()

        async def request() -> None:
            await beginning.wait()
            raise UtteranceFailed("no", overloaded=True)

        async def one() -> None:
            with pytest.raises(UtteranceFailed):
                await pace(request)
            limits.append(pace.limit)

        together = [asyncio.create_task(one()) for _ in range(3)]
        others = [asyncio.create_task(pace(Service(99, second=60))) for _ in range(10)]
        await asyncio.sleep(1)
        beginning.set()
        await asyncio.gather(*together, *others)
        await refused(pace)
        return [*limits, pace.limit]

    assert hurried(run()) == [8, 8, 8, 4]


def test_rests_grow_while_nothing_succeeds() -> None:
    async def run() -> list[float]:
        pace, times = Pace(4, rest_s=1.0), [now()]
        for _ in range(9):
            await refused(pace)
            times.append(now())
        return times

    times = hurried(run())
    rests = [after - before for before, after in pairwise(times[1:])]
    for number, rest_s in enumerate(rests):
        assert min(2**number, 20) / 2 <= rest_s <= min(2**number, 20) + 0.01


def test_other_failures_do_not_slow_anything() -> None:
    async def run() -> int:
        pace = Pace(8)

        async def request() -> None:
            raise UtteranceFailed("not the expected MP3")

        for _ in range(10):
            with pytest.raises(UtteranceFailed):
                await pace(request)
        assert now() == 0
        return pace.limit

    assert hurried(run()) == 8


@pytest.mark.parametrize("per_minute", [6, 60, 240])
def test_no_more_requests_a_minute_than_allowed(per_minute: int) -> None:
    service = Service(99)
    hurried(elapsed(Pace(MOST, per_minute=per_minute), service, 300))
    for start in service.starts:
        assert sum(start <= other < start + 59.99 for other in service.starts) <= per_minute
    assert service.starts[-1] == pytest.approx(299 * 60 / per_minute, rel=0.01)
