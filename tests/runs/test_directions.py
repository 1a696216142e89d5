"""Pauses that a text asks for, from a transcript to what is heard; styles, to what is asked for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from producer.engines.tone import ToneEngine
from producer.pipeline import Request, plan
from producer.progress import Silent
from producer.show.show import Show
from tests.helpers.making import a_show, heard, make, mp3

TALK = """\
# 钟 | Clocks

陈默：我修了四十年的钟。[停顿2秒]最老的一座是从德国运来的。
Chen Mo: I have repaired clocks for forty years. [pause:2.5s] The oldest came from Germany.

[pause 3s]

安娜：您收学徒吗？<break time="1500ms"/>附近的孩子都喜欢，[停顿4秒]都想来看。
Anna: Do you take apprentices? <break time="1.6s"/> The children love it, [pause 3.5s] all of them.

陈默：收。[停顿5秒]
Chen Mo: I do. [pause 6s]
"""
FRAME_MS = 24


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return a_show(tmp_path, disclosure={"spoken": False})


@pytest.mark.parametrize(
    ("edition", "pauses_ms"),
    [
        ("zh", {2000, 3000, 1500, 4000}),
        ("en", {2500, 3000, 1600, 3500}),
        ("zh-en", {2000, 2500, 3000, 1500, 4000, 1600, 3500, 5000}),
        ("en-zh", {2000, 2500, 3000, 1500, 4000, 1600, 3500, 6000}),
        ("zh-en-pairs", {2000, 2500, 3000, 1500, 4000, 1600, 3500, 5000}),
    ],
)
def test_a_pause_is_as_long_as_the_text_asks(show: Show, edition: str, pauses_ms: set[int]) -> None:
    episode = make(show, TALK, editions=(edition,))
    cues = episode.manifest.as_json()["editions"][edition]["cues"]
    gaps = [after["start_ms"] - before["end_ms"] for before, after in pairwise(cues)]
    long_gaps = sorted(gap for gap in gaps if gap > 1450)
    assert len(long_gaps) == len(pauses_ms)
    for gap, pause_ms in zip(long_gaps, sorted(pauses_ms), strict=True):
        assert pause_ms - FRAME_MS - 2 <= gap <= pause_ms + 1
    # As ffmpeg hears it, to a hundredth of a second at either end.
    samples = heard(mp3(episode, edition), 8_000)
    before, after = next(
        (a, b) for a, b in pairwise(cues) if b["start_ms"] - a["end_ms"] > max(pauses_ms) - 30
    )
    quiet = samples[8 * (before["end_ms"] + 20) : 8 * (after["start_ms"] - 20)]
    assert np.abs(quiet).max() < 0.001
    assert np.abs(samples[8 * after["start_ms"] : 8 * (after["start_ms"] + 200)]).max() > 0.01


def test_the_end_is_silent_for_as_long_as_the_text_asks(show: Show) -> None:
    entry = make(show, TALK, editions=("zh-en",)).manifest.as_json()["editions"]["zh-en"]
    silence_ms = entry["duration_ms"] - entry["cues"][-1]["end_ms"]
    assert 6000 - FRAME_MS - 2 <= silence_ms <= 6001


def test_no_file_shows_them(show: Show) -> None:
    episode = make(show, TALK, editions=("zh-en", "zh", "en"))
    texts = [
        file.read_text("utf-8")
        for file in episode.folder.iterdir()
        if file.suffix in (".vtt", ".srt", ".html", ".json")
    ]
    assert len(texts) > 8
    for mark in ("停顿", "[pause", "&lt;break", "<break"):
        assert not any(mark in text for text in texts), mark
    cues = episode.manifest.as_json()["editions"]["en"]["cues"]
    assert [cue["text"] for cue in cues][2:5] == [
        "Do you take apprentices?",
        "The children love it,",
        "all of them.",
    ]


def test_only_what_is_cut_by_a_new_pause_is_spoken_anew(show: Show) -> None:
    make(show, TALK, editions=("zh-en",))
    again = make(show, TALK.replace("[pause:2.5s]", "[pause:4s]"), editions=("zh-en",))
    assert again.spoken == 0
    cut = make(show, TALK.replace("repaired clocks", "repaired [pause] clocks"))
    assert cut.spoken == 2


STYLED = """\
# 钟 | Clocks

陈默：（兴奋地）我修了四十年的钟。它来了！
Chen Mo: [sad] I have repaired clocks. [whispering] It came. It went.

安娜：您收学徒吗？
Anna: Do you take apprentices? [cheerful] I do. [neutral] Well.
"""


def test_a_style_goes_to_engines_that_have_styles(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = show.folder / "talk.txt"
    file.write_text(STYLED, "utf-8")
    request = Request(transcript=file, show=show, engine="tone", jobs=1)
    assert {u.style for u in plan(request, Silent()).utterances} == {""}
    monkeypatch.setattr(ToneEngine, "has_styles", True)
    styles = {u.text: u.style for u in plan(request, Silent()).utterances}
    assert styles == {
        "我修了四十年的钟。": "excited",
        "它来了！": "excited",
        "I have repaired clocks.": "sad",
        "It came.": "whispering",
        "It went.": "whispering",
        "您收学徒吗？": "",
        "Do you take apprentices?": "",
        "I do.": "cheerful",
        "Well.": "",
    }


def test_another_style_is_another_clip(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ToneEngine, "has_styles", True)
    make(show, STYLED)
    assert make(show, STYLED.replace("[sad]", "[angry]")).spoken == 1
