"""PCM → MP3: every frame counted, streams joined byte by byte, nothing lost and nothing louder."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.encode import encode, encode_blocks, encoder_gain_db, silent_frame
from producer.audio.frames import count_frames, frame_length
from producer.audio.loudness import integrated, momentary
from producer.audio.pcm import Samples, decode
from producer.timing import DECODER_DELAY, SAMPLES_PER_FRAME, FrameFormat
from tests.helpers.programs import program
from tests.helpers.signals import (
    FORM_IDS,
    FORMS,
    decode_channels,
    ffmpeg_decode,
    lag,
    noise,
    rms_db,
    speech,
    tone,
)

every_form = pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)


def in_channels(samples: Samples, form: FrameFormat) -> Samples:
    return np.repeat(samples[:, None], form.channels, axis=1)


@every_form
@pytest.mark.parametrize("samples", [0, 1, 1_151, 1_152, 1_153, 20_000, 23_040])
def test_a_stream_is_one_frame_longer_than_what_went_in(form: FrameFormat, samples: int) -> None:
    stream = encode(in_channels(noise(form.rate)[:samples], form), form)
    assert count_frames(stream) == -(-samples // SAMPLES_PER_FRAME) + 1
    expected = count_frames(stream) * SAMPLES_PER_FRAME
    assert [len(channel) for channel in decode_channels(stream)] == [expected] * form.channels
    assert len(decode(stream).samples) == expected


@every_form
def test_joined_streams_are_whole_for_other_programs(form: FrameFormat, tmp_path: Path) -> None:
    sounds = [in_channels(speech(form.rate, s), form) for s in (0.7, 0.41, 1.03)]
    silence = silent_frame(form)
    streams = [encode(sound, form) for sound in sounds]
    whole = silence * 5 + streams[0] + silence * 11 + streams[1] + streams[2] + silence
    frames = 5 + 11 + 1 + sum(map(count_frames, streams))
    assert count_frames(whole) == frames
    heard = ffmpeg_decode(whole, form.channels)
    assert len(heard) == frames * SAMPLES_PER_FRAME
    file = tmp_path / "joined.mp3"
    file.write_bytes(whole)
    said = subprocess.run([program("mp3val"), str(file)], capture_output=True, text=True).stdout
    assert f"{frames} MPEG frames (MPEG 1 Layer III), no tags, CBR" in said
    warnings = [line for line in said.splitlines() if line.startswith("WARNING")]
    assert [line.rpartition(": ")[2] for line in warnings] == ["No supported tags in the file"]


@every_form
def test_a_join_is_heard_as_if_each_stream_were_alone(form: FrameFormat) -> None:
    """A frame that leaned on the bits of another stream would come out as noise or not at all."""
    rate = form.rate
    sounds = [np.pad(speech(rate, 1), rate // 10), np.pad(tone(440, rate, 0.5), rate // 10)]
    streams = [encode(in_channels(sound, form), form) for sound in sounds]
    joined = ffmpeg_decode(b"".join(streams), form.channels).astype(np.float64)
    apart = np.concatenate([ffmpeg_decode(stream, form.channels) for stream in streams])
    # The decoder's filter bank rings on over the border, where both are silent.
    assert abs(joined - apart).max() <= 2


@pytest.mark.parametrize("edge_ms", [50, 100])
def test_sentences_that_are_joined_sound_as_true_as_one_encode(edge_ms: int) -> None:
    """Each begins without the bits that an encoder has saved up: what is lost of their beginnings
    and ends is what one encoder loses of them all."""
    form = FrameFormat()
    voice, edge = speech(form.rate, 24), edge_ms * form.rate // 1000
    cuts = [0, *np.cumsum(np.random.default_rng(3).integers(12_000, 96_000, 20))]
    parts = [np.pad(voice[a:b], form.rate // 30) for a, b in pairwise(cuts)]
    sounding = [part for part in parts if abs(part).max() > 1_000]
    streams = [encode(part[:, None], form) for part in sounding]
    starts = SAMPLES_PER_FRAME * np.cumsum([0, *map(count_frames, streams)])
    whole = np.zeros(starts[-1], dtype=np.int16)
    for start, part in zip(starts, sounding, strict=False):
        whole[start : start + len(part)] = part
    errors = []
    for stream in b"".join(streams), encode(whole[:, None], form):
        heard = ffmpeg_decode(stream, 1).reshape(-1)[DECODER_DELAY:].astype(np.float64)
        given = whole[: len(heard)] * 10 ** (encoder_gain_db(form) / 20)
        lost = (heard[: len(given)] - given) ** 2
        inside = form.rate // 30
        begins = [start + inside for start in starts[:-1]]
        ends = [start + len(part) - inside for start, part in zip(starts, sounding, strict=False)]
        first = sum(lost[at : at + edge].sum() for at in begins)
        errors.append([first, sum(lost[at - edge : at].sum() for at in ends)])
    for joined, one in zip(*errors, strict=True):
        assert 10 * np.log10(joined / one) < 1


@every_form
def test_silent_frames_are_silent(form: FrameFormat) -> None:
    frame = silent_frame(form)
    assert frame_length(frame) == len(frame)
    heard = ffmpeg_decode(frame * 50, form.channels)
    assert len(heard) == 50 * SAMPLES_PER_FRAME
    assert not heard.any()


@every_form
def test_what_is_heard_lags_by_the_decoder_delay(form: FrameFormat) -> None:
    sound = speech(form.rate, 1)
    stream = encode(in_channels(sound, form), form)
    for channel in (*ffmpeg_decode(stream, form.channels).T, decode(stream).samples):
        assert lag(channel, sound) == DECODER_DELAY


@every_form
def test_the_encoders_gain_is_known(form: FrameFormat) -> None:
    gain_db = encoder_gain_db(form)
    assert -1 < gain_db < 0.1
    for sound in (speech(form.rate, 2), tone(440, form.rate, 1)):
        louder = np.rint(sound * 10 ** (-gain_db / 20)).astype(np.int16)
        stream = encode(in_channels(louder, form), form)
        for channel in ffmpeg_decode(stream, form.channels).T:
            heard = channel[DECODER_DELAY:][: len(sound)]
            assert rms_db(heard) == pytest.approx(rms_db(sound), abs=0.05)
            levels = [integrated([momentary(x, form.rate)]) for x in (heard, sound)]
            assert levels[0] == pytest.approx(levels[1], abs=0.05)


def test_the_same_samples_give_the_same_bytes() -> None:
    sound = speech(48_000, 1)
    assert encode(sound, FrameFormat()) == encode(sound.copy(), FrameFormat())
    every_other = np.repeat(sound, 2)[::2]
    assert encode(every_other, FrameFormat()) == encode(sound, FrameFormat())


def test_frames_at_48_khz_and_96_kbps_have_288_bytes() -> None:
    stream = encode(speech(48_000, 1), FrameFormat())
    assert {frame_length(stream, at) for at in range(0, len(stream), 288)} == {288}


@given(st.integers(1, 4_000))
def test_blocks_of_any_size_give_the_same_stream(size: int) -> None:
    samples = speech(48_000, 1)[:15_000]
    blocks = (samples[at : at + size] for at in range(0, len(samples), size))
    assert encode_blocks(blocks, FrameFormat()) == encode(samples, FrameFormat())
