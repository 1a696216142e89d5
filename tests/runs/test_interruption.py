"""Ctrl-C once: the run ends soon, what was finished is kept, and the next run goes on."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiohttp import web

from producer.store import Store
from tests.helpers.making import SHORT
from tests.helpers.processes import environment, made, run, signal_group, start, talk, wait_for_line
from tests.standin.chat import ChatServer, said

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")

SOON_S = 3.0
"""Two seconds, and one for a machine that runs other tests at the same time."""

MESSAGE = "producer: interrupted; what was finished is kept"
MONOLOGUE = "".join(
    f"安娜：{'好好学习天天向上' * 120}。\n\nAnna: {'Practice every single day of it ' * 120}.\n\n"
    for _ in range(2)
)
"""Passages of minutes without a full stop, and each takes longer to render than one may wait."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(SHORT, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "talk.txt").write_text(talk(4), encoding="utf-8")
    run(folder, "make", "talk.txt", "--engine", "espeak", "--jobs", "1")
    return made(folder)


def assert_ended(process: subprocess.Popen[str], *, at: float) -> None:
    """An interrupted process says so and ends soon after the time `at`."""
    out, err = process.communicate(timeout=30)
    took_s = time.monotonic() - at
    assert process.returncode == 130, (out, err)
    assert err.rstrip().splitlines()[-1] == MESSAGE
    assert "Traceback" not in err
    assert took_s < SOON_S


def interrupt(process: subprocess.Popen[str]) -> float:
    at = time.monotonic()
    signal_group(process, signal.SIGINT)
    return at


def test_while_the_service_stalls(folder: Path) -> None:
    process = start(folder, "make", "talk.txt", "--engine", "edge", module="tests.helpers.stalled")
    wait_for_line(process, "speaking: 12")
    time.sleep(0.5)
    assert_ended(process, at=interrupt(process))
    kept = [path for path in (folder / ".producer/clips").rglob("*") if path.is_file()]
    assert kept, "what was spoken until then is kept"
    assert len(kept) < 12


@pytest.mark.parametrize("moment", ["speaking: 18", "measuring: 18", "rendering: 5"])
def test_at_work(folder: Path, undisturbed: dict[str, bytes], moment: str) -> None:
    (folder / "talk.txt").write_text(talk(4), encoding="utf-8")
    process = start(folder, "make", "talk.txt", "--engine", "espeak")
    wait_for_line(process, moment)
    assert_ended(process, at=interrupt(process))
    run(folder, "make", "talk.txt", "--engine", "espeak", "--jobs", "1")
    assert made(folder) == undisturbed


def test_while_another_process_publishes(folder: Path, undisturbed: dict[str, bytes]) -> None:
    (folder / "talk.txt").write_text(talk(4), encoding="utf-8")
    command = ("make", "talk.txt", "--engine", "espeak", "--jobs", "1")
    with Store(folder / ".producer").exclusively(episode=str(folder / "output/morning")):
        process = start(folder, *command, "--verbose")
        wait_for_line(process, "publishing begins")
        time.sleep(0.2)
        assert_ended(process, at=interrupt(process))
    assert not list(folder.glob("output/*/*"))
    run(folder, *command)
    assert made(folder) == undisturbed


def test_in_the_midst_of_a_passage_that_takes_long(folder: Path) -> None:
    (folder / "talk.txt").write_text(MONOLOGUE, encoding="utf-8")
    arguments = ("make", "talk.txt", "--engine", "tone")
    process = start(folder, *arguments)
    wait_for_line(process, "rendering")
    time.sleep(0.3)
    assert_ended(process, at=interrupt(process))


def test_while_a_translation_stalls(folder: Path) -> None:
    async def stall(_: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return said("")

    (folder / "talk.txt").write_text("安娜：你好。\n\n安娜：早。\nAnna: Morning.\n", "utf-8")
    with ChatServer({}) as server:
        server.answer = lambda _: stall
        names = {"PRODUCER_TRANSLATE_URL": server.address, "PRODUCER_TRANSLATE_MODEL": "m"}
        process = start(folder, "translate", "talk.txt", **names)
        wait_for_line(process, "translating: 1")
        while not server.asked:
            time.sleep(0.01)
        assert_ended(process, at=interrupt(process))


def test_twice(folder: Path) -> None:
    process = start(folder, "make", "talk.txt", "--engine", "edge", module="tests.helpers.stalled")
    wait_for_line(process, "speaking: 12")
    at = interrupt(process)
    interrupt(process)
    assert_ended(process, at=at)


def test_a_terminal_gets_its_cursor_back(folder: Path) -> None:
    """Of a job in the background too, which ignores SIGINT and ends at SIGTERM."""
    import pty

    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "tests.helpers.stalled",
        "make",
        "talk.txt",
        "--engine",
        "edge",
    ]
    with subprocess.Popen(
        ["sh", "-c", f"trap '' INT; exec {shlex.join(command)}"],
        cwd=folder,
        env=environment(TERM="xterm"),
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        process_group=0,
    ) as process:
        os.close(theirs)
        seen = b""
        while b"speaking" not in seen:
            seen += os.read(ours, 4096)
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.2)
        assert process.poll() is None
        at = time.monotonic()
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(30) == 130
        assert time.monotonic() - at < SOON_S
    while b"interrupted" not in seen:
        seen += os.read(ours, 4096)
    os.close(ours)
    assert b"\x1b[?25l" in seen, "the progress bar hides it"
    assert seen.rindex(b"\x1b[?25h") > seen.rindex(b"\x1b[?25l")
