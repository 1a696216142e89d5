"""The whole conversation first in one language and then in the other."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.model import Finding, Script
from tests.helpers.reading import kinds, outline, read_string, unaccounted

TALK = [
    ("安娜", "Anna", "你修过这座桥？", "You repaired this bridge?"),
    (
        "本",
        "Ben",
        "修过两次，都是在冬天，水最浅的时候。",
        "Twice, in winter, when the water is low.",
    ),
    ("安娜", "Anna", "为什么是两次？", "Why twice?"),
    (
        "本",
        "Ben",
        "第一次的桥墩打得不够深，第二年春天发大水的时候，东边的两个就歪了。",
        "The first piers were not deep enough, and when the floods came in the second spring, the "
        "two on the eastern side began to lean.",
    ),
    ("安娜", "Anna", "现在呢？", "And now?"),
    ("本", "Ben", "现在每年都有人来看。", "Now somebody comes every year to look at it."),
]
ZH, EN = 2, 3


def half(column: int, without: tuple[int, ...] = ()) -> list[str]:
    sign = "：" if column == ZH else ": "
    return [
        f"{turn[column - 2]}{sign}{turn[column]}" for n, turn in enumerate(TALK) if n not in without
    ]


def read_halves(first: list[str], second: list[str], gap: str = "\n") -> Script:
    text = "# 桥\n\n" + gap.join(first) + "\n\n# The Bridge\n\n" + gap.join(second)
    script = read_string(text)
    assert unaccounted(text, script) == []
    return script


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("leads", ["zh", "en"])
def test_halves_are_paired_turn_by_turn(gap: str, leads: str) -> None:
    halves = [half(ZH), half(EN)]
    first, second = halves if leads == "zh" else halves[::-1]
    script = read_halves(first, second, gap)
    assert [(turn.passages["zh"], turn.passages["en"]) for turn in script.turns] == [
        ((turn[ZH],), (turn[EN],)) for turn in TALK
    ]
    assert script.title == {"zh": "桥", "en": "The Bridge"}
    assert script.languages[0] == leads
    assert len(script.speakers) == 2
    assert kinds(script) == []


@pytest.mark.parametrize("lost", range(len(TALK)))
@pytest.mark.parametrize("column", [ZH, EN])
def test_a_turn_too_few_is_told_with_its_line_and_the_rest_is_paired(
    lost: int, column: int
) -> None:
    first, second = (half(c, (lost,) if c == column else ()) for c in (ZH, EN))
    script = read_halves(first, second)
    whole = [dict(turn.passages) for turn in script.turns if len(turn.passages) == 2]
    assert whole == [
        {"zh": (turn[ZH],), "en": (turn[EN],)} for n, turn in enumerate(TALK) if n != lost
    ]
    (alone,) = [turn for turn in script.turns if len(turn.passages) == 1]
    assert alone.number == lost + 1
    found: dict[str, Finding] = {f.kind: f for f in script.findings}
    assert set(found) == {"missing", "out-of-step"}
    assert found["out-of-step"].line == alone.line
    assert f"line {alone.line}" in found["out-of-step"].message


def test_without_labels_blocks_are_paired_by_length() -> None:
    first = [turn[ZH] for turn in TALK]
    second = [turn[EN] for n, turn in enumerate(TALK) if n != 2]
    script = read_halves(first, second, "\n\n")
    assert [sorted(turn.passages) for turn in script.turns].count(["en", "zh"]) == 5
    assert script.turns[3].passages["en"] == (TALK[3][EN],)
    assert "no-labels" in kinds(script)


def test_paragraphs_that_one_half_puts_together() -> None:
    second = half(EN)
    second[3] = second[3].replace(", and when", ".\n\nAnd when")
    script = read_halves(half(ZH), second, "\n\n")
    assert [len(turn.passages["en"]) for turn in script.turns] == [1, 1, 1, 2, 1, 1]
    assert kinds(script) == []


def test_a_sentence_in_the_other_language_stays_where_it_stands() -> None:
    first = [*half(ZH), *half(ZH)]
    first[4] = "安娜：OK, and now?"
    script = read_halves(first, [*half(EN), *half(EN)])
    assert script.turns[4].passages == {"zh": ("OK, and now?",), "en": ("And now?",)}


def test_credits_close_each_half() -> None:
    script = read_halves([*half(ZH), "", "来源：《桥梁月刊》"], [*half(EN), "", "Source: Bridges"])
    assert script.credits == ("来源：《桥梁月刊》", "Source: Bridges")
    assert len(script.turns) == 6


def test_chapters_of_both_halves() -> None:
    first, second = half(ZH), half(EN)
    first.insert(4, "\n## 今天\n")
    second.insert(4, "\n## Today\n")
    script = read_halves(first, second)
    assert [dict(turn.heading) for turn in script.turns][4] == {"zh": "今天", "en": "Today"}
    assert kinds(script) == []


def test_one_speaker_in_each_language_is_one_turn() -> None:
    script = read_string(
        dedent("""\
        # 桥
        主持人：第一段。
        第二段。
        Host: First paragraph.
        Second paragraph.
        """)
    )
    assert outline(script) == [
        (
            "主持人",
            {"zh": ["第一段。", "第二段。"], "en": ["First paragraph.", "Second paragraph."]},
        )
    ]


CHINESE = [
    "好。",
    "那一年冬天很冷，河面都冻住了，我们走着过去。",
    "谁说的？",
    "茶要慢慢喝，不着急。",
]
ENGLISH = [
    "Good.",
    "That winter was so cold that the river froze and we walked across it.",
    "Who says so?",
    "Tea wants to be drunk slowly, without any hurry.",
]
TURN = st.tuples(st.sampled_from("安本"), st.sampled_from(range(4)))


@settings(deadline=None, max_examples=60)
@given(st.lists(TURN, min_size=3, max_size=12), st.data())
def test_nothing_is_lost_and_no_two_people_are_paired(
    turns: list[tuple[str, int]], data: st.DataObject
) -> None:
    names = {"安": ("安娜", "Anna"), "本": ("本杰明", "Benjamin")}
    kept = st.lists(st.booleans(), min_size=len(turns), max_size=len(turns))
    halves: list[str] = []
    for column, texts, sign in (0, CHINESE, "："), (1, ENGLISH, ": "):
        said = [f"{name[column]}{sign}{texts[0]}" for name in names.values()]
        for (who, n), keep in zip(turns, data.draw(kept), strict=True):
            said += [f"{names[who][column]}{sign}{texts[n]}"] if keep else []
        halves += [*said, ""]
    text = "\n".join(["# 桥 | The Bridge", *halves])
    script = read_string(text)
    assert unaccounted(text, script) == []
    people = {frozenset(speaker.names.values()) for speaker in script.speakers}
    assert people - {frozenset()} <= {frozenset(pair) for pair in names.values()}


def test_a_turn_is_found_missing_in_a_long_conversation() -> None:
    many = [turn for _ in range(40) for turn in TALK]
    first = [f"{turn[0]}：{n}，{turn[ZH]}" for n, turn in enumerate(many)]
    second = [f"{turn[1]}: {n}, {turn[EN]}" for n, turn in enumerate(many) if n != 100]
    script = read_string("\n".join(["# 桥", *first, "", *second]))
    assert [turn.number for turn in script.turns if len(turn.passages) < 2] == [101]


def test_turns_that_lack_their_translation_are_no_question_with_its_answer() -> None:
    # As such they were once paired with what somebody said a turn later.
    text = "安娜：你好。\nAnna: Hello.\n\n本：三杯。\n\n安娜：再见。\n\n本：早。\nBen: Morning."
    text += "\n\nAnna: Good night."
    assert [set(turn.passages) for turn in read_string(f"# 茶\n\n{text}").turns] == [
        *({"zh", "en"}, {"zh"}, {"zh"}, {"zh", "en"}, {"en"}),
    ]
