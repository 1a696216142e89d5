"""What stands around the conversation: title, chapters, credits, rules."""

from __future__ import annotations

import pytest

from tests.transcript.reading import kinds, read_string, unaccounted

TALK = "安娜：你好。\nAnna: Hello.\n本：你好。\nBen: Hello."


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# 桥", {"zh": "桥"}),
        ("# 桥\n# The Bridge", {"zh": "桥", "en": "The Bridge"}),
        ("# The Bridge\n\n# 桥\n", {"zh": "桥", "en": "The Bridge"}),
        ("# 桥 | The Bridge", {"zh": "桥", "en": "The Bridge"}),
        ("# **The Bridge** #", {"en": "The Bridge"}),
        ("# 2024", {"zh": "2024", "en": "2024"}),
    ],
)
def test_title(heading: str, title: dict[str, str]) -> None:
    script = read_string(f"{heading}\n{TALK}")
    assert script.title == title
    assert kinds(script) == []
    assert all(not turn.heading for turn in script.turns)


def test_without_a_title_the_stem_is_taken() -> None:
    script = read_string(TALK, name="old bridge.txt")
    assert script.title == {"zh": "old bridge", "en": "old bridge"}
    [finding] = script.findings
    assert (finding.kind, finding.line) == ("no-title", 1)
    assert "# Title" in finding.message
    assert "--title" in finding.message


def test_later_headings_are_chapters() -> None:
    text = (
        "# 桥\n# 第一部\n## 开场\n## Opening\n安娜：你好。\nAnna: Hello.\n\n"
        "### 水 | Water\n本：水。\nBen: Water.\n\n安娜：完了。\nAnna: Done.\n\n# 完"
    )
    script = read_string(text)
    assert script.title == {"zh": "桥"}
    assert [dict(turn.heading) for turn in script.turns] == [
        {"zh": "第一部 · 开场", "en": "Opening"},
        {"zh": "水", "en": "Water"},
        {},
    ]
    assert script.credits == ("完",)
    assert unaccounted(text, script) == []


def test_a_heading_for_each_passage() -> None:
    script = read_string(
        "# 桥\n## 开场\n安娜：你好。\n## Opening\nAnna: Hello.\n本：早。\nBen: Hi."
    )
    assert [dict(turn.heading) for turn in script.turns] == [{"zh": "开场", "en": "Opening"}, {}]


@pytest.mark.parametrize(
    ("closing", "credits"),
    [
        ("来源:《茶市周刊》编辑部\n好文章,需要你的鼓励", 2),
        ("来源：《茶市周刊》", 1),
        ("\n编辑：李四\n\n排版：王五", 2),
        ("Source: The Market Weekly", 1),
        ("Edited by Li Si\nTranslated by Wang Wu", 2),
        ("© 2026 The Market Weekly", 1),
        ("喜欢的话，点个赞再走", 1),
        ("If you enjoyed this, like and subscribe!", 1),
        ("谢谢。\n来源：《茶市周刊》", 1),
        ("摄影 / Photos：安娜\n（全文完）", 2),
        ("—— 完 ——", 1),
        ("The End", 1),
        ("（他走了。）", 0),
        ("谢谢。", 0),
        ("Thank you.", 0),
        ("我们要关注的是水。", 0),
        ("来源是清楚的。", 0),
        ("", 0),
    ],
)
def test_credits_at_the_end(closing: str, credits: int) -> None:
    text = f"# 桥\n{TALK}\n{closing}"
    script = read_string(text)
    lines = [line for line in closing.splitlines() if line]
    assert list(script.credits) == lines[len(lines) - credits :]
    assert unaccounted(text, script) == []


def test_a_date_above_a_short_conversation_without_labels_ends_nothing() -> None:
    # All that followed was once taken for credits.
    script = read_string("修琴\n\n时间：冬天\n\n坏了吗？\nIs it broken?\n\n坏了。\nIt is.")
    assert [turn.passages["en"] for turn in script.turns[-2:]] == [("Is it broken?",), ("It is.",)]


