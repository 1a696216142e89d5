"""Make the bench's episode and print the seconds and the peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from producer import pipeline
from producer.progress import Silent
from producer.show import Disclosure, Settings, Show
from producer.store import CLIPS, Store
from producer.synthesis import clip_key


def main(folder: Path, editions: str, edited: bool) -> None:
    file = folder / "listening.txt"
    if edited:
        file.write_text(file.read_text("utf-8").replace("第7句话", "第七句话"), "utf-8")
    settings = Settings(disclosure=Disclosure(spoken=False), engine="edge")
    request = pipeline.Request(
        file, Show(folder, settings), engine="edge", editions=tuple(editions.split(","))
    )
    if edited:
        speak_the_edit(request)
    start = time.perf_counter()
    pipeline.make(pipeline.plan(request, Silent()), Silent())
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb()}))


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Unlike ru_maxrss it does not begin with the parent's.
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def speak_the_edit(request: pipeline.Request) -> None:
    """Put the clip of the edited sentence into the store: its synthesis is not what is timed."""
    from tests.bench import material

    plan = material.plan_of(request)
    store = Store(request.show.store)
    for utterance in plan.utterances:
        key = clip_key(plan.engine, utterance)
        if store.digest(CLIPS, key) is None:
            clip = material.clip(utterance.language, len(plan.utterances))
            store.put(CLIPS, key, {"marks": []}, clip)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], "edited" in sys.argv[3:])
