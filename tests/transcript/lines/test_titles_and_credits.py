"""What stands around the conversation: title, chapters, credits, rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.transcript.lines.credits import is_source
from producer.transcript.reading import read
from tests.helpers.reading import kinds, read_string, unaccounted

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
        ("文/王五", 1),
        ("*文 / 王五 编辑 / 李四*", 1),
        ("感谢您的阅读！\n编辑：李四", 2),
        ("Anna stopped transcription", 1),
        ("编辑｜李四 校对｜王五", 1),
        ("主播：安娜 | 剪辑：李四 | 音乐：Blue Dot", 1),
        ("Transcribed by https://example.org", 1),
        ("（本文经受访者确认）\n点击“阅读原文”，查看更多", 2),
        ("\n【关于我们】\n主持人：安娜\n后期：李四\n在各大平台搜索“茶市”订阅我们", 4),
        ("2024年5月1日 下午 7:30 | 38分钟", 1),
        ("（他走了。）", 0),
        ("音乐/舞蹈，我都学过。", 0),
        ("关键词是水。", 0),
        ("主播说：完了 | 真的", 0),
        ("2024年5月1日开张。", 0),
        ("2024", 0),
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


def test_what_is_nearly_a_date_is_read_in_no_time() -> None:
    # Each digit could once be a number of its own, which took 2¹⁰⁰ steps.
    assert not is_source(f"2024-01-01 {'1' * 100}x")


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
    assert script.credits == ("来源：桥",)  # Rules are no text.
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
        ("主持人｜安娜\n來賓｜李雷、Dr. Lu", 2),
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
        "会议时间：2025/03/12 19:30\n参会人：安娜、Ben",
        "Wed, Mar 12, 2025 7:30PM • 24:15\n\nSUMMARY KEYWORDS\nflood\n\nSPEAKERS\nAnna, Ben",
        "2025年4月2日 下午 7:30|38分钟\n\n关键词:\n桥、水\n\n文字记录:",
        "【本期嘉宾】\n本，造船工\n\n【时间轴】\n第一座桥\n第二座桥\n\n【文字稿】",
        "March 12, 2025, 7:30PM\n24m 15s",
        "录音时间：2025-04-01 10:20:33\n发言人数：2人",
        "原创 小满 慢谈 2025-03-12 08:00\n\n—— 以下为访谈全文 ——",
    ],
)
def test_what_exports_put_above_the_conversation_is_not_spoken(opening: str) -> None:
    text = f"# 桥\n{opening}\n\n{TALK}"
    script = read_string(text)
    assert list(script.credits) == [line for line in opening.splitlines() if line]
    assert len(script.turns) == 2
    assert unaccounted(text, script) == []


def test_the_conversation_begins_below_its_introduction() -> None:
    script = read_string(f"# 桥\n安娜去问了本。\n\n以下为访谈全文：\n\n{TALK}\n{TALK}")
    assert script.credits == ("以下为访谈全文：",)
    assert [turn.passages["zh"] for turn in script.turns] == [
        ("安娜去问了本。",),
        *[("你好。",)] * 4,
    ]


@pytest.mark.parametrize("name", ["嘉宾", "Guest", "本期嘉宾"])
def test_a_part_above_what_somebody_says_begins_no_section(name: str) -> None:
    text = f"# 桥\n{TALK}\n\n安娜：谁？\nAnna: Who?\n{name}：\n我。\nMe."
    script = read_string(text)
    assert script.turns[-1].passages == {"zh": ("我。",), "en": ("Me.",)}


@pytest.mark.parametrize(
    "opening",
    [
        "会议主题：桥\nTopic: The Bridge",
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


@pytest.mark.parametrize("opening", ["修桥的人：水会退", "The Mender: Waters Fall"])
def test_a_title_may_have_a_colon(opening: str) -> None:
    script = read_string(f"{opening}\n\n{TALK}")
    assert opening in script.title.values()
    assert len(script.turns) == 2


def test_a_title_above_a_talk_without_blank_lines() -> None:
    script = read_string(f"桥\nThe Bridge\n{TALK}\n{TALK}")
    assert script.title == {"zh": "桥", "en": "The Bridge"}
    assert len(script.turns) == 4


def test_who_begins_without_a_full_stop_is_no_title() -> None:
    script = read_string(f"安娜：你好\nAnna: Hello\n\n{TALK}")
    assert [turn.speaker for turn in script.turns] == ["安娜", "安娜", "本"]


def test_a_title_in_both_languages_needs_no_labels() -> None:
    script = read_string("桥 | The Bridge\n\n水涨了。\nThe water rises.\n快跑。\nRun.")
    assert script.title == {"zh": "桥", "en": "The Bridge"}
    assert len(script.turns) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("01 学徒", "02 停摆"),
        ("一、学徒", "二、停摆"),
        ("第一部分 学徒", "第二部分 停摆"),
        ("Part 1: Apprentice", "Part 2: Stopped"),
    ],
)
def test_numbers_make_headings(first: str, second: str) -> None:
    script = read_string(f"# 桥\n\n{first}\n\n{TALK}\n\n{second}\n\n{TALK}")
    assert [[*turn.heading.values()] for turn in script.turns] == [[first], [], [second], []]
    assert script.credits == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("01 学徒", "03 停摆"),
        ("一、我们先修桥。", "二、再修路。"),
        ("01 学徒\n后来呢", "02 停摆\n没了"),
    ],
)
def test_other_numbers_make_none(first: str, second: str) -> None:
    script = read_string(f"# 桥\n\n{TALK}\n\n{first}\n\n{TALK}\n\n{second}\n\n{TALK}")
    assert not any(turn.heading for turn in script.turns)


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


def test_one_field_above_a_table_is_no_turn(tmp_path: Path) -> None:
    """ "Source Files" was a person, who said what they are called."""
    table = "| Speaker | Chinese | English |\n|---|---|---|\n| 安娜 | 你好吗？ | How are you? |\n"
    file = tmp_path / "talk.md"
    file.write_text(
        f"**Source Files:** a.md, b.md\n\n{table}| 本 | 我很好。 | Fine. |\n\n-----\n", "utf-8"
    )
    script = read(file)
    assert [turn.speaker for turn in script.turns] == ["安娜", "本"]
    assert script.credits == ("Source Files: a.md, b.md",)
