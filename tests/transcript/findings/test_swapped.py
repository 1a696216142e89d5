"""Text in the other language than its passage."""

from __future__ import annotations

from producer.transcript.findings.swapped import swapped
from tests.transcript.findings.pairs import pair, script_of

ZH, EN = "水烧开了再泡茶。", "Boil the water before you brew the tea."


def test_each_in_its_own() -> None:
    assert list(swapped(pair(ZH, EN))) == []


def test_both_have_changed_places() -> None:
    [finding] = swapped(pair(EN, ZH))
    assert "changed places" in finding.message


def test_one_paragraph() -> None:
    [finding] = swapped(pair(ZH, f"{EN}\n{ZH}"))
    assert finding.language == "en"
    assert "this text is Chinese" in finding.message


def test_a_name_or_a_greeting() -> None:
    assert list(swapped(pair(f"{ZH}\nThank you!", f"{EN}\n谢谢"))) == []


def test_the_same_script_is_told_apart() -> None:
    es = "Primero se hierve el agua y después se prepara el té."
    [finding] = swapped(script_of({"es": es, "en": es}))
    assert (finding.turn, finding.language) == (1, "en")
    assert list(swapped(script_of({"es": es, "en": EN}))) == []
