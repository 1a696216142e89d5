"""The client of the edge service against a stand-in on loopback that is away for minutes, drops
connections, or answers with silence."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from producer.engines.edge import EdgeEngine, EdgeSettings
from producer.model import Utterance
from producer.progress import Silent
from producer.store import Store
from producer.synthesis import synthesize
from tests.soak.rows import Row
from tests.soak.soak import UNNOTICED_MS, problem, utterances
from tests.standin import Answer, EdgeStandIn, Fault, Refusal, Request, faults
from tests.standin.server import speak

KINDS = ("refused", "DNS", "403", "503", "empties")
_NAMES = {"refused": "refused connections", "DNS": "no DNS", "empties": "no audio"}
_CLOSED_PORT = 1
_ANSWER_S = 0.3
_AT_ONCE = 8


@dataclass(slots=True)
class Weather:
    """What the service does now, and when it spoke."""

    is_away: bool = False
    spoken_at: list[float] = field(default_factory=list)


@contextmanager
def service_with(kind: str, weather: Weather) -> Iterator[EdgeStandIn]:
    """A service that is away in the way of `kind` while `weather` says so. Its list of voices is
    incomplete, as that of the real one is at times."""

    async def slowly(answer: Answer) -> None:
        if weather.is_away and kind == "empties":
            await faults.no_audio(answer)
            return
        await asyncio.sleep(_ANSWER_S)
        await speak(answer)
        weather.spoken_at.append(time.monotonic())

    with EdgeStandIn() as service:
        service.listed = service.voices[:3]
        service.faults = lambda _: slowly
        if kind.isdigit():
            service.refuse = lambda _: Refusal(int(kind)) if weather.is_away else None
        yield service


def _turn(service: EdgeStandIn, kind: str, weather: Weather, port: int, *, away: bool) -> None:
    weather.is_away = away
    if kind == "refused":
        service.port = _CLOSED_PORT if away else port
    if kind == "DNS":
        service.resolves = not away


def through_an_outage(folder: Path, kind: str, lasts_s: float, count: int = 300) -> Row:
    """Speak `count` utterances through an outage that begins after a quarter of them."""
    weather, engine = Weather(), EdgeEngine(EdgeSettings(concurrency=_AT_ONCE))
    wanted, store = utterances(count, 5), Store(folder)
    over_at = 0.0
    with service_with(kind, weather) as service:
        port = service.port

        def course() -> None:
            nonlocal over_at
            while len(weather.spoken_at) < count // 4:
                time.sleep(0.01)
            _turn(service, kind, weather, port, away=True)
            time.sleep(lasts_s)
            _turn(service, kind, weather, port, away=False)
            over_at = time.monotonic()

        thread = threading.Thread(target=course, daemon=True)
        thread.start()
        result = synthesize(wanted, engine, store, Silent())
        thread.join()
    again_s = min((at - over_at for at in weather.spoken_at if at > over_at), default=0.0)
    wrong = sum(bool(problem(u, engine, store)) for u in result.digests)
    lost = len(result.failures)
    return Row(
        f"{count} utterances, {_NAMES.get(kind, kind)} for {lasts_s:.0f} s, few voices listed",
        f"{lost} lost, {wrong} wrong; it speaks again {again_s:.0f} s after",
        not lost and not wrong and 0 < again_s < 60,
    )


def _timed(
    folder: Path, count: int, chosen: Mapping[int, Fault]
) -> tuple[float, int, list[Utterance]]:
    """Seconds, failures and the utterances whose clips are wrong, where these answers go wrong."""
    engine = EdgeEngine(EdgeSettings(concurrency=_AT_ONCE))
    wanted, store = utterances(count, 6), Store(folder)

    async def slowly(answer: Answer) -> None:
        await asyncio.sleep(_ANSWER_S)
        await speak(answer)

    def fault(request: Request) -> Fault:
        return chosen.get(request.connection.number, slowly)

    with EdgeStandIn() as service:
        service.listed = service.voices[:3]
        service.faults = fault
        began = time.monotonic()
        result = synthesize(wanted, engine, store, Silent())
        seconds = time.monotonic() - began
    wrong = [u for u in result.digests if problem(u, engine, store)]
    return seconds, len(result.failures), wrong


def through_drops(folder: Path, count: int = 300) -> Iterator[Row]:
    """Speak with 1, 5 and 10 % of the connections dropped, beside none."""
    best_s, _, _ = _timed(folder / "0", count, {})
    for percent in (1, 5, 10):
        chance = random.Random(percent)
        numbers = (n for n in range(2 * count) if chance.random() < percent / 100)
        dropped: dict[int, Fault] = dict.fromkeys(numbers, faults.reset_in_audio)
        seconds, lost, wrong = _timed(folder / str(percent), count, dropped)
        yield Row(
            f"{percent} % of connections dropped, {count} utterances, {_AT_ONCE} at once",
            f"{lost} lost, {len(wrong)} wrong; {seconds / best_s:.2f} times the time without",
            not lost and not wrong and seconds < 1.5 * best_s,
        )


def through_silence(folder: Path, count: int = 300) -> Iterator[Row]:
    """Speak where every fifth answer is silent, or silent in its last two thirds."""
    chance = random.Random(3)
    for name, fault in {"silent": faults.silent, "half silent": faults.silent_in_the_end}.items():
        chosen: dict[int, Fault] = {n: fault for n in range(3 * count) if chance.random() < 0.2}
        _, lost, wrong = _timed(folder / name, count, chosen)
        yield Row(
            f"every fifth answer {name}, {count} utterances",
            f"{lost} lost, {len(wrong)} clips kept that lack {UNNOTICED_MS} ms of words or more",
            not lost and not wrong,
        )
