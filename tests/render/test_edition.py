"""Segments in order: frames add up, pauses are what was asked for, one timeline tells it all."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.encode import encode, silent_frame
from producer.audio.frames import count_frames
from producer.audio.pcm import decode
from producer.audio.silence import LEAD_MS, TAIL_MS
from producer.errors import ProducerError
from producer.model import Mark, Segment, Timing
from producer.render.edition import (
    END_MS,
    Edition,
    Placed,
    SegmentSentence,
    lay_out,
    timeline,
    waveform,
)
from producer.show.pauses import Pauses
from producer.spoken import Spoken
from producer.store import SEGMENTS, Store
from producer.timing import DECODER_DELAY, SAMPLES_PER_FRAME, FrameFormat, ms_to_samples
from tests.helpers.signals import FORM_IDS, FORMS

FORM = st.sampled_from(FORMS)


def segment(form: FrameFormat, frames: int, lead_ms: int, tail_ms: int, sentences: int) -> Segment:
    """A segment of so many sentences, one after the other without a pause, of one word each."""
    first, last = lead_ms, form.frames_to_ms(frames) - tail_ms
    at = [first + (last - first) * number // max(1, sentences) for number in range(sentences + 1)]
    timings = tuple(Timing(a, b, (Mark(a, b, "word"),)) for a, b in pairwise(at))
    levels = np.empty(0, np.float32)
    return Segment("0" * 64, frames, 0, lead_ms, tail_ms, timings, levels, -1.0, 0.0)


@st.composite
def items(draw: st.DrawFn, form: FrameFormat, sentences: int | None = None) -> list[Placed]:
    """Passages as they are rendered: turn after turn, each in one or two languages."""
    placed = []
    for turn in range(1, draw(st.integers(1, 6)) + 1):
        for language in draw(st.sampled_from([("zh",), ("en",), ("zh", "en")])):
            count = draw(st.integers(1, 3)) if sentences is None else sentences
            lines = tuple(
                SegmentSentence(turn, language, "Anna", Spoken(f"{turn}.{n}")) for n in range(count)
            )
            made = segment(
                form,
                frames=draw(st.integers(10, 5_000)),
                lead_ms=draw(st.integers(60, 70)),
                tail_ms=draw(st.integers(80, 110)),
                sentences=count,
            )
            placed.append(Placed(draw(st.integers(200, 10_000)), lines, made))
    return placed


@given(data=st.data(), form=FORM)
def test_pauses_are_never_longer_than_asked_for_nor_a_frame_shorter(
    data: st.DataObject, form: FrameFormat
) -> None:
    placed = data.draw(items(form))
    laid_out = lay_out("zh-en", ("zh", "en"), placed, form)
    assert [item for _, item in laid_out.placed] == placed
    assert laid_out.placed[0][0] == 0
    frame_ms = SAMPLES_PER_FRAME * 1000 / form.rate
    for (_, before), (frames, item) in pairwise(laid_out.placed):
        silent_ms = before.segment.tail_ms + frames * frame_ms + item.segment.lead_ms
        assert item.pause_ms - frame_ms < silent_ms <= item.pause_ms
    last_ms = placed[-1].segment.tail_ms + laid_out.end_frames * frame_ms
    assert END_MS - frame_ms < last_ms <= END_MS


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_the_shortest_pauses_that_can_be_set_can_be_kept(form: FrameFormat) -> None:
    """Two passages joined without a frame between them are no further apart than that."""
    lead, tail = ms_to_samples(LEAD_MS, form.rate), ms_to_samples(TAIL_MS, form.rate)
    longest = 0
    for samples in range(9_000, 9_000 + SAMPLES_PER_FRAME, 64):
        stream = encode(np.zeros((samples, form.channels), np.int16), form)
        sounds_until = DECODER_DELAY + samples - tail
        after = count_frames(stream) * SAMPLES_PER_FRAME - sounds_until
        longest = max(longest, after + DECODER_DELAY + lead)
    shortest = [
        Pauses.model_fields[name].metadata[0].ge
        for name in ("language_ms", "turn_ms", "answer_ms", "backchannel_ms")
    ]
    assert longest <= ms_to_samples(min(shortest), form.rate)


@given(data=st.data(), form=FORM)
def test_the_timeline_counts_frames(data: st.DataObject, form: FrameFormat) -> None:
    placed = data.draw(items(form))
    laid_out = lay_out("zh-en", ("zh", "en"), placed, form)
    made = timeline(laid_out, {})
    assert made.duration_ms == form.frames_to_ms(laid_out.frames)
    assert laid_out.frames == laid_out.end_frames + sum(
        pause + item.segment.frames for pause, item in laid_out.placed
    )
    lines = [line for item in placed for line in item.lines]
    assert [(c.turn, c.language, c.text) for c in made.cues] == [
        (line.turn, line.language, line.said.written) for line in lines
    ]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(made.cues))
    assert made.cues[0].start_ms == placed[0].segment.lead_ms
    assert made.cues[-1].end_ms <= made.duration_ms
    for cue in made.cues:
        assert cue.words == (Mark(cue.start_ms, cue.end_ms, "word"),)


@given(data=st.data(), form=FORM)
def test_a_pause_on_the_timeline_is_the_pause_that_is_heard(
    data: st.DataObject, form: FrameFormat
) -> None:
    placed = data.draw(items(form, sentences=1))
    laid_out = lay_out("zh-en", ("zh", "en"), placed, form)
    frame_ms = SAMPLES_PER_FRAME * 1000 / form.rate
    for (before, cue), item in zip(pairwise(timeline(laid_out, {}).cues), placed[1:], strict=True):
        # Both ends are rounded to a millisecond.
        assert item.pause_ms - frame_ms - 1 <= cue.start_ms - before.end_ms <= item.pause_ms + 1


@given(data=st.data(), form=FORM)
def test_chapters_cover_the_timeline(data: st.DataObject, form: FrameFormat) -> None:
    placed = data.draw(items(form))
    turns = sorted({line.turn for item in placed for line in item.lines})
    numbers = data.draw(st.sets(st.sampled_from([*turns, turns[-1] + 1]), min_size=1))
    titles = {number: f"from {number}" for number in numbers}
    made = timeline(lay_out("zh-en", ("zh", "en"), placed, form), titles)
    begun = [number for number in sorted(numbers) if number <= turns[-1]]
    assert [c.title for c in made.chapters] == [titles[number] for number in begun]
    if begun:
        assert made.chapters[0].start_ms == 0
        assert made.chapters[-1].end_ms == made.duration_ms
    assert all(a.end_ms == b.start_ms for a, b in pairwise(made.chapters))
    assert all(c.start_ms < c.end_ms for c in made.chapters)
    for number, chapter in zip(begun[1:], made.chapters[1:], strict=True):
        first = next(cue for cue in made.cues if cue.turn >= number)
        before = [cue for cue in made.cues if cue.turn < number]
        assert before[-1].end_ms <= chapter.start_ms <= first.start_ms


def test_a_chapter_whose_turn_is_left_out_begins_with_the_next() -> None:
    form = FrameFormat()
    placed = [
        Placed(
            700, (SegmentSentence(turn, "zh", "Anna", Spoken("好")),), segment(form, 100, 63, 90, 1)
        )
        for turn in (1, 2, 5)
    ]
    made = timeline(lay_out("zh", ("zh",), placed, form), {1: "one", 3: "three", 4: "four"})
    assert [chapter.title for chapter in made.chapters] == ["one", "four"]


def test_music_says_nothing_and_stands_in_the_first_chapter() -> None:
    form = FrameFormat()
    placed = [
        Placed(0, (), segment(form, 200, 63, 90, 0)),
        Placed(
            700, (SegmentSentence(1, "zh", "Anna", Spoken("好")),), segment(form, 100, 63, 90, 1)
        ),
    ]
    made = timeline(lay_out("zh", ("zh",), placed, form), {1: "one"})
    (cue,) = made.cues
    assert cue.start_ms > form.frames_to_ms(200)
    assert [(c.start_ms, c.end_ms) for c in made.chapters] == [(0, made.duration_ms)]


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_the_bitrate_is_kept_through_the_pauses(form: FrameFormat) -> None:
    """Players reckon with it when they go to a chapter. Unpadded pauses had them more than a
    second late after an hour at 44.1 kHz and 64 kbit/s."""
    stream = encode(np.zeros((5 * form.rate, form.channels), np.int16), form)
    made = Segment(
        "", count_frames(stream), len(stream), 0, 0, (), np.empty(0, np.float32), -1.0, 0.0
    )
    laid_out = lay_out("zh", ("zh",), [Placed(700, (), made)] * 600, form)
    by_bitrate_ms = laid_out.size * 8 / form.bitrate
    assert abs(by_bitrate_ms - form.frames_to_ms(laid_out.frames)) <= 2


def test_an_edition_of_nothing_is_the_silence_at_the_end() -> None:
    laid_out = lay_out("zh", ("zh",), [], FrameFormat())
    made = timeline(laid_out, {1: "one"})
    assert (made.cues, made.chapters) == ((), ())
    assert made.duration_ms == 20 * 24


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_the_stream_is_the_segments_and_silent_frames(form: FrameFormat) -> None:
    chance = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        placed, streams = [], []
        for turn, samples in enumerate((20_000, 9_999, 30_001), 1):
            sound = chance.normal(0, 3_000, (samples, form.channels)).astype(np.int16)
            streams.append(encode(sound, form))
            key = f"{turn:064}"
            store.put(SEGMENTS, key, {}, streams[-1])
            frames, size = count_frames(streams[-1]), len(streams[-1])
            made = Segment(key, frames, size, 0, 0, (), np.empty(0, np.float32), -1.0, 0.0)
            placed.append(Placed(300, (), made))
        laid_out = lay_out("zh", ("zh",), placed, form)
        blocks = list(laid_out.stream.blocks(store))
        assert blocks[1::2] == streams
        pause = 300 * form.rate // (SAMPLES_PER_FRAME * 1000)
        silences = [0, pause, pause, laid_out.end_frames]
        assert [*map(count_frames, blocks[::2])] == silences
        if form.rate == 48_000:
            assert blocks[::2] == [silent_frame(form) * frames for frames in silences]
        whole = b"".join(blocks)
        assert not decode(b"".join(blocks[::2])).samples.any()
        assert count_frames(whole) == laid_out.frames
        assert len(whole) == laid_out.size
        store.discard(SEGMENTS, placed[1].segment.key)
        with pytest.raises(ProducerError, match="Run the same command again"):
            list(laid_out.stream.blocks(store))


def test_frames_are_those_of_the_edition() -> None:
    made = segment(FrameFormat(), 10, 60, 80, 1)
    laid_out = Edition("zh", ("zh",), FrameFormat(), ((3, Placed(0, (), made)),), 7)
    assert laid_out.frames == 20


@pytest.mark.parametrize("parts", [1, 10, 400, 5_000])
def test_the_waveform_shows_where_it_is_loud(parts: int) -> None:
    form = FrameFormat()
    loud = replace(segment(form, 250, 0, 0, 0), levels=np.full(64, -16, np.float32))
    laid_out = lay_out("zh", ("zh",), [Placed(0, (), loud), Placed(6_000, (), loud)], form)
    heights = waveform(laid_out, parts)
    assert heights.shape == (parts,)
    if parts == 1:
        assert -30 < heights[0] < -20
    else:
        middle = heights[parts * 4 // 10 : parts * 6 // 10]
        assert np.allclose(heights[: parts // 4], -16)
        assert np.allclose(middle, -40)
        assert np.allclose(heights[parts * 8 // 10 : parts * 9 // 10], -16)


@given(FORM.flatmap(lambda form: st.tuples(st.just(form), items(form))), st.integers(1, 500))
def test_a_waveform_can_be_drawn_of_anything(
    made: tuple[FrameFormat, list[Placed]], parts: int
) -> None:
    form, placed = made
    heights = waveform(lay_out("zh-en", ("zh", "en"), placed, form), parts)
    assert heights.shape == (parts,)
    assert (heights == -40).all()
