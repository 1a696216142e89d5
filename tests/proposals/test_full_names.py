"""Full names, and the sentences that say them."""

from __future__ import annotations

import pytest

from producer.model import Script
from producer.proposals import Proposal
from producer.proposals.full_names import passages_of, propose_names
from producer.proposals.people import letters, parse_label, romanised
from tests.proposals.scripts import BRIDGE, SHOW, script_of


def names(script: Script) -> dict[str, dict[str, Proposal]]:
    return propose_names(script, passages_of(script))


@pytest.mark.parametrize(
    ("label", "title", "name", "full"),
    [
        ("Pro.Su", "professor", "Su", False),
        ("Dr Anna Bell", "doctor", "Anna Bell", True),
        ("苏教授", "professor", "苏", False),
        ("苏明远", "", "苏明远", True),
        ("Host", "", "", False),
        ("嘉宾", "", "", False),
        ("Anna", "", "Anna", False),
    ],
)
def test_a_label_has_a_title_and_a_name(label: str, title: str, name: str, full: bool) -> None:
    parsed = parse_label(label)
    assert (parsed.title, parsed.name, parsed.full) == (title, name, full)


def test_a_chinese_name_in_latin_letters_has_the_surname_first() -> None:
    assert romanised("苏明远") == "Su Mingyuan"
    assert letters("苏明远") == letters("Mingyuan Su")


def test_a_surname_with_a_title_becomes_the_full_name_that_others_say() -> None:
    found = names(BRIDGE)
    assert found["Prof.Su"]["zh"].text == "苏明远"
    assert found["Prof.Su"]["en"].text == "Su Mingyuan"
    assert found["Prof.Harlow"]["en"].text == "Edwin Harlow"
    assert found["Prof.Harlow"]["zh"].text == "Edwin Harlow 教授"


def test_every_name_comes_with_the_sentence_that_says_it() -> None:
    found = names(BRIDGE)
    assert "苏明远教授" in found["Prof.Su"]["zh"].evidence
    assert "Edwin Harlow" in found["Prof.Harlow"]["en"].evidence


def test_the_name_of_an_organisation_is_nobodys() -> None:
    script = script_of(
        (
            "Dr.Tan",
            {"zh": "谭学文医院三十年了。", "en": "Tan Xuewen Hospital is thirty years old."},
        ),
        ("Anna", {"zh": "谭学文医院真大。", "en": "Tan Xuewen Hospital is large, Dr. Tan."}),
    )
    assert names(script)["Dr.Tan"]["en"].text == "Dr.Tan"


def test_a_role_has_the_name_that_the_person_says() -> None:
    found = names(SHOW)
    assert found["Host"]["zh"].text == "何小满"
    assert found["Host"]["en"].text == "Greta Holm"


def test_the_only_guest_has_the_name_by_which_others_introduce_him() -> None:
    found = names(SHOW)
    assert found["Guest"]["zh"].text == "韦青"
    assert found["Guest"]["en"].text == "Tom Ashby"


def test_a_role_that_nobody_names_is_called_so_in_both_languages() -> None:
    script = script_of(
        ("Host", {"zh": "你好。", "en": "Hello."}), ("Guest", {"zh": "好。", "en": "Hi."})
    )
    assert names(script)["Guest"]["zh"].text == "嘉宾"


def test_a_name_in_brackets_is_the_same_persons_in_the_other_language() -> None:
    script = script_of(
        ("Anna", {"zh": "欢迎爱德华·霍洛（Edwin Harlow）。", "en": "Welcome, Edwin Harlow."}),
        ("Harlow", {"zh": "你好。", "en": "Hello."}),
    )
    assert names(script)["Harlow"]["zh"].text == "爱德华·霍洛"
