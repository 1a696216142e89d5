"""`python -m tests.bench.cluster`: twenty episodes on a Dask cluster of 1, 2 and 4 processes here.

Each number of workers makes them from nothing, with espeak, and then once more from their clips.
CPU seconds are those of client and workers together, with what they start; their share of what the
cores could do is how busy they were, from the first line read to the last file written.
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
from pathlib import Path
from typing import Any

import psutil
from distributed import LocalCluster

from tests.bench.material import SENTENCES

EPISODES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, nargs="*", default=[0, 1, 2, 4])
    parser.add_argument("--turns", type=int, default=6, help="of each episode")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} before; "
        f"Python {platform.python_version()}"
    )
    for workers in options.workers:
        with tempfile.TemporaryDirectory(prefix="producer-bench-") as name:
            measure(Path(name), workers, options.turns)


def measure(folder: Path, workers: int, turns: int) -> None:
    """Print how long it takes; 0 workers stand for no cluster."""
    names = transcripts(folder, turns)
    with ExitStack() as stack:
        command = [sys.executable, "-m", "producer", "make", *names, "--engine", "espeak"]
        pids: list[int] = []
        if workers:
            cluster: Any = stack.enter_context(
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
            pids = [nanny.pid for nanny in cluster.workers.values()]
        all_s, all_cpu_s = timed(command, folder, pids)
        for made in ("output", ".producer/segments", ".producer/levels", ".producer/published"):
            shutil.rmtree(folder / made)
        again_s, again_cpu_s = timed(command, folder, pids)
    hours = sum(duration_ms(file) for file in folder.glob("output/*/episode.json")) / 3_600_000
    print(f"{workers or 'no'} workers, {EPISODES} episodes, {hours:.2f} h of audio")
    for what, seconds, cpu in (
        ("spoken and rendered", all_s, all_cpu_s),
        ("rendered", again_s, again_cpu_s),
    ):
        busy = cpu / seconds / (os.cpu_count() or 1)
        print(
            f"  {what:19} {seconds:6.1f} s, {cpu / hours:5.0f} s of CPU per hour, {busy:.0%} busy"
        )


def transcripts(folder: Path, turns: int) -> list[str]:
    """Files with so many turns each, no sentence like another."""
    names = [f"talk-{number}.txt" for number in range(EPISODES)]
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


def timed(command: list[str], folder: Path, pids: Iterable[int]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU."""
    before, began = cpu_s(pids), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began, cpu_s(pids) - before


def cpu_s(pids: Iterable[int]) -> float:
    """What the children of this process that have ended and the processes `pids` have used."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        ended.ru_utime + ended.ru_stime + sum(sum(psutil.Process(p).cpu_times()[:4]) for p in pids)
    )


def duration_ms(manifest: Path) -> int:
    editions = json.loads(manifest.read_bytes())["editions"].values()
    return sum(int(edition["duration_ms"]) for edition in editions)


if __name__ == "__main__":
    main()
