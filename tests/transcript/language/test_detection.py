from __future__ import annotations

import sys

import pytest

from producer.errors import InputError
from producer.transcript.language.chinese_writing import is_traditional
from producer.transcript.language.detection import languages_of

CHINESE_ENGLISH = languages_of()

PAIRS = {
    ("ja", "en"): (
        "田中さんは東京の大学で CAR-T を研究しています。",
        "Mr. Tanaka works in 東京 on CAR-T.",
    ),
    ("ru", "en"): ("Мы обсудили CAR-T и TIL.", "We discussed CAR-T in Москва too."),
    ("ko", "en"): ("오늘은 CAR-T 이야기입니다.", "Today we speak of 인연 and CAR-T."),
    ("ar", "en"): ("نتحدث اليوم عن CAR-T.", "Today we talk about CAR-T."),
    ("el", "en"): ("Σήμερα μιλάμε για το τσάι.", "Today we talk about tea."),
    ("hi", "en"): ("आज हम चाय की बात करते हैं।", "Today we talk about chai."),
    ("th", "en"): ("วันนี้เราคุยเรื่องชา", "Today we talk about tea."),
    ("he", "en"): ("היום נדבר על תה.", "Today we talk about tea."),
    ("ja", "zh"): ("今日はお茶の話です。", "今天我们聊聊茶的故事。"),
    ("ja", "ko"): ("今日はお茶の話です。", "오늘은 차 이야기입니다."),
    ("zh", "yue"): ("我们今天不说这个。", "我哋今日唔講呢啲嘢。"),
    ("zh-TW", "yue"): ("我們今天不說這個。", "我哋今日唔講呢啲嘢。"),
    ("es", "en"): ("Hoy hablamos del té y del tiempo.", "Today we talk about tea and time."),
    ("fr", "de"): ("Aujourd'hui, nous parlons du thé.", "Heute sprechen wir über Tee."),
    ("pt", "es"): ("Hoje falamos sobre o chá e a chuva.", "Hoy hablamos del té y de la lluvia."),
    ("ru", "uk"): ("Сегодня мы говорим о чае.", "Сьогодні ми говоримо про чай."),
    ("nl", "sv"): ("Vandaag praten we over thee.", "I dag pratar vi om te."),
}


@pytest.mark.parametrize(("tags", "texts"), PAIRS.items(), ids=map("-".join, PAIRS))
def test_two_languages_are_told_apart(tags: tuple[str, str], texts: tuple[str, str]) -> None:
    pair = [tag.partition("-")[0] for tag in tags]
    for order in (tags, tags[::-1]):
        told = languages_of(order)
        assert [told.of(text) for text in texts] == pair
        title = told.split(f"{texts[1]} | {texts[0]}")
        assert title == dict(zip(pair, texts, strict=True))
        assert told.of("2024") is None
        assert [told.other(tag) for tag in pair] == pair[::-1]


def test_what_may_be_in_either_is_left_to_its_neighbours() -> None:
    told = languages_of(("es", "en"))
    assert told.of("No.") is None
    assert told.likelier("No.") is not None
    assert told.of_name("Ana") is None
    assert languages_of(("zh", "yue")).of("早晨。") is None


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lingua", None)
    with pytest.raises(InputError, match=r"pip install .*\[languages\]"):
        languages_of(("da", "nb"))


def test_traditional_characters_are_told_by_their_number() -> None:
    assert is_traditional(["這間店開了幾年？", "叫“过来人”"])
    assert not is_traditional(["这家店开了几年？", "招牌上寫「麵」"])
    assert not is_traditional(["天地人", "Tea"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("是的。", "zh"),
        ("Yes.", "en"),
        ("CAR-T、CAR-NK、TCR-T 都是细胞疗法。", "zh"),
        ("CAR-T、CAR-NK、TCR-T。", "zh"),
        ("OK。", "zh"),
        ("OK.", "en"),
        ("Robert Negrin 教授到访。", "zh"),
        ("The word 缘分 has no counterpart in English.", "en"),
        ("It’s a well-known café.", "en"),
        ("《》。", None),
        ("……", None),
        ("2024", None),
        ("", None),
        ("Привет", None),
    ],
)
def test_language_of(text: str, language: str | None) -> None:
    assert CHINESE_ENGLISH.of(text) == language


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("夜航 | Night Flight", {"zh": "夜航", "en": "Night Flight"}),
        ("Night Flight / 夜航", {"zh": "夜航", "en": "Night Flight"}),
        ("Night | Flight", {"en": "Night | Flight"}),
        ("夜航 Night Flight", {"zh": "夜航 Night Flight"}),
        ("2024", {None: "2024"}),
    ],
)
def test_by_language(text: str, parts: dict[str | None, str]) -> None:
    assert CHINESE_ENGLISH.split(text) == parts
