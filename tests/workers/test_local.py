from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from producer import errors
from producer.errors import CannotWrite, InputError, ProducerError
from producer.store import LEVELS, Store, key_of
from producer.workers import local
from producer.workers.local import Workers


def number_and_process(number: int, _store: Store) -> tuple[int, int]:
    print("this is not an answer")
    time.sleep(0.05)
    return number, os.getpid()


def kept(number: int, store: Store) -> int:
    value: int = store.put(LEVELS, key_of(number=number), {"value": number}).meta["value"]
    return value


def refuse(here: int, store: Store) -> None:
    if os.getpid() == here:
        time.sleep(0.2)
        return
    raise CannotWrite(store.folder, "no room", room="1 MB is needed")


def fail(here: int, _store: Store) -> None:
    if os.getpid() == here:
        time.sleep(0.2)
        return
    raise ZeroDivisionError("a bug")


def end_the_process(here: int, _store: Store) -> None:
    if os.getpid() == here:
        time.sleep(0.2)
        return
    os.kill(os.getpid(), signal.SIGKILL)


def elsewhere(task: Callable[[int, Store], None]) -> dict[int, Callable[[Store], None]]:
    """So often that other processes do it too."""
    return {number: partial(task, os.getpid()) for number in range(20)}


def sleep(_store: Store) -> None:
    time.sleep(2)


def sleep_long(_store: Store) -> None:
    """Much longer than a process may outlive who started it."""
    time.sleep(100)


def nothing(*_: object) -> None: ...


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_tasks_are_spread_over_processes_and_come_back_in_order(store: Store) -> None:
    told: list[int] = []
    tasks = {number: partial(number_and_process, number) for number in range(20)}
    with Workers(2) as workers:
        made = workers.run(tasks, store, lambda key, _: told.append(key), each_s=1)
    assert [(key, number) for key, (number, _) in made.items()] == [(n, n) for n in range(20)]
    pids = {pid for _, pid in made.values()}
    assert len(pids) == 2
    assert os.getpid() in pids, "this process works too"
    assert sorted(told) == [*range(20)]


@pytest.mark.parametrize(("jobs", "each_s"), [(1, 10.0), (2, 0.001)])
def test_where_it_is_not_worth_it_no_process_is_started(
    store: Store, jobs: int, each_s: float
) -> None:
    tasks = {number: partial(number_and_process, number) for number in range(3)}
    with Workers(jobs) as workers:
        made = workers.run(tasks, store, nothing, each_s=each_s)
    assert {pid for _, pid in made.values()} == {os.getpid()}


def imported(module: str, _: Store) -> tuple[bool, int]:
    time.sleep(0.05)  # Each process is to have its turn.
    return module in sys.modules, os.getpid()


def test_processes_import_what_they_are_told_to_before_there_is_a_task(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "imported_ahead.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    tasks = {n: partial(imported, "imported_ahead") for n in range(9)}
    with Workers(2) as workers:
        workers.start(1, modules=["imported_ahead"])
        made = workers.run(tasks, store, nothing, each_s=1)
    assert {found for found, pid in made.values() if pid != os.getpid()} == {True}
    assert {found for found, pid in made.values() if pid == os.getpid()} <= {False}


def test_entries_that_workers_use_count_as_used(store: Store) -> None:
    with Workers(2) as workers:
        workers.run({n: partial(kept, n) for n in range(4)}, store, nothing, each_s=1)
    assert store.used == {(LEVELS, key_of(number=n)) for n in range(4)}
    assert all(store.get(LEVELS, key_of(number=n)) for n in range(4))


def test_what_a_task_raises_is_raised(store: Store) -> None:
    with (
        Workers(2) as workers,
        pytest.raises(CannotWrite, match=r"no room \(1 MB is needed\)\. Make room"),
    ):
        workers.run(elsewhere(refuse), store, nothing, each_s=1)
    with Workers(2) as workers, pytest.raises(ZeroDivisionError) as caught:
        workers.run(elsewhere(fail), store, nothing, each_s=1)
    assert "in fail" in caught.value.__notes__[0], "where it was raised is told"


def test_a_worker_that_ends_by_itself_is_told_of(store: Store) -> None:
    with (
        Workers(2) as workers,
        pytest.raises(ProducerError, match="a worker process ended by itself"),
    ):
        workers.run(elsewhere(end_the_process), store, nothing, each_s=1)


def once(marker: Path, happening: Callable[[], None], here: int, _store: Store) -> int:
    """Let something happen to the first other process that does this, and never again."""
    if os.getpid() == here:
        time.sleep(0.2)
        return here
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return os.getpid()
    happening()
    return os.getpid()


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stopped() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("happening", [killed, stopped])
def test_the_work_of_a_process_that_is_killed_or_stopped_is_done_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happening: Callable[[], None]
) -> None:
    """A worker that somebody killed ended the run, and one that was stopped made it hang."""
    monkeypatch.setattr(local, "_SILENT_S", 4.0)
    monkeypatch.setattr(local, "_BEAT_S", 0.5)
    marker = tmp_path / "it happened"
    tasks = {n: partial(once, marker, happening, os.getpid()) for n in range(8)}
    with Workers(2) as workers:
        results = workers.run(tasks, store, nothing, each_s=1)
    assert set(results) == set(range(8))
    assert marker.exists()


