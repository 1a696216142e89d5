"""Rules for all languages, and what holds for whatever is written."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producer import speech
from producer.model import clean_text, is_speakable
from producer.speech import anywhere, chinese, english, spoken, unspeakable
from producer.speech.rule import Rule
from producer.spoken import Replacement
from tests.speech import test_chinese, test_english

SAID = [
    ("See https://www.example.org/a?b=c.", "See example.org."),
    ("(https://example.org/x) or www.example.com", "(example.org) or example.com"),
    ("<https://example.org> and example.org/path", "example.org and example.org"),
    ("See [the page](https://example.org/a) [2](https://b.org).", "See the page."),
    ("as shown (doi: 10.1000/xyz-1)", "as shown ()"),
    ("It is so [1], as said [2,3][4–6].", "It is so, as said."),
    ("so it is① and a word¹, “quoted”²", "so it is and a word, “quoted”"),
    ("Well done 😀! 👍🏽 Yes 👨‍👩‍👧.", "Well done! Yes."),
    ("Yes ™ † ■ now", "Yes now"),
    ("**Bold** and *it* _x_ `code` ~~no~~", "Bold and it x code no"),
    ("x<sup>2</sup> #tag", "x2 tag"),
    ("# Title", "Title"),
    ("| a b |", "a b"),
    ("🎉 [1] **", ""),
    ("CAR-T, PD-1 and NON-EU", "CAR T, PD 1 and NON EU"),
]

PLAIN = """\
info@example.org
https://
a_b * c, C#, x², km², R²
[sic] [2024] a[i]
STATE-owned A-B T-cell
""".splitlines()

RULES = (*anywhere.RULES, *english.RULES, *chinese.RULES)
LANGUAGES = st.sampled_from(["en", "zh", "es"])
PIECES = [
    *(written for written, _ in (*SAID, *test_english.WRITTEN_OUT, *test_chinese.WRITTEN_OUT)),
    *("2024", "–", "-", "5", " ", "%", "km", "°C", "[1]", "😀", "**", "①", "|", "年", "个", "第"),
    *(
        "①*",
        " ",
        " ",
        "II",
        "$",
        "¥",
        "~",
        "/",
        ":",
        "。",
        ", ",
        "a",
        "≥",
        "×",
        "½",
        "https://a.org",
        "₂",
        "é",
    ),
]
TEXTS = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join),
    st.text(max_size=40),
).map(clean_text)


@pytest.mark.parametrize(("written", "said"), SAID)
@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_marks_for_the_eye_are_not_said(language: str, written: str, said: str) -> None:
    assert spoken(written, language).text == said
    assert spoken(said, language).text == said


@pytest.mark.parametrize("written", PLAIN)
@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_what_only_looks_like_a_mark_stays(language: str, written: str) -> None:
    assert spoken(written, language).text == written


def test_other_languages_read_their_own_numbers() -> None:
    assert spoken("30 °C, 5 km, 2019–2024, Part II", "es").replaced == ()


@given(text=TEXTS, language=LANGUAGES)
def test_whatever_is_written_can_be_said(text: str, language: str) -> None:
    said = spoken(text, language)
    assert said.written == text
    assert all(0 <= part.start < part.end <= len(text) for part in said.replaced)
    assert all(a.end <= b.start for a, b in pairwise(said.replaced))
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(said.places()))
    assert len(said.places()) == len(said.text)
    assert said.text == clean_text(said.text)
    left = "".join(
        text[a.end : b.start]
        for a, b in pairwise(
            [Replacement(0, 0, "", ""), *said.replaced, Replacement(len(text), len(text), "", "")]
        )
    )
    dropped = any(not part.spoken for part in said.replaced)
    assert is_speakable(said.text) or dropped or not is_speakable(text)
    assert is_speakable(said.text) or not is_speakable(left)


@given(text=TEXTS, language=LANGUAGES, cut=st.tuples(st.integers(0, 40), st.integers(1, 5)))
def test_what_the_lexicon_says_stays(text: str, language: str, cut: tuple[int, int]) -> None:
    start, end = min(cut[0], len(text) - 1), min(sum(cut), len(text))
    respelled = [Replacement(start, end, "ice cream", "lexicon")] if 0 <= start < end else []
    said = spoken(text, language, respelled)
    assert [part for part in said.replaced if part.kind == "lexicon"] == respelled
    assert "ice cream" in said.text or not respelled


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs])
@given(data=st.data())
@settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much])
def test_what_a_rule_matches_has_what_it_needs(rule: Rule, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(rule.pattern))
    assert [*rule.apply(text)] == [*replace(rule, needs=()).apply(text)]


@given(text=TEXTS)
def test_no_rule_is_missed_for_want_of_what_it_needs(text: str) -> None:
    tried = [[*replace(rule, needs=()).apply(text)] for rule in RULES]
    assert [[*rule.apply(text)] for rule in RULES] == tried


@given(text=st.text("abc中文，。 ?!", max_size=40).map(clean_text), language=LANGUAGES)
def test_a_plain_text_is_said_as_it_is(text: str, language: str) -> None:
    assert spoken(text, language).replaced == ()


def test_what_no_voice_can_say_is_told_with_what_is_said_instead() -> None:
    told = unspeakable("Look at https://example.org/a 😀 **now**, 5 km [1].", "en")
    assert [(part.kind, part.spoken) for part in told] == [
        ("link", "example.org"),
        ("emoji", ""),
        ("footnote", ""),
    ]


@pytest.mark.parametrize(
    "text", ["|" * 50_000, "*a" * 25_000, "[" * 50_000, "a." * 25_000, "1-" * 25_000, "😀" * 50_000]
)
def test_a_long_text_of_marks_takes_no_long_time(text: str) -> None:
    assert len(spoken(text, "zh").text) <= len(text) * 2
    assert len(spoken(text, "en").text) <= len(text) * 5


def test_of_a_long_transcript_no_sentence_is_worked_out_twice() -> None:
    """A plan goes through all sentences several times. Where fewer were remembered than there are,
    none was known any more when its turn came."""
    speech._by_rules.cache_clear()
    for _ in range(2):
        for number in range(8_500):
            speech.spoken(f"Line {number}", "en")
    assert speech._by_rules.cache_info().misses == 8_500
