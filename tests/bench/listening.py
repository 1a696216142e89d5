"""How well the ear finds faults: python -m tests.bench.listening TRANSCRIPT…

The transcripts' episodes have been made. Each of their clips is heard as it is, and with faults
planted in the sound or in what it is compared with. Prints a table of how many were told.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from producer import synthesis
from producer.audio.pcm import decode
from producer.engines.wav import wav
from producer.listening import Ear, Recognition, compare
from producer.listening.sounds import sounds_of
from producer.model import clean_text
from producer.plan.request import Request
from producer.plan.status import plan_as_made
from producer.show.show import load
from producer.store import CLIPS

_LONG = 8
"""Sounds of a sentence of which half can be missing."""
_SWAPS = {
    "zh": "河边 厨房 天气 山羊 音乐 面包 医院 皮鞋 蓝色 冬天 桌子 飞机",
    "en": "river kitchen weather goats music bread hospital shoes purple winter table aeroplane",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with its clip, decoded: samples of 16 bits, `rate` a second."""

    language: str
    text: str
    samples: np.ndarray[tuple[int], np.dtype[np.int16]]
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def audio(self, samples: np.ndarray[tuple[int], np.dtype[np.int16]] | None = None) -> bytes:
        """The clip, or one with other `samples`, as a WAV file."""
        own = self.samples if samples is None else samples
        return wav(own.astype("<i2").tobytes(), self.rate)


def sentences(files: Sequence[Path]) -> Iterator[Spoken]:
    """All that is spoken of the episodes."""
    show = load(None)
    store = show.open_store()
    for file in files:
        plan = plan_as_made(Request(transcript=file, show=show))
        for utterance in dict.fromkeys(plan.utterances):
            entry = store.get(CLIPS, synthesis.clip_key(plan.engine, utterance))
            if entry is not None:
                pcm = decode(entry.data)
                yield Spoken(
                    utterance.language, utterance.text, np.asarray(pcm.samples).ravel(), pcm.rate
                )


def swapped(text: str, language: str, choice: random.Random) -> str | None:
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


def main(files: Sequence[Path]) -> None:
    spoken = list(sentences(files))
    choice = random.Random(1)
    ear = Ear()
    began = time.process_time()
    hearings = [ear.hear(each.audio(), each.language) for each in spoken]
    cpu_s, sound_s = time.process_time() - began, sum(each.seconds for each in spoken)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def note(fault: str, each: Spoken, text: str, hearing: Recognition) -> None:
        outcome = compare(text, each.language, hearing)
        counts[fault, each.language][outcome.state] += 1
        if (outcome.state == "wrong") == (fault == "none"):
            print(f"  {fault}: “{text}” heard as “{hearing.text}”: {outcome.state}")

    for each, hearing in zip(spoken, hearings, strict=True):
        note("none", each, each.text, hearing)
        if text := swapped(each.text, each.language, choice):
            note("a word swapped", each, text, hearing)
        same = [s.text for s in spoken if s.language == each.language and s.text != each.text]
        note("another text", each, choice.choice(same), hearing)
        foreign = [s for s in spoken if s.language != each.language]
        if foreign:
            other = choice.choice(foreign)
            heard = ear.hear(other.audio(), each.language)
            note("another language", each, each.text, heard)
        noise = np.random.default_rng(1).normal(0, 10, len(each.samples)).astype(np.int16)
        note("silence", each, each.text, ear.hear(each.audio(noise), each.language))
        if len(sounds_of(each.text, each.language)) >= _LONG:
            half = len(each.samples) // 2
            heard = ear.hear(each.audio(each.samples[:half]), each.language)
            note("half missing", each, each.text, heard)
            twice = np.concatenate([each.samples[:half], each.samples])
            note("half doubled", each, each.text, ear.hear(each.audio(twice), each.language))
    print(f"{'fault':<18}{'':<4}{'n':>4}{'heard':>7}{'doubtful':>10}{'wrong':>7}")
    for (fault, language), states in sorted(counts.items()):
        print(
            f"{fault:<18}{language:<4}{states.total():>4}{states['heard']:>7}"
            f"{states['doubtful']:>10}{states['wrong']:>7}"
        )
    print(f"listening took {cpu_s / sound_s:.2f} s of one core per second of {sound_s:.0f} s")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
