"""One run of samples through a chain of libavfilter filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import av
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from producer.audio.pcm import Samples

Filter = tuple[str, str]
"""A filter's name and its arguments, as ffmpeg's `-af` writes them."""


def run(
    samples: Samples | NDArray[np.float32], rate: int, filters: Sequence[Filter]
) -> Iterator[av.AudioFrame]:
    """Pass `samples` at `rate` through `filters` and give what comes out. Their shape is (n,) or
    (n, channels); floats have full scale ±1."""
    # Blocks of a second stay in the processor's cache: twice as fast as one of a minute.
    return stream((samples[at : at + rate] for at in range(0, len(samples), rate)), rate, filters)


def stream(
    blocks: Iterable[Samples | NDArray[np.float32]], rate: int, filters: Sequence[Filter]
) -> Iterator[av.AudioFrame]:
    """As `run`, for samples that come block after block: no more than one is held."""
    waiting = iter(blocks)
    first = next(waiting, None)
    if first is None:
        return
    form = "s16" if first.dtype == np.int16 else "flt"
    layout = "stereo" if first.ndim == 2 and first.shape[1] == 2 else "mono"
    graph = Graph()
    last = graph.add_abuffer(sample_rate=rate, format=form, layout=layout)
    for name, arguments in filters:
        step = graph.add(name, arguments)
        last.link_to(step)
        last = step
    sink = graph.add("abuffersink")
    last.link_to(sink)
    graph.configure()
    for samples in chain([first], waiting):
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format=form, layout=layout)
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
