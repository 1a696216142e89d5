"""`producer` in a world where the edge service stalls in the middle of every second answer: run
as a program."""

from __future__ import annotations

from producer.cli import app
from tests.standin import EdgeStandIn, Fault, Request
from tests.standin.faults import stall_in_audio


def _every_second(request: Request) -> Fault | None:
    return stall_in_audio if request.connection.number % 2 == 0 else None


if __name__ == "__main__":
    service = EdgeStandIn()
    service.faults = _every_second
    service.__enter__()
    app()
