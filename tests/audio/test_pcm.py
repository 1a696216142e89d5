"""Audio files in, samples out."""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from producer.audio.encode import encode
from producer.audio.pcm import Pcm, Samples, UnreadableAudio, blocks, decode
from producer.timing import FrameFormat
from tests.helpers.programs import program
from tests.helpers.signals import decode_channels, ffmpeg_decode, rms_db, speech, tone

RATES = [8_000, 22_050, 24_000, 44_100, 48_000]


def wav(samples: Samples, rate: int) -> bytes:
    """Samples of shape (n,) or (n, channels) as a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(samples.shape[1] if samples.ndim == 2 else 1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return target.getvalue()


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("count", [1, 2, 1_023, 1_024, 50_001])
def test_a_wav_comes_out_to_the_sample(rate: int, count: int) -> None:
    samples = np.resize(speech(rate, 1), count)
    pcm = decode(wav(samples, rate))
    assert pcm.rate == rate
    assert np.array_equal(pcm.samples, samples)


def test_channels_are_mixed_or_kept() -> None:
    left, right = tone(400, 48_000), tone(600, 48_000)
    both = wav(np.stack([left, right], axis=1), 48_000)
    middle = (left.astype(int) + right) / 2
    assert np.abs(decode(both).samples - middle).max() <= 1
    assert all(map(np.array_equal, decode_channels(both), (left, right)))
    assert len(decode_channels(wav(left, 48_000))) == 1


def test_one_sound_in_both_channels_keeps_its_level() -> None:
    sound = speech(48_000, 1)
    for file in (
        wav(np.stack([sound, sound], axis=1), 48_000),
        encode(np.stack([sound, sound], axis=1), FrameFormat(channels=2)),
    ):
        assert rms_db(decode(file).samples) == pytest.approx(
            rms_db(decode_channels(file)[0]), abs=0.02
        )


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100])
def test_another_rate_keeps_level_and_length(rate: int) -> None:
    sound = speech(rate, 2, -9)
    pcm = decode(wav(sound, rate), rate=48_000)
    assert pcm.rate == 48_000
    assert pcm.duration_ms == pytest.approx(2_000, abs=1)
    assert rms_db(pcm.samples) == pytest.approx(rms_db(sound), abs=0.03)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_bare_mp3_comes_out_as_ffmpeg_has_it(channels: int) -> None:
    form = FrameFormat(channels=channels)
    stream = encode(np.repeat(speech(48_000, 1)[:, None], channels, axis=1), form)
    theirs = ffmpeg_decode(stream, channels).T
    ours = decode_channels(stream)
    assert [len(channel) for channel in ours] == [len(channel) for channel in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert np.abs(mine.astype(int) - other).max() <= 1


@pytest.mark.parametrize("codec", ["flac", "libvorbis", "aac", "libmp3lame", "alac"])
def test_formats_that_people_have(codec: str, tmp_path: Path) -> None:
    suffix = {"flac": "flac", "libvorbis": "ogg", "libmp3lame": "mp3"}.get(codec, "m4a")
    file = tmp_path / f"music.{suffix}"
    source = wav(np.stack([tone(400, 44_100), tone(600, 44_100)], axis=1), 44_100)
    command = [program("ffmpeg"), "-v", "error", "-i", "-", "-c:a", codec, str(file)]
    subprocess.run(command, input=source, check=True)
    pcm = decode(file.read_bytes())
    assert pcm.rate == 44_100
    assert pcm.duration_ms == pytest.approx(1_000, abs=60)
    # Half of each of two different sines: 6 dB less than one of them. LAME takes 0.45 dB more.
    assert rms_db(pcm.samples) == pytest.approx(rms_db(tone(400, 44_100)) - 3, abs=0.6)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\xff\xfb\x90\x00",
        b"\xff" * 5_000,
        b"RIFF",
        b"<html>busy</html>" * 100,
        b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10),
        wav(np.zeros(0, np.int16), 24_000),
    ],
    ids=["empty", "one-byte", "header-alone", "ff", "riff", "page", "tag-alone", "no-samples"],
)
def test_what_holds_no_sound_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableAudio):
        decode(content)


MP3 = encode(tone(400, 48_000, 0.2), FrameFormat())
WAV = wav(tone(400, 24_000, 0.1), 24_000)


@given(st.sampled_from([MP3, WAV]), st.integers(0, 20_000), st.binary(max_size=40))
@example(MP3, 0, b"\xff\xfb")
def test_any_bytes_give_sound_or_the_one_error(content: bytes, at: int, damage: bytes) -> None:
    at %= len(content)
    for damaged in (content[:at], content[:at] + damage + content[at + len(damage) :], damage):
        try:
            pcm = decode(damaged)
        except UnreadableAudio:
            continue
        assert pcm.rate > 0
        assert pcm.samples.ndim == 1
        assert len(pcm.samples) > 0


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("count", [1, 23_999, 24_000, 60_001])
def test_blocks_are_the_file_piece_by_piece(tmp_path: Path, channels: int, count: int) -> None:
    samples = np.repeat(np.resize(speech(24_000, 1), count)[:, None], channels, axis=1)
    file = tmp_path / "a.wav"
    file.write_bytes(wav(samples, 24_000))
    found = list(blocks(file, seconds=1))
    assert all(rate == 24_000 for _, rate in found)
    assert [len(block) for block, _ in found[:-1]] == [24_000] * (len(found) - 1)
    assert np.array_equal(np.concatenate([block for block, _ in found]), samples)


@pytest.mark.parametrize("content", [b"", b"no sound at all" * 100])
def test_blocks_of_what_is_no_sound(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(content)
    with pytest.raises(UnreadableAudio):
        list(blocks(file))


def test_blocks_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableAudio, match="cannot be decoded"):
        list(blocks(tmp_path / "no.wav"))


def test_duration() -> None:
    assert [Pcm(np.zeros(n, np.int16), 24_000).duration_ms for n in (0, 11, 12, 24_000)] == [
        0,
        0,
        1,
        1_000,
    ]
