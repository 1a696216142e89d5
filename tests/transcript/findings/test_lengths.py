"""Pairs whose lengths are far apart from those of the others."""

from __future__ import annotations

from producer.model import Script
from producer.transcript.findings.lengths import lengths
from tests.transcript.findings.pairs import script_of


def of_lengths(*pairs: tuple[int, int]) -> Script:
    return script_of(*({"zh": "字" * zh, "en": "a" * en} for zh, en in pairs))


USUAL = [(50, 160), (80, 240), (60, 170), (90, 300), (70, 230), (120, 330)]


def test_pairs_like_each_other() -> None:
    assert list(lengths(of_lengths(*USUAL))) == []


def test_a_passage_cut_short() -> None:
    [finding] = lengths(of_lengths(*USUAL, (100, 60)))
    assert (finding.turn, finding.language) == (7, "en")
    assert "100 characters" in finding.message


def test_a_passage_that_holds_another() -> None:
    [finding] = lengths(of_lengths(*USUAL, (60, 900)))
    assert (finding.turn, finding.language) == (7, "zh")
    assert "the English is" in finding.message


def test_one_of_them_may_be_a_word() -> None:
    [finding] = lengths(of_lengths(*USUAL, (2, 300)))
    assert finding.turn == 7


def test_short_pairs_tell_nothing() -> None:
    assert list(lengths(of_lengths(*USUAL, (1, 20), (12, 9)))) == []


def test_few_pairs_tell_nothing() -> None:
    assert list(lengths(of_lengths(*USUAL[:4], (100, 60)))) == []


def test_wild_pairs_do_not_hide_each_other() -> None:
    assert [f.turn for f in lengths(of_lengths(*USUAL, (100, 60), (60, 900)))] == [7, 8]


def test_a_note_in_brackets_makes_no_passage_longer() -> None:
    usual = [{"zh": "字" * zh, "en": "a" * en} for zh, en in USUAL]
    noted = {"zh": "字" * 50 + "（译者注：" + "注" * 200 + "）", "en": "a" * 160}
    assert list(lengths(script_of(*usual, noted))) == []
