"""What is said leads back to what is written."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import Mark, is_speakable
from producer.spoken import Replacement, Spoken, written_words

CAR_T = Spoken("The CAR-T cells.", (Replacement(4, 9, "car tee", "lexicon"),))


def marks_of(text: str) -> list[Mark]:
    """The marks of an engine: a word each 100 ms, a Han character a word."""
    words = re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+(?:-\w+)*", text)
    return [Mark(n * 100, n * 100 + 90, word) for n, word in enumerate(words)]


@st.composite
def texts(draw: st.DrawFn) -> Spoken:
    """A text with some stretches replaced."""
    alphabet = st.sampled_from("ab c,中文-9 .")
    written, replaced = "", []
    for _ in range(draw(st.integers(0, 5))):
        written += draw(st.text(alphabet, max_size=8))
        part = draw(st.text(alphabet, min_size=1, max_size=6))
        said = draw(st.text(alphabet, max_size=8))
        replaced.append(Replacement(len(written), len(written) + len(part), said, "test"))
        written += part
    return Spoken(written + draw(st.text(alphabet, max_size=8)), tuple(replaced))


def test_a_text_is_said_with_its_replacements() -> None:
    assert CAR_T.text == "The car tee cells."


@given(texts())
def test_every_character_said_has_its_place_in_order(said: Spoken) -> None:
    places = said.places()
    assert len(places) == len(said.text)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(places))
    for character, (start, end) in zip(said.text, places, strict=True):
        inside = [r for r in said.replaced if (r.start, r.end) == (start, end)]
        assert inside or said.written[start:end] == character


@given(texts())
def test_words_are_parts_of_the_written_text_in_order(said: Spoken) -> None:
    marks = marks_of(said.text)
    words = written_words(said, marks)
    position = 0
    for word in words:
        at = said.written.find(word.text, position) if is_speakable(word.text) else position
        assert at >= position
        position = at
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(words))
    if words:
        assert (words[0].start_ms, words[-1].end_ms) == (marks[0].start_ms, marks[-1].end_ms)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param(CAR_T, ["The", "CAR-T", "cells"], id="several words for one"),
        pytest.param(Spoken("A plain text."), ["A", "plain", "text"], id="nothing replaced"),
        pytest.param(
            Spoken("用CAR-T治", (Replacement(1, 6, "卡梯", "lexicon"),)),
            ["用", "CAR-T", "治"],
            id="Han characters for one",
        ),
        pytest.param(
            Spoken("in 3–5 days", (Replacement(4, 5, " to ", "range"),)),
            ["in", "3", "5", "days"],
            id="a word for a dash",
        ),
        pytest.param(
            Spoken("so it is [1] here", (Replacement(8, 12, "", "footnote"),)),
            ["so", "it", "is", "here"],
            id="what is not said",
        ),
        pytest.param(
            Spoken("A B C", (Replacement(0, 1, "x y", "t"), Replacement(2, 3, "z y", "t"))),
            ["A", "B", "C"],
            id="one after the other",
        ),
    ],
)
def test_words_as_written(said: Spoken, words: list[str]) -> None:
    assert [word.text for word in written_words(said, marks_of(said.text))] == words


def test_one_word_sounds_as_long_as_all_that_is_said_for_it() -> None:
    assert written_words(CAR_T, marks_of(CAR_T.text))[1] == Mark(100, 290, "CAR-T")


def test_a_mark_of_another_text_stays() -> None:
    marks = [Mark(0, 90, "The"), Mark(100, 190, "kar"), Mark(300, 390, "cells")]
    assert [w.text for w in written_words(CAR_T, marks)] == ["The", "kar", "cells"]
