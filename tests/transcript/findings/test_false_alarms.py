"""What published documents have, and no producer wants to hear of; beside it what is meant."""

from __future__ import annotations

import pytest

from producer.model import FindingKind, Script, Speaker, Turn
from producer.transcript.findings.lengths import lengths
from producer.transcript.findings.numbers import numbers
from producer.transcript.findings.terms import terms
from producer.transcript.findings.typing import typing
from tests.helpers.reading import kinds, read_string


def _script(*pairs: tuple[str, str]) -> Script:
    turns = tuple(
        Turn(number, "Anna", {"zh": tuple(zh.split("\n")), "en": tuple(en.split("\n"))})
        for number, (zh, en) in enumerate(pairs, start=1)
    )
    return Script({"en": "Talk"}, ("zh", "en"), (Speaker("Anna"),), turns)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("下个月的第二十五个周末。", "The twenty-fifth weekend of the month."),
        ("一千多年以后，它还在。", "Over a millennium later it is still there."),
        ("我们能做这10亿次实验。", "We can do the billion experiments."),
        ("不会有上千个操作符。", "There will not be 1,000 operators."),
        ("我们全天候都有人。", "We are here twenty-four seven."),
        ("你真的很6！", "You are really good!"),
    ],
)
def test_the_same_number_in_other_words(zh: str, en: str) -> None:
    assert [*numbers(_script((zh, en)))] == []


def test_a_summary_beside_a_transcript_leaves_numbers_out() -> None:
    words = "\n".join("it took 95 days and 17 nights to get there and 1,250 more to return".split())
    assert all(found.doubtful for found in numbers(_script(("路很长。", words))))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("他在贝尔实验室工作。", "He is at AT&T's Bell Labs."),
        ("事实证明这A）可行，B）有利。", "It is feasible and useful."),
        ("他们就说：什么？", 'They are like, “What? Are you serious?"'),
    ],
)
def test_what_is_no_slip(zh: str, en: str) -> None:
    assert [*typing(_script((zh, en)))] == []


def test_a_word_that_stands_twice_is_one() -> None:
    assert len([*typing(_script(("他在那里。", "He is at at the station.")))]) == 1


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("就像 iPhone 一样。", "Like a phone.", 0),
        ("在 Xcode 里写。", "Written in code.", 0),
        ("是 Digital Realty 的。", "It is really digital.", 0),
        ("去 Abercrombie 买。", "Bought at Abbercrombie.", 1),
    ],
)
def test_a_name_that_is_spelled_otherwise(zh: str, en: str, expected: int) -> None:
    assert len([f for f in terms(_script((zh, en))) if not f.doubtful]) == expected


def test_a_passage_in_brackets_is_no_gloss_of_itself() -> None:
    zh = "（主持人：构建 Open Claw 的时候，你用哪个模型写代码，又是怎么写的，请给我们讲一讲吧。）"
    en = "When you build Open Claw, which model do you like for coding, and how do you write it?"
    plain = (
        "这是一句长度正常的话，讲的是河水和它两岸的人家。",
        "A sentence of an ordinary length, about the river and those who live beside it.",
    )
    assert [*lengths(_script((zh, en), *[plain] * 8))] == []


def _numbered(shift: int, many: bool = False) -> str:
    """A talk with a year in each turn, from the fifth on `shift` turns later in English."""
    lines = ["# 年 | Years", ""]
    for n in range(16):
        own = 1900 + 7 * n
        other = own if n < 4 else 1900 + 7 * (n - shift)
        if many:
            own, other = 1900, 1900 if n < 4 or n % 2 else 1907
        lines += [f"安娜：那是{own}年的事。", f"Anna: That was in {other}.", ""]
    return "\n".join(lines)


def test_years_that_stand_a_turn_later_tell_where_the_shift_begins() -> None:
    script = read_string(_numbered(1))
    (found,) = [f for f in script.findings if f.kind == FindingKind.SHIFTED]
    assert found.turn in (4, 5)


@pytest.mark.parametrize("text", [_numbered(0), _numbered(0, many=True)])
def test_years_in_their_place_or_in_many_turns_tell_of_none(text: str) -> None:
    assert FindingKind.SHIFTED not in kinds(read_string(text))


def test_words_cut_between_captions_tell_of_no_shift() -> None:
    lines = ["# 演示 | Demo", ""]
    for n in range(10):
        lines += [f"我们把 show happy {n} 放在这里", f"and we put the detail {n} in", ""]
        lines += ["然后看 detail 里的", "here and show the happy", ""]
    assert FindingKind.SHIFTED not in kinds(read_string("\n".join(lines)))