def counted_and_killed(here: int, marks: Path, number: int, _store: Store) -> None:
    if os.getpid() == here:
        time.sleep(0.2)
        return
    with (marks / str(number)).open("a", encoding="ascii") as file:
        file.write("x")
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_task_that_ends_each_process_is_done_again_twice(store: Store, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    tasks = {n: partial(counted_and_killed, os.getpid(), marks, n) for n in range(4)}
    with Workers(2) as workers, pytest.raises(ProducerError, match="ended by itself"):
        workers.run(tasks, store, nothing, each_s=1)
    assert max(len(file.read_text("ascii")) for file in marks.iterdir()) == 3


class Unreadable(Exception):
    """Can be pickled, but not be made from what was pickled."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def fail_unreadably(here: int, _store: Store) -> None:
    if os.getpid() == here:
        time.sleep(0.2)
        return
    raise Unreadable("this", "that")


def test_an_error_that_cannot_be_read_is_told_and_does_not_hang(store: Store) -> None:
    with Workers(2) as workers, pytest.raises(RuntimeError, match="this and that"):
        workers.run(elsewhere(fail_unreadably), store, nothing, each_s=1)


def test_all_is_done_here_where_no_process_can_be_started(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(store.folder / "nothing"))
    with Workers(2) as workers:
        assert workers.run({n: partial(kept, n) for n in range(4)}, store, nothing, each_s=1) == {
            n: n for n in range(4)
        }


STARTS_AND_WAITS = """
from functools import partial
from pathlib import Path
import sys
from producer.store import Store
from producer.workers import local
from producer.workers.local import Workers
from tests.workers.test_local import sleep_long

with Workers(2) as workers:
    workers.run({1: sleep_long, 2: sleep_long}, Store(Path(sys.argv[1])), print, each_s=1)
"""


def counting(up_to: int, _store: Store) -> str:
    for number in range(up_to):
        local.tell_client("at", number)
    return "done"


def test_a_task_tells_what_it_is_at_while_it_is_done(store: Store) -> None:
    process = local.WorkerProcess()
    told: list[tuple[str, int]] = []
    try:
        process.tell(store, partial(counting, 3))
        answer = process.hear(lambda *values: told.append(values))
        assert isinstance(answer, local.Answer)
        assert (answer.made, told) == ("done", [("at", 0), ("at", 1), ("at", 2)])
        process.tell(store, partial(counting, 2))
        assert isinstance(process.hear(), local.Answer)
    finally:
        process.end()
    assert isinstance(process.hear(), local.ProcessEnded)


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked up in /proc")
def test_no_worker_outlives_who_started_it(tmp_path: Path) -> None:
    def workers() -> int:
        found = (p for p in Path("/proc").glob("[0-9]*") if b"serve()" in read(p / "cmdline"))
        return sum(str(tmp_path).encode() in read(process / "environ") for process in found)

    process = subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS, str(tmp_path / "store")],
        env=os.environ | {"MADE_IN": str(tmp_path)},
    )
    until(lambda: workers() == 1)
    process.kill()
    process.wait()
    until(lambda: workers() == 0)


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    "error",
    [
        InputError("bad", path="talk.txt", line=3, advice="Repair it"),
        CannotWrite(Path("x"), "full", room="1 MB"),
        errors.EngineUnavailable("edge", "no network", advice="Wait"),
        errors.TargetUnavailable("s3://x", "403"),
        errors.UtteranceFailed("refused", permanent=True, retry_after_s=2),
        errors.SynthesisFailed(["turn 1", "turn 2"], 3),
        errors.UsageError("no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_comes_over_whole(error: ProducerError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
    assert copy.exit_code == error.exit_code
