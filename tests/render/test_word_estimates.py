from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.pcm import Pcm
from producer.model import is_speakable
from producer.render.word_estimates import estimated_words
from tests.helpers.making import SHORT, a_show, make
from tests.standin.openai import MODEL, SpeechServer
from tests.standin.speech import PAUSE_MS, SAMPLE_RATE, sound

TEXTS = (
    "今天我们聊聊茶，它从南方来。你喜欢喝茶吗？",
    "Today we talk about tea, which came from the south, and about time.",
    "CAR-T 细胞治疗的历史，比很多人想象的要长。",
)


def clip(text: str) -> Pcm:
    samples, _ = sound(text, "af_heart")
    return Pcm(samples, SAMPLE_RATE)


@pytest.mark.parametrize("text", TEXTS)
def test_words_lie_near_where_they_sound(text: str) -> None:
    """A voice whose pauses are all at punctuation, and whose letters have lengths of their own."""
    _, words = sound(text, "af_heart")
    found = estimated_words(text, clip(text))
    said = {c for word in words for c in [word.start_ms, word.start_ms + word.duration_ms]}
    assert "".join(m.text for m in found) == "".join(w.text for w in words)
    assert (found[0].start_ms, found[-1].end_ms) == pytest.approx((min(said), max(said)), abs=6)
    starts = {}
    at = 0
    for word in words:
        starts[at] = word.start_ms
        at += len(word.text)
    at = 0
    for mark in found:
        if at in starts:
            assert mark.start_ms == pytest.approx(starts[at], abs=120)
        at += len(mark.text)


def test_a_phrase_begins_behind_its_pause() -> None:
    """Where time alone would place it elsewhere: the first phrase is spoken slowly."""
    slow = np.repeat(sound("我们喝茶", "v")[0], 3)[::2]
    text = "我们喝茶，它从南方的山里来。"
    whole = np.concatenate([slow, sound("它从南方的山里来", "v")[0]])
    found = estimated_words(text, Pcm(whole.astype(np.int16), SAMPLE_RATE))
    assert found[3].end_ms < len(slow) * 1000 // SAMPLE_RATE < found[4].start_ms


@given(st.text(st.sampled_from("茶我ab 3,，。.-'!’"), max_size=30), st.sampled_from(TEXTS))
def test_words_are_in_order_within_the_sound(text: str, said: str) -> None:
    pcm = clip(said)
    found = estimated_words(text, pcm)
    spoken = "".join(filter(is_speakable, text))
    assert "".join(filter(is_speakable, "".join(m.text for m in found))) == spoken
    assert all(a.start_ms <= a.end_ms <= pcm.duration_ms for a in found)
    assert all(a.end_ms <= b.start_ms + PAUSE_MS for a, b in pairwise(found))
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(found))


def test_silence_has_no_words() -> None:
    assert estimated_words("茶", Pcm(np.zeros(4800, np.int16), SAMPLE_RATE)) == ()


def test_the_manifest_says_that_times_are_estimated(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with SpeechServer() as server:
        made = spoken(server, tmp_path_factory.mktemp("spoken"))
    cues = made["editions"]["zh-en"]["cues"]
    assert not made["draft"]
    assert all(cue["words_estimated"] is True for cue in cues)
    for cue in cues:
        starts = [word[0] for word in cue["words"]]
        assert starts == sorted(starts)
        assert cue["start_ms"] <= starts[0] <= cue["words"][-1][1] <= cue["end_ms"]
    exact = make(a_show(tmp_path_factory.mktemp("toned")), SHORT).manifest.as_json()
    assert all("words_estimated" not in c for c in exact["editions"]["zh-en"]["cues"])


def spoken(server: SpeechServer, folder: Path) -> Mapping[str, Any]:
    """The manifest of an episode by voices without word marks."""
    section: dict[str, Any] = {"base_url": server.address, "model": MODEL, "format": "flac"}
    section["voices"] = {"zh": ["zf_xiaobei", "zm_yunxi"], "en": ["af_heart", "bm_george"]}
    return make(
        a_show(folder, engines={"openai": section}), SHORT, engine="openai"
    ).manifest.as_json()
