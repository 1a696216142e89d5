"""Episodes made on a Dask cluster of processes are those that one machine makes."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
import wave
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from typer.testing import CliRunner

import producer.workers.cluster
from producer.cli import app
from producer.engines.wav import wav
from producer.errors import ClusterUnavailable
from producer.store import CLIPS, Store
from producer.workers.cluster import Cluster
from tests.helpers.processes import made, run, start, talk, wait_for_line
from tests.publish.upload.service import Service
from tests.workers.cluster.conftest import local_cluster
from tests.workers.cluster.line import Cable

MAKE = ("make", "talk.txt", "--edition", "zh-en,zh")


def a_show(folder: Path, turns: int, settings: str = "") -> Path:
    folder.mkdir()
    (folder / "show.toml").write_text(f'title = "Tea"\n{settings}', encoding="utf-8")
    (folder / "talk.txt").write_text(talk(turns), encoding="utf-8")
    return folder


def music(file: Path) -> None:
    sound = np.sin(np.arange(48_000) * 0.05) * 8_000
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(sound.astype("<i2").tobytes())


def test_the_bytes_are_those_of_one_machine(cluster: Any, tmp_path: Path) -> None:
    shows = []
    for name in ("here", "there"):
        shows.append(a_show(tmp_path / name, 4, '[music.intro]\nfile = "intro.wav"\n'))
        music(shows[-1] / "intro.wav")
    here, there = shows
    run(here, *MAKE, "--engine", "tone")
    out, _ = run(there, *MAKE, "--engine", "tone", "--cluster", cluster.scheduler_address)
    assert "0 from the store" in out
    assert made(there) == made(here)
    out, _ = run(there, *MAKE, "--engine", "tone", "--cluster", cluster.scheduler_address)
    assert " 0 clips spoken" in out


def test_all_episodes_of_a_run_are_worked_on_together(cluster: Any, tmp_path: Path) -> None:
    """One was rendered after another: workers waited for the last passage of each."""
    here, there = a_show(tmp_path / "here", 5), a_show(tmp_path / "there", 5)
    for number in range(4):
        for show in (here, there):
            text = talk(5, f"夜 {number} | Night {number}").replace("part", f"part {number}")
            (show / f"night-{number}.txt").write_text(text, encoding="utf-8")
    nights = [f"night-{number}.txt" for number in range(4)]
    run(here, "make", *nights, "--engine", "tone")
    command = ("make", *nights, "--engine", "tone", "--verbose")
    _, err = run(there, *command, "--cluster", cluster.scheduler_address)
    assert {n: c for n, c in made(there).items() if "night-" in n} == {
        n: c for n, c in made(here).items() if "night-" in n
    }
    begun, published = (
        [n for n, line in enumerate(err.splitlines()) if f"{stage} begins" in line]
        for stage in ("rendering", "publishing")
    )
    assert len(begun) == len(published) == 4
    assert begun[1] < published[0], "while one is rendered, another is too"


def test_the_least_task_is_done_on_the_cluster(cluster: Any, tmp_path: Path) -> None:
    """What takes less than a second was done here: measuring and levels of short episodes, one
    after another, while workers waited for a quarter of the time."""
    with Cluster(cluster.scheduler_address, Store(tmp_path), 1) as runner:
        (process,) = runner.run({0: process_id}, Store(tmp_path), ignore, each_s=0.001).values()
    assert process in pids(cluster)


def test_a_clip_that_is_silent_is_spoken_again(cluster: Any, tmp_path: Path) -> None:
    """The worker that finds it has a folder of its own: this machine kept the clip, and sent it
    to the shared place again."""
    here, there = a_show(tmp_path / "here", 2), a_show(tmp_path / "there", 2)
    shared = tmp_path / "shared"
    cluster_and_store = ("--cluster", cluster.scheduler_address, "--store", str(shared))
    run(here, *MAKE, "--engine", "tone")
    run(there, *MAKE, "--engine", "tone", *cluster_and_store)
    key = min(path.name for path in (shared / CLIPS).glob("*/*"))
    for store in (Store(there / ".producer"), Store(shared)):
        entry = store.get(CLIPS, key)
        assert entry is not None
        store.put(CLIPS, key, entry.meta, wav(bytes(96_000), 24_000))
    shutil.rmtree(there / "output")
    out, err = run(there, *MAKE, "--engine", "tone", *cluster_and_store)
    assert " 1 clips spoken" in out, (out, err)
    assert made(there) == made(here)


def test_workers_that_are_killed_lose_nothing(cluster: Any, tmp_path: Path) -> None:
    here, there = a_show(tmp_path / "here", 8), a_show(tmp_path / "there", 8)
    run(here, *MAKE, "--engine", "espeak")
    process = start(there, *MAKE, "--engine", "espeak", "--cluster", cluster.scheduler_address)
    first, second = (nanny.pid for nanny in cluster.workers.values())
    wait_for_line(process, "speaking: ")
    wait_for_line(process, "speaking: ")
    os.kill(first, signal.SIGKILL)
    wait_for_line(process, "rendering: ")
    wait_for_line(process, "rendering: ")
    os.kill(second, signal.SIGKILL)
    out, err = process.communicate(timeout=100)
    assert process.returncode == 0, (out, err)
    assert made(there) == made(here)
    wait_until(lambda: len(pids(cluster) - {first, second, None}) == 2)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("moment", ["speaking: ", "rendering: "])
def test_scheduler_worker_and_store_are_lost_for_a_while(
    bucket: str, service: Service, tmp_path: Path, moment: str
) -> None:
    """A connection that broke ended the run, and so did a store that was away for seconds."""
    here, there = a_show(tmp_path / "here", 15), a_show(tmp_path / "there", 15)
    run(here, *MAKE, "--engine", "tone")
    with (
        local_cluster() as cluster,
        Cable(urlsplit(cluster.scheduler_address).port or 0) as cable,
    ):
        place = ("--cluster", cable.address, "--store", f"s3://{bucket}/tea")
        process = start(there, *MAKE, "--engine", "tone", *place)
        wait_for_line(process, moment)
        wait_for_line(process, moment)
        cable.cut()
        service.writes_left, service.shut = 0, away
        os.kill(next(filter(None, pids(cluster))), signal.SIGKILL)
        time.sleep(20)
        service.writes_left = float("inf")
        cable.mend()
        try:
            out, err = process.communicate(timeout=300)
        finally:
            process.kill()
    assert process.returncode == 0, (out, err)
    assert made(there) == made(here)


def away(_: dict[str, Any], start: Any) -> list[bytes]:
    start("503 Service Unavailable", [])
    return [b""]


def test_an_interruption_leaves_nothing_to_do_on_the_cluster(cluster: Any, tmp_path: Path) -> None:
    there = a_show(tmp_path / "there", 15)
    process = start(there, *MAKE, "--engine", "tone", "--cluster", cluster.scheduler_address)
    wait_for_line(process, "rendering: ")
    wait_for_line(process, "rendering: ")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=100)
    assert process.returncode == 130, err
    assert "Traceback" not in err, err
    wait_until(lambda: not cluster.scheduler.tasks)
    assert not [*there.glob("output/*/episode.json")]


def test_machines_that_share_a_bucket(bucket: str, service: Service, tmp_path: Path) -> None:
    here, one, two = (a_show(tmp_path / name, 3) for name in ("here", "one", "two"))
    run(here, *MAKE, "--engine", "tone")
    with local_cluster() as cluster:
        there = ("--cluster", cluster.scheduler_address, "--store", f"s3://{bucket}/tea")
        run(one, *MAKE, "--engine", "tone", *there)
        assert made(one) == made(here)
        service.written.clear()
        out, _ = run(two, *MAKE, "--engine", "tone", *there)
    assert " 0 clips spoken" in out
    assert made(two) == made(here)
    assert not [path for how, path in service.written if how == "PUT" and "probes" not in path]
    assert not [key for key in service.held(bucket) if "probes" in key]


def test_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.chdir(a_show(tmp_path / "show", 1))
    command = [*MAKE, "--engine", "tone", "--cluster", "tcp://127.0.0.1:9"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert "[cluster]'" in result.stderr.replace("\n", " ")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tcp://127.0.0.1", "here"])
def test_a_scheduler_that_does_not_answer(tmp_path: Path, address: str) -> None:
    """Without a port, a traceback came after the message."""
    show = a_show(tmp_path / "show", 1)
    _, err = run(show, *MAKE, "--engine", "tone", "--cluster", address, code=4)
    assert f"the cluster {address} cannot be used" in err
    assert "Traceback" not in err, err


def test_a_cluster_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producer.workers.cluster, "_WORKER_S", 0.2)
    with (
        local_cluster(workers=0) as cluster,
        pytest.raises(ClusterUnavailable, match=r"no workers.* dask worker tcp://"),
        Cluster(cluster.scheduler_address, Store(tmp_path), 1),
    ):
        pass


def process_id(_: Store) -> int:
    return os.getpid()


def ignore(*_: object) -> None:
    pass


def pids(cluster: Any) -> set[int | None]:
    return {nanny.pid for nanny in cluster.workers.values()}


def wait_until(true: Any) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
