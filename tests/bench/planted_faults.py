"""Faults planted in spoken sentences, each with how an ear is to take it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from producer.audio.pcm import Pcm
from producer.audio.silence import find_stretches
from producer.engines.wav import wav
from producer.listening.sounds import sounds_of
from producer.model import clean_text
from producer.timing import ms_to_samples

GROSS = ("half missing", "another text", "another language", "silence")
SWAPPED, DOUBLED, CLEAN = "a word swapped", "half said twice", "none"

_LONG = 8
"""Sounds of a sentence of which half can be missing."""
_SWAPS = {
    "zh": "河边 厨房 天气 山羊 音乐 面包 医院 皮鞋 蓝色 冬天 桌子 飞机",
    "en": "river kitchen weather goats music bread hospital shoes purple winter table aeroplane",
}


@dataclass(frozen=True, slots=True, eq=False)
class SpokenSentence:
    """A sentence with its sound; `text` is what should be said."""

    language: str
    text: str
    pcm: Pcm

    def audio(self, samples: NDArray[Any] | None = None) -> bytes:
        """The clip, or one with other `samples`, as a WAV file."""
        own = self.pcm.samples if samples is None else samples
        return wav(own.astype("<i2").tobytes(), self.pcm.rate)


@dataclass(frozen=True, slots=True, eq=False)
class PlantedFault:
    """A clip that does not say the `text`; without an own `audio` that of the sentence itself."""

    kind: str
    text: str
    audio: bytes | None


def planted(
    sentence: SpokenSentence, others: Sequence[SpokenSentence], choice: random.Random
) -> Iterator[PlantedFault]:
    """All faults that can be planted in a sentence; `others` give texts and languages."""
    language, text = sentence.language, sentence.text
    if other := _swapped(text, language, choice):
        yield PlantedFault(SWAPPED, other, None)
    same = [each.text for each in others if each.language == language and each.text != text]
    if same:
        yield PlantedFault("another text", choice.choice(same), None)
    foreign = [each for each in others if each.language != language]
    if foreign:
        yield PlantedFault("another language", text, choice.choice(foreign).audio())
    noise = np.random.default_rng(1).normal(0, 10, len(sentence.pcm.samples)).astype(np.int16)
    yield PlantedFault("silence", text, sentence.audio(noise))
    if len(sounds_of(text, language)) >= _LONG:
        half, samples = _middle(sentence.pcm), sentence.pcm.samples
        yield PlantedFault("half missing", text, sentence.audio(samples[:half]))
        twice = np.concatenate([samples[:half], samples])
        yield PlantedFault(DOUBLED, text, sentence.audio(twice))


def _middle(pcm: Pcm) -> int:
    """The sample in the middle of what sounds."""
    stretches = find_stretches(pcm, 5_000)
    return ms_to_samples((stretches[0][0] + stretches[-1][1]) // 2, pcm.rate)


def _swapped(text: str, language: str, choice: random.Random) -> str | None:
    """`text` with one word that matters replaced by another."""
    other = choice.choice(_SWAPS[language].split())
    if language == "en":
        words = [w for w in text.split() if len(w.strip(",.?!;:")) >= 5 and w.islower()]
        if not words:
            return None
        word = choice.choice(words).strip(",.?!;:")
        return clean_text(text.replace(word, other, 1))
    import jieba

    words = [w for w in jieba.cut(text) if len(w) == 2 and w.isalpha()]
    return text.replace(choice.choice(words), other, 1) if words else None
