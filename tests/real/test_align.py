"""Sentences are found in a recording and cut out of it.

The recording is made here, of another engine's speech with pauses, false starts, a remark that
belongs to nothing, and noise. That shows where the cuts fall, since it is known where each sentence
lies. It does not show how people speak: with breaths and laughter, over each other, in rooms that
echo, with an accent, and with words of their own instead of those of the script.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from producer.audio.encode import lossless
from producer.audio.pcm import Pcm, decode
from producer.engines.kokoro import KokoroEngine
from producer.episode.recorded import accept, aligned
from producer.model import Delivery, Utterance
from producer.progress import Silent
from producer.show.show import Show

TALK = """\
# 菜园 | The garden

**林：** 我们在五月种了豆子。第一年几乎什么都没有长出来。
**Lin:** We planted beans in May. In the first year almost nothing came up.
"""
SAID = {
    "en": (
        "af_heart",
        *("Is this thing on?", "We planted", "We planted beans in May."),
        *("Sorry, I lost my place.", "In the first year almost nothing came up."),
    ),
    "zh": (
        "zm_yunjian",
        *("喂，能听到吗？", "我们在五月", "我们在五月种了豆子。"),
        *("不好意思。", "第一年几乎什么都没有长出来。"),
    ),
}
SENTENCES = (2, 4)
GAP_MS = 600


def recording(language: str, file: Path) -> list[tuple[int, int]]:
    """Write a recording; from when to when the sentences of the script sound, in ms."""
    voice, *texts = SAID[language]

    async def spoken() -> list[Pcm]:
        engine = KokoroEngine()
        try:
            return [
                decode(
                    (await engine.speak(Utterance("kokoro", language, Delivery(voice), t))).audio
                )
                for t in texts
            ]
        finally:
            await engine.aclose()

    spans: list[tuple[int, int]] = []
    parts: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    rate = 24_000
    for pcm in asyncio.run(spoken()):
        sounding = np.flatnonzero(np.abs(pcm.samples) > 150)
        samples = pcm.samples[sounding[0] : sounding[-1]].astype(np.float64)
        at = sum(map(len, parts)) + GAP_MS * rate // 1000
        parts += [np.zeros(GAP_MS * rate // 1000), samples]
        spans.append((at * 1000 // rate, (at + len(samples)) * 1000 // rate))
    whole = np.concatenate([*parts, np.zeros(rate)])
    whole += np.random.default_rng(1).normal(0, 60, len(whole))
    file.write_bytes(lossless(Pcm(whole.astype(np.int16), rate)))
    return [spans[place] for place in SENTENCES]


@pytest.mark.usefixtures("real_models")
@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_are_cut_out_of_a_recording(language: str, tmp_path: Path) -> None:
    script = tmp_path / "talk.md"
    script.write_text(TALK, encoding="utf-8")
    spans = recording(language, tmp_path / "lin.flac")
    show = Show(tmp_path)
    aligned_to = aligned(
        tmp_path / "lin.flac", script, show, language, "Lin", "whisper-base", Silent()
    )
    assert [sentence.state for sentence in aligned_to.sentences] == ["heard", "heard"]
    assert not aligned_to.missing
    for sentence, (start_ms, end_ms) in zip(aligned_to.sentences, spans, strict=True):
        assert start_ms - 150 <= sentence.start_ms <= start_ms + 60
        assert end_ms - 100 <= sentence.end_ms <= end_ms + 250
    assert all(sentence.accepted for sentence in accept(aligned_to, None, taken=True).sentences)
