"""`python -m tests.bench.review`: how long the review page's server takes at 400 turns.

What a producer waits for is timed in processes of `producer review`, each new, with a transcript
that none has seen and then with what an earlier one has kept: from the start of the process, and
from the request, made as soon as the server listens, to the whole answer. Two ways lead there: the
transcript is named on the command line, or chosen in the list. The processor is that of the process
with all its threads; medians of several runs.

Handlers alone are timed in this process, which has imported everything: opening a script of so many
turns the first time and again, and saving one sentence; the median of several sentences.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil

from producer.review.episode_cache import EpisodeCache
from producer.review.handlers import edits, pages
from producer.review.jobs import Jobs
from producer.review.requests import PageRequest, Review, templates
from producer.review.review_items import ReviewOptions
from producer.review.workspace import Workspace

_PEOPLE = (("安娜", "Anna"), ("本", "Ben"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=400)
    parser.add_argument("--sentences", type=int, default=7)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{options.turns} turns")
    with tempfile.TemporaryDirectory(prefix="producer-bench-") as name:
        measure_processes(Path(name), options.turns, options.runs)
    with tempfile.TemporaryDirectory(prefix="producer-bench-") as name:
        measure_handlers(Path(name), options.turns, options.sentences)


def write_show(folder: Path, turns: int) -> Path:
    """A show with a transcript, which is returned."""
    (folder / "show.toml").write_text('title = "Talks"\n', encoding="utf-8")
    (folder / "seeds").mkdir()
    transcript = folder / "seeds" / "talk.txt"
    transcript.write_text(talk(turns), encoding="utf-8")
    return transcript


@dataclass(slots=True)
class Stopwatch:
    """What the server in `process`, started at `began`, takes until something is there:
    milliseconds on the clock and of the processor, from its start and from the last `ask`."""

    process: psutil.Process
    began: float
    asked: tuple[float, float] = (0.0, 0.0)
    laps: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    def now(self) -> tuple[float, float]:
        processor_s = sum(self.process.cpu_times()[:4])
        return 1000 * (time.perf_counter() - self.began), 1000 * processor_s

    def lap(self, name: str) -> None:
        wall, processor = self.now()
        self.laps[name] = (wall, processor, wall - self.asked[0], processor - self.asked[1])

    def ask(self, url: str, name: str) -> str:
        """The whole answer of `url`."""
        self.asked = self.now()
        with urllib.request.urlopen(url) as answer:
            content: str = answer.read().decode()
        self.lap(name)
        return content


def measure_processes(folder: Path, turns: int, runs: int) -> None:
    transcript = write_show(folder, turns)
    ways = {"named": named, "in the list": chosen_in_list}
    for way, open_page in ways.items():
        seen: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
        for _ in range(runs):
            shutil.rmtree(folder / ".producer", ignore_errors=True)
            (folder / ".producer").mkdir()
            for state in ("never seen", "kept"):
                for name, lap in open_page(folder, transcript).laps.items():
                    seen[f"{state}: {name}"].append(lap)
        print(f"  new process, transcript {way}: ms (of processor)")
        for name, laps in seen.items():
            wall, processor, since, spent = (
                statistics.median(column) for column in zip(*laps, strict=True)
            )
            from_request = f", {since:5.0f} ({spent:5.0f}) from the request"
            print(
                f"    {name:<20}{wall:6.0f} ({processor:5.0f}) from its start"
                f"{'' if name.endswith('listens') else from_request}"
            )


def named(folder: Path, transcript: Path) -> Stopwatch:
    """`producer review FILE`, and its page."""
    with server(folder, str(transcript)) as (watch, url):
        assert 'id="turn-1"' in watch.ask(url, "page")
    return watch


def chosen_in_list(folder: Path, transcript: Path) -> Stopwatch:
    """`producer review`, its list, what the list asks for, and the page that is chosen there."""
    with server(folder) as (watch, url):
        listed = watch.ask(url, "list")
        if row := re.search(r'data-hx-get="([^"]+/row)"', listed):
            listed = watch.ask(f"{url.rstrip('/')}{row[1]}", "row")
        link = re.search(r'href="(/episodes/[^"]+)"', listed)
        assert link is not None, transcript
        assert 'id="turn-1"' in watch.ask(f"{url.rstrip('/')}{link[1]}", "page")
    return watch


@contextmanager
def server(folder: Path, *arguments: str) -> Iterator[tuple[Stopwatch, str]]:
    """A process of `producer review` that listens, and the address that it prints."""
    command = [sys.executable, "-m", "producer", "review", *arguments, "--no-browser"]
    command += ["--port", "0", "--engine", "tone", "--show", str(folder / "show.toml")]
    began = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            watch = Stopwatch(psutil.Process(process.pid), began)
            assert process.stderr is not None
            address = re.search(r"http://\S+", process.stderr.readline())
            watch.lap("listens")
            assert address is not None
            # Nobody else empties the pipe.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield watch, address[0]
        finally:
            process.kill()


def measure_handlers(folder: Path, turns: int, sentences: int) -> None:
    write_show(folder, turns)
    workspace = Workspace(folder / "show.toml", (), ReviewOptions(engine="tone"))
    review = Review(workspace, Jobs(), EpisodeCache(), templates(), lambda: False)
    (item,) = workspace.items().values()

    def opened() -> None:
        pages.episode(PageRequest(review, {"item": item.id}))

    def save(turn: int) -> None:
        digests = {f"seen_{name}": value for name, value in workspace.seen(item).items()}
        values: Mapping[str, str] = {
            **{"item": item.id, "turn": str(turn), "language": "en", "sentence": "0"},
            **{"text": f"Sentence {turn} is another one now.", **digests},
        }
        edits.set_sentence(PageRequest(review, values))

    print("  handlers alone")
    print(
        "    opened for the first time in {:.0f} ms, {:.0f} ms of processor".format(*timed(opened))
    )
    print("    opened again in {:.0f} ms, {:.0f} ms of processor".format(*timed(opened)))
    print("    first sentence saved in {:.0f} ms, {:.0f} ms".format(*timed(lambda: save(1))))
    times = [timed(partial(save, 2 + 3 * n)) for n in range(sentences)]
    wall, processor = (statistics.median(each) for each in zip(*times, strict=True))
    print(f"    a sentence saved in {wall:.0f} ms, {processor:.0f} ms of processor")


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds on the clock, and of the processor."""
    began, processor = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - processor)


def talk(turns: int) -> str:
    lines = ["# 长谈 | A Long Talk"]
    for number in range(turns):
        zh, en = _PEOPLE[number % 2]
        lines += [
            "",
            f"{zh}：第{number}次我们谈到茶。茶在山里长得很慢，要等{number + 3}年才好。你怎么看？",
            f"{en}: For the {number}th time we talk about tea. Tea grows slowly in the hills, and "
            f"it takes {number + 3} years to be good. How do you see it?",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
