"""What Kokoro says, Whisper understands; what it does not say is told."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from producer.engines.kokoro import KokoroEngine
from producer.listening import HEARD, WRONG, compare
from producer.listening.ear import Ear
from producer.listening.sounds import sounds_of
from producer.model import Clip, Delivery, Phonemes, Utterance

SENTENCES = {
    "zh": (
        ("zf_xiaoxiao", "今天我们来聊一聊城市里的小菜园。"),
        ("zm_yunjian", "她说第一年几乎什么都没有长出来。"),
    ),
    "en": (
        ("af_heart", "Many people grow tomatoes on their balcony, and harvest only three."),
        ("bm_george", "In 2019 they began to grow cabbage in old wooden boxes."),
    ),
}


@pytest.mark.usefixtures("real_models")
@pytest.mark.timeout(400)
def test_what_is_said_is_heard_and_what_is_not_is_told() -> None:
    utterances = [
        Utterance("kokoro", language, Delivery(voice), text)
        for language, sentences in SENTENCES.items()
        for voice, text in sentences
    ]

    async def spoken() -> list[Clip]:
        engine = KokoroEngine()
        try:
            return [await engine.speak(utterance) for utterance in (*utterances, utterances[0])]
        finally:
            await engine.aclose()

    *clips, again = asyncio.run(spoken())
    assert again.audio == clips[0].audio
    ear = Ear()
    for utterance, clip in zip(utterances, clips, strict=True):
        hearing = ear.hear(clip.audio, utterance.language)
        outcome = compare(utterance.text, utterance.language, hearing)
        assert outcome.state == HEARD, (utterance.text, hearing.text)
        other = next(
            u.text for u in utterances if u.language == utterance.language and u != utterance
        )
        assert compare(other, utterance.language, hearing).state == WRONG
    assert ear.hear(_silence(), "zh").text == ""


@pytest.mark.usefixtures("real_models")
@pytest.mark.timeout(200)
def test_kokoro_says_the_sounds_that_it_is_told() -> None:
    text = "匈奴的单于来到了长安。"
    asked = Utterance(
        *("kokoro", "zh", Delivery("zf_xiaoxiao"), text),
        readings=(Phonemes(3, 5, "pinyin", "hong2 zha4"),),
    )

    async def spoken() -> Clip:
        engine = KokoroEngine()
        try:
            return await engine.speak(asked)
        finally:
            await engine.aclose()

    said = Ear().hear(asyncio.run(spoken()).audio, "zh")
    syllables = [token.readings for token in sounds_of(said.text, "zh")]
    assert any("hong" in a and "zha" in b for a, b in pairwise(syllables))


def _silence() -> bytes:
    from producer.engines.wav import wav

    return wav(bytes(48_000), 24_000)
