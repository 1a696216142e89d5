"""What a service can bear holds for a cluster as a whole, whoever uses it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

from aiohttp import web

from producer.engines import engine_class
from producer.workers.cluster.connection import Connection
from producer.workers.cluster.remote_speech import Distant
from tests.helpers.processes import run, start, talk
from tests.standin.openai import Asked, SpeechServer

VOICES = 'voices = { zh = ["zf_xiaobei", "zm_yunxi"], en = ["af_heart", "bm_george"] }\n'
MAKE = ("make", "talk.txt", "--engine", "openai")


def shows(folder: Path, server: SpeechServer, settings: str) -> list[Path]:
    """Two shows with other texts."""
    made = []
    for number in range(2):
        made.append(folder / str(number))
        made[-1].mkdir()
        (made[-1] / "show.toml").write_text(
            f'[engines.openai]\nbase_url = "{server.address}"\nmodel = "kokoro"\n{VOICES}{settings}'
        )
        text = talk(4).replace("part", f"part {number}").replace("段", f"段{number}")
        (made[-1] / "talk.txt").write_text(text, encoding="utf-8")
    return made


def together(cluster: Any, folders: list[Path]) -> None:
    """Make both shows at the same time."""
    runs = [start(f, *MAKE, "--cluster", cluster.scheduler_address) for f in folders]
    for each in runs:
        out, err = each.communicate(timeout=100)
        assert each.returncode == 0, out + err


def test_connections_at_once(cluster: Any, tmp_path: Path) -> None:
    with SpeechServer() as server:

        def answer(asked: Asked) -> Any:
            async def slowly(_: web.Request) -> web.StreamResponse:
                await asyncio.sleep(0.05)
                return web.Response(body=asked.audio, content_type="audio/mpeg")

            return slowly

        server.answer = answer
        together(cluster, shows(tmp_path, server, "concurrency = 3\n"))
        assert len(server.asked) > 30
        assert max(asked.concurrent for asked in server.asked) == 3


def test_requests_a_minute(cluster: Any, tmp_path: Path) -> None:
    times: list[float] = []
    with SpeechServer() as server:
        server.answer = lambda _: times.append(time.monotonic())
        together(cluster, shows(tmp_path, server, "max_requests_per_minute = 900\n"))
    assert len(times) > 30
    # One that was late may come soon before the next.
    assert times[-1] - times[0] > (len(times) - 1) * 60 / 900 * 0.9


def test_a_failure_is_told_as_on_one_machine(cluster: Any, tmp_path: Path) -> None:
    with SpeechServer() as server:

        def answer(asked: Asked) -> Any:
            wrong = "第二句也说到 3" in asked.body["input"]
            return web.json_response({"error": {"message": "no"}}, status=400) if wrong else None

        server.answer = answer
        here, there = shows(tmp_path, server, "")
        (there / "talk.txt").write_bytes((here / "talk.txt").read_bytes())
        _, told = run(here, *MAKE, code=1)
        _, same = run(there, *MAKE, "--cluster", cluster.scheduler_address, code=1)
    (failure,) = failures(told)
    assert "turn 3" in failure
    assert failures(same) == [failure]


def failures(told: str) -> list[str]:
    return [line for line in told.splitlines() if line.startswith("  turn")]


def test_each_worker_has_another_sentence_at_hand(cluster: Any) -> None:
    """It waited for the client behind each: a quarter of the time."""
    connection = Connection(cluster.scheduler_address)
    try:
        tone = engine_class("tone")
        speaker = Distant(tone(tone.Settings()), connection)
        assert speaker.concurrency == 2 * len(connection.client.nthreads())
    finally:
        connection.end()
