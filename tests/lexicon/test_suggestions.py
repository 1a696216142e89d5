"""Which terms of a script voices tend to misread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.lexicon import Term, suggest
from producer.model import Script, Speaker, Turn, clean_text


def script(**passages: str) -> Script:
    """A script of one turn, whose paragraphs are on lines 1, 3, 5 …"""
    texts = {language: tuple(text.splitlines()) for language, text in passages.items()}
    lines = {la: tuple(range(1, 2 * len(of), 2)) for la, of in texts.items()}
    turn = Turn(1, "Anna", texts, lines=lines)
    return Script({"en": "Tea"}, tuple(texts), (Speaker("Anna"),), (turn,))


def told(language: str, text: str, other: str = "") -> list[tuple[str, str]]:
    both = {language: text, other or ("en" if language == "zh" else "zh"): ""}
    return [(t.term, t.kind) for t in suggest(script(**both))]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The ASH and the CARs met in the US.", [("ASH", "acronym"), ("CARs", "acronym")]),
        (
            "CAR-T and CD19 and GPT-4o",
            [("CAR-T", "acronym"), ("CD19", "digits"), ("GPT-4o", "digits")],
        ),
        ("Use LaTeX on an iPhone.", [("LaTeX", "capitals"), ("iPhone", "capitals")]),
        ("The TNF-α and IFNγ levels", [("IFNγ", "mixed"), ("TNF-α", "mixed")]),
        ("With Lu Daopei in Zhengzhou.", [("Lu Daopei", "foreign"), ("Zhengzhou", "foreign")]),
        ("They say 你好 here.", [("你好", "foreign")]),
    ],
)
def test_terms_of_english(text: str, terms: list[tuple[str, str]]) -> None:
    assert told("en", text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("陆教授与 Robert Negrin 教授", [("Robert Negrin", "foreign")]),
        ("美国血液学会(ASH)主席", [("ASH", "acronym")]),
        ("CAR-T细胞和CD19抗体", [("CAR-T", "acronym"), ("CD19", "digits")]),
        ("用iPhone，读Stanford的B超", [("Stanford", "foreign"), ("iPhone", "capitals")]),
    ],
)
def test_terms_of_chinese(text: str, terms: list[tuple[str, str]]) -> None:
    assert told("zh", text) == terms


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In the 1990s, on the 21st, a 97-acre site, 5km and 3.5 of 1,234 in World War II."),
        ("en", "Being in America, Canada and Vietnam, I saw Daniel. Changing trains. UK, US, TV."),
        ("en", "See https://example.org/XYZ or Info1@example.org."),
        ("zh", "占地 97 亩，2026 年，第II期，T细胞，在美国（US）看TV。"),
    ],
)
def test_ordinary_words_are_no_terms(language: str, text: str) -> None:
    assert told(language, text) == []


def test_names_in_pinyin_are_foreign_only_beside_chinese() -> None:
    assert told("en", "With Lu Daopei.", other="es") == []


def test_terms_are_counted_and_placed_the_most_frequent_first() -> None:
    made = suggest(script(zh="ASH\nISCT和ISCT", en="ISCT of ASH.\nThen\nASH again"))
    assert made == (
        Term("zh", "ISCT", "acronym", 2, (3,)),
        Term("zh", "ASH", "acronym", 1, (1,)),
        Term("en", "ASH", "acronym", 2, (1, 5)),
        Term("en", "ISCT", "acronym", 1, (1,)),
    )


@given(st.text(max_size=60).map(clean_text), st.sampled_from(["zh", "en", "ja", "xx"]))
def test_any_text_has_terms_that_stand_in_it(text: str, language: str) -> None:
    for term in suggest(script(**{language: text, "en" if language != "en" else "zh": ""})):
        assert term.term in text


@pytest.mark.parametrize(
    "text", ["A" * 50_000, "A-" * 25_000, "a.@" * 9_000, "Lu " * 20_000, "zhuang" * 9_000]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    assert len(suggest(script(en=text, zh=""))) <= 1
