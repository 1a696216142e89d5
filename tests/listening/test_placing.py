"""Sentences are found among false starts, second takes and what belongs to none of them."""

from __future__ import annotations

import pytest

from producer.listening import HeardWord
from producer.listening.placing import places_of

pytest.importorskip("pypinyin", reason="needs the extra 'listen'")

ENGLISH = ("We planted beans in May.", "Nothing came up.", "Yes.", "Then it rained for a week.")
CHINESE = ("我们五月种了豆子。", "什么都没有长出来。", "后来下了一个星期的雨。")


def said(text: str) -> list[HeardWord]:
    """The words of `text`, each a second long; "|" parts those of a language without spaces."""
    pieces = text.split("|") if "|" in text else text.split()
    return [
        HeardWord(piece, 1_000 * place, 1_000 * place + 900) for place, piece in enumerate(pieces)
    ]


def found(sentences: tuple[str, ...], text: str, language: str) -> list[str | None]:
    """What was said from the first to the last word of each sentence."""
    words = said(text)
    joint = "" if "|" in text else " "
    return [
        joint.join(word.text for word in words[place.first : place.last + 1]) if place else None
        for place in places_of(sentences, words, language)
    ]


def test_each_sentence_is_found_where_it_is_said() -> None:
    text = "We planted beans in May. Nothing came up. Yes. Then it rained for a week."
    assert found(ENGLISH, text, "en") == list(ENGLISH)


def test_a_false_start_belongs_to_no_sentence() -> None:
    text = (
        "Hello, hello. We planted We planted beans in May. Nothing came Nothing came up. Yes. "
        "Then it snowed, no, sorry. Then it rained for a week. Can I stop now?"
    )
    assert found(ENGLISH, text, "en") == list(ENGLISH)


def test_of_two_takes_the_whole_one_is_found_and_else_the_last() -> None:
    words = said(
        "We planted beans in May. We planted things in May. Nothing came up. Nothing came up. "
        "Yes. Then it rained for a week."
    )
    places = places_of(ENGLISH, words, "en")
    assert [place and (place.first, place.last) for place in places[:2]] == [(0, 4), (13, 15)]


def test_what_is_not_said_is_not_found() -> None:
    text = "We planted beans in May. Yes. Then it rained for a week."
    assert found(ENGLISH, text, "en") == [ENGLISH[0], None, *ENGLISH[2:]]
    assert found(ENGLISH, "Quite another story about boats and the sea.", "en") == [None] * 4
    assert places_of(ENGLISH, [], "en") == [None] * 4


def test_chinese_is_found_by_its_sound() -> None:
    text = "|".join("喂我们五月我们五月种了豆籽什么都没有涨出来後來下了一个星期的雨")
    assert found(CHINESE, text, "zh") == [
        "我们五月种了豆籽",
        "什么都没有涨出来",
        "後來下了一个星期的雨",
    ]


def test_a_share_tells_how_much_of_it_was_heard() -> None:
    whole, _, _, other = places_of(
        ENGLISH, said("We planted beans in May. Then it snowed for a month."), "en"
    )
    assert whole is not None
    assert other is not None
    assert whole.share == 1.0
    assert other.share < 0.8
