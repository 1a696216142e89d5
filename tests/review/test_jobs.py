"""One episode is made at a time, can be cancelled, and does not outlive the server."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.helpers.processes import start, talk
from tests.review.serving import Client, Episode, a_transcript, episode, serving


class Events:
    """The events of an episode's page, as they come."""

    def __init__(self, page: Episode) -> None:
        place = urlsplit(page.client.url)
        self._connection = HTTPConnection(place.hostname or "", place.port, timeout=30)
        self._connection.request("GET", f"{page.path}/events")
        self._stream: HTTPResponse = self._connection.getresponse()

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        kind = ""
        for line in self._stream:
            name, _, value = line.decode().rstrip().partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                yield kind, json.loads(value)

    def job(self, state: str) -> dict[str, Any]:
        """The next event of a job in `state`."""
        return next(v for kind, v in self if kind == "job" and v["state"] == state)

    def close(self, *_: object) -> None:
        self._stream.close()
        self._connection.close()

    def __enter__(self) -> Events:
        return self

    __exit__ = close


@pytest.fixture
def long_talk(tmp_path: Path) -> Iterator[Episode]:
    """An episode that takes much longer to make than any of these tests wait."""
    file = a_transcript(tmp_path, talk(150))
    with serving(tmp_path) as server:
        yield episode(server, file)


def test_the_making_is_told_and_can_be_cancelled(long_talk: Episode, tmp_path: Path) -> None:
    with Events(long_talk) as events:
        assert long_talk.do("make").json["state"] == "running"
        running = next(v for kind, v in events if kind == "job" and v["stages"])
        assert running["stages"][0]["name"] == "speaking"
        assert long_talk.do("make").status == 400
        assert long_talk.client.ask("/cancel", {}).status == 204
        assert events.job("cancelled")["error"] == ""
    assert not [*tmp_path.glob("output/*/episode.json")]
    assert long_talk.do("make").json["number"] == 2


def test_what_fails_is_told(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    (tmp_path / "show.toml").write_text('editions = ["fr"]\n', encoding="utf-8")
    with serving(tmp_path) as server:
        page = episode(server, file)
        with Events(page) as events:
            page.do("make")
            assert "there is no edition 'fr'" in events.job("failed")["error"]


def test_a_file_that_another_editor_changes_is_told(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server, Events(episode(server, file)) as events:
        told = (value for kind, value in events if kind == "files")
        first = next(told)
        file.write_text(file.read_text("utf-8") + "\n", encoding="utf-8")
        second = next(told)
    assert {name for name in first if first[name] != second[name]} == {"transcript"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_server_ends_soon_with_all_that_it_started(tmp_path: Path, number: int) -> None:
    file = a_transcript(tmp_path, talk(150))
    process = start(
        tmp_path, "review", str(file), "--engine", "tone", "--port", "0", "--no-browser"
    )
    try:
        assert process.stderr is not None
        address = urlsplit(process.stderr.readline().split(" at ")[1].split()[0])
        page = Episode(Client(f"http://{address.netloc}"), address.path)
        with Events(page) as events:
            page.do("make")
            next(v for kind, v in events if kind == "job" and v["stages"])
            began = time.monotonic()
            os.kill(process.pid, number)
            _, err = process.communicate(timeout=20)
            took = time.monotonic() - began
    finally:
        process.kill()
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    # Two seconds, and room for a machine that has other work.
    assert took < 5
    _all_have_ended(process.pid)


def _all_have_ended(group: int) -> None:
    """Wait until no process of the group is left."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("a process has outlived the server")
