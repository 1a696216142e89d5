"""Captions of pictures are not spoken, and said to be left out."""

from __future__ import annotations

import pytest

from producer.transcript.document import Role, split_lines
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.picture_captions import mark_captions
from tests.helpers.reading import kinds, outline, read_string

TALK = "安娜：你好。\nAnna: Hello.\n本：你好。\nBen: Hello."


@pytest.mark.parametrize(
    "caption",
    [
        "▲ 安娜的工作台。图／小满",
        "（图片：工作台上的怀表）",
        "（图片来源：安娜供图）",
        "[图片]",
        "图：安娜在桥上",
        "图1｜安娜在桥上",
        "图片来源：安娜",
        "[Image: the bridge at night]",
        "(Photo by Anna)",
        "Caption: the bridge at night",
        "图为安娜在桥上。",
        "![桥](bridge.jpg)",
    ],
)
def test_captions(caption: str) -> None:
    text = f"# 桥\n安娜：水涨了。\nAnna: The water rises.\n\n{caption}\n\n{TALK}"
    script = read_string(text)
    assert [speaker for speaker, _ in outline(script)] == ["安娜", "安娜", "本"]
    assert kinds(script) == ["left-out"]
    assert f"{caption} in line 5" in script.findings[0].message


def test_what_stands_in_italics_below_a_picture() -> None:
    lines = split_lines("![桥](bridge.jpg)\n\n*桥的夜景*\n\n*真的* 好看。\n\n*真的*")
    marked = mark_captions(lines, languages_of())
    captions = [line.number for line in marked if line.role is Role.CAPTION]
    assert captions == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "图为什么不清楚？",
        "图书馆在桥边。",
        "图上是一座桥：很旧。",
        "这张图片：你看。",
        "I have a picture: look.",
        "Photography: a history",
        "（图书馆的桥）",
        "▲ 一\n▲ 二\n▲ 三\n四",
        "▲ 安娜（造船工）：你好。\n一\n二\n三\n四",
        "图：" + "很长的话，" * 30,
    ],
)
def test_what_only_begins_like_a_caption_is_spoken(text: str) -> None:
    lines = list(split_lines(text))
    assert mark_captions(lines, languages_of()) == lines
