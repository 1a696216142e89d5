"""What is spoken is listened to while it is made, and what is wrong stays out of feeds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from producer.listening import HEARD, Outcome, Recognition
from tests.helpers.commands import run
from tests.helpers.making import SHORT
from tests.standin import EdgeStandIn

pytest.importorskip("pypinyin", reason="needs the extra 'listen'")


SHOW = """\
title = "Talks"
author = "Somebody"
engine = "tone"
listen.required = true
disclosure.spoken = false
[feed]
base_url = "https://example.org"
description = "Talks about tea"
category = "Arts"
email = "somebody@example.org"
"""


class FakeEar:
    """Hears `text` in every clip, and counts how many it has heard."""

    name, version = "fake", "1"
    text = ""
    clips = 0

    def __init__(self, _model: str = "") -> None: ...

    def hear(self, _audio: bytes, language: str) -> Recognition:
        FakeEar.clips += 1
        return Recognition(self.text, language, 1.0, -0.1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("producer.listening.ear.Ear", FakeEar)
    monkeypatch.setattr("producer.episode.hearing.Ear", FakeEar)
    monkeypatch.setattr(FakeEar, "clips", 0)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "talk.txt").write_text(SHORT, encoding="utf-8")
    (tmp_path / "show.toml").write_text(SHOW, encoding="utf-8")
    return tmp_path


def test_what_is_wrong_is_told_and_kept_out_of_feeds(folder: Path) -> None:
    result = run("make", "seeds/talk.txt", "--listen")
    assert "7 sentences" in result.stdout or "wrong" in result.stdout
    assert "silence" in result.stdout
    report = json.loads(next(folder.glob("output/*/listening.json")).read_text())
    assert report["wrong"] > 0
    assert "listen.required" in run("feed", "--drafts", code=3).stderr


def test_an_episode_that_is_heard_goes_into_the_feed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("make", "seeds/talk.txt")
    assert "listen.required" in run("feed", "--drafts", code=3).stderr
    monkeypatch.setattr(
        "producer.listening.heard_clips.compare",
        lambda *_arguments: Outcome(HEARD, 0.0),
    )
    run("make", "seeds/talk.txt", "--listen")
    run("feed", "--drafts")
    assert list(folder.glob("output/feed.*.xml"))


def test_a_clip_is_heard_once(folder: Path) -> None:
    run("make", "seeds/talk.txt")
    run("listen", "seeds/talk.txt", code=1)
    first = FakeEar.clips
    assert first > 4
    run("listen", code=1)
    assert FakeEar.clips == first
    text = (folder / "seeds" / "talk.txt").read_text("utf-8")
    changed = text.replace("I drink three cups a day.", "I drink four cups a day.")
    (folder / "seeds" / "talk.txt").write_text(changed, encoding="utf-8")
    run("make", "seeds/talk.txt", "--listen")
    assert FakeEar.clips == first + 1


def test_what_is_wrong_is_spoken_again_by_a_service(
    folder: Path, edge_service: EdgeStandIn
) -> None:
    (folder / "show.toml").write_text("listen = { always = true, takes = 1 }\n")
    run("make", "seeds/talk.txt", "--engine", "edge")
    asked = [request.text for request in edge_service.requests]
    assert max(map(asked.count, asked)) >= 2


def test_what_was_heard_of_a_present_episode_is_not_freed(folder: Path) -> None:
    run("make", "seeds/talk.txt", "--listen")
    for path in (folder / ".producer").rglob("*"):
        os.utime(path, (0, 0))
    assert json.loads(run("clean", "--json").stdout)["freed"] == 0
    heard = FakeEar.clips
    run("listen", code=1)
    assert FakeEar.clips == heard
