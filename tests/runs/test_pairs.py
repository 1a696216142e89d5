"""Editions by pair, from a transcript to their files."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from producer.show.show import Show
from tests.helpers.making import a_show, heard, make, mp3

TALK = """\
# 钟 | Clocks

陈默：我修了四十年的钟。最老的一座是1897年从德国运来的。
Chen Mo: I have repaired clocks for forty years. The oldest came from Germany in 1897.

安娜：您收学徒吗？附近的孩子都喜欢看您干活。
Anna: Do you take apprentices? The children who live nearby love to watch you work.
"""
EXACT = {"variation_percent": 0, "inside_pair_ms": 400, "pair_ms": 800, "turn_ms": 1_000}


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return a_show(
        tmp_path,
        disclosure={"spoken": False},
        pauses=EXACT,
        edition={
            "zh-en-pairs": {"join_ms": 0},
            "learn": {
                "order": ["en", "zh", "en"],
                "by": "pair",
                "rate": {"en": ["-50%", "+0%"]},
                "repeat_gap": 1.5,
                "join_ms": 0,
            },
        },
    )


def segments(show: Show) -> set[str]:
    return {file.name for file in (show.store / "segments").glob("??/*")}


def test_pairs_are_heard_in_both_languages_with_their_pauses(show: Show) -> None:
    episode = make(show, TALK, editions=("zh-en", "zh-en-pairs"))
    entries = episode.manifest.as_json()["editions"]
    cues = entries["zh-en-pairs"]["cues"]
    assert [(c["turn"], c["language"]) for c in cues] == [
        *[(1, "zh"), (1, "en")] * 2,
        *[(2, "zh"), (2, "en")] * 2,
    ]
    gaps = [after["start_ms"] - before["end_ms"] for before, after in pairwise(cues)]
    for gap, pause in zip(gaps, [400, 800, 400, 1_000, 400, 800, 400], strict=True):
        assert pause - 26 <= gap <= pause + 1
    assert {c["text"] for c in cues} == {c["text"] for c in entries["zh-en"]["cues"]}
    pauses = sum(c["end_ms"] - c["start_ms"] for c in cues)
    assert pauses == sum(c["end_ms"] - c["start_ms"] for c in entries["zh-en"]["cues"])


def test_what_sounds_is_what_the_cues_say(show: Show) -> None:
    episode = make(show, TALK, editions=("zh-en-pairs",))
    samples = abs(heard(mp3(episode, "zh-en-pairs")))
    for cue in episode.manifest.as_json()["editions"]["zh-en-pairs"]["cues"]:
        start, end = cue["start_ms"] * 48, cue["end_ms"] * 48
        assert samples[start + 480 : start + 1920].max() > 0.05
        assert samples[end - 1920 : end - 480].max() > 0.05
        assert samples[max(0, start - 4800) : start - 960].max(initial=0) < 0.002


def test_all_editions_order_the_same_segments_and_an_edit_renders_one(show: Show) -> None:
    make(show, TALK, editions=("zh-en", "zh"))
    before = segments(show)
    assert len(before) == 8
    make(show, TALK, editions=("zh-en-pairs", "en-zh-pairs"))
    assert segments(show) == before
    again = make(show, TALK.replace("四十年", "四十一年"), editions=("zh-en-pairs",))
    assert again.spoken == 1
    assert len(segments(show) - before) == 1
    entries = again.manifest.as_json()["editions"]
    assert set(entries) == {"zh-en", "zh", "zh-en-pairs", "en-zh-pairs"}
    for entry in entries.values():
        assert sum("四十一年" in cue["text"] for cue in entry["cues"]) == 1


def test_a_learner_hears_it_slowly_and_has_time_to_say_it(show: Show) -> None:
    episode = make(show, TALK, editions=("learn",))
    slow, chinese, usual, after = episode.manifest.as_json()["editions"]["learn"]["cues"][:4]
    assert [c["language"] for c in (slow, chinese, usual)] == ["en", "zh", "en"]
    lengths = [c["end_ms"] - c["start_ms"] for c in (slow, usual)]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=40)
    assert chinese["start_ms"] - slow["end_ms"] == pytest.approx(1.5 * lengths[0], abs=30)
    assert after["start_ms"] - usual["end_ms"] == pytest.approx(1.5 * lengths[1], abs=30)
    samples = heard(mp3(episode, "learn"))

    def pitch_hz(cue: dict[str, int]) -> float:
        begin = (cue["start_ms"] + 10) * 48
        sound = samples[begin : begin + 40 * 48]
        return float(np.argmax(np.abs(np.fft.rfft(sound, 48_000))))

    assert pitch_hz(slow) == pytest.approx(pitch_hz(usual), rel=0.03)
