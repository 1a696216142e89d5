"""`producer` as a process of its own, for tests that signal, kill or race it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.helpers.making import snapshot

ROOT = Path(__file__).parents[2]
CREATED = "1767225600"
"""SOURCE_DATE_EPOCH of all runs, so that the same input gives the same bytes."""

# A job in the background of a shell, which tests may run in, ignores SIGINT.
_RUN = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


def environment(**changes: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SOURCE_DATE_EPOCH": CREATED,
        "PYTHONUNBUFFERED": "1",
        "PYTHONFAULTHANDLER": "1",
        **changes,
    }


def start(
    folder: Path, *arguments: str, module: str = "producer", **changes: str
) -> subprocess.Popen[str]:
    """`python -m MODULE ARGUMENTS…` in `folder`, with pipes for its output and a process group
    of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, module, *arguments],
        cwd=folder,
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


def run(folder: Path, *arguments: str, code: int = 0, **changes: str) -> tuple[str, str]:
    """What a run that ends with `code` writes to stdout and stderr."""
    process = start(folder, *arguments, **changes)
    try:
        out, err = process.communicate(timeout=100)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)  # It tells where all its threads are.
        out, err = process.communicate()
    assert process.returncode == code, (out, err)
    return out, err


def signal_group(process: subprocess.Popen[str], number: int) -> None:
    """What the terminal does on Ctrl-C: the process and all that it started get it."""
    os.killpg(process.pid, number)


def wait_for_line(process: subprocess.Popen[str], part: str) -> None:
    """Read stderr up to the line that has `part` in it."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        if part in line:
            return
        seen.append(line)
    raise AssertionError(f"no line with {part!r} in {''.join(seen)}")


def talk(turns: int, title: str = "清晨 | Morning") -> str:
    """A transcript of so many turns, no sentence like another."""
    people = (("安娜", "Anna"), ("本", "Ben"))
    passages = (
        f"{people[n % 2][0]}：这是第 {n} 段，有两句话。第二句也说到 {n}。\n"
        f"{people[n % 2][1]}: This is part {n}, in two sentences. The second has {n} as well.\n"
        for n in range(1, turns + 1)
    )
    return f"# {title}\n\n" + "\n".join(passages)


def made(folder: Path) -> dict[str, bytes]:
    """All that a show's folder holds but the store."""
    return {
        name: content
        for name, content in snapshot(folder).items()
        if not name.startswith(".producer/")
    }
