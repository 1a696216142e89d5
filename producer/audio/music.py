"""Music round the speech: read, levelled, faded, and kept out of the speakers' way.

Here sound is an array of floats of shape (n, channels), full scale ±1, at the episode's rate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from numpy.typing import NDArray

from producer.audio.formats import OPTIONS, address
from producer.audio.loudness import added_up, integrated, momentary
from producer.errors import InputError
from producer.timing import FrameFormat, ms_to_samples

Sound = NDArray[np.float32]
_ENVELOPE_HZ = 200
_LOOP_MS = 400


def read_music(path: Path, form: FrameFormat, longest_ms: int) -> Sound:
    """The first `longest_ms` of a file of sound, resampled. As a player does, it leaves out what
    cannot be decoded, and goes on where the rate or the channels change.

    Raises `InputError`."""
    length = ms_to_samples(longest_ms, form.rate)
    blocks: list[Sound] = []
    missing = length
    try:
        with av.open(address(path), "r", options=OPTIONS) as container:
            if not container.streams.audio:
                raise InputError("there is no sound in this file", path=path)
            for samples in _resampled(container, form):
                blocks.append(samples)
                missing -= len(samples)
                if missing <= 0:
                    break
    except (av.error.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"this file cannot be read as music ({reason})", path=path) from error
    if not blocks:
        raise InputError("there is no sound in this file", path=path)
    return np.concatenate(blocks)[:length]


def _resampled(container: InputContainer, form: FrameFormat) -> Iterator[Sound]:
    """The sound of a file, block after block. What cannot be decoded is left out; where that is
    all, the first error is raised."""
    layout = "stereo" if form.channels == 2 else "mono"
    resampler: AudioResampler | None = None
    source: tuple[object, ...] = ()
    first_error: av.error.FFmpegError | None = None
    is_empty = True
    stream = container.streams.audio[0]
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.FFmpegError as error:
            first_error = first_error or error
            continue
        for frame in frames:
            kind = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or kind != source:
                yield from _flushed(resampler, form)
                resampler = AudioResampler(format="flt", layout=layout, rate=form.rate)
                source = kind
            frame.pts = None
            for out in resampler.resample(frame):
                is_empty = False
                yield _to_array(out, form)
    yield from _flushed(resampler, form)
    if is_empty and first_error is not None:
        raise first_error


def _flushed(resampler: AudioResampler | None, form: FrameFormat) -> Iterator[Sound]:
    if resampler is not None:
        yield from (_to_array(out, form) for out in resampler.resample(None))


def _to_array(frame: av.AudioFrame, form: FrameFormat) -> Sound:
    samples = np.asarray(frame.to_ndarray(), np.float32).reshape(-1, form.channels)
    # Files of floats may hold what is no number: it is left out as what cannot be decoded is.
    return np.where(np.isfinite(samples), samples, np.float32(0))


def levelled(music: Sound, rate: int, target_lufs: float) -> Sound:
    """`music` at an integrated loudness of `target_lufs`; silence stays as it is."""
    measured = integrated([added_up([momentary(channel, rate) for channel in music.T])])
    if measured is None:
        return music
    return music * np.float32(10 ** ((target_lufs - measured) / 20))


def faded(music: Sound, rate: int, in_ms: int, out_ms: int) -> Sound:
    """`music` with raised-cosine fades at both ends, shortened where they would meet."""
    size = len(music)
    into, out = (min(ms_to_samples(ms, rate), size // 2) for ms in (in_ms, out_ms))
    envelope = np.ones(size, np.float32)
    envelope[:into] = _ramp(into)
    envelope[size - out :] *= _ramp(out)[::-1]
    return music * envelope[:, None]


def _ramp(size: int) -> Sound:
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * (np.arange(size) + 0.5) / size), np.float32)


def looped(music: Sound, rate: int, samples: int) -> Sound:
    """`music` repeated to exactly `samples`, each repeat crossfaded into the next."""
    if len(music) >= samples:
        return music[:samples]
    overlap = min(ms_to_samples(_LOOP_MS, rate), len(music) // 4)
    step = len(music) - overlap
    loop = np.zeros((step * math.ceil(samples / step) + overlap, music.shape[1]), np.float32)
    ramp = np.linspace(0, np.pi / 2, overlap, dtype=np.float32)[:, None]
    for start in range(0, samples, step):
        piece = music.copy()
        if start and overlap:
            piece[:overlap] *= np.sin(ramp)
        if overlap:
            piece[-overlap:] *= np.cos(ramp)
        loop[start : start + len(piece)] += piece
    return loop[:samples]


def ducked(
    bed: Sound,
    rate: int,
    speech: Iterable[tuple[int, int]],
    *,
    duck_db: float,
    attack_ms: int,
    release_ms: int,
) -> Sound:
    """`bed` lowered by `duck_db` wherever `speech`, stretches of (start, end) in ms, sounds. It
    goes down during `attack_ms` before speech and comes up during `release_ms` after it; between
    two stretches it rises only as far as there is time."""
    times = np.arange(len(bed) * _ENVELOPE_HZ // rate + 2) * (1000 / _ENVELOPE_HZ)
    depth = np.zeros(len(times))
    for start, end in _joined(speech, attack_ms + release_ms):
        going = np.interp(times, [start - attack_ms, start, end, end + release_ms], [0, 1, 1, 0])
        depth = np.maximum(depth, going)
    gain = np.power(10.0, -duck_db * depth / 20)
    at = np.arange(len(bed)) * (1000 / rate)
    lowered: Sound = bed * np.interp(at, times, gain).astype(np.float32)[:, None]
    return lowered


def _joined(speech: Iterable[tuple[int, int]], least_ms: int) -> list[tuple[int, int]]:
    """`speech`, in order, without the gaps of less than `least_ms`."""
    joined: list[tuple[int, int]] = []
    for start, end in speech:
        if joined and start - joined[-1][1] < least_ms:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined
