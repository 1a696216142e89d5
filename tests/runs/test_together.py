"""Short sentences, spoken by the loopback service with their neighbours, in a finished episode."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.helpers.making import a_show, heard, make, mp3
from tests.standin import EdgeStandIn
from tests.standin.speech import HAN_MS, LETTER_MS

TALK = """\
# 早饭 | Breakfast

安娜：好。你早上吃什么？我每天早上都喝一碗热粥。
Anna: Well. What do you have for breakfast? Every morning I have a bowl of hot porridge.

本：粥。
Ben: Porridge.

安娜：我走路去上班，大约要半个小时。真的。
Anna: I walk to work, which takes half an hour or so. I really do.
"""
ALONE = {"我每天早上都喝一碗热粥。", "Every morning I have a bowl of hot porridge."}
WHOLE = {
    *("好。你早上吃什么？", "Well. What do you have for breakfast?", "粥。", "Porridge."),
    *("我走路去上班，大约要半个小时。真的。",),
    "I walk to work, which takes half an hour or so. I really do.",
}


def test_each_sentence_is_a_cue_and_heard_whole(tmp_path: Path, edge_service: EdgeStandIn) -> None:
    show = a_show(tmp_path, disclosure={"spoken": False})
    episode = make(show, TALK, engine="edge", editions=["zh-en", "zh-en-pairs"])
    assert {request.text for request in edge_service.requests} == ALONE | WHOLE
    assert len(edge_service.requests) == len(ALONE | WHOLE)
    assert episode.spoken == 12
    for edition in ("zh-en", "zh-en-pairs"):
        cues = episode.manifest.as_json()["editions"][edition]["cues"]
        assert len(cues) == 12
        sounds = np.abs(heard(mp3(episode, edition))) > 10 ** (-45 / 20)
        for cue in cues:
            letters = sum(map(str.isalnum, cue["text"]))
            length_ms = letters * (HAN_MS if cue["language"] == "zh" else LETTER_MS)
            heard_ms = sounds[cue["start_ms"] * 48 : cue["end_ms"] * 48].sum() / 48
            # Where a tone crosses zero there is no sound.
            assert 0.8 * length_ms <= heard_ms <= length_ms + 40


def test_an_edit_speaks_the_neighbour_again_and_nothing_else(
    tmp_path: Path, edge_service: EdgeStandIn
) -> None:
    show = a_show(tmp_path, disclosure={"spoken": False})
    make(show, TALK, engine="edge")
    before = len(edge_service.requests)
    edited = make(show, TALK.replace("Well.", "Now then."), engine="edge")
    assert (edited.spoken, edited.reused) == (2, 10)
    assert [request.text for request in edge_service.requests[before:]] == [
        "Now then. What do you have for breakfast?"
    ]


def test_what_was_spoken_with_a_neighbour_is_spoken_again_when_it_is_to_stand_alone(
    tmp_path: Path, edge_service: EdgeStandIn
) -> None:
    make(a_show(tmp_path, disclosure={"spoken": False}), TALK, engine="edge")
    alone = {"together": "sentence"}
    show = a_show(tmp_path, disclosure={"spoken": False}, speaking=alone)
    before = len(edge_service.requests)
    assert make(show, TALK, engine="edge").spoken == 8
    assert len(edge_service.requests) == before + 8
