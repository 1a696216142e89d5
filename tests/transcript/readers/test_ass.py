"""Subtitles in ASS: two languages in one event, or each in a style of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.errors import InputError
from producer.transcript.reading import read
from tests.helpers.reading import outline

HEAD = """[Script Info]
Title: Quarry

[V4+ Styles]
Format: Name, Fontname
Style: 中文,Kai

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,typeset
Dialogue: 1,0:00:00.00,0:00:09.00,Sign,,0,0,0,,{\\p1}m 0 0 l 10 0{\\p0}
"""
EVENT = "Dialogue: 0,0:00:0{}.00,0:00:0{}.90,{},{},0,0,0,,{}\n"
TALK = [
    ("Anna", "这块石头多重？", "How heavy is this stone?"),
    ("Ben", "比我们都重，", "Heavier than we are, both of us."),
    ("Anna", "谁来搬？", "Who carries it?"),
]


@pytest.mark.parametrize("together", [True, False])
def test_two_languages(together: bool, tmp_path: Path) -> None:
    text = HEAD
    for n, (name, zh, en) in enumerate(TALK):
        both = f"{{\\fs20}}{zh}\\N{{\\fs12}}{en}"
        parts = [("Default", both)] if together else [("中文", zh), ("English", f"{{\\i1}}{en}")]
        text += "".join(EVENT.format(n, n, style, name, part) for style, part in parts)
    path = tmp_path / "quarry.ass"
    path.write_text(text, encoding="utf-8")
    assert outline(read(path)) == [(name, {"zh": [zh], "en": [en]}) for name, zh, en in TALK]


def test_a_file_without_events_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quarry.ass"
    path.write_text("[Script Info]\nTitle: Quarry\n", encoding="utf-8")
    with pytest.raises(InputError, match="no events"):
        read(path)
