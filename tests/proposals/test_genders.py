"""Women and men, as far as the others say it."""

from __future__ import annotations

import pytest

from producer.proposals import propose
from tests.proposals.scripts import BRIDGE, script_of


def gender(said: str, language: str = "en", label: str = "Dr.Moor") -> str:
    """The gender of Dr. Moor, of whom Anna says that."""
    script = script_of(
        ("Anna", {language: said}), (label, {"zh": "他说好。", "en": "He said yes. She laughed."})
    )
    people = {person.speaker: person.gender for person in propose(script).people}
    return people[label].text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Dr. Moor is here. She has come far.", "female"),
        ("Dr. Moor is here with his dog.", "male"),
        ("Mrs. Moor is here.", "female"),
        ("Dr. Moor is here. It rains.", ""),
        ("Dr. Moor met Professor Hill. He was late.", ""),
        ("Dr. Moor is here. She has come far. Dr. Moor sold his house.", ""),
        ("Sally Moor Hospital opened. She was its founder.", ""),
        ("He is late. That is all.", ""),
    ],
)
def test_pronouns_and_titles_tell_it(said: str, expected: str) -> None:
    assert gender(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("穆教授来了，她走了很远。", "female"),
        ("穆先生来了。", "male"),
        ("穆教授来了，其他人没来，他们都在家。", ""),
    ],
)
def test_chinese_tells_it_too(said: str, expected: str) -> None:
    assert gender(said, "zh", "穆教授") == expected


def test_each_comes_with_its_evidence() -> None:
    people = {person.speaker: person.gender for person in propose(BRIDGE).people}
    assert (people["Prof.Su"].text, people["Prof.Harlow"].text) == ("female", "male")
    assert "她的团队" in people["Prof.Su"].evidence


def test_where_the_text_says_both_both_are_shown() -> None:
    script = script_of(
        ("Anna", {"en": "Dr. Moor is here. She came. Dr. Moor sold his house."}),
        ("Dr.Moor", {"en": "Yes."}),
    )
    (_, moor) = propose(script).people
    assert moor.gender.text == ""
    assert "She came" in moor.gender.evidence
    assert "his house" in moor.gender.evidence


def test_what_the_cast_says_stands() -> None:
    people = propose(BRIDGE, known_genders={"Prof.Su": "male"}).people
    assert people[0].gender.text == "male"
