"""What counts as clean and as speakable."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import Mark, Marks, Script, Speaker, Voice, clean_text, is_speakable

ANYTHING = st.text(st.characters(categories=None, exclude_categories=None))
SPACES = " \t\r\n\v\f\x1c\x85\xa0\u2003\u2028\u2029\u3000"


def is_noncharacter(character: str) -> bool:
    code = ord(character)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


@given(ANYTHING | st.text(SPACES + "a好\x00\ufeff\ufffe\ud800"))
def test_clean_text_is_one_line_of_characters(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert clean == clean.strip()
    assert "  " not in clean
    assert len(clean.splitlines()) <= 1
    assert all(c == " " or not c.isspace() for c in clean)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in clean)
    assert not any(map(is_noncharacter, clean))
    clean.encode()


@given(ANYTHING)
def test_clean_text_keeps_every_letter_and_mark(text: str) -> None:
    def kept(string: str) -> list[str]:
        return [c for c in string if unicodedata.category(c)[0] in "LMNPS"]

    assert kept(clean_text(text)) == kept(text)
    assert is_speakable(clean_text(text)) == is_speakable(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  你好，\n\t世界。 ", "你好， 世界。"),
        ("\ufeffa\x00b\u2028c", "ab c"),
        ("a\x00 \x00b", "a b"),
        ("\x07", ""),
        ("零\u3000宽", "零 宽"),
        ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize("text", ["a", "好", "é", "3", "①", "…“3”…"])
def test_a_letter_or_a_digit_can_be_spoken(text: str) -> None:
    assert is_speakable(text)


@pytest.mark.parametrize("text", ["", "……！？", "👍", "—", " "])
def test_marks_alone_cannot_be_spoken(text: str) -> None:
    assert not is_speakable(text)


def test_names_fall_back() -> None:
    assert Speaker("Anna", {"zh": "安娜"}).name("zh") == "安娜"
    assert Speaker("Anna", {"zh": "安娜"}).name("en") == "Anna"
    script = Script({"zh": "茶"}, ("zh", "en"), (), ())
    assert (script.title_in("zh"), script.title_in("en")) == ("茶", "茶")


def test_a_voice_speaks_its_language_and_a_multilingual_one_all() -> None:
    assert Voice("edge", "x", "zh-CN").speaks("zh")
    assert not Voice("edge", "x", "zh-CN").speaks("en")
    assert Voice("edge", "x", "zh-CN", multilingual=True).speaks("en")


MARKS = st.lists(st.builds(Mark, st.integers(0, 10**8), st.integers(0, 10**8), ANYTHING))


@given(MARKS, st.integers(-(10**8), 10**8), st.slices(5))
def test_marks_are_what_they_were_made_of(marks: list[Mark], ms: int, part: slice) -> None:
    made = Marks.of(marks)
    assert made == marks
    assert (len(made), list(made), made[part]) == (len(marks), marks, tuple(marks[part]))
    assert hash(made) == hash(tuple(marks))
    assert pickle.loads(pickle.dumps(made)) == made
    later = [Mark(mark.start_ms + ms, mark.end_ms + ms, mark.text) for mark in marks]
    assert Marks.of(made, ms) == Marks.of(marks, ms) == later
    with pytest.raises(IndexError):
        made[len(marks)]
