"""Every kind of episode that `make` makes passes `check`, as soon as it is made."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from producer.check import State, check
from tests.helpers.making import SHORT, a_show, make

TALK = """\
# 山里的站 | The Station in the Hills

## 早晨 | Morning

安娜：火车每天只来一次。站长把铃擦得很亮，他说，铃响以前先要看云。
Anna: The train comes once a day. The station master polishes the bell; before it rings, he says,
one has to look at the clouds, and then at the clock, and then at the clouds again.

本：为什么？
Ben: Why?

## 晚上 | Evening

安娜：因为雾会先到。雾来了，灯要亮，人要慢。
Anna: Because the fog arrives first. When it does, lights go on and people slow down.

本：那我们明天再来。
Ben: Then let us come again tomorrow.
"""


def failures(folder: Path) -> list[str]:
    return [
        f"{section.file}: {line.check}: {line.measured}"
        for section in check(folder).sections
        for line in section.lines
        if line.state is State.FAILED
    ]


@pytest.mark.parametrize("lead_ms", [0, 100, 250])
@pytest.mark.usefixtures("edge_service")
def test_what_the_service_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lead_ms: int
) -> None:
    """Where its first word comes 100 ms after the sound begins, captions were late to `check`."""
    speech = importlib.import_module("tests.standin.speech")
    monkeypatch.setattr(speech, "LEAD_MS", lead_ms)
    speech.speech.cache_clear()
    text = SHORT if lead_ms else TALK
    made = make(a_show(tmp_path, title="Tea"), text, engine="edge", editions=["zh-en", "zh", "en"])
    assert failures(made.folder) == []


@pytest.mark.parametrize("edition", ["zh-en", "en-zh", "zh", "en"])
def test_every_edition(tmp_path: Path, edition: str) -> None:
    made = make(a_show(tmp_path, title="Tea"), TALK, engine="tone", editions=[edition])
    assert failures(made.folder) == []


def test_what_is_not_spoken_by_a_service(tmp_path: Path) -> None:
    made = make(a_show(tmp_path, title="Tea"), TALK, engine="espeak", editions=["zh-en"])
    assert failures(made.folder) == []
