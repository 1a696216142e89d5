from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from producer.audio.pcm import decode
from producer.engines.sherpa import SherpaEngine, SherpaSettings
from producer.errors import EngineUnavailable, UtteranceFailed
from producer.model import Clip, Delivery, Utterance
from producer.plan.engine_choice import make_engine
from producer.progress import Silent
from producer.store import Store
from producer.synthesis import clip_key, synthesize
from tests.engines.asking import peak_hz, run
from tests.engines.sherpa import tiny
from tests.helpers.making import a_show

MELO, KOKORO = "vits-melo-tts-zh_en", "kokoro-multi-lang-tiny/zf_001"
ENGLISH, CHINESE = "Hello world, good day.", "今天我们慢慢聊一聊茶。"


def an_engine(models: Path, **settings: Any) -> SherpaEngine:
    return SherpaEngine(SherpaSettings.model_validate({"models": [models], **settings}))


def asked(text: str, voice: str, language: str = "en", rate_percent: int = 0) -> Utterance:
    return Utterance("sherpa", language, Delivery(voice, rate_percent), text)


def speak(engine: SherpaEngine, utterance: Utterance) -> Clip:
    return run(engine, engine.speak(utterance))


def failure(engine: SherpaEngine, utterance: Utterance) -> UtteranceFailed:
    with pytest.raises(UtteranceFailed) as caught:
        speak(engine, utterance)
    return caught.value


@pytest.mark.parametrize(
    ("voice", "hertz"),
    [
        ("vits-en_US-tiny/0", 200),
        ("vits-en_US-tiny/1", 400),
        (MELO, 200),
        ("kokoro-multi-lang-tiny/af_heart", 200),
        (KOKORO, 400),
        ("kokoro-multi-lang-tiny/bm_george", 600),
        ("matcha-icefall-zh-en", 200),
    ],
)
def test_each_kind_of_model_speaks_with_each_of_its_speakers(
    models: Path, voice: str, hertz: int
) -> None:
    engine = an_engine(models)
    # What the tiny Matcha has no tokens for is spelled, which takes too long for Chinese.
    is_english = "en_US" in voice or voice.startswith("matcha")
    languages = ("en",) if is_english else ("en", "zh")
    for language in languages:
        text = CHINESE if language == "zh" else ENGLISH
        pcm = decode(speak(engine, asked(text, voice, language)).audio)
        assert pcm.rate == tiny.RATE
        assert peak_hz(pcm) == pytest.approx(hertz, abs=2)
        least = len(tiny.words_of([text])) * tiny.TOKEN_MS
        assert least <= pcm.duration_ms <= 8 * least


def test_a_rate_changes_the_length(models: Path) -> None:
    engine = an_engine(models)
    plain, fast = (
        decode(speak(engine, asked(ENGLISH, MELO, rate_percent=rate)).audio).duration_ms
        for rate in (0, 50)
    )
    assert plain / fast == pytest.approx(1.5, abs=0.01)


def test_words_that_a_model_would_leave_out_are_named(models: Path) -> None:
    for voice in (MELO, "vits-en_US-tiny/0"):
        caught = failure(an_engine(models), asked("Hello Kivvy world 😀, good Plugh.", voice))
        assert caught.permanent
        assert "would leave out kivvy, plugh" in str(caught).lower()
        assert "voices/lexicon.toml" in str(caught)
    skipping = an_engine(models, unknown_words="skip")
    decode(speak(skipping, asked("Hello Kivvy world.", MELO)).audio)


def test_what_a_lexicon_lacks_is_said_with_espeaks_phonemes(models: Path) -> None:
    """sherpa-onnx 2.x has none: a Kokoro model then says no English word beyond its lexicon."""
    engine = an_engine(models)
    known, more = (
        decode(speak(engine, asked(text, KOKORO)).audio).duration_ms
        for text in ("Hello world.", "Hello Kivvy world.")
    )
    assert more > known


def test_numbers_are_read_in_english(models: Path) -> None:
    engine = an_engine(models)
    digits, words = (
        decode(speak(engine, asked(text, MELO)).audio).duration_ms
        for text in ("Good 7 day 100% 3.", "Good seven day one hundred percent three.")
    )
    assert digits == words


def test_numbers_are_read_in_chinese_where_a_model_has_no_rules_for_them(models: Path) -> None:
    (lexicon,) = models.rglob("*melo*/lexicon.txt")
    lexicon.write_text(f"{lexicon.read_text('utf-8')}三 a 0\n十 a 0\n", "utf-8")
    engine = an_engine(models)
    digits, words = (
        decode(speak(engine, asked(text, MELO, "zh")).audio).duration_ms
        for text in ("好33。", "好三十三。")
    )
    assert digits == words


