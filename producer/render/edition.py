"""Segments → an edition: an ordering of segments with pauses between, as one stream of frames.

Nothing is decoded or encoded here. Time is counted in frames, so every reader of the timeline
agrees with every player to the millisecond.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from producer.audio.encode import silent_frame
from producer.audio.frames import padded_frame
from producer.audio.loudness import integrated
from producer.errors import ProducerError
from producer.model import Chapter, Cue, Marks, Segment, Timeline
from producer.spoken import Spoken, written_words
from producer.store import SEGMENTS, Store, Written, write_changed
from producer.timing import SAMPLES_PER_FRAME, FrameFormat

END_MS = 500
"""Silence behind the last sound of an edition."""

_STEP_MS, _QUIET_LUFS = 100, -40.0
"""How often loudness is measured, and what is no more than a breath."""


@dataclass(frozen=True, slots=True)
class SegmentSentence:
    """A sentence of a segment: whose it is, its number in its passage, from 0, and its text as
    written and said."""

    turn: int
    language: str
    speaker: str
    said: Spoken
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment and the lines that it says, one per sentence; music says none. `pause_ms` is the
    silence wanted before it, from the last sound to its first, and `again` how long a silence is to
    follow, times the segment's own sound, for a listener to say it too. `at_end_ms` is the silence
    wanted behind it where it is the last. With `leads`, silence is wanted though it is the
    first."""

    pause_ms: int
    lines: tuple[SegmentSentence, ...]
    segment: Segment
    again: float = 0.0
    at_end_ms: int = 0
    leads: bool = False

    @property
    def sound_ms(self) -> int:
        """From the first sound of its sentences to the last."""
        sentences = self.segment.sentences
        return sentences[-1].end_ms - sentences[0].start_ms if sentences else 0


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition laid out: `placed` in order, with as many silent frames before each, and
    `end_frames` behind the last. `unmatched_db` is how far its voices were apart in brightness
    before they were made to fit together, if they were."""

    name: str
    languages: tuple[str, ...]
    form: FrameFormat
    placed: tuple[tuple[int, Placed], ...]
    end_frames: int
    unmatched_db: float | None = None

    @property
    def frames(self) -> int:
        return self.end_frames + sum(pause + item.segment.frames for pause, item in self.placed)

    @property
    def size(self) -> int:
        """Its bytes as an MP3, without a tag."""
        length = len(silent_frame(self.form))
        silent = sum(frames * length + padded for frames, padded in self.stream.pauses)
        return silent + sum(item.segment.size for _, item in self.placed)

    @property
    def loudness_lufs(self) -> float | None:
        """The integrated loudness of all of it; None where it is silent."""
        return integrated(item.segment.levels for _, item in self.placed)

    @property
    def stream(self) -> Stream:
        """What an MP3 of it holds."""
        pauses: list[Pause] = []
        frames = size = 0
        stretches = [(pause, item.segment.frames, item.segment.size) for pause, item in self.placed]
        for pause, segment_frames, segment_size in (*stretches, (self.end_frames, 0, 0)):
            frames += pause
            size += pause * len(silent_frame(self.form))
            short = self.form.frames_to_bytes(frames) - size
            pauses.append((pause, min(pause, max(0, short))))
            frames += segment_frames
            size += pauses[-1][1] + segment_size
        keys = tuple(item.segment.key for _, item in self.placed)
        return Stream(self.form, keys, tuple(pauses))


Pause: TypeAlias = tuple[int, int]
"""Silent frames, and how many of them are padded: one byte longer.

