"""Whole transcripts in which one person has several labels, or two have like ones."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.transcript.conversation import understand
from producer.transcript.document import Document, split_lines
from producer.transcript.findings.heard import heard_in_one_language
from producer.transcript.reading import read
from tests.helpers.reading import read_string, unaccounted


def speakers(text: str) -> list[str]:
    return [turn.speaker for turn in read_string("# 桥\n" + dedent(text)).turns]


def second_labelled(*labels: str) -> str:
    return "\n\n".join(
        f"第{n}句话。\n{label}: This is sentence {n}." for n, label in enumerate(labels)
    )


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["Pro.Lu", "Ben", "Prof. Lu"], ["Pro.Lu", "Ben", "Pro.Lu"]),
        (["Pro.Lu", "Ben", "Prof. Lu", "Ben", "Dr Lu"], ["Pro.Lu", "Ben"] * 2 + ["Pro.Lu"]),
        (["Lu Qi", "Ben", "Prof. Lu", "Ben", "Lu"], ["Lu Qi", "Ben", "Lu Qi", "Ben", "Lu Qi"]),
        (["Anna", "Ben", "A.", "B.", "A.", "B."], ["Anna", "Ben"] * 3),
        (["Robert Negrin", "Anna", "Robert", "Anna"], ["Robert Negrin", "Anna"] * 2),
        # Who answer each other are two.
        (["Prof. Lu", "Dr. Lu", "Prof. Lu"], ["Prof. Lu", "Dr. Lu", "Prof. Lu"]),
        (["Mr. Lu", "Ben", "Ms. Lu", "Ben"], ["Mr. Lu", "Ben", "Ms. Lu", "Ben"]),
        # Two whom a host asks in turn.
        (["Host", "Prof. Lu", "Host", "Dr. Lu"] * 2, ["Host", "Prof. Lu", "Host", "Dr. Lu"] * 2),
        # What fits two fits nobody.
        (["Lu Qi", "Ben", "Lu Peihua", "Ben", "Dr. Lu"], None),
        (["Anna", "Alan", "Ben", "A."], None),
        (["Q", "A", "Anna", "Q", "A"], None),
        (["Speaker 1", "Speaker 2", "Speaker 1"], None),
    ],
    ids=lambda labels: " ".join(labels or ["themselves"]),
)
def test_who_is_who_in_one_language(labels: list[str], expected: list[str] | None) -> None:
    text = second_labelled(*labels)
    assert speakers(text) == (expected or labels)
    assert unaccounted("# 桥\n" + text, read_string("# 桥\n" + text)) == []


ALTERNATELY_LABELLED = """\
陆教授：今年很特别。
This year is special.

谢谢邀请。
Host: Thank you for having me.

我们慢慢聊。
Pro.Lu: Let us take our time.

主持人：好的。
Good.
"""


def test_a_person_labelled_now_in_one_language_and_now_in_the_other() -> None:
    script = read_string("# 桥\n" + ALTERNATELY_LABELLED)
    assert [turn.speaker for turn in script.turns] == ["陆教授", "Host"] * 2
    assert [(s.id, s.labels) for s in script.speakers] == [
        ("陆教授", ("陆教授", "Pro.Lu")),
        ("Host", ("Host", "主持人")),
    ]
    found = [f for f in script.findings if f.kind == "same-speaker"]
    assert [f.line for f in found] == [9, 11]
    assert "'Pro.Lu' (the same name in both languages)" in found[0].message


def test_pairs_that_stand_together_need_no_rule() -> None:
    script = read_string("# 桥\n安娜：你好。\nAnna: Hello.\n本：早。\nBen: Good morning.")
    assert script.findings == ()
    assert [s.labels for s in script.speakers] == [("安娜", "Anna"), ("本", "Ben")]


def test_aliases_in_the_cast_go_before_all_rules(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    text = "# 桥\n" + second_labelled("Prof. Lu", "Dr. Lu", "Prof. Lu", "Qi")
    path.write_text(text, encoding="utf-8")
    assert [t.speaker for t in read(path).turns] == ["Prof. Lu", "Dr. Lu", "Prof. Lu", "Qi"]
    script = read(path, people=[["陆琪", "Prof. Lu", "qi"], ["Anna", "Ann"]])
    assert [t.speaker for t in script.turns] == ["Prof. Lu", "Dr. Lu", "Prof. Lu", "Prof. Lu"]
    assert script.speakers[0].labels == ("Prof. Lu", "Qi")
    assert script.findings == ()


def test_an_alias_of_two_people_is_nobodys() -> None:
    text = "# 桥\n" + second_labelled("Mei", "Ben", "Xiao", "Ben")
    groups = [["Mei", "Xiao"], ["Ben", "Xiao"]]
    script = understand(Document(split_lines(text)), Path("talk.txt"), people=groups)
    assert [turn.speaker for turn in script.turns] == ["Mei", "Ben", "Xiao", "Ben"]


def test_a_speaker_heard_in_one_language_only_is_reported() -> None:
    script = read_string(
        "# 桥\n安娜：你好。\nAnna: Hello.\n王芳：早。\n安娜：再见。\nAnna: Goodbye.\n王芳：走了。"
    )
    (finding,) = heard_in_one_language(script)
    assert (finding.line, finding.turn, finding.language) == (4, 2, "zh")
    assert "'王芳' is heard in Chinese only (turn 2, 4)" in finding.message


def test_a_crowd_is_not_compared_each_with_each() -> None:
    labels = [f"Speaker {n}" for n in range(400)]
    assert speakers(second_labelled(*labels)) == labels


NAMES = ["Anna", "ANNA", "A.", "Ben", "Prof. Lu", "Dr. Lu", "Lu", "Lu Qi", "Lu Min", "Ms. Lu"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=10))
def test_who_answer_each_other_stay_two(labels: list[str]) -> None:
    text = "# 桥\n" + second_labelled(*labels)
    script = read_string(text)
    assert unaccounted(text, script) == []
    for first, second, a, b in zip(
        labels, labels[1:], script.turns, script.turns[1:], strict=False
    ):
        same = first.casefold() == second.casefold()
        assert (a.speaker == b.speaker) == same
