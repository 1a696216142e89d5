"""Make the bench's episode and print the seconds and the peak memory as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

from producer import pipeline
from producer.progress import Silent
from producer.show.settings import Disclosure, Settings
from producer.show.show import Show
from producer.store import CLIPS, Store
from producer.synthesis import clip_key


def main(folder: Path, editions: str, edited: bool, memory: bool) -> None:
    file = folder / "listening.txt"
    if edited:
        file.write_text(file.read_text("utf-8").replace("第7句话", "第七句话"), "utf-8")
    settings = Settings(disclosure=Disclosure(spoken=False), engine="edge")
    request = pipeline.Request(
        transcript=file,
        show=Show(folder, settings),
        engine="edge",
        editions=tuple(editions.split(",")),
    )
    if edited:
        speak_the_edit(request)
    with Memory() if memory else nullcontext() as held:
        start = time.perf_counter()
        with pipeline.ready([request]) as workers:
            pipeline.make(pipeline.plan(request, Silent()), Silent(), workers)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_mb": held.peak_mb if held else 0}))


class Memory:
    """Watches what this process and those that it starts hold together, in MB: pages that several
    of them share count once (PSS), where the system tells."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()
        if not self.peak_mb:
            self.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3

    def _look(self) -> None:
        while not self._over.wait(0.05):
            held = sum(_pss_kb(process) for process in _family(os.getpid()))
            self.peak_mb = max(self.peak_mb, held * 1024 / 1e6)


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                # Until it runs a program of its own, a child is this process seen twice.
                if _command(int(child)) != _command(pid):
                    yield from _family(int(child))


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _pss_kb(pid: int) -> int:
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def speak_the_edit(request: pipeline.Request) -> None:
    """Put the clip of the edited sentence into the store: its synthesis is not what is timed."""
    from tests.bench import material

    plan = material.plan_of(request)
    store = Store(request.show.store)
    for utterance in plan.utterances:
        key = clip_key(plan.engine, utterance)
        if store.digest(CLIPS, key) is None:
            clip = material.clip(utterance.language, len(plan.utterances))
            store.put(CLIPS, key, {"marks": material.marks(utterance.text)}, clip)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], "edited" in sys.argv[3:], "memory" in sys.argv[3:])
