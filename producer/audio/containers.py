"""Sound and pictures into MP4 files: an audiobook with chapters, and a video."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av import AudioFrame, VideoFrame
from numpy.typing import NDArray

from producer.audio.pcm import blocks

_MS = Fraction(1, 1000)
_AAC_BITRATE = 96_000
FRAMES_PER_SECOND = 5
"""Of a video in which only captions change."""

Picture = NDArray[np.uint8]
"""Shape (height, width, 3), RGB."""


def write_audiobook(
    audio: Path,
    target: Path,
    chapters: Sequence[tuple[int, int, str]],
    metadata: Mapping[str, str],
) -> None:
    """The sound of a file as AAC in an M4B; `chapters` have start and end in ms and a title.
    Raises `UnreadableAudio`."""
    with av.open(str(target), "w", format="ipod", options={"movflags": "+faststart"}) as container:
        _describe(container, chapters, metadata)
        sound = blocks(audio)
        first, rate = next(sound)
        stream = _aac_stream(container, rate, first.shape[1])
        position = 0
        for samples in _chained(first, sound):
            for packet in stream.encode(_frame(samples, rate, position)):
                container.mux(packet)
            position += len(samples)
        container.mux(stream.encode(None))


def write_video(
    audio: Path,
    target: Path,
    pictures: Iterable[tuple[int, Picture]],
    size: tuple[int, int],
    chapters: Sequence[tuple[int, int, str]],
    metadata: Mapping[str, str],
) -> None:
    """The sound of a file with `pictures` of `size` (width, height), each from the ms on that it
    comes with. Raises `UnreadableAudio`."""
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        _describe(container, chapters, metadata)
        video: Any = container.add_stream(_video_codec(), rate=FRAMES_PER_SECOND)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.options = {"preset": "veryfast", "tune": "stillimage"}
        sound = blocks(audio)
        first, rate = next(sound)
        stream = _aac_stream(container, rate, first.shape[1])
        frames = _Frames(pictures)
        position = 0
        for samples in _chained(first, sound):
            for packet in stream.encode(_frame(samples, rate, position)):
                container.mux(packet)
            position += len(samples)
            for frame in frames.until(position / rate):
                container.mux(video.encode(frame))
        container.mux(stream.encode(None))
        container.mux(video.encode(None))


def _describe(
    container: Any, chapters: Sequence[tuple[int, int, str]], metadata: Mapping[str, str]
) -> None:
    container.metadata.update({key: value for key, value in metadata.items() if value})
    container.set_chapters(
        [
            {
                "id": number,
                "start": start_ms,
                "end": end_ms,
                "time_base": _MS,
                "metadata": {"title": title},
            }
            for number, (start_ms, end_ms, title) in enumerate(chapters)
        ]
    )


def _aac_stream(container: Any, rate: int, channels: int) -> Any:
    stream = container.add_stream("aac", rate=rate, layout="stereo" if channels == 2 else "mono")
    stream.bit_rate = _AAC_BITRATE
    return stream


def _video_codec() -> str:
    return "libx264" if "libx264" in av.codecs_available else "mpeg4"


def _chained(first: Any, others: Iterable[tuple[Any, int]]) -> Iterator[Any]:
    yield first
    yield from (samples for samples, _ in others)


def _frame(samples: Any, rate: int, position: int) -> AudioFrame:
    packed = np.ascontiguousarray(samples).reshape(1, -1)
    layout = "stereo" if samples.shape[1] == 2 else "mono"
    frame = AudioFrame.from_ndarray(packed, format="s16", layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = rate, position, Fraction(1, rate)
    return frame


class _Frames:
    """Frames of a video, as far as they are due."""

    def __init__(self, pictures: Iterable[tuple[int, Picture]]) -> None:
        self._pictures = iter(pictures)
        self._next = next(self._pictures, None)
        self._shown: Picture | None = None
        self._number = 0

    def until(self, seconds: float) -> Iterator[VideoFrame]:
        while self._number < seconds * FRAMES_PER_SECOND:
            now_ms = 1000 * self._number // FRAMES_PER_SECOND
            while self._next is not None and self._next[0] <= now_ms:
                self._shown, self._next = self._next[1], next(self._pictures, None)
            if self._shown is not None:
                frame = VideoFrame.from_ndarray(self._shown, format="rgb24")
                frame.pts, frame.time_base = self._number, Fraction(1, FRAMES_PER_SECOND)
                yield frame
            self._number += 1
