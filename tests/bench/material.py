"""An episode's worth of clips in the edge service's format, put into a store as if spoken."""

from __future__ import annotations

import asyncio
import io
import re
import wave
from functools import cache
from pathlib import Path

import lameenc
import numpy as np
from numpy.typing import NDArray

from producer import pipeline
from producer.engines.espeak import EspeakEngine
from producer.languages import HAN
from producer.model import Delivery, Utterance
from producer.progress import Silent
from producer.show.settings import Disclosure, Settings
from producer.show.show import Show
from producer.store import CLIPS, Store
from producer.synthesis import clip_key

CLIP_S = 6
SENTENCES = {
    "zh": "第{n}句话说的是声音,慢慢地听,你会听见杯子和热水的声音,"
    "也会听见巷子里走过的人,还有远处的钟声。",
    "en": "Sentence {n} is about sound: listen slowly and you will hear the cups, the hot water, "
    "the people who walk along the alley, and a clock.",
}


def transcript(clips: int, per_passage: int = 5) -> str:
    """A conversation of `clips` different sentences, half of them Chinese."""
    lines = ["# 听声音 | Listening", ""]
    number = 0
    while number < clips // 2:
        host = (number // per_passage) % 2 == 0
        numbers = range(number, min(number + per_passage, clips // 2))
        for language, names in ("zh", ("安娜", "本杰明")), ("en", ("Anna", "Benjamin")):
            gap = "" if language == "zh" else " "
            text = gap.join(SENTENCES[language].format(n=n) for n in numbers)
            lines.append(f"{names[0] if host else names[1]}: {text}")
        lines.append("")
        number += per_passage
    return "\n".join(lines)


def plan(folder: Path, clips: int, editions: tuple[str, ...] = ("zh-en",)) -> pipeline.Plan:
    """A plan in `folder` that has all its clips, `CLIP_S` long each."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "listening.txt"
    file.write_text(transcript(clips), encoding="utf-8")
    settings = Settings(disclosure=Disclosure(spoken=False), engine="edge")
    request = pipeline.Request(
        transcript=file, show=Show(folder, settings), editions=editions, engine="edge"
    )
    store = Store(folder / ".producer")
    made = plan_of(request)
    for number, utterance in enumerate(made.utterances):
        key = clip_key(made.engine, utterance)
        if store.digest(CLIPS, key) is None:
            store.put(
                CLIPS, key, {"marks": marks(utterance.text)}, clip(utterance.language, number)
            )
    return plan_of(request)


def plan_of(request: pipeline.Request) -> pipeline.Plan:
    # The clips are put there afterwards, so nobody is asked whether the service answers.
    return pipeline.plan(request, Silent(), asked=lambda _: None)


def marks(text: str) -> list[tuple[int, int, str]]:
    """Word marks such as the edge service sends: start and end in ms, and the word. Han
    characters come in twos."""
    words = re.findall(rf"[{HAN}]{{1,2}}|[^\W{HAN}]+", text)
    each_ms = (1000 * CLIP_S - 400) // len(words)
    return [(100 + n * each_ms, 100 + (n + 1) * each_ms, word) for n, word in enumerate(words)]


def clip(language: str, number: int) -> bytes:
    """A sentence spoken by espeak, `CLIP_S` long, in the edge service's MP3. Every number gives
    other samples."""
    sound = np.roll(_spoken(language, number % 12), number * 37) * (0.8 + 0.0003 * (number % 600))
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(24_000)
    encoder.set_channels(1)
    encoder.silence()
    data = sound.astype(np.int16).tobytes()
    return bytes(encoder.encode(data)) + bytes(encoder.flush())


@cache
def _spoken(language: str, number: int) -> NDArray[np.float64]:
    voice = {"zh": "cmn", "en": "en-us"}[language]
    text = SENTENCES[language].format(n=number * 7 + 1)
    spoken = asyncio.run(EspeakEngine().speak(Utterance("espeak", language, Delivery(voice), text)))
    with wave.open(io.BytesIO(spoken.audio)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
        rate = file.getframerate()
    at = np.arange(CLIP_S * 24_000) * rate / 24_000
    return np.asarray(np.interp(at, np.arange(len(samples)), samples, right=0.0), np.float64)
