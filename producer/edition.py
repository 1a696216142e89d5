"""Segments → an edition: an ordering of segments with pauses between, as one stream of frames.

Nothing is decoded or encoded here. Time is counted in frames, so every reader of the timeline
agrees with every player to the millisecond.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from producer.audio.encode import silent_frame
from producer.errors import ProducerError, UsageError
from producer.model import Chapter, Cue, Mark, Segment, Timeline
from producer.show import Pauses
from producer.store import SEGMENTS, Store
from producer.timing import SAMPLES_PER_FRAME, FrameFormat

END_MS = 500
"""Silence behind the last sound of an edition."""


def edition_languages(edition: str, languages: Sequence[str]) -> tuple[str, ...]:
    """ "zh-en" → ("zh", "en"). Raises `UsageError` for a language that the script lacks."""
    parts = tuple(edition.split("-"))
    unknown = [part for part in parts if part not in languages]
    if unknown or len(set(parts)) != len(parts):
        raise UsageError(
            f"there is no edition '{edition}' of this script",
            advice=f"An edition joins languages of the script with '-': {', '.join(languages)}",
        )
    return parts


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment with what it says: one cue text per sentence, as written."""

    turn: int
    language: str
    speaker: str
    texts: tuple[str, ...]
    segment: Segment


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition laid out: `placed` in order, with as many silent frames before each, and
    `end_frames` behind the last."""

    name: str
    languages: tuple[str, ...]
    form: FrameFormat
    placed: tuple[tuple[int, Placed], ...]
    end_frames: int

    @property
    def frames(self) -> int:
        return self.end_frames + sum(pause + item.segment.frames for pause, item in self.placed)

    def stream(self, store: Store) -> Iterator[bytes]:
        """The MP3 frames, one passage at a time."""
        silence = silent_frame(self.form)
        for pause, item in self.placed:
            yield silence * pause
            entry = store.get(SEGMENTS, item.segment.key)
            if entry is None:
                raise ProducerError(
                    "a segment has gone from the store while it was in use",
                    advice="Run the same command again: it is made anew",
                )
            yield entry.data
        yield silence * self.end_frames


def lay_out(
    name: str,
    languages: tuple[str, ...],
    passages: Sequence[Placed],
    pauses: Pauses,
    form: FrameFormat,
) -> Edition:
    """`passages` of one edition in the order in which they are heard, with the pauses that the
    show asks for between them: to within a frame, and never longer."""
    placed: list[tuple[int, Placed]] = []
    before: Placed | None = None
    for item in passages:
        frames = 0
        if before is not None:
            wanted = pauses.language_ms if item.turn == before.turn else pauses.turn_ms
            frames = _frames_within(wanted - before.segment.tail_ms - item.segment.lead_ms, form)
        placed.append((frames, item))
        before = item
    tail_ms = before.segment.tail_ms if before else 0
    return Edition(name, languages, form, tuple(placed), _frames_within(END_MS - tail_ms, form))


def _frames_within(ms: int, form: FrameFormat) -> int:
    """How many whole frames fit into `ms`."""
    return max(0, ms * form.rate // (1000 * SAMPLES_PER_FRAME))


def timeline(edition: Edition, titles: Mapping[int, str]) -> Timeline:
    """When everything of `edition` sounds. A chapter begins at each turn that has one of the
    `titles`, the first at the very beginning."""
    cues: list[Cue] = []
    starts: list[tuple[int, str]] = []
    frames = 0
    for pause, item in edition.placed:
        frames += pause
        begin_ms = edition.form.frames_to_ms(frames)
        title = titles.get(item.turn)
        if title is not None and (not starts or starts[-1][1] != title):
            starts.append((begin_ms if starts else 0, title))
        for text, timing in zip(item.texts, item.segment.sentences, strict=True):
            words = tuple(
                Mark(begin_ms + w.start_ms, begin_ms + w.end_ms, w.text) for w in timing.words
            )
            start, end = begin_ms + timing.start_ms, begin_ms + timing.end_ms
            cues.append(Cue(item.turn, item.language, item.speaker, start, end, text, words))
        frames += item.segment.frames
    duration_ms = edition.form.frames_to_ms(edition.frames)
    ends = [*(start for start, _ in starts[1:]), duration_ms]
    chapters = tuple(Chapter(s, e, t) for (s, t), e in zip(starts, ends, strict=True))
    return Timeline(edition.name, edition.languages, duration_ms, tuple(cues), chapters)
