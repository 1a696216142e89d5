"""`python -m tests.bench.cluster`: twenty episodes on a Dask cluster of 1, 2 and 4 processes here.

Each number of workers makes them from nothing, with espeak, and then once more from their clips.
CPU seconds are those of client and workers together, with what they start; their share of what the
cores could do is how busy they were, from the first line read to the last file written. Where
others use the cores too, that says little: then it counts for what share of the cores the processes
had work (demand.py), and for what share of the time, from the first task to the last, the scheduler
had some for each worker.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from distributed import LocalCluster
from distributed.diagnostics.plugin import SchedulerPlugin

from tests.bench.demand import Demand
from tests.bench.material import SENTENCES

CORES = os.cpu_count() or 1
_RENDERED = ("output", ".producer/segments", ".producer/levels", ".producer/published")
"""Folders of what comes of clips."""


class Load(SchedulerPlugin):
    """How many of `workers` had something to do, from the first task to the last."""

    name = "load"

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._tasks: set[str] = set()
        self._at = 0.0
        self.busy_s = 0.0
        """Summed over workers."""
        self.began_at = 0.0
        self.ended_at = 0.0

    def transition(self, key: Any, start: Any, finish: Any, *_: Any, **__: Any) -> None:  # noqa: ARG002
        now = time.perf_counter()
        self.began_at = self.began_at or now
        self.busy_s += min(len(self._tasks), self._workers) * (now - (self._at or now))
        self._at = now
        if finish in ("queued", "processing", "no-worker"):
            self._tasks.add(key)
        elif key in self._tasks:
            self._tasks.discard(key)
            self.ended_at = now

    @property
    def share(self) -> float:
        return self.busy_s / (self._workers * (self.ended_at - self.began_at))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, nargs="*", default=[0, 1, 2, 4])
    parser.add_argument("--turns", type=int, default=6, help="of each episode")
    parser.add_argument("--episodes", type=int, default=20)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {CORES} cores, load {load:.1f} before; "
        f"Python {platform.python_version()}"
    )
    for workers in options.workers:
        with tempfile.TemporaryDirectory(prefix="producer-bench-") as name:
            measure(Path(name), workers, options.episodes, options.turns)


def measure(folder: Path, workers: int, episodes: int, turns: int) -> None:
    """Print how long it takes; 0 workers stand for no cluster."""
    names = transcripts(folder, episodes, turns)
    with ExitStack() as stack:
        command = [sys.executable, "-m", "producer", "make", *names, "--engine", "espeak"]
        cluster: Any = None
        if workers:
            cluster = stack.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    scheduler_kwargs={"dashboard": False},
                    silence_logs=60,
                )
            )
            command += ["--cluster", cluster.scheduler_address]
        for what, remade in ("spoken and rendered", ()), ("rendered", _RENDERED):
            for made in remade:
                shutil.rmtree(folder / made)
            tell(what, workers, folder, timed(command, folder, cluster))


def tell(what: str, workers: int, folder: Path, run: Run) -> None:
    hours = sum(duration_ms(file) for file in folder.glob("output/*/episode.json")) / 3_600_000
    cpu_s = run.client_cpu_s + run.workers_cpu_s
    print(
        f"{workers or 'no'} workers, {hours:.2f} h of audio, {what}: {run.seconds:.1f} s, "
        f"{cpu_s / hours:.0f} s of CPU per hour ({run.client_cpu_s / hours:.0f} s of it the "
        f"client's), cores {cpu_s / run.seconds / CORES:.0%} busy, "
        f"work for {run.demand:.0%} of them, load {os.getloadavg()[0]:.1f}"
        + (
            f"; workers had work for {run.with_work:.0%} of the time between the first task, "
            f"after {run.before_s:.1f} s, and the last"
            if workers
            else ""
        ),
        flush=True,
    )


def transcripts(folder: Path, episodes: int, turns: int) -> list[str]:
    """Files with so many turns each, no sentence like another."""
    names = [f"talk-{number}.txt" for number in range(episodes)]
    for number, name in enumerate(names):
        lines = [f"# 听声音 {number} | Listening {number}", ""]
        for turn in range(turns):
            numbers = range(1_000 * number + 3 * turn, 1_000 * number + 3 * turn + 3)
            for language, who in ("zh", ("安娜", "本")), ("en", ("Anna", "Ben")):
                text = " ".join(SENTENCES[language].format(n=n) for n in numbers)
                lines.append(f"{who[turn % 2]}: {text}")
            lines.append("")
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return names


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of CPU, and the share of the time in which workers had work."""

    seconds: float
    client_cpu_s: float
    workers_cpu_s: float
    demand: float
    """For what share of the cores there was work."""
    with_work: float
    before_s: float
    """Until the first task."""


def timed(command: list[str], folder: Path, cluster: Any) -> Run:
    """What a command takes, with what it has `cluster` do, if there is one."""
    pids = [nanny.pid for nanny in cluster.workers.values()] if cluster else []
    load = Load(len(pids))
    if cluster:
        cluster.scheduler.add_plugin(load)
    before, workers_before, began = ended_cpu_s(), running_cpu_s(pids), time.perf_counter()
    with (
        subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as run,
        Demand([run.pid, *pids], CORES) as demand,
    ):
        _, err = run.communicate()
    assert run.returncode == 0, err
    seconds = time.perf_counter() - began
    if cluster:
        cluster.scheduler.remove_plugin(load.name)
    workers_cpu_s = running_cpu_s(pids) - workers_before
    client_cpu_s = ended_cpu_s() - before
    if not cluster:
        return Run(seconds, client_cpu_s, workers_cpu_s, demand.share, 1.0, 0.0)
    before_s = load.began_at - began
    return Run(seconds, client_cpu_s, workers_cpu_s, demand.share, load.share, before_s)


def ended_cpu_s() -> float:
    """What the children of this process that have ended have used."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def running_cpu_s(pids: Iterable[int]) -> float:
    return float(sum(sum(psutil.Process(pid).cpu_times()[:4]) for pid in pids))


def duration_ms(manifest: Path) -> int:
    editions = json.loads(manifest.read_bytes())["editions"].values()
    return sum(int(edition["duration_ms"]) for edition in editions)


if __name__ == "__main__":
    main()
