"""Make the bench's episode and print the seconds and the peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from producer import pipeline
from producer.progress import Silent
from producer.show import Settings, Show
from producer.store import CLIPS, Store
from producer.synthesis import clip_key


def main(folder: Path, editions: str, edited: bool) -> None:
    file = folder / "listening.txt"
    if edited:
        file.write_text(file.read_text("utf-8").replace("第7句话", "第七句话"), "utf-8")
    settings = Settings(disclosure={"spoken": False}, engine="edge")
    request = pipeline.Request(
        file, Show(folder, settings), engine="edge", editions=tuple(editions.split(","))
    )
    if edited:
        speak_the_edit(request)
    start = time.perf_counter()
    pipeline.make(pipeline.plan(request, Silent()), Silent())
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts bytes, Linux kilobytes.
    peak_mb = peak / 1e6 if sys.platform == "darwin" else peak / 1e3
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb}))


def speak_the_edit(request: pipeline.Request) -> None:
    """Put the clip of the edited sentence into the store: its synthesis is not what is timed."""
    from tests.bench import material

    plan = material.plan_of(request)
    store = Store(request.show.store)
    for utterance in plan.utterances:
        key = clip_key(plan.engine, utterance)
        if store.digest(CLIPS, key) is None:
            store.put(CLIPS, key, {"marks": []}, material.clip(utterance.language, 9_999))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], "edited" in sys.argv[3:])