At 44.1 kHz a bitrate is kept by frames of two lengths. Players that go to a chapter reckon with
it, and without any padding in the pauses they would be seconds late after an hour or two."""


@dataclass(frozen=True, slots=True)
class Stream:
    """MP3 frames: `segments` of the store by their keys, with one of `pauses` before each, and
    one behind the last."""

    form: FrameFormat
    segments: tuple[str, ...]
    pauses: tuple[Pause, ...]

    def silence(self, pause: Pause) -> bytes:
        frames, padded = pause
        silence = silent_frame(self.form)
        return padded_frame(silence) * padded + silence * (frames - padded)

    def blocks(self, store: Store) -> Iterator[bytes]:
        """The frames, one segment at a time."""
        for pause, key in zip(self.pauses, self.segments, strict=False):
            yield self.silence(pause)
            entry = store.get(SEGMENTS, key)
            if entry is None:
                raise ProducerError(
                    "a segment has gone from the store while it was in use",
                    advice="Run the same command again: it is made anew",
                )
            yield entry.data
        yield self.silence(self.pauses[-1])


def write_mp3(file: Path, tag: bytes, stream: Stream, store: Store) -> Written:
    """Write `stream` behind a `tag`."""
    return write_changed(file, chain([tag], stream.blocks(store)))


def lay_out(
    name: str, languages: tuple[str, ...], items: Sequence[Placed], form: FrameFormat
) -> Edition:
    """`items` in the order in which they are heard, with the pauses that they want before them:
    to within a frame, and never longer."""
    placed: list[tuple[int, Placed]] = []
    tail_ms = again_ms = 0
    for item in items:
        silent_ms = tail_ms + item.segment.lead_ms
        pause_ms = max(item.pause_ms, again_ms)
        frames = _frames_within(pause_ms - silent_ms, form) if placed or item.leads else 0
        placed.append((frames, item))
        tail_ms, again_ms = item.segment.tail_ms, round(item.again * item.sound_ms)
    end_ms = max(END_MS, again_ms, items[-1].at_end_ms if items else 0)
    return Edition(name, languages, form, tuple(placed), _frames_within(end_ms - tail_ms, form))


def _frames_within(ms: int, form: FrameFormat) -> int:
    """How many whole frames fit into `ms`."""
    return max(0, ms * form.rate // (1000 * SAMPLES_PER_FRAME))


def waveform(edition: Edition, parts: int) -> NDArray[np.float64]:
    """The mean momentary loudness in LUFS in each of `parts` equal parts of `edition`, with
    `_QUIET_LUFS` for what is quieter, so that pauses show. Shape (parts,)."""
    length = edition.form.frames_to_ms(edition.frames) // _STEP_MS + 1
    levels = np.full(max(length, parts), _QUIET_LUFS)
    frames = 0
    for pause, item in edition.placed:
        frames += pause
        begin = edition.form.frames_to_ms(frames) // _STEP_MS
        levels_here = item.segment.levels[: length - begin]
        levels[begin : begin + len(levels_here)] = np.maximum(levels_here, _QUIET_LUFS)
        frames += item.segment.frames
    bounds = np.arange(parts) * length // parts
    return np.add.reduceat(levels[:length], bounds) / np.maximum(1, np.diff(bounds, append=length))


def timeline(edition: Edition, titles: Mapping[int, str]) -> Timeline:
    """When everything of `edition` sounds. `titles` has a chapter's title by the number of its
    first turn; a chapter whose first turn the edition lacks begins with the next it has. The
    first chapter begins at the very beginning."""
    chapters = sorted(titles)
    cues: list[Cue] = []
    starts: list[tuple[int, str]] = []
    current = 0
    frames = 0
    for pause, item in edition.placed:
        frames += pause
        begin_ms = edition.form.frames_to_ms(frames)
        for line, timing in zip(item.lines, item.segment.sentences, strict=True):
            start, end = begin_ms + timing.start_ms, begin_ms + timing.end_ms
            chapter = bisect_right(chapters, line.turn)
            if chapter > current:
                current = chapter
                begins = begin_ms if line is item.lines[0] else start
                starts.append((begins if starts else 0, titles[chapters[chapter - 1]]))
            words = Marks.of(written_words(line.said, timing.words), begin_ms)
            text = line.said.written
            speaking = (line.turn, line.language, line.speaker)
            cues.append(Cue(*speaking, start, end, text, words, timing.estimated, line.sentence))
        frames += item.segment.frames
    duration_ms = edition.form.frames_to_ms(edition.frames)
    ends = [*(start for start, _ in starts[1:]), duration_ms]
    chapter_times = tuple(Chapter(s, e, t) for (s, t), e in zip(starts, ends, strict=False))
    return Timeline(edition.name, edition.languages, duration_ms, tuple(cues), chapter_times)
