"""Processes that are killed, and processes that work on the same show at once."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.helpers.making import snapshot
from tests.helpers.processes import made, run, start, talk
from tests.soak.kill import campaign

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")

TITLES = ("茶 | Tea", "船 | Boats", "夜 | Night")


def test_a_killed_run_leaves_nothing_half_written_and_the_next_one_finishes_it(
    tmp_path: Path,
) -> None:
    kills = [*campaign(tmp_path, 5, seed=7, engine="tone", turns=20, shows=2)]
    assert any(kill.entries > 0 for kill in kills), "some were killed at work"


def test_four_processes_make_the_same_episodes_at_once(tmp_path: Path) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    files = [f"{number}.txt" for number in range(len(TITLES))]
    command = ("make", *files, "--engine", "tone", "--jobs", "1")
    for show in (alone, together):
        show.mkdir()
        for file, title in zip(files, TITLES, strict=True):
            text = talk(2, title).replace("这是", f"{title[0]}是")
            (show / file).write_text(text, encoding="utf-8")
    run(alone, *command)
    asked = tmp_path / "asked.txt"
    racing = [
        start(together, *command, module="tests.helpers.counted", ASKED=str(asked))
        for _ in range(4)
    ]
    for process in racing:
        out, err = process.communicate(timeout=100)
        assert process.returncode == 0, (out, err)
    assert made(together) == made(alone)
    assert not list(together.rglob("*.part"))
    times = Counter(asked.read_text("utf-8").splitlines())
    assert len(times) == len(snapshot(together / ".producer/clips"))
    assert max(times.values()) <= 2
    assert times.total() < 1.1 * len(times), "hardly anything is spoken twice"
