"""Directions in a transcript and in a script file become data of its turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.model import Direction, FindingKind, Script
from producer.transcript.reading import read
from producer.transcript.script.script_file import dump, parse

TALK = """\
# 夜航 | Night Flight

主持人：大家好。[停顿2秒]今天我们聊聊夜航。
Host: Hello everybody. [pause:1.5s] Today we talk about night flights.

[pause: 3s]

安娜：（兴奋地）我太高兴了！我们走吧。
Anna (softly): I am so happy! <break time="1s"/> Let us [pause 0.5s] go.

主持人：好的，就这样。
[excited]
Host: All right, let us do that. (laughs) [pause]

安娜：再见。
Anna: Goodbye.
"""
PLAIN = """\
# 夜航 | Night Flight

主持人：大家好。今天我们聊聊夜航。
Host: Hello everybody. Today we talk about night flights.

安娜：我太高兴了！我们走吧。
Anna: I am so happy! Let us go.

主持人：好的，就这样。
Host: All right, let us do that.

安娜：再见。
Anna: Goodbye.
"""


def script_of(text: str, folder: Path, name: str = "talk.txt") -> Script:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read(file)


def test_what_is_said_is_as_without_them(tmp_path: Path) -> None:
    script, plain = script_of(TALK, tmp_path), script_of(PLAIN, tmp_path, "plain.txt")
    assert [(t.speaker, t.passages) for t in script.turns] == [
        (t.speaker, t.passages) for t in plain.turns
    ]
    assert script.title == plain.title
    assert {f.kind for f in script.findings} == {FindingKind.STAGE_DIRECTIONS}


def test_each_stands_where_it_was_written(tmp_path: Path) -> None:
    turns = script_of(TALK, tmp_path).turns
    assert [turn.pause_ms for turn in turns] == [0, 3000, 0, 0]
    assert [dict(turn.directions) for turn in turns] == [
        {
            "zh": (Direction(0, 4, pause_ms=2000),),
            "en": (Direction(0, 17, pause_ms=1500),),
        },
        {
            "zh": (Direction(0, 0, style="excited"),),
            "en": (
                Direction(0, 0, style="gentle"),
                Direction(0, 15, pause_ms=1000),
                Direction(0, 22, pause_ms=500),
            ),
        },
        {"en": (Direction(0, 0, style="excited"), Direction(0, 26, pause_ms=1000))},
        {},
    ]


@pytest.mark.parametrize(
    ("line", "direction"),
    [
        ("Anna: [pause 2s] Well, no.", Direction(0, 0, pause_ms=2000)),
        ("[pause 2s] Anna: Well, no.", Direction(0, 0, pause_ms=2000)),
        ("**Anna**: (softly) Well, no.", Direction(0, 0, style="gentle")),
        ("**Anna (softly):** Well, no.", Direction(0, 0, style="gentle")),
        ("Anna (softly):\nWell, no.", Direction(0, 0, style="gentle")),
        ("(softly) Anna: Well, no.", Direction(0, 0, style="gentle")),
    ],
)
def test_a_label_is_seen_beside_a_direction(
    line: str, direction: Direction, tmp_path: Path
) -> None:
    text = PLAIN.replace("Anna: Goodbye.", line)
    turn = script_of(text, tmp_path).turns[-1]
    assert (turn.speaker, turn.passages["en"]) == ("安娜", ("Well, no.",))
    assert turn.directions == {"en": (direction,)}


def test_captions_have_breaks(tmp_path: Path) -> None:
    cues = [
        "1\n00:00:01,000 --> 00:00:03,000\n<v Anna>Hello. <break time='2s'/> Who is there?",
        "2\n00:00:03,000 --> 00:00:05,000\n<v Anna>你好。[停顿2秒]是谁？",
    ]
    script = script_of("\n\n".join(cues), tmp_path, "talk.srt")
    pauses = [d.pause_ms for t in script.turns for own in t.directions.values() for d in own]
    assert pauses == [2000, 2000]


def test_the_script_file_has_them_too(tmp_path: Path) -> None:
    script = script_of(TALK, tmp_path)
    text = dump(script)
    assert "[pause 3s]\n\n[zh]\n\n[excited]我太高兴了" in text
    assert "Let us [pause 0.5s] go." in text
    assert parse(text, tmp_path / "talk.script.md") == script
    assert dump(parse(text, tmp_path / "talk.script.md")) == text


SCRIPT = """\
+++
script = 1
languages = ["zh", "en"]
title = {zh = "夜航", en = "Night Flight"}
+++

## 1 · 安娜

[zh]

你好。

[pause 2s]

再见。

[en]

\\[pause] is a word. \\(softly) too.
(softly) Hello.

[停顿3秒]
"""


def test_a_person_writes_them_in_the_script_file(tmp_path: Path) -> None:
    script = script_of(SCRIPT, tmp_path, "talk.script.md")
    (turn,) = script.turns
    assert turn.passages == {
        "zh": ("你好。", "再见。"),
        "en": ("[pause] is a word. (softly) too. Hello.",),
    }
    assert turn.directions == {
        "zh": (Direction(1, 0, pause_ms=2000),),
        "en": (Direction(0, 33, style="gentle"), Direction(0, 39, pause_ms=3000)),
    }
    assert parse(dump(script), tmp_path / "talk.script.md") == script


def test_other_markup_is_told(tmp_path: Path) -> None:
    text = PLAIN.replace("Goodbye.", "Good<emphasis>bye</emphasis>. [sfx: door]")
    (finding,) = (f for f in script_of(text, tmp_path).findings if f.kind == FindingKind.SPEECH)
    assert "'<emphasis>' is not said" in finding.message
    assert "'[sfx: door]' is not said" in finding.message
