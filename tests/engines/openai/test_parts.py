"""Answers of several files in a row are used whole or refused, never cut."""

from __future__ import annotations

import struct
from contextlib import suppress

import lameenc
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.pcm import decode
from producer.engines.openai.parts import joined, looks_like_audio
from producer.engines.wav import wav
from producer.errors import UtteranceFailed

RATE = 24_000
PLACEHOLDERS = [0, 10**9, 2 * 10**9, 0x7FFF_FFFF, 0xFFFF_FFFF]


def tone(ms: int) -> bytes:
    times = np.arange(ms * RATE // 1000) / RATE
    return (8000 * np.sin(2 * np.pi * 440 * times)).astype("<i2").tobytes()


def mp3(samples: bytes) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.silence()
    return bytes(encoder.encode(samples) + encoder.flush())


def tagged(audio: bytes) -> bytes:
    """With a tag of 20 bytes in front (ID3v2.3.0, 3.1)."""
    return b"ID3\x03\x00\x00\x00\x00\x00\x14" + bytes(20) + audio


def sized(audio: bytes, size: int) -> bytes:
    """A WAV file whose header tells another size of its samples."""
    return audio[:40] + struct.pack("<I", size) + audio[44:]


def samples_of(audio: bytes) -> bytes:
    return decode(joined(audio)).samples.astype("<i2").tobytes()


def test_wav_files_in_a_row_are_one() -> None:
    """An answer in three chunks was 8 s long instead of 19, with exit 0."""
    parts = [tone(200), tone(300), tone(100)]
    audio = b"".join(wav(part, RATE) for part in parts)
    assert samples_of(audio) == b"".join(parts)


def test_a_header_that_counts_the_first_chunk_only_is_put_right() -> None:
    whole = tone(600)
    assert samples_of(sized(wav(whole, RATE), len(tone(200)))) == whole


@pytest.mark.parametrize("size", PLACEHOLDERS)
@pytest.mark.parametrize("count", [1, 3])
def test_placeholders_are_no_lengths(size: int, count: int) -> None:
    audio = sized(wav(tone(300), RATE), size) * count
    assert samples_of(audio) == tone(300) * count


def test_a_chunk_behind_the_samples_is_not_heard() -> None:
    audio = wav(tone(300), RATE) + b"LIST" + struct.pack("<I", 8) + b"INFOxxxx"
    assert samples_of(audio) == tone(300)


def test_what_was_cut_off_and_what_does_not_fit_is_refused() -> None:
    whole = wav(tone(300), RATE)
    with pytest.raises(UtteranceFailed, match="cut off"):
        joined(whole[:-1000])
    with pytest.raises(UtteranceFailed, match="cut off"):
        joined(whole + whole[:-1000])
    with pytest.raises(UtteranceFailed, match="differ in their format"):
        joined(whole + wav(tone(300), 16_000))


@pytest.mark.parametrize("count", [1, 3])
def test_mp3_files_in_a_row_are_one(count: int) -> None:
    """FFmpeg stops at the second tag."""
    part = mp3(tone(480))
    length_ms = decode(joined(tagged(part) * count)).duration_ms
    assert length_ms == pytest.approx(count * decode(part).duration_ms, abs=30 * count)
    old_tag = b"TAG" + bytes(125)
    assert joined((tagged(part) + old_tag) * count) == joined(part * count)


@given(st.binary(max_size=400), st.integers(0, 300))
def test_any_bytes_give_an_answer_or_a_refusal(noise: bytes, at: int) -> None:
    for whole in (wav(tone(5), RATE), tagged(mp3(tone(50)))):
        with suppress(UtteranceFailed):
            assert isinstance(joined(whole[:at] + noise + whole[at:]), bytes)


def test_what_looks_like_audio() -> None:
    assert all(map(looks_like_audio, (wav(tone(5), RATE), mp3(tone(50)), b"fLaC", b"OggS")))
    assert not any(map(looks_like_audio, (b"", b"<html>", b"{}", b"Service busy", tone(50))))