def test_a_labelled_last_answer_is_spoken() -> None:
    script = read_string(f"# 桥\n{TALK}\n安娜：谢谢。\nAnna: Thank you. Please like and subscribe.")
    assert script.credits == ()


def test_source_above_the_conversation() -> None:
    script = read_string(f"# 桥\n来源：《茶市周刊》\n\n{TALK}")
    assert script.credits == ("来源：《茶市周刊》",)
    assert len(script.turns) == 2


def test_what_cannot_be_spoken_is_kept_among_the_credits() -> None:
    text = f"# 桥\n{TALK}\n\n***\n\n安娜：再见。\nAnna: Goodbye.\n\n---\n\n来源：桥"
    script = read_string(text)
    assert script.credits == ("***", "---", "来源：桥")
    assert len(script.turns) == 3
    assert kinds(script) == []


@pytest.mark.parametrize(
    ("opening", "credits"),
    [
        ("主持人：安娜\n嘉宾：本、李雷（造船工）", 2),
        ("Host: Anna\nGuests: Ben and Robert Negrin", 2),
        ("日期：2024-05-01\n时长：3 分钟\n主持人：安娜", 3),
        ("主持人 安娜\n嘉宾 造船工本；李雷", 2),
        ("采访时间 / Date: 2024-05-01\n（有删节）", 2),
        ("录音整理：安娜", 1),
        ("主持人：谢谢", 0),
        ("Host: Anna, did you hear that?", 0),
    ],
)
def test_who_has_which_part_is_not_spoken(opening: str, credits: int) -> None:
    script = read_string(f"# 桥\n{opening}\n\n{TALK}")
    assert list(script.credits) == opening.splitlines()[:credits]


@pytest.mark.parametrize(
    "opening",
    [
        "标题：桥 | The Bridge",
        "题目：桥\nTitle: The Bridge",
        "桥 | The Bridge",
        "桥 · The Bridge",
        "桥\nThe Bridge\n时长：3 分钟",
        "桥\n\nThe Bridge",
        "日期：2024-05-01\n标题：桥\nDate: 1 May\n# The Bridge",
    ],
)
def test_title_in_first_lines(opening: str) -> None:
    script = read_string(f"{opening}\n\n{TALK}")
    assert script.title == {"zh": "桥", "en": "The Bridge"}
    assert len(script.turns) == 2
    assert kinds(script) == []


@pytest.mark.parametrize(
    "opening", ["水涨了。", "水涨了吗？\nIs the water rising?", "桥\n水涨了。"]
)
def test_a_first_line_that_ends_as_a_sentence_does_is_spoken(opening: str) -> None:
    script = read_string(f"{opening}\n\n{TALK}")
    assert len(script.turns) == 3
    assert "no-title" in kinds(script)


@pytest.mark.parametrize("first", ["## 中文\n", "【中文】\n", "—— 中文版 ——\n", "中文原文\n\n"])
def test_a_language_above_its_half_is_neither_spoken_nor_a_chapter(first: str) -> None:
    zh = "安娜：水涨了。\n本：快跑。\n安娜：往哪儿跑？\n本：上桥。"
    en = "Anna: The water rises.\nBen: Run.\nAnna: Where to?\nBen: Onto the bridge."
    halves = f"{zh}\n\n## English\n\n{en}"
    script = read_string(f"# 桥\n\n{first}{halves}")
    assert [turn.heading for turn in script.turns] == [{}] * 4
    assert script.credits == (first.strip("# \n"), "English")


def test_a_language_that_somebody_names_is_spoken() -> None:
    script = read_string(
        "# 桥\n安娜：您说什么话？\nAnna: What do you speak?\n本：\n中文\nBen:\nChinese"
    )
    assert script.turns[1].passages == {"zh": ("中文",), "en": ("Chinese",)}
