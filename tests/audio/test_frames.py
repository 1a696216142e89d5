"""MP3 streams counted frame by frame, and what is none refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.encode import encode, silent_frame
from producer.audio.frames import count_frames, frame_length, frame_period
from producer.timing import SAMPLES_PER_FRAME, FrameFormat
from tests.helpers.signals import speech


@given(st.integers(1, 400))
def test_a_cut_stream_has_no_count(missing: int) -> None:
    stream = encode(np.zeros(SAMPLES_PER_FRAME, np.int16), FrameFormat())
    if missing % 288:
        with pytest.raises(ValueError, match="frame"):
            count_frames(stream[:-missing])
    else:
        assert count_frames(stream[:-missing]) == 1


HEADERS = st.integers(0xFFE00000, 0xFFFFFFFF).map(lambda head: head.to_bytes(4, "big"))


@given(HEADERS.map(lambda head: head + bytes(1_440)))
def test_only_headers_of_layer_3_are_taken(content: bytes) -> None:
    """Reserved bit rates and sample rates came out as IndexError."""
    head = int.from_bytes(content[:4], "big")
    known = (head >> 19 & 3, head >> 17 & 3) == (3, 1)
    if known and head >> 12 & 15 not in (0, 15) and head >> 10 & 3 != 3:
        assert 96 <= frame_length(content) <= 1_441
    else:
        with pytest.raises(ValueError, match="no MP3 frame at offset 0"):
            frame_length(content)


@given(st.binary(max_size=60).filter(lambda content: content[:1] != b"\xff"))
def test_what_is_no_stream_has_no_count(content: bytes) -> None:
    stream = silent_frame(FrameFormat())
    with pytest.raises(ValueError, match=f"no MP3 frame at offset {len(stream)}"):
        count_frames(stream + b"\0" + content)


@given(st.integers(0, 9), st.sampled_from([64, 96, 128]), st.sampled_from([44_100, 48_000]))
def test_frames_are_found_without_going_through_them(frames: int, bitrate: int, rate: int) -> None:
    """At 44.1 kHz some are a byte longer, and at most patterns of them come again."""
    form = FrameFormat(rate, bitrate)
    stream = encode(speech(rate, 1)[: frames * SAMPLES_PER_FRAME], form)
    assert count_frames(stream) == frames + 1
    begins = [0]
    while begins[-1] < len(stream):
        begins.append(begins[-1] + frame_length(stream, begins[-1]))
    period = frame_period(stream)
    assert not period or {*range(0, len(stream), period)} <= {*begins}


@given(st.binary(max_size=3_000))
def test_any_bytes_can_be_asked(content: bytes) -> None:
    length = frame_period(content)
    assert length == 0 or len(content) % length == 0
