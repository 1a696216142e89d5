"""Which part of a text is said when."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from producer.model import Cue, Mark, Timeline, is_speakable
from producer.publish.page.word_times import words
from tests.helpers.timelines import cue, timelines


def spoken(text: str, *marks: tuple[int, int, str]) -> Cue:
    return Cue(1, "en", "Mei", 100, 2_000, text, tuple(Mark(*mark) for mark in marks))


def parts(of: Cue) -> list[tuple[str, int]]:
    return [(of.text[start:end], ms) for start, end, ms in words(of)]


def test_marks_are_found_between_punctuation() -> None:
    said = spoken("“Tea,” she said.", (100, 300, "Tea"), (300, 500, "she"), (500, 900, "said"))
    assert parts(said) == [("Tea", 100), ("she", 300), ("said", 500)]
    assert parts(cue("你好，茶！", language="zh")) == [("你", 0), ("好", 210), ("茶", 420)]


def test_a_mark_with_a_sign_in_it_is_one_word() -> None:
    said = spoken("It isn't 3.5.", (100, 200, "It"), (200, 500, "isn't"), (500, 900, "3.5"))
    assert parts(said) == [("It", 100), ("isn't", 200), ("3.5", 500)]


def test_a_number_is_lit_while_it_is_said() -> None:
    said = spoken(
        "Over 19 mornings",
        *((100, 400, "Over"), (400, 900, "nineteen"), (900, 1_500, "mornings")),
    )
    assert parts(said) == [("Over", 100), ("19", 400), ("mornings", 900)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("two words", ["two", "words"]), ("茶和 tea", ["茶", "和", "tea"]), ("don't", ["don't"])],
)
def test_without_marks_words_share_the_time(text: str, wanted: list[str]) -> None:
    found = parts(spoken(text))
    assert [word for word, _ in found] == wanted
    assert found[0][1] == 100
    assert all(a[1] < b[1] for a, b in pairwise(found))


@given(timelines())
def test_every_letter_is_in_one_word_in_the_order_of_time(timeline: Timeline) -> None:
    for said in timeline.cues:
        found = words(said)
        covered = [i for start, end, _ in found for i in range(start, end)]
        assert covered == sorted(set(covered))
        letters = {i for i, character in enumerate(said.text) if is_speakable(character)}
        assert letters <= set(covered)
        times = [ms for _, _, ms in found]
        assert times == sorted(times)
        assert all(said.start_ms <= ms <= said.end_ms for ms in times)
