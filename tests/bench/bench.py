"""`make bench`: how long an episode takes from its clips, beside what it could take at best.

In one run, on the same clips (600 of 6 s in the edge service's format, one hour):

a  this project, from clips to finished MP3: loudness, limiter, resampling, tags, captions
b  ffmpeg, concat demuxer and one libmp3lame encode, no loudness
c  lameenc alone on the PCM of the finished episode, on all cores: the limit

Each is run several times in turn and the median taken. Peak memory is that of all processes of
(a) together, for one hour and for four.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from producer.audio.encode import encode
from producer.audio.pcm import blocks
from producer.store import CLIPS, Store
from producer.synthesis import clip_key
from producer.timing import FrameFormat
from tests.bench import material

HOUR = 600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clips", type=int, default=HOUR, help="clips of 6 s")
    parser.add_argument("--no-memory", action="store_true", help="leave out the four hours")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="producer-bench-") as name:
        measure(Path(name), options.clips, options.runs, memory=not options.no_memory)


def measure(folder: Path, clips: int, runs: int, *, memory: bool) -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; ",
        end="",
    )
    print(f"{clips} clips of {material.CLIP_S} s; medians of {runs} runs")
    show = folder / "show"
    store = Store(show / ".producer")
    plan = material.plan(show, clips)
    files = []
    for number, utterance in enumerate(plan.utterances):
        entry = store.get(CLIPS, clip_key(plan.engine, utterance))
        assert entry is not None
        files.append(folder / f"{number:05}.mp3")
        files[-1].write_bytes(entry.data)
    timings: dict[str, list[float]] = {"a": [], "b": [], "c": []}
    pcm = passages_of(show)
    for _ in range(runs):
        set_aside(store, "levels", "segments", "published")
        timings["a"].append(child(show)["seconds"])
        timings["b"].append(timed(lambda: concat(folder, files)))
        timings["c"].append(timed(lambda: encode_alone(pcm)))
    a, b, c = (statistics.median(timings[name]) for name in "abc")
    print(f"a  clips to finished MP3     {a:6.1f} s   {spread(timings['a'])}")
    print(f"b  ffmpeg, concat and encode {b:6.1f} s   {spread(timings['b'])}")
    print(f"c  lameenc alone             {c:6.1f} s   {spread(timings['c'])}")
    print(f"a/b {a / b:.2f} (to reach: 1.0)   a/c {a / c:.2f} (to reach: 1.5)")
    print(f"nothing changed    {child(show)['seconds']:6.2f} s")
    print(f"second edition     {child(show, 'zh-en,en')['seconds']:6.2f} s (to reach: 1.5)")
    print(f"one turn edited    {child(show, edited=True)['seconds']:6.2f} s (to reach: 1.5)")
    command = [sys.executable, "-m", "producer", "--help"]
    helped = [timed(lambda: run_quietly(command)) for _ in range(5)]
    print(f"producer --help    {statistics.median(helped):6.2f} s (to reach: 0.3)")
    if memory:
        # As new as the other: the first episode of a show draws its cover and pairs sentences, too.
        set_aside(store, "levels", "segments", "covers", "published", "pairs", "captions")
        one = child(show, memory=True)["peak_mb"]
        long = folder / "long"
        material.plan(long, clips * 4)
        four = child(long, memory=True)["peak_mb"]
        print(f"peak memory        {one:4.0f} MB for {clips} clips (to reach: 150), ", end="")
        print(f"{four:4.0f} MB for {clips * 4} (to reach: {one * 1.1:.0f})")


def set_aside(store: Store, *kinds: str) -> None:
    """Have a store without the entries of `kinds`. They are not removed, or the file system would
    still be busy with them while the next run is timed."""
    aside = Path(tempfile.mkdtemp(dir=store.folder.parent))
    for kind in kinds:
        if (there := store.folder / kind).exists():
            there.rename(aside / kind)


def child(
    show: Path, editions: str = "zh-en", *, edited: bool = False, memory: bool = False
) -> dict[str, float]:
    """Make the episode in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.child", str(show), editions]
    command += ["edited"] * edited + ["memory"] * memory
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def passages_of(show: Path) -> list[NDArray[np.int16]]:
    """The finished episode's sound in stretches of half a minute: what (a) had to encode."""
    child(show)
    (episode,) = show.glob("output/*/*.zh-en.mp3")
    return [block[:, 0] for block, _ in blocks(episode, seconds=30)]


def concat(folder: Path, files: list[Path]) -> None:
    listed = folder / "list.txt"
    listed.write_text("".join(f"file '{file}'\n" for file in files))
    command = ["ffmpeg", "-y", "-v", "error", "-f", "concat", "-safe", "0", "-i", str(listed)]
    command += ["-ar", "48000", "-ac", "1", "-c:a", "libmp3lame", "-b:a", "96k"]
    run_quietly([*command, str(folder / "concat.mp3")])


def encode_alone(pcm: list[NDArray[np.int16]]) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        for _ in executor.map(lambda samples: encode(samples, FrameFormat()), pcm):
            pass


def run_quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(values: list[float]) -> str:
    return f"({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    main()
