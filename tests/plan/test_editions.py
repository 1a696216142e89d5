"""What is heard in an edition, in which order, and what begins with each sentence."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from producer.errors import InputError, UsageError
from producer.plan.editions import edition_form
from producer.plan.plan import Plan, plan
from producer.plan.request import Request
from producer.progress import Silent
from producer.show.settings import Settings
from producer.show.show import Show, load

TALK = """\
陈默：我修了四十年的钟。最老的一座是1897年从德国运来的。它每天慢三分钟，没有人介意。
Chen Mo: I have repaired clocks for forty years. The oldest came from Germany in 1897.

安娜：您收学徒吗？
Anna: Do you take apprentices?
"""
LEARN = """\
[edition.learn]
order = ["en", "zh", "en"]
by = "pair"
rate = { en = ["-15%", "+0%"] }
repeat_gap = 1.2
join_ms = 0
title = { zh = "跟读版", en = "Say it yourself" }
"""


@pytest.fixture
def show(tmp_path: Path) -> Show:
    (tmp_path / "show.toml").write_text(
        'engine = "tone"\n[disclosure]\nspoken = false\n[pauses]\n' + LEARN, "utf-8"
    )
    return load(tmp_path / "show.toml")


def planned(show: Show, *editions: str, text: str = TALK) -> Plan:
    file = show.folder / "talk.txt"
    file.write_text(text, "utf-8")
    return plan(Request(transcript=file, show=show, editions=editions), Silent())


def heard(made: Plan, edition: str) -> list[tuple[int, str, str, str]]:
    return [
        (*hearing.passage, made.passages[hearing.passage][hearing.index].written, hearing.begins)
        for hearing in made.hearings[edition]
    ]


def test_by_turn_each_turn_is_heard_in_one_language_after_the_other(show: Show) -> None:
    assert heard(planned(show, "zh-en"), "zh-en") == [
        (1, "zh", "我修了四十年的钟。", "turn"),
        (1, "zh", "最老的一座是1897年从德国运来的。", "sentence"),
        (1, "zh", "它每天慢三分钟，没有人介意。", "sentence"),
        (1, "en", "I have repaired clocks for forty years.", "language"),
        (1, "en", "The oldest came from Germany in 1897.", "sentence"),
        (2, "zh", "您收学徒吗？", "turn"),
        (2, "en", "Do you take apprentices?", "language"),
    ]


def test_by_pair_each_pair_is(show: Show) -> None:
    made = planned(show, "zh-en-pairs", "en-zh-pairs")
    assert heard(made, "zh-en-pairs") == [
        (1, "zh", "我修了四十年的钟。", "turn"),
        (1, "en", "I have repaired clocks for forty years.", "other side"),
        (1, "zh", "最老的一座是1897年从德国运来的。", "pair"),
        (1, "en", "The oldest came from Germany in 1897.", "other side"),
        (1, "zh", "它每天慢三分钟，没有人介意。", "pair"),
        (2, "zh", "您收学徒吗？", "turn"),
        (2, "en", "Do you take apprentices?", "other side"),
    ]
    order = [(turn, language) for turn, language, *_ in heard(made, "en-zh-pairs")]
    assert order == [*[(1, "en"), (1, "zh")] * 2, (1, "zh"), (2, "en"), (2, "zh")]


def test_an_edition_of_the_show_has_its_own_order_and_rates(show: Show) -> None:
    made = planned(show, "learn")
    first = made.hearings["learn"][:3]
    assert [(h.passage, h.rate_percent, h.again) for h in first] == [
        ((1, "en"), -15, 1.2),
        ((1, "zh"), 0, 1.2),
        ((1, "en"), 0, 1.2),
    ]
    assert made.forms["learn"].languages == ("en", "zh")
    assert made.forms["learn"].titles["en"] == "Say it yourself"


def test_short_pairs_are_joined(show: Show) -> None:
    text = "安娜：好。对。是的。当然。\nAnna: Fine. Right. Yes. Of course.\n" + TALK
    made = planned(show, "zh-en-pairs", text=text)
    assert [(t, la) for t, la, *_ in heard(made, "zh-en-pairs")][:8] == [
        *[(1, "zh")] * 4,
        *[(1, "en")] * 4,
    ]


def test_by_paragraph_the_paragraphs_are_heard_whole(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(
        'engine = "tone"\n[disclosure]\nspoken = false\n'
        '[edition.slow]\norder = ["zh", "en"]\nby = "paragraph"\n',
        "utf-8",
    )
    text = """\
+++
script = 1
languages = ["zh", "en"]
title = {zh = "钟", en = "Clocks"}
+++

## 1 · 陈默

[zh]

我修了四十年的钟。最老的一座是1897年从德国运来的。

它每天慢三分钟。

[en]

I have repaired clocks for forty years. The oldest came from Germany in 1897.

It loses three minutes a day.
"""
    file = tmp_path / "talk.md"
    file.write_text(text, "utf-8")
    made = plan(
        Request(transcript=file, show=load(tmp_path / "show.toml"), editions=("slow",)), Silent()
    )
    assert [(la, begins) for _, la, _, begins in heard(made, "slow")] == [
        ("zh", "turn"),
        ("zh", "sentence"),
        ("en", "other side"),
        ("en", "sentence"),
        ("zh", "pair"),
        ("en", "other side"),
    ]


def test_names_of_editions() -> None:
    for languages in (("zh", "en"), ("zh", "en", "ja")):
        for count in range(1, len(languages) + 1):
            for parts in permutations(languages, count):
                name = "-".join(parts)
                form = edition_form(name, Settings(), languages)
                assert (form.order, form.by) == (parts, "turn")
                pairs = edition_form(f"{name}-pairs", Settings(), languages)
                assert (pairs.order, pairs.by) == (parts, "pair")


@pytest.mark.parametrize(
    "name",
    ["", "-", "fr", "zh-", "zh-zh", "zh-fr", "zh_en", "ZH", "zh--en", "pairs", "-pairs", "learn"],
)
def test_no_such_edition(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        edition_form(name, Settings(), ("zh", "en"))
    assert f"'{name}'" in str(caught.value)
    assert "zh, en" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[edition.Learn]\norder = ["zh"]', "Learn"),
        ('[edition.learn]\nby = "page"', "by"),
        ('[edition.learn]\nrate = { en = ["slow"] }', "rate"),
        ('[edition.learn]\nrate = { en = ["-80%"] }', "rate"),
        ('[edition.learn]\nordr = ["zh"]', "ordr"),
    ],
)
def test_an_edition_that_cannot_be_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "show.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=problem):
        load(tmp_path / "show.toml")


def test_more_hearings_than_rates_have_the_last() -> None:
    settings = Settings.model_validate(
        {"edition": {"drill": {"order": ["en", "en", "en"], "rate": {"en": ["-30%", -10]}}}}
    )
    assert edition_form("drill", settings, ("zh", "en")).hearings == [
        ("en", -30),
        ("en", -10),
        ("en", -10),
    ]
