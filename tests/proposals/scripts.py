"""Scripts of our own to propose something for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from producer.model import NARRATOR, Script, Speaker, Turn

Said = tuple[str, Mapping[str, str]]
"""Who speaks, and a text per language."""


def script_of(*turns: Said, title: str = "", credits: tuple[str, ...] = ()) -> Script:
    """A script with these turns in Chinese and English."""
    people = dict.fromkeys(speaker for speaker, _ in turns)
    script = Script(
        title={"zh": title or "x1", "en": title or "x1"},
        languages=("zh", "en"),
        speakers=tuple(map(Speaker, people)),
        turns=tuple(
            Turn(number, speaker, {lang: (text,) for lang, text in texts.items()})
            for number, (speaker, texts) in enumerate(turns, start=1)
        ),
        credits=credits,
    )
    return replace(script, untitled=not title)


BRIDGE = script_of(
    (
        NARRATOR,
        {
            "zh": "三江大桥通车前夜,本刊邀请桥梁专家 Edwin Harlow 教授"
            "与设计院总工程师苏明远教授对谈,"
            "两人围绕悬索桥的抗风设计展开讨论。苏明远设计院去年成立。"
        },
    ),
    (
        "Prof.Su",
        {
            "zh": "很高兴请到 Edwin Harlow 教授。悬索桥的抗风设计,他研究了三十年。",
            "en": "I am glad to have Professor Edwin Harlow here. He has studied the wind for "
            "thirty years, and his book on suspension bridges is on my desk.",
        },
    ),
    (
        "Prof.Harlow",
        {
            "zh": "谢谢苏明远教授。她的团队做了悬索桥最难的风洞试验。",
            "en": "Thank you, Professor Su. Her team did the hardest wind tunnel tests of all "
            "suspension bridges. How does a bridge survive a typhoon?",
        },
    ),
    (
        "Prof.Su",
        {
            "zh": "风洞试验告诉我们,悬索桥的抗风设计要从桥面开始。",
            "en": "The wind tunnel told us to begin with the deck. Suspension bridges are light.",
        },
    ),
    credits=("来源：《桥梁月刊》", "喜欢就点个赞吧", "Follow us on every platform"),
)
"""A lead in Chinese, two titles with surnames, and what everybody says of everybody."""

SHOW = script_of(
    (
        "Host",
        {
            "zh": "大家好，欢迎收听《山里的钟》，我是主持人何小满。今天请到了修钟人韦青先生。",
            "en": "Welcome back to The Bell in the Hills. I'm Greta Holm. Our guest today is Tom "
            "Ashby. Mr. Ashby repairs bells.",
        },
    ),
    ("Guest", {"zh": "你好。钟不等人。", "en": "Hello. A bell waits for nobody."}),
)
"""Roles for labels."""
