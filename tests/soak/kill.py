"""Runs killed with `kill -9` at random moments, then finished: `python -m tests.soak.kill`.

Whatever the moment, every file at its final name is whole, and the run that goes on ends with
the same bytes as one that nobody disturbed.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from producer.store import KINDS, Store
from tests.helpers.processes import made, run, signal_group, start, talk

COMMAND = ("make", "talk.txt", "--edition", "zh-en,en", "--engine")


@dataclass(frozen=True, slots=True)
class Kill:
    """A run killed `after_s`: how many entries and files it had finished by then."""

    after_s: float
    entries: int
    files: int


def campaign(
    folder: Path, kills: int, seed: int, *, engine: str, turns: int, shows: int
) -> Iterator[Kill]:
    """Kill so many runs in `folder`, in each of `shows` in turn, and finish them. AssertionError
    where something is not whole or differs."""
    chance = random.Random(seed)
    undisturbed = _show(folder / "undisturbed", turns)
    began = time.monotonic()
    run(undisturbed, *COMMAND, engine)
    length_s = time.monotonic() - began
    expected = made(undisturbed)
    disturbed = [_show(folder / str(number), turns) for number in range(shows)]
    for number in range(kills):
        show = disturbed[number % shows]
        process = start(show, *COMMAND, engine)
        after_s = chance.uniform(0.2, 1.0) * length_s
        with suppress(subprocess.TimeoutExpired):
            process.wait(after_s)
        with suppress(ProcessLookupError):
            signal_group(process, signal.SIGKILL)
        process.communicate()
        entries = _assert_whole(show / ".producer")
        files = made(show)
        for name, content in files.items():
            if not name.endswith(".part"):
                assert content == expected[name], f"{name} after {after_s:.2f} s"
        yield Kill(after_s, entries, len(files))
    for show in disturbed:
        run(show, *COMMAND, engine)
        finished = {n: c for n, c in made(show).items() if not n.endswith(".part")}
        assert finished == expected, f"{show} differs"


def _show(folder: Path, turns: int) -> Path:
    folder.mkdir(parents=True)
    (folder / "talk.txt").write_text(talk(turns), encoding="utf-8")
    return folder


def _assert_whole(folder: Path) -> int:
    """How many entries the store has: all of them whole."""
    store = Store(folder)
    paths = [(kind, path) for kind in KINDS for path in (folder / kind).glob("??/*")]
    for kind, path in paths:
        assert store.get(kind, path.name) is not None, path
    return len(paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as folder:
        found = campaign(
            Path(folder),
            arguments.kills,
            arguments.seed,
            engine="espeak",
            turns=12,
            shows=arguments.kills,
        )
        for number, kill in enumerate(found, start=1):
            print(
                f"{number}: killed after {kill.after_s:.2f} s with {kill.entries} entries and "
                f"{kill.files} files, all whole"
            )
    print(f"{arguments.kills} runs finished: the same bytes")


if __name__ == "__main__":
    main()
