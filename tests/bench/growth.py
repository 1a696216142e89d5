"""`python -m tests.bench.growth`: what takes time in proportion to all that a show has.

`status` of 300 episodes, an episode of 5,000 turns made again with nothing changed, and chapters
of turns without headings. Each is asked of a process of its own, once it has been asked
before; what is told is the processor's time with all child processes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from producer.model import Turn
from producer.publish.chapters import choose_chapters

_SHOW = """\
title = {zh = "茶馆", en = "Teahouse"}
author = "Example House"
engine = "tone"
editions = ["zh-en"]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=300)
    parser.add_argument("--turns", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="producer-bench-") as name:
        many = show(Path(name, "many"), options.episodes, 10)
        command("make", "seeds", folder=many)
        command("status", folder=many)
        seconds = command("status", folder=many)
        print(f"status of {options.episodes} episodes of 10 turns: {seconds:.1f} s (asked 2)")
        long = show(Path(name, "long"), 1, options.turns)
        command("make", "seeds/e1.txt", folder=long)
        seconds = command("make", "seeds/e1.txt", folder=long)
        print(f"{options.turns} turns made again, nothing changed: {seconds:.1f} s (asked 10)")
    for turns in options.turns, 2 * options.turns:
        print(f"chapters of {turns} turns: {chapters(turns):.2f} s")


def show(folder: Path, episodes: int, turns: int) -> Path:
    """A show with so many transcripts of so many turns, no two alike."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "show.toml").write_text(_SHOW, encoding="utf-8")
    for number in range(1, episodes + 1):
        lines = [f"# 第{number}集 茶馆里的声音 | Episode {number}: Sounds of the Teahouse", ""]
        for turn in range(1, turns + 1):
            chinese, english = ("安娜", "Anna") if turn % 2 else ("本杰明", "Benjamin")
            lines += [
                f"{chinese}：第{number}集第{turn}句话说的是声音，慢慢地听。杯子和热水的声音很轻。",
                f"{english}: Sentence {turn} of episode {number} is about sound, so listen slowly. "
                "The cups and the hot water are quiet.",
                "",
            ]
        (folder / "seeds" / f"e{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


def command(*arguments: str, folder: Path) -> float:
    """Seconds of processor that a command takes in the folder of a show."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "producer", *arguments],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def chapters(turns: int) -> float:
    """Seconds of processor for the chapters of so many turns without headings."""
    said = [
        Turn(number=n, speaker="A", passages={"zh": (f"第{n}点。",), "en": (f"Point {n}.",)})
        for n in range(1, turns + 1)
    ]
    before = time.process_time()
    choose_chapters(said, dict.fromkeys(range(1, turns + 1), 8_000))
    return time.process_time() - before


if __name__ == "__main__":
    main()