def test_a_text_of_which_nothing_is_known_is_refused(models: Path) -> None:
    for voice in (MELO, "vits-en_US-tiny/0"):
        skipping = an_engine(models, unknown_words="skip")
        assert failure(skipping, asked("Kivvy, plugh.", voice)).permanent
    assert failure(an_engine(models), asked("……！", MELO)).permanent
    unknown = failure(an_engine(models), asked("Hello.", "none/3"))
    assert unknown.permanent
    assert "producer voices --engine sherpa" in str(unknown)


def test_without_a_model_it_says_where_to_get_one(tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    with pytest.raises(EngineUnavailable, match=r"no model in .*tts-models.*k2-fsa/sherpa-onnx"):
        run(engine, engine.probe())
    assert engine.voices() == ()


def test_without_the_library_it_says_how_to_install_it(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    engine = an_engine(models)
    for work in (engine.probe(), engine.speak(asked(ENGLISH, MELO))):
        with pytest.raises(EngineUnavailable, match=r"pip install .*\[neural\]"):
            run(engine, work)


@pytest.mark.parametrize("damage", ["graph", "lexicon", "tokens"])
def test_a_damaged_model_does_not_take_us_with_it(
    models: Path, tmp_path: Path, damage: str
) -> None:
    """sherpa-onnx ends its process for most of what is wrong with a model."""
    folder = shutil.copytree(models / MELO, tmp_path / MELO)
    onnx = folder / "model.onnx"
    if damage == "graph":
        onnx.write_bytes(onnx.read_bytes().replace(b"Range", b"Rings"))
    elif damage == "lexicon":
        (folder / "lexicon.txt").write_text("good a a a\n")
    else:
        (folder / "tokens.txt").write_text("nonsense\n")
    engine = an_engine(tmp_path)
    with pytest.raises((EngineUnavailable, UtteranceFailed)) as caught:
        speak(engine, asked("Good day.", MELO))
    assert "sherpa-onnx" in str(caught.value) or "leave out" in str(caught.value)


def test_a_worker_that_crashes_or_hangs_fails_its_utterance_only(
    models: Path, tmp_path: Path
) -> None:
    engine = an_engine(models)

    async def crash(number: int) -> Clip:
        await engine.speak(asked(ENGLISH, MELO))
        (worker,) = engine._workers.idle
        os.kill(worker._process.pid, number)
        with pytest.raises((UtteranceFailed, EngineUnavailable), match="sherpa-onnx ended"):
            await engine.speak(asked(ENGLISH, MELO))
        return await engine.speak(asked(ENGLISH, MELO))

    for number in (signal.SIGSEGV, signal.SIGKILL):
        decode(run(engine, crash(number)).audio)
    slow = an_engine(models, timeout_s=0.001)
    assert "had not finished" in str(failure(slow, asked(ENGLISH, MELO)))
    done = synthesize([asked(ENGLISH, MELO)], engine, Store(tmp_path), Silent())
    assert done.spoken == 1


def test_several_workers_speak_at_once(models: Path, tmp_path: Path) -> None:
    engine = an_engine(models, workers=2, threads=1)
    utterances = [asked(f"Hello world {n}.", KOKORO) for n in range(1, 9)]
    done = synthesize(utterances, engine, Store(tmp_path), Silent())
    assert (done.spoken, done.failures) == (8, {})
    assert not engine._workers.idle


def test_a_clip_belongs_to_the_models_files_and_the_speaker(models: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(models, moved, symlinks=True)
    here, there = an_engine(models), an_engine(moved)
    first, second = (asked(ENGLISH, f"vits-en_US-tiny/{n}") for n in (0, 1))
    assert clip_key(here, first) == clip_key(there, first)
    assert here.identity(first) != here.identity(second)
    (moved / "vits-en_US-tiny" / "lexicon.txt").write_text("hello a\n")
    assert clip_key(here, first) != clip_key(an_engine(moved), first)


def test_models_are_looked_for_in_the_shows_folder(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / MELO, tmp_path / "voices-here" / MELO)
    show = a_show(tmp_path, engines={"sherpa": {"models": ["voices-here"]}})
    assert [voice.name for voice in make_engine("sherpa", show).voices()] == [MELO]
    shutil.move(tmp_path / "voices-here", tmp_path / "models")
    assert [v.name for v in make_engine("sherpa", a_show(tmp_path)).voices()] == [MELO]
