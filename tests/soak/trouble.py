"""A stand-in service that goes wrong at random, and one that bears so much and no more."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.standin import Answer, Connection, EdgeStandIn, Fault, Refusal, Request, faults
from tests.standin.server import speak

PAGE = "<html><title>Sign in</title></html>"
REFUSALS = {
    "refused": Refusal(0),
    "403 once": Refusal(403),
    "403 always": Refusal(403),
    "429": Refusal(429),
    "429 with Retry-After": Refusal(429, {"Retry-After": "1"}),
    "500": Refusal(500),
    "503": Refusal(503),
    "a page with 200": Refusal(200, {"Content-Type": "text/html"}, PAGE),
}
FAULTS: dict[str, Fault] = {
    "reset before audio": faults.reset_before_audio,
    "reset in audio": faults.reset_in_audio,
    "close in audio": faults.close_early,
    "close without turn.end": faults.close_at_end,
    "stall before audio": faults.stall_before_audio,
    "stall in audio": faults.stall_in_audio,
    "slow drip": faults.drip,
    "audio cut, metadata right": faults.cut_audio,
    "speech cut": faults.cut_speech,
    "cut at 10:00": faults.cut_at_ten_minutes,
    "no audio": faults.no_audio,
    "silent": faults.silent,
    "silent in the end": faults.silent_in_the_end,
    "garbage": faults.garbage,
    "HTML as audio": faults.html,
    "metadata that is no JSON": faults.nonsense,
    "lost bytes": faults.lost_bytes,
    "lost frame": faults.lost_frame,
    "lost message": faults.lost_message,
    "doubled frame": faults.doubled_frame,
    "doubled message": faults.doubled_message,
}
KINDS = (*REFUSALS, *FAULTS)


class Trouble:
    """What goes wrong with a `share` of each twenty connections, all kinds as often."""

    def __init__(self, share: float, seed: int) -> None:
        self.seen: Counter[str] = Counter()
        self._course = _course(share, random.Random(seed))
        self._pending: dict[int, str] = {}
        self._again = False
        """Whether the next connection, which mostly is the client's second try, gets 403 too."""

    def refuse(self, connection: Connection) -> Refusal | None:
        if self._again:
            self._again = False
            return REFUSALS["403 always"]
        kind = next(self._course)
        if kind is None:
            return None
        self.seen[kind] += 1
        self._again = kind == "403 always"
        if kind in REFUSALS:
            return REFUSALS[kind]
        self._pending[connection.number] = kind
        return None

    def fault(self, request: Request) -> Fault | None:
        kind = self._pending.pop(request.connection.number, None)
        return None if kind is None else FAULTS[kind]


def _course(share: float, chance: random.Random) -> Iterator[str | None]:
    """What goes wrong with each connection, if anything does."""
    kinds: list[str] = []
    while True:
        for place in chance.sample(range(20), 20):
            if place >= 20 * share:
                yield None
            else:
                kinds = kinds or chance.sample(KINDS, len(KINDS))
                yield kinds.pop()


@contextmanager
def troubled_service(share: float, seed: int) -> Iterator[tuple[EdgeStandIn, Trouble]]:
    trouble = Trouble(share, seed)
    with EdgeStandIn() as service:
        service.refuse, service.faults = trouble.refuse, trouble.fault
        yield service, trouble


@contextmanager
def narrow_service(capacity: int | None, answer_s: float) -> Iterator[EdgeStandIn]:
    """It answers 503 to more than `capacity` connections at once, and in about `answer_s`."""

    async def slowly(answer: Answer) -> None:
        jitter = random.Random(answer.request.text).uniform(0.7, 1.3)
        await asyncio.sleep(answer_s * jitter)
        await speak(answer)

    with EdgeStandIn() as service:
        if capacity is not None:
            service.refuse = lambda c: Refusal(503) if c.concurrent > capacity else None
        service.faults = lambda _: slowly
        yield service
