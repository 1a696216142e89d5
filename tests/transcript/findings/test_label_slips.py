"""Labels that are slips of others, and labels of other people."""

from __future__ import annotations

import pytest

from producer.transcript.findings.label_slips import is_slip, labels
from tests.transcript.findings.pairs import changed, kinds_of, script_of

GOOD = {"zh": "好。", "en": "Good."}


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("Por.Lu", "Pro.Lu"),
        ("Pro Lu", "Pro.Lu"),
        ("pro.lu", "Pro.Lu"),
        ("Agnes Martn", "Agnes Martin"),
        ("Ines Oliviera", "Ines Olivieira"),
        ("Thompzon", "Thompson"),
        ("主人持", "主持人"),
    ],
)
def test_a_slip(label: str, meant: str) -> None:
    found = labels(script_of((meant, GOOD), (label, GOOD), (meant, GOOD)))
    assert [(f.kind, f.turn) for f in found] == [("label", 2)]


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("Dr. Li", "Dr. Lu"),
        ("Speaker 1", "Speaker 2"),
        ("Guest 11", "Guest 1"),
        ("Martina", "Martin"),
        ("李教授", "陆教授"),
        ("王明", "王明明"),
        ("Anna", "Anne"),
        ("Ben", "Bea"),
        ("Anna", "Ben"),
        ("Pro.Lu", "Pro.Lu"),
    ],
)
def test_other_people(label: str, other: str) -> None:
    assert not is_slip(label, other)


def test_the_change_gives_the_turn_to_the_speaker() -> None:
    script = script_of(("Pro.Lu", GOOD), ("Por.Lu", GOOD), ("Pro.Lu", GOOD))
    [finding] = labels(script)
    assert finding.change is not None
    assert finding.change.paragraph is None
    assert [turn.speaker for turn in changed(script, finding).turns] == ["Pro.Lu"] * 3


def test_who_speaks_twice_is_somebody() -> None:
    assert list(labels(script_of(*[("Pro.Lu", GOOD), ("Por.Lu", GOOD)] * 2))) == []


def test_a_label_that_was_not_taken_for_one() -> None:
    script = script_of(("Pro.Lu", GOOD), ("Pro.Lu", {"zh": "好。", "en": "Por.Lu: Good."}))
    [finding] = labels(script)
    assert (finding.turn, finding.language) == (2, "en")
    assert changed(script, finding).turns[1].passages["en"] == ("Pro.Lu: Good.",)


def test_text_that_begins_as_a_label_does() -> None:
    script = script_of(("Pro.Lu", {"zh": "结论：好。", "en": "Lisbon: a city of hills."}))
    assert kinds_of(labels(script)) == []
