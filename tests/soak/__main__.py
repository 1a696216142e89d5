"""`make soak`: campaigns against all that goes wrong outside, two side by side, and their table.

Everything is on 127.0.0.1. Each campaign is a process of its own (`python -m tests.soak NAME` runs
one); those that mostly wait go beside those that compute. Ends with 1 where a figure is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.soak import bombs, inputs, kill, machines, outages, soak
from tests.soak.rows import Row, table

_LONGEST_S = 3_600
_LANES = 2

Campaign = Callable[[Path, float], Iterator[Row]]
"""Rows from an empty folder; the number scales how much is done, 1 being all."""


def _count(whole: int, scale: float) -> int:
    return max(2, round(whole * scale))


def _faults(folder: Path, scale: float) -> Iterator[Row]:
    count = _count(1_000, scale)
    a = soak.through_trouble(folder, count)
    faults = a.faults.total()
    yield Row(
        f"{count:,} utterances through a service that goes wrong {faults} times in "
        f"{len(a.faults)} ways ({faults / a.requests:.0%} of {a.requests:,} requests)",
        f"{len(a.failures)} lost, {len(a.wrong)} wrong",
        not a.failures and not a.wrong,
    )


def _narrow(folder: Path, scale: float) -> Iterator[Row]:
    b = soak.through_a_narrow_door(folder, _count(333, scale))
    ratio = b.seconds / b.best_seconds
    yield Row(
        "utterances where more than four connections are answered with 503",
        f"{ratio:.2f} times the best time, {b.refused_later:.1%} refused after the first 20",
        ratio <= 1.1 and b.refused_later < 0.05,
    )


def _frames(_: Path, __: float) -> Iterator[Row]:
    texts = [utterance.text for utterance in soak.utterances(40, 3)]
    for count in (1, 5):
        missing, doubled = soak.noticed(texts, count)
        yield Row(
            f"frames with sound, {count} in a row",
            f"{missing:.0%} of the missing and {doubled:.0%} of the doubled noticed",
            missing > 0.9 and doubled == 1,
        )


def _outage(kind: str, folder: Path, scale: float) -> Iterator[Row]:
    yield outages.through_an_outage(folder, kind, max(5.0, 120 * scale), _count(300, scale))


def _drops(folder: Path, scale: float) -> Iterator[Row]:
    yield from outages.through_drops(folder, _count(300, scale))


def _silence(folder: Path, scale: float) -> Iterator[Row]:
    yield from outages.through_silence(folder, _count(300, scale))


def _kills(folder: Path, scale: float) -> Iterator[Row]:
    count = _count(50, scale)
    ended = list(kill.campaign(folder, count, 1, engine="espeak", turns=12, shows=count))
    yield Row(
        f"{count} runs killed with `kill -9`, then finished",
        f"{len(ended)} times the bytes of an undisturbed run",
    )


def _bombs(_: Path, scale: float) -> Iterator[Row]:
    blasts = list(bombs.campaign("" if scale >= 1 else ".docx"))
    bad = [
        f"{blast.name}: {blast.cpu_s / blast.slowness:.1f} s, {blast.memory_mb:.0f} MB"
        for blast in blasts
        if not blast.is_borne
    ]
    worst = max(blasts, key=lambda blast: blast.cpu_s / blast.slowness)
    largest = max(blasts, key=lambda blast: blast.memory_mb)
    yield Row(
        f"{len(blasts)} hostile files of at most 1 MB, read in 5 s of CPU and 400 MB, or refused",
        f"{len(bad)} not{': ' if bad else ''}{'; '.join(bad)}; most "
        f"{worst.cpu_s / worst.slowness:.1f} s ({worst.name}) and {largest.memory_mb:.0f} MB "
        f"({largest.name})",
        not bad,
    )


def _inputs(_: Path, scale: float) -> Iterator[Row]:
    for name, check, whole in (
        ("transcripts of all formats", inputs.any_transcript, 10_000),
        ("settings files with casts and lexicons", inputs.any_settings, 2_000),
    ):
        inputs.ended.clear()
        inputs.campaign(check, _count(whole, scale))
        counts = ", ".join(f"{count:,} {how}" for how, count in inputs.ended.most_common())
        yield Row(f"{_count(whole, scale):,} generated {name}", counts)


def _stopped(folder: Path, scale: float) -> Iterator[Row]:
    yield from machines.stopped_workers(folder, 2 if scale >= 1 else 1)


def _edits(folder: Path, scale: float) -> Iterator[Row]:
    yield from machines.edited_runs(folder, _count(6, scale))


def _review(folder: Path, scale: float) -> Iterator[Row]:
    yield from machines.killed_edits(folder, _count(20, scale))


def _publishing(folder: Path, scale: float) -> Iterator[Row]:
    yield from machines.two_publish(folder, _count(6, scale))


CAMPAIGNS: dict[str, Campaign] = {
    "bombs": _bombs,
    **{f"outage-{kind}": partial(_outage, kind) for kind in outages.KINDS},
    "stopped": _stopped,
    "inputs": _inputs,
    "faults": _faults,
    "drops": _drops,
    "silence": _silence,
    "kills": _kills,
    "narrow": _narrow,
    "frames": _frames,
    "edits": _edits,
    "review": _review,
    "publishing": _publishing,
}
"""In the order in which they begin; the table has the same."""
_ALONE = ("drops", "narrow")
"""They compare times, so nothing else may run beside them."""


def _run(name: str, scale: float) -> list[Row]:
    """The rows of a campaign in a process of its own, whatever becomes of it."""
    command = [sys.executable, "-m", "tests.soak", name, "--scale", str(scale), "--lines"]
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        out, err = process.communicate(timeout=_LONGEST_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        out, err = process.communicate()
        err += f"\nit took longer than {_LONGEST_S} s"
    rows = [Row.of_line(line) for line in out.splitlines() if line.startswith("{")]
    if process.returncode not in (0, 1) or (process.returncode and all(r.is_reached for r in rows)):
        told = " ".join(err.strip().split("\n")[-1:])[-300:]
        rows.append(Row(name, f"ended with {process.returncode}: {told}", is_reached=False))
    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    for row in rows:
        if not row.is_reached:
            print(f"  NOT REACHED: {row.campaign}: {row.found}\n{err[-3000:]}", file=sys.stderr)
    return rows


def _all(names: list[str], scale: float) -> list[Row]:
    rows: dict[str, list[Row]] = {}
    together = [name for name in names if name not in _ALONE]
    waiting, lock = iter(together), threading.Lock()

    def lane() -> None:
        while True:
            with lock:
                name = next(waiting, None)
            if name is None:
                return
            rows[name] = _run(name, scale)

    lanes = [threading.Thread(target=lane) for _ in range(_LANES)]
    for each in lanes:
        each.start()
    for each in lanes:
        each.join()
    for name in names:
        if name in _ALONE:
            rows[name] = _run(name, scale)
    return [row for name in names for row in rows[name]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="*", help=f"of {', '.join(CAMPAIGNS)}; all without one")
    parser.add_argument("--scale", type=float, default=1.0, help="how much of each, 1 being all")
    parser.add_argument("--lines", action="store_true", help="rows as JSON, in this process")
    options = parser.parse_args()
    if options.lines:
        (name,) = options.name
        is_reached = True
        with tempfile.TemporaryDirectory(prefix="producer-soak-") as folder:
            for row in CAMPAIGNS[name](Path(folder), options.scale):
                print(row.line(), flush=True)
                is_reached &= row.is_reached
        return 0 if is_reached else 1
    began = time.monotonic()
    rows = _all(options.name or [*CAMPAIGNS], options.scale)
    minutes = (time.monotonic() - began) / 60
    print(table(rows))
    print(
        f"\n{minutes:.0f} minutes on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} in the "
        f"end; Python {platform.python_version()}"
    )
    return 0 if all(row.is_reached for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
