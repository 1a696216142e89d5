"""A WAV file for each speaker, all as long as the episode, to be laid under each other in a DAW."""

from __future__ import annotations

import re
import wave
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from producer.audio.pcm import blocks
from producer.export.finished_edition import FinishedEdition

_SAMPLE_BYTES = 2
_NOBODY = "all"
"""Whose the sound of an episode without sentences is."""


def write_stems(edition: FinishedEdition, folder: Path) -> list[Path]:
    """Write a stem per speaker into `folder`, 16 bits at the episode's rate; together they are the
    episode, sample by sample. A pause belongs half to who spoke before it and half to who speaks
    next. Raises `UnreadableAudio`."""
    spans = list(_spans(edition))
    speakers = list(dict.fromkeys(speaker for _, speaker in spans))
    files = {s: folder / f"{edition.stem}.{_file_name(s, n)}.wav" for n, s in enumerate(speakers)}
    with ExitStack() as opened:
        writers: dict[str, wave.Wave_write] = {}
        position = 0
        for samples, rate in blocks(edition.audio):
            if not writers:
                for speaker, file in files.items():
                    writer = opened.enter_context(wave.open(str(file), "wb"))
                    writer.setnchannels(samples.shape[1])
                    writer.setsampwidth(_SAMPLE_BYTES)
                    writer.setframerate(rate)
                    writers[speaker] = writer
            owners = _owners(spans, position, len(samples), rate, speakers)
            for number, speaker in enumerate(speakers):
                own = np.where((owners == number)[:, np.newaxis], samples, 0)
                writers[speaker].writeframes(own.astype("<i2").tobytes())
            position += len(samples)
    return [*files.values()]


def _spans(edition: FinishedEdition) -> Iterator[tuple[int, str]]:
    """From which ms on the sound is whose."""
    if not edition.cues:
        yield 0, _NOBODY
        return
    yield 0, edition.cues[0].speaker
    for before, after in pairwise(edition.cues):
        if after.speaker != before.speaker:
            yield (before.end_ms + after.start_ms) // 2, after.speaker


def _owners(
    spans: Sequence[tuple[int, str]], start: int, count: int, rate: int, speakers: Sequence[str]
) -> NDArray[np.int64]:
    """For each of `count` samples from `start` on, the number of the speaker whose it is."""
    begins = [ms * rate // 1000 for ms, _ in spans]
    owners = np.empty(count, np.int64)
    place = bisect_right(begins, start) - 1
    at = 0
    while at < count:
        until = begins[place + 1] - start if place + 1 < len(begins) else count
        owners[at : min(until, count)] = speakers.index(spans[place][1])
        at, place = min(until, count), place + 1
    return owners


def _file_name(speaker: str, number: int) -> str:
    name = re.sub(r"[^A-Za-z0-9]+", "-", anyascii(speaker)).strip("-").lower()
    return name or f"speaker-{number + 1}"
