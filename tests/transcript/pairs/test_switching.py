"""Passages in the words of the other language keep their place."""

from __future__ import annotations

import pytest

from tests.helpers.reading import outline, read_string

TALK = (
    "凯文：你怎么看？\nKevin: What do you think?\n\n苏苏：我不同意。\nSusu: I disagree.\n\n"
    "凯文：为什么？\nKevin: Why?\n\n苏苏：太贵。\nSusu: Too dear."
)


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ("So？", "So?"),
        ("OK, fine.", "OK, fine."),
        ("So we failed. 我说：“Let it go.”", "We failed."),
    ],
)
def test_a_passage_in_english_words(said: str, translated: str) -> None:
    for zh in ("凯文", "Kevin"):
        talk = f"# 桥\n{TALK}\n\n凯文：{said}\nKevin: {translated}\n\n苏苏：好。\nSusu: Good."
        script = read_string(talk.replace("凯文", zh))
        assert outline(script)[4] == (zh, {"zh": [said], "en": [translated]})
        assert len(script.turns) == 6


def test_in_a_talk_that_begins_in_english() -> None:
    blocks = [block.split("\n") for block in f"{TALK}\n\n凯文：So？\nKevin: So?".split("\n\n")]
    text = "\n\n".join("\n".join(reversed(block)) for block in blocks)
    assert outline(read_string(text))[4] == ("Kevin", {"en": ["So?"], "zh": ["So？"]})


def test_where_only_the_translation_is_labelled() -> None:
    talk = f"{TALK}\n\nReally？\nKevin: Really?".replace("凯文：", "").replace("苏苏：", "")
    script = read_string(f"# 桥\n{talk}")
    assert outline(script)[4:] == [("Kevin", {"zh": ["Really？"], "en": ["Really?"]})]


@pytest.mark.parametrize(
    "block",
    ["Kevin: So?\nSusu: So what?", "Kevin: So?\nI mean it.", "So?\nSo what?"],
)
def test_two_lines_that_are_no_pair(block: str) -> None:
    script = read_string(f"# 桥\n{TALK}\n\n{block}\n\n凯文：好。\nKevin: Good.")
    assert all("So?" not in turn.passages.get("zh", ()) for turn in script.turns)
