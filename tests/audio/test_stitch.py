"""Clips joined to the sample, faded so that no cut clicks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pydub.generators import Sine

from producer.audio.pcm import Pcm, Samples
from producer.audio.silence import Cuts, find_cuts
from producer.audio.stitch import (
    FADE_MS,
    AudioSegment,
    from_segment,
    join,
    silence,
    speech,
    to_segment,
)
from producer.timing import ms_to_samples
from tests.helpers.signals import tone

RATES = st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000])
SAMPLES = arrays.arrays(np.int16, st.integers(0, 3_000))


@given(SAMPLES, RATES)
def test_samples_pass_through_pydub_unchanged(samples: Samples, rate: int) -> None:
    segment = to_segment(Pcm(samples, rate))
    assert (segment.frame_rate, segment.channels, segment.sample_width) == (rate, 1, 2)
    assert segment.frame_count() == len(samples)
    back = from_segment(segment)
    assert back.rate == rate
    assert np.array_equal(back.samples, samples)


def test_pydub_can_work_on_a_clip() -> None:
    louder = to_segment(Pcm(tone(400, 24_000, 0.5, -20), 24_000)) + 6
    assert louder.max_dBFS == pytest.approx(-14, abs=0.05)
    theirs = Sine(400, sample_rate=24_000).to_audio_segment(duration=500, volume=-20)
    assert from_segment(theirs).duration_ms == 500


@given(st.lists(SAMPLES, max_size=5), RATES)
def test_a_join_is_the_parts_in_order(parts: list[Samples], rate: int) -> None:
    joined = from_segment(join([to_segment(Pcm(part, rate)) for part in parts], rate))
    assert joined.rate == rate
    assert np.array_equal(joined.samples, np.concatenate([np.empty(0, np.int16), *parts]))


@given(st.integers(0, 10_000), RATES)
def test_silence_has_as_many_samples_as_asked_for(samples: int, rate: int) -> None:
    made = from_segment(silence(samples, rate))
    assert (len(made.samples), made.rate) == (samples, rate)
    assert not made.samples.any()


@given(
    st.lists(st.integers(1, 3_000), min_size=2, max_size=10).map(np.cumsum),
    RATES,
)
def test_speech_has_exactly_the_samples_that_are_kept(edges: Samples, rate: int) -> None:
    """pydub's fades work in whole milliseconds: clips came out up to 21 samples too short or too
    long, and what followed drifted."""
    pairs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    pcm = Pcm(np.full(int(edges[-1]), 10_000, np.int16), rate)
    cuts = Cuts(tuple(pairs), 0, 0, rate)
    made = from_segment(speech(pcm, cuts))
    assert made.rate == rate
    assert len(made.samples) == cuts.samples
    at = 0
    for start, end in pairs:
        piece = made.samples[at : at + end - start].astype(int)
        at += end - start
        fade = min(ms_to_samples(FADE_MS, rate), len(piece) // 2)
        assert (piece[fade : len(piece) - fade] == 10_000).all()
        if fade:
            step = 10_000 / fade
            assert piece[0] == piece[-1] == 0
            assert np.abs(np.diff(piece)).max() <= step + 1
            assert (np.diff(piece[: fade + 1]) >= 0).all()
            assert np.array_equal(piece, piece[::-1])


def test_the_clip_itself_is_left_alone() -> None:
    pcm = Pcm(np.full(5_000, 10_000, np.int16), 24_000)
    speech(pcm, find_cuts(pcm, 350))
    assert (pcm.samples == 10_000).all()


def test_speech_of_nothing_is_nothing() -> None:
    assert speech(Pcm(np.zeros(100, np.int16), 24_000), Cuts((), 0, 0, 24_000)).frame_count() == 0
    assert isinstance(join([], 24_000), AudioSegment)
