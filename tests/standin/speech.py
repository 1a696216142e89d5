"""What the stand-in says: each voice a tone of its own, as long as the text asks for.

It swells and has some noise in it, so that each frame of sound is unlike any other, as in
speech; silence is digital.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

import lameenc
import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 24_000
FRAME_BYTES = 144
HAN_MS = 200
LETTER_MS = 60
PAUSE_MS = 100
SENTENCE_MS = 400
"""Between two sentences, as short as voices of the service pause there (380 to 1,060 ms)."""
LEAD_MS = 100
TAIL_MS = 800
LATE_MS = 46
"""By how much sound lies later in the frames than in the encoder's input: 1,105 samples."""

_HAN = "\u3400-\u9fff"
_TOKEN = re.compile(
    rf"(?P<word>[{_HAN}]{{1,2}}|[^\W_{_HAN}]+(?:['’.-][^\W_{_HAN}]+)*)|(?P<pause>[,.;:!?，。；：！？、])"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in the text, in ms of the encoder's input."""

    start_ms: int
    duration_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Speech:
    """MP3 frames of 144 bytes and 24 ms, and the words in them."""

    frames: tuple[bytes, ...]
    words: tuple[Word, ...]


def voice_hz(voice: str) -> int:
    """The frequency of a voice's tone, 200 … 775 Hz."""
    return 200 + 25 * (zlib.crc32(voice.encode()) % 24)


@lru_cache(maxsize=2048)
def speech(text: str, voice: str, pace: float = 1.0) -> Speech:
    """`sound` as the edge service gives it."""
    samples, words = sound(text, voice, pace)
    return Speech(_encode(samples.tobytes()), words)


def sound(text: str, voice: str, pace: float = 1.0) -> tuple[NDArray[np.int16], tuple[Word, ...]]:
    """A Han character 200 ms, another letter or digit 60 ms, punctuation a pause of 100 ms, 400 ms
    between sentences, all of it `pace` times as fast; 100 ms of silence before, 800 ms after."""
    words: list[Word] = []
    at_ms = LEAD_MS
    for token in _TOKEN.finditer(text):
        if word := token["word"]:
            per_character = HAN_MS if re.match(f"[{_HAN}]", word) else LETTER_MS
            words.append(Word(at_ms, round(per_character * len(word) / pace), word))
            at_ms += words[-1].duration_ms
        else:
            ends = token["pause"] in ".!?。！？" and _TOKEN.search(text, token.end())
            at_ms += round((SENTENCE_MS if ends else PAUSE_MS) / pace)
    breath = np.random.default_rng(zlib.crc32(f"{voice} {text}".encode()))
    samples = np.zeros((at_ms + TAIL_MS) * SAMPLE_RATE // 1000)
    for spoken in words:
        first = spoken.start_ms * SAMPLE_RATE // 1000
        time = np.arange(spoken.duration_ms * SAMPLE_RATE // 1000) / SAMPLE_RATE
        tone = np.sin(2 * np.pi * voice_hz(voice) * time)
        swell = 0.7 + 0.3 * np.sin(2 * np.pi * 5 * (first / SAMPLE_RATE + time))
        noise = breath.normal(0, 0.05, len(time))
        samples[first : first + len(time)] = swell * (tone + noise)
    return (3000 * samples).astype("<i2"), tuple(words)


@lru_cache(maxsize=16)
def silence(count: int) -> tuple[bytes, ...]:
    """So many frames of digital silence."""
    frame_samples = SAMPLE_RATE * 24 // 1000
    return _encode(bytes(2 * frame_samples * (count + 4)))[:count]


def _encode(pcm: bytes) -> tuple[bytes, ...]:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    audio = bytes(encoder.encode(pcm) + encoder.flush())
    return tuple(audio[start : start + FRAME_BYTES] for start in range(0, len(audio), FRAME_BYTES))
