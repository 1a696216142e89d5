"""One run of samples through a chain of libavfilter filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import av
from av.filter import Graph

from producer.audio.pcm import Samples

Filter = tuple[str, str]
"""A filter's name and its arguments, as ffmpeg's `-af` writes them."""


def run(samples: Samples, rate: int, filters: Sequence[Filter]) -> Iterator[av.AudioFrame]:
    """Pass one channel of `samples` at `rate` through `filters` and give what comes out."""
    return stream([samples], rate, filters)


def stream(
    blocks: Iterable[Samples], rate: int, filters: Sequence[Filter]
) -> Iterator[av.AudioFrame]:
    """As `run`, for samples that come block after block: no more than one is held."""
    graph = Graph()
    last = graph.add_abuffer(sample_rate=rate, format="s16", layout="mono")
    for name, arguments in filters:
        step = graph.add(name, arguments)
        last.link_to(step)
        last = step
    sink = graph.add("abuffersink")
    last.link_to(sink)
    graph.configure()
    for samples in blocks:
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        graph.push(frame)
        yield from _ready(graph)
    graph.push(None)
    yield from _ready(graph)


def _ready(graph: Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            out = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        if isinstance(out, av.AudioFrame):
            yield out
