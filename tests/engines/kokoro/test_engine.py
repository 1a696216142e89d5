"""The engine with a model that hums; tests/real has the one with the real weights."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from producer.audio.pcm import decode
from producer.audio.silence import find_stretches
from producer.engines.kokoro import KokoroEngine
from producer.errors import EngineUnavailable, UtteranceFailed
from producer.model import Clip, Delivery, Utterance
from producer.models import SpeechModel


def spoken(text: str, voice: str = "zf_xiaoxiao", rate: int = 0, language: str = "zh") -> Clip:
    async def speak() -> Clip:
        engine = KokoroEngine()
        try:
            return await engine.speak(Utterance("kokoro", language, Delivery(voice, rate), text))
        finally:
            await engine.aclose()

    return asyncio.run(speak())


def test_voices_have_gender_and_locale() -> None:
    voices = KokoroEngine().voices()
    assert len({voice.name for voice in voices}) == len(voices) == 36
    assert sum(voice.locale == "zh-CN" for voice in voices) == 8
    assert sum(voice.language == "en" for voice in voices) == 28
    assert all(voice.gender in ("female", "male") for voice in voices)
    assert not KokoroEngine().draft


@pytest.mark.usefixtures("kokoro_model")
def test_the_same_text_gives_the_same_bytes_and_another_voice_others() -> None:
    first = spoken("今天天气很好。")
    assert spoken("今天天气很好。").audio == first.audio
    assert spoken("今天天气很好。", "zm_yunxi").audio != first.audio


@pytest.mark.usefixtures("kokoro_model")
def test_a_rate_makes_it_as_much_shorter() -> None:
    normal = decode(spoken("今天天气很好。").audio).duration_ms
    quick = decode(spoken("今天天气很好。", rate=25).audio).duration_ms
    assert quick == pytest.approx(normal / 1.25, rel=0.01)


@pytest.mark.usefixtures("kokoro_model")
def test_a_long_sentence_is_spoken_in_parts() -> None:
    clause = "我们在城里走了很久，"
    short = decode(spoken(clause).audio).duration_ms
    assert decode(spoken(clause * 30).audio).duration_ms > 25 * short


@pytest.mark.usefixtures("kokoro_model")
def test_what_is_spoken_slowly_is_spoken_in_parts_no_longer() -> None:
    sentence = "我们在城里走了很久，" * 30

    def longest_ms(rate: int) -> int:
        stretches = find_stretches(decode(spoken(sentence, rate=rate).audio), 100)
        return max(end - start for start, end in stretches)

    assert longest_ms(-50) < 1.2 * longest_ms(0)


@pytest.mark.usefixtures("kokoro_model")
def test_what_no_dictionary_has_is_spoken() -> None:
    pytest.importorskip("espeakng_loader", reason="needs the extra 'kokoro'")
    for text in ("Kymriah", "axicabtagene", "BBC 4711", "α-β", "Привет"):
        assert spoken(text, "af_heart", language="en").audio
    assert spoken("用 Kymriah 治疗", language="zh").audio


def test_a_damaged_model_is_not_loaded(kokoro_model: SpeechModel, tmp_path: Path) -> None:
    weights = tmp_path / "models" / "kokoro" / "kokoro-v1.0.int8.onnx"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(UtteranceFailed, match="damaged"):
        spoken("你好")
    with pytest.raises(EngineUnavailable, match="damaged"):
        asyncio.run(KokoroEngine().probe())
    assert kokoro_model.files


def test_without_a_model_the_command_is_told() -> None:
    pytest.importorskip("onnxruntime", reason="needs the extra 'kokoro'")
    with pytest.raises(EngineUnavailable, match="producer models get kokoro"):
        asyncio.run(KokoroEngine().probe())
