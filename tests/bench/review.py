"""`python -m tests.bench.review`: how long the review page's server takes at 400 turns.

What is timed is the answer to a request, without the browser: opening a script of so many turns the
first time and again, and saving one sentence; the median of several sentences.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="producer-bench-") as name:
        measure(Path(name), options.turns, options.sentences)


def measure(folder: Path, turns: int, sentences: int) -> None:
    (folder / "show.toml").write_text('title = "Talks"\n', encoding="utf-8")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "talk.txt").write_text(talk(turns), encoding="utf-8")
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

    print(f"{turns} turns")
    print("  opened for the first time in {:.0f} ms, {:.0f} ms of processor".format(*timed(opened)))
    print("  opened again in {:.0f} ms, {:.0f} ms of processor".format(*timed(opened)))
    print("  first sentence saved in {:.0f} ms, {:.0f} ms".format(*timed(lambda: save(1))))
    times = [timed(partial(save, 2 + 3 * n)) for n in range(sentences)]
    wall, processor = (statistics.median(each) for each in zip(*times, strict=True))
    print(f"  a sentence saved in {wall:.0f} ms, {processor:.0f} ms of processor")


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
