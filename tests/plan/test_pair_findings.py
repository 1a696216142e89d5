"""What is found by comparing sentences that mean the same, and is not found by whole passages."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.plan.pair_findings import found_in_pairs
from producer.plan.pairs import paired
from producer.transcript import reading

TALK = """\
陈默：我在 Gerber 的店里修了四十年的钟，从来没有离开过这里。最老的一座有 120 公斤，从德国运来。\
村里的学校有 35 个学生，都喜欢来看。教堂的钟只有 80 公斤，Gerber 先生在一百年前送的。\
有人会来接我的班。
Chen Mo: I have repaired clocks in the shop of Gerber for forty years and have never left. The \
oldest weighs 120 kilograms and came from Germany. The village school has 35 students, who all \
like to come and watch. The clock of the church weighs only 80 kilograms; Mr Gerber gave it a \
hundred years ago. Somebody will take my place.
"""


def found(tmp_path: Path, old: str = "", new: str = "") -> list[tuple[str, str, int | None]]:
    """Kind, message and line of what pairs tell when a text of the English is another."""
    chinese, english = TALK.split("\n", 1)
    assert old in english
    file = tmp_path / "talk.txt"
    file.write_text(f"{chinese}\n{english.replace(old, new, 1)}", "utf-8")
    script = reading.read(file, ("zh", "en"), ())
    both = paired(script)
    assert len(both.turns[0].pairs) == 5
    return [(f.kind, f.message, f.line) for f in found_in_pairs(script, both)]


def test_what_agrees_is_not_told(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "message"),
    [
        ("120", "80", "number", "turn 1, English: '80 kilograms', but Chinese has '120 公斤'"),
        ("Mr Gerber gave", "Mr Gerbre gave", "term", "turn 1, English: 'Gerbre' is spelled"),
    ],
)
def test_what_stands_elsewhere_in_the_passage_is_no_answer(
    tmp_path: Path, old: str, new: str, kind: str, message: str
) -> None:
    """80 kilograms stand in the turn, and so does Gerber."""
    told = found(tmp_path, old, new)
    assert [(each[0], each[2]) for each in told] == [(kind, 2)]
    assert told[0][1].startswith(message)


def test_rows_of_a_table_are_not_compared(tmp_path: Path) -> None:
    assert found(tmp_path, "120 kilograms", "| 80 kilograms | 3 | 4 |") == []
