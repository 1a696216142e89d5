"""Chapters divide an episode as a listener would, and are written as players want them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from producer.model import Chapter, Turn
from producer.publish.chapters import (
    chapters_json,
    choose_chapters,
    description_timestamps,
    files,
    first_clause,
)
from tests.helpers.timelines import ENGLISH_TEXTS, HAN_TEXTS, cue, is_speakable_text, timeline

PLAIN = "It goes on like this."
QUESTION = "How is it made?"


def turn(number: int, text: str = PLAIN, **heading: str) -> Turn:
    return Turn(number, "Mei", {"en": (text,)}, heading)


def lengths(turns: Sequence[Turn], starts: Sequence[int], of: Mapping[int, int]) -> list[int]:
    """How long the chapters are that begin at the turns `starts`."""
    ends = [*starts[1:], len(turns) + 1]
    return [sum(of.get(n, 0) for n in range(a, b)) for a, b in zip(starts, ends, strict=True)]


@settings(deadline=None)
@given(st.data())
def test_ten_minutes_have_three_to_twelve_chapters(data: st.DataObject) -> None:
    seconds = data.draw(st.lists(st.integers(2, 90), min_size=10, max_size=120))
    scale = 600 / sum(seconds)
    of = {i: round(s * scale * 1000) for i, s in enumerate(seconds, 1)}
    turns = [turn(i, data.draw(st.sampled_from([PLAIN, QUESTION]))) for i in of]
    chosen = list(choose_chapters(turns, of))
    assert chosen[0] == 1
    assert chosen == sorted(chosen)
    assert min(lengths(turns, chosen, of)) >= 30_000
    if max(of.values()) <= 180_000:
        assert 3 <= len(chosen) <= 12


@pytest.mark.parametrize(
    ("minutes", "least", "most"), [(2, 1, 3), (5, 3, 7), (40, 10, 24), (180, 18, 36)]
)
def test_their_number_grows_with_the_length(minutes: int, least: int, most: int) -> None:
    turns = [turn(i, QUESTION if i % 2 else PLAIN) for i in range(1, minutes * 4 + 1)]
    assert least <= len(choose_chapters(turns, {t.number: 15_000 for t in turns})) <= most


def test_a_chapter_begins_with_a_question_not_with_its_answer() -> None:
    asked = {1, 9, 14, 21}
    turns = [turn(i, QUESTION if i in asked else PLAIN) for i in range(1, 28)]
    of = {t.number: 60_000 if t.number - 1 in asked else 15_000 for t in turns}
    assert set(choose_chapters(turns, of)) == asked


def test_headings_decide_alone() -> None:
    turns = [turn(i, QUESTION) for i in range(1, 41)]
    for number, title in (7, "The leaf"), (8, "The cup"):
        turns[number - 1] = turn(number, QUESTION, en=title)
    chosen = choose_chapters(turns, {t.number: 15_000 for t in turns})
    assert chosen == {1: {"en": "How is it made"}, 7: {"en": "The leaf"}, 8: {"en": "The cup"}}


def test_one_heading_in_a_long_episode_is_not_enough() -> None:
    turns = [turn(i, QUESTION) for i in range(1, 161)]
    turns[99] = turn(100, PLAIN, en="The second part")
    of = {t.number: 15_000 for t in turns}
    chosen = choose_chapters(turns, of)
    assert 12 <= len(chosen) <= 24
    assert chosen[100] == {"en": "The second part"}
    assert min(lengths(turns, list(chosen), of)) >= 30_000


def test_every_heading_begins_a_chapter_however_many_there_are() -> None:
    turns = [turn(i, en=f"Part {i}") for i in range(1, 301)]
    assert len(choose_chapters(turns, {t.number: 1000 for t in turns})) == 300


def cost(starts: Sequence[int], texts: Sequence[str], seconds: Sequence[int]) -> int:
    """What a division costs, in hundredths of the usual length squared, from its definition."""
    total = sum(seconds)
    usual = max(min(max(total // 5, 60), 150), total // 24)
    middle = sorted(seconds)[len(seconds) // 2]
    costs = 0
    for start, end in zip(starts, [*starts[1:], len(texts)], strict=True):
        asked = "?" in texts[start]
        answers = start > 0 and "?" in texts[start - 1]
        worth = 30 if asked else 15 if seconds[start] > middle and not answers else 0
        costs += 100 * (sum(seconds[start:end]) - usual) ** 2 - worth * usual**2
    return costs


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([PLAIN, QUESTION]), st.sampled_from([5, 15, 60, 240])),
        min_size=1,
        max_size=9,
    )
)
def test_no_other_division_into_chapters_costs_less(drawn: list[tuple[str, int]]) -> None:
    texts, seconds = [text for text, _ in drawn], [second for _, second in drawn]
    turns = [turn(number, text) for number, text in enumerate(texts, 1)]
    chosen = [
        n - 1 for n in choose_chapters(turns, dict(enumerate([s * 1000 for s in seconds], 1)))
    ]
    divisions = (
        [0, *between]
        for size in range(len(texts))
        for between in combinations(range(1, len(texts)), size)
    )
    long_enough = [
        starts
        for starts in divisions
        if len(starts) == 1
        or all(
            sum(seconds[a:b]) >= 30 for a, b in zip(starts, [*starts[1:], len(texts)], strict=True)
        )
    ]
    assert cost(chosen, texts, seconds) == min(
        cost(starts, texts, seconds) for starts in long_enough
    )


def test_what_is_not_spoken_begins_no_chapter() -> None:
    turns = [turn(1, en="Silent"), turn(2), turn(3)]
    assert choose_chapters(turns, {2: 20_000, 3: 20_000}) == {2: {"en": PLAIN.rstrip(".")}}
    assert choose_chapters(turns, {}) == {}


def test_titles_come_from_the_first_turn_in_each_language() -> None:
    turns = [
        Turn(1, "Narrator", {"zh": ("欢迎收听今天的节目，我们谈茶。",)}),
        Turn(2, "Mei", {"zh": ("你好。",), "en": ("Welcome to the tea garden, dear Tom.",)}),
    ]
    titles = choose_chapters(turns, {1: 20_000, 2: 9_000})
    assert titles == {1: {"zh": "欢迎收听今天的节目", "en": "Welcome to the tea garden"}}


def test_a_heading_in_one_language_leaves_the_other_its_clause() -> None:
    turns = [Turn(1, "Mei", {"zh": ("你好啊，汤姆先生。",), "en": (PLAIN,)}, {"zh": "开场"})]
    assert choose_chapters(turns, {1: 9_000}) == {1: {"zh": "开场", "en": PLAIN.rstrip(".")}}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Welcome to the garden, everybody. Today we talk.", "Welcome to the garden"),
        ("Well, how do you brew it? With care.", "Well, how do you brew it"),
        ("My thanks go to Dr. Chen, who grew it.", "My thanks go to Dr. Chen"),
        ("It costs 1,200.50 at the market — per gram.", "It costs 1,200.50 at the market"),
        ("“Nothing is better,” she said, laughing.", "Nothing is better"),
        ("No", "No"),
        ("?!", "?!"),
        (
            "A sentence that has no comma anywhere near its beginning runs on and on for ever.",
            "A sentence that has no comma anywhere near its beginning…",
        ),
        ("好的，我们来谈谈怎么采茶。先说时间。", "好的，我们来谈谈怎么采茶"),
        ("他说：“春天的茶最好喝，”然后就笑了。", "他说：春天的茶最好喝"),
        ("《春茶笔记》这本书讲的是山里的生活", "《春茶笔记》这本书讲的是山里的生活"),
        ("山" * 40, "山" * 23 + "…"),
        ("这座山上的茶园归 Evergreen Company 所有已经一百年了", "这座山上的茶园归 Evergreen…"),
    ],
)
def test_a_title_is_the_first_clause(text: str, title: str) -> None:
    assert first_clause(text) == title


@example("“ Oolong tea")
@given(st.one_of(ENGLISH_TEXTS, HAN_TEXTS).filter(is_speakable_text))
def test_titles_are_short_and_never_empty(text: str) -> None:
    title = first_clause(text)
    assert title
    assert title == title.strip()
    assert len(title) <= 60


CHAPTERS = (
    Chapter(0, 61_500, "开场 / Opening & more"),
    Chapter(61_500, 3_725_999, "第二章 / Two"),
    Chapter(3_725_999, 3_800_000, "三 / Three"),
)


def test_podcasting_2_json() -> None:
    made = json.loads(chapters_json(CHAPTERS))
    assert made["version"] == "1.2.0"
    assert [(c["startTime"], c["title"]) for c in made["chapters"]] == [
        (0, "开场 / Opening & more"),
        (61.5, "第二章 / Two"),
        (3725.999, "三 / Three"),
    ]
    assert made["chapters"][-1]["endTime"] == 3800


def test_the_file_has_the_timeline_s_chapters() -> None:
    ((name, pieces),) = files("tea.en", timeline([cue("Yes.")]))
    assert name == "tea.en.chapters.json"
    assert json.loads("".join(pieces))["chapters"][0]["title"] == "All of it"


def test_timestamps_for_the_description() -> None:
    assert description_timestamps(CHAPTERS) == (
        "00:00:00 开场 / Opening & more\n00:01:01 第二章 / Two\n01:02:05 三 / Three"
    )
    assert description_timestamps(CHAPTERS[:2]) == ""
    assert description_timestamps((Chapter(5_000, 61_500, "Late"), *CHAPTERS[1:])) == ""
