"""A dictionary that stays text is searched word by word."""

from __future__ import annotations

from producer.engines.kokoro.word_table import WordTable

TABLE = WordTable(["银行 bank", "银河系 galaxy", "行 row", "银 silver", "银行家 banker"])


def test_words_have_their_entries() -> None:
    assert TABLE.get("银行") == "bank"
    assert TABLE.get("银行家") == "banker"
    assert TABLE.get("行") == "row"
    assert TABLE.get("银河") is None
    assert TABLE.get("河") is None


def test_a_word_begins_with_what_is_no_word() -> None:
    assert TABLE.begins("银河")
    assert TABLE.begins("银行家")
    assert not TABLE.begins("河")
    assert not TABLE.begins("银家")


def test_the_words_at_a_place_are_those_that_begin_there() -> None:
    assert TABLE.words_at("在银行家里", 1) == [(2, "silver"), (3, "bank"), (4, "banker")]
    assert TABLE.words_at("在银行家里", 0) == []
    assert TABLE.words_at("银河", 0) == [(1, "silver")]
