"""One channel of sound, and how to get it out of an audio file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.fifo import AudioFifo
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from producer.audio.formats import OPTIONS, address
from producer.audio.frames import frame_period
from producer.errors import ProducerError

Samples = NDArray[np.int16]
Floats = NDArray[np.float32]

_FRAMES_AT_ONCE = 50
"""A second or so: long enough for few calls, short enough for the processor's cache."""


def full_scale(samples: Samples | Floats) -> int:
    """What stands for 0 dBFS."""
    return 32_768 if samples.dtype == np.int16 else 1


class UnreadableAudio(ProducerError):
    """Bytes that are no audio, or audio without a sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Pcm:
    """`samples` has shape (n,), full scale ±32,767; `rate` in Hz."""

    samples: Samples
    rate: int

    @property
    def duration_ms(self) -> int:
        return (len(self.samples) * 1000 + self.rate // 2) // self.rate


def decode(audio: bytes, *, rate: int | None = None) -> Pcm:
    """Decode a whole file of sound, mixed down to one channel.

    At the file's own rate unless `rate` is given (band-limited resampling by libswresample).
    Raises `UnreadableAudio`.
    """
    blocks, rates = zip(*_decode(audio, "s16p", "mono", rate), strict=True)
    return Pcm(np.concatenate([_rounded(channels(block)[0]) for block in blocks]), rates[0])


def decode_blocks(audio: bytes) -> Iterator[list[Floats]]:
    """The sound of a file a second or so at a time, every channel by itself, of shape (n,)
    each and full scale ±1. Raises `UnreadableAudio`."""
    return (channels(block) for block, _ in _decode(audio, "fltp", None, None))


def _decode(
    audio: bytes, form: str, layout: str | None, rate: int | None
) -> Iterator[tuple[av.AudioFrame, int]]:
    """Blocks with one plane per channel, and their rate. Their samples are of the kind `form`, or
    the floats that most decoders give where nothing else has to be changed."""
    # Layer III has the bits 01; AAC (ADTS), which begins alike, has 00.
    is_bare_mp3 = audio[:1] == b"\xff" and len(audio) > 1 and audio[1] & 0x06 == 0x02
    blocks = _bare_mp3(audio) if is_bare_mp3 else _joined(_container(audio))
    resampler, own_rate = None, 0
    try:
        for block in blocks:
            own_rate = own_rate or block.sample_rate
            if resampler is None and _is_plain(block, layout, rate):
                yield block, own_rate
                continue
            if resampler is None:
                resampler = AudioResampler(form, layout or block.layout, rate or own_rate)
            for out in resampler.resample(block):
                yield out, resampler.rate
        for out in resampler.resample(None) if resampler else ():
            yield out, out.sample_rate
    except (av.error.FFmpegError, ValueError) as error:
        raise UnreadableAudio(f"it cannot be decoded ({error})") from error
    if not own_rate:
        raise UnreadableAudio("it holds no sound")


def _is_plain(block: av.AudioFrame, layout: str | None, rate: int | None) -> bool:
    """Whether nothing but the kind of its samples differs from what is wanted."""
    return (
        block.format.name == "fltp"
        and rate in (None, block.sample_rate)
        and layout in (None, block.layout.name)
    )


def channels(block: av.AudioFrame) -> list[NDArray[Any]]:
    """The samples of each channel of a frame, where they lie: nothing is copied. Its samples are
    "fltp", "s16p" or, of one channel, "s16"."""
    kind = np.float32 if block.format.name == "fltp" else np.int16
    planes: Iterable[Any] = block.planes
    return [np.frombuffer(plane, kind, block.samples) for plane in planes]


def _rounded(samples: NDArray[Any]) -> Samples:
    """As libswresample rounds, in a fifth of its time."""
    if samples.dtype == np.int16:
        return samples
    samples = samples * np.float32(32_768)
    np.rint(samples, out=samples)
    np.clip(samples, -32768, 32767, out=samples)
    return samples.astype(np.int16)


def _joined(frames: Iterator[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    """`frames` as longer blocks, which cost less than one by one."""
    fifo = AudioFifo()
    for number, frame in enumerate(frames, start=1):
        frame.pts = None
        fifo.write(frame)
        if number % _FRAMES_AT_ONCE == 0 and (block := fifo.read()) is not None:
            yield block
    if (remainder := fifo.read()) is not None:
        yield remainder


def _bare_mp3(audio: bytes) -> Iterator[av.AudioFrame]:
    """The sound of an MP3 stream without tag or header, in blocks. Nothing has to be probed, which
    takes longer than decoding a clip, and the decoder takes any number of frames as one packet."""
    codec = AudioCodecContext.create("mp3float", "r")
    assert isinstance(codec, AudioCodecContext)
    fifo = AudioFifo()
    for packet in _packets(audio, codec):
        for frame in codec.decode(av.Packet(packet)):
            fifo.write(frame)
        if (block := fifo.read()) is not None:
            yield block
    for frame in codec.decode(None):
        fifo.write(frame)
    if (remainder := fifo.read()) is not None:
        yield remainder


def _packets(audio: bytes, codec: AudioCodecContext) -> Iterator[bytes]:
    """An MP3 stream in packets of so many whole frames, whatever stands between them left out."""
    if length := frame_period(audio):  # Parsing would take a tenth as long as decoding.
        step = _FRAMES_AT_ONCE * length
        yield from (audio[at : at + step] for at in range(0, len(audio), step))
        return
    packets = codec.parse(audio)
    for at in range(0, len(packets), _FRAMES_AT_ONCE):
        yield b"".join(map(bytes, packets[at : at + _FRAMES_AT_ONCE]))


def _container(audio: bytes) -> Iterator[av.AudioFrame]:
    with av.open(io.BytesIO(audio), "r", options=OPTIONS) as container:
        if container.streams.audio:
            yield from container.decode(container.streams.audio[0])


def blocks(path: Path, seconds: int = 10) -> Iterator[tuple[Samples, int]]:
    """The sound of a file of any length, `seconds` at a time (the last block may be shorter):
    samples of shape (n, channels), and their rate in Hz. As a player does, it leaves out what
    cannot be decoded. Raises `UnreadableAudio` at once where that is all, else at the end.
    """
    fifo, broken = AudioFifo(), 0
    try:
        with av.open(address(path), "r", options=OPTIONS) as container:
            if not container.streams.audio:
                raise UnreadableAudio("there is no sound in it")
            stream = container.streams.audio[0]
            for packet in container.demux(stream):
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:
                    broken += 1
                    continue
                for frame in frames:
                    frame.pts = None
                    fifo.write(frame)
                if block := fifo.read(stream.rate * seconds, partial=False):
                    yield _to_array(block), stream.rate
            if remainder := fifo.read():
                yield _to_array(remainder), stream.rate
            if broken:
                raise UnreadableAudio(f"{broken} stretches of it cannot be decoded")
    except (av.error.FFmpegError, ValueError) as error:
        raise UnreadableAudio(f"it cannot be decoded ({error})") from error


def _to_array(frame: av.AudioFrame) -> Samples:
    (packed,) = AudioResampler(format="s16").resample(frame)
    return np.asarray(packed.to_ndarray(), dtype=np.int16).reshape(-1, packed.layout.nb_channels)
