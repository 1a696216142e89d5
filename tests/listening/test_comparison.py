"""What was heard is compared by how it sounds, whatever the recogniser writes for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.listening import DOUBTFUL, HEARD, WRONG, Recognition, compare

pytest.importorskip("pypinyin", reason="needs the extra 'listen'")


def heard(text: str, language: str = "", probability: float = 0.99) -> Recognition:
    return Recognition(text, language, probability, -0.2)


@pytest.mark.parametrize(
    ("text", "hearing"),
    [
        ("老周在河边修船。", "老週在河邊修船"),
        ("他在2019年花了1200元。", "他在二零一九年花了一千二百元"),
        ("四十多只船。", "40多隻船"),
        ("用 Blender 画图很快。", "用布蘭德畫圖很快"),
        ("其实风不大。", "其使風不大"),
        ("第2个人来了。", "第二個人來了"),
        ("12%的人会游泳。", "百分之十二的人會游泳"),
    ],
)
def test_chinese_that_sounds_alike_is_heard(text: str, hearing: str) -> None:
    assert compare(text, "zh", heard(hearing, "zh")).state == HEARD


@pytest.mark.parametrize(
    ("text", "hearing"),
    [
        ("Mr. Zhou mends boats by the river.", "Mr. Joe mends boats by the river."),
        ("It cost 1,200 dollars in 2019.", "It cost 1200 dollars in twenty nineteen."),
        ("The colour doesn't matter.", "The color does not matter."),
        ("Goodbye, neighbours!", "Good bye neighbors."),
        ("About 12% can swim.", "About 12 percent can swim."),
    ],
)
def test_english_that_sounds_alike_is_heard(text: str, hearing: str) -> None:
    assert compare(text, "en", heard(hearing, "en")).state in (HEARD, DOUBTFUL)
    assert compare(text, "en", heard(hearing, "en")).share < 0.3


@pytest.mark.parametrize(
    ("language", "text", "hearing", "kind"),
    [
        ("zh", "老周在河边修船，修了三十年。", "", "silence"),
        ("zh", "老周在河边修船，修了三十年。", "老周在河边修船", "missing"),
        ("zh", "老周在河边修船。", "老周在河边老周在河边修船", "extra"),
        ("zh", "老周在河边修船。", "明天的天气会好一些", "other"),
        ("en", "He has mended boats here for thirty years.", "He has mended boats", "missing"),
        ("en", "He mends old boats.", "He mends old he mends old boats.", "extra"),
        ("en", "He mends old boats.", "Tomorrow it might rain again", "other"),
    ],
)
def test_gross_faults_are_wrong(language: str, text: str, hearing: str, kind: str) -> None:
    outcome = compare(text, language, heard(hearing, language))
    assert (outcome.state, outcome.kind) == (WRONG, kind)


def test_another_language_is_wrong() -> None:
    outcome = compare("老周在河边修船。", "zh", heard("Lao Joe fixes boats", "en"))
    assert (outcome.state, outcome.kind) == (WRONG, "language")


def test_another_word_is_doubtful_and_named() -> None:
    outcome = compare("老周在河边修船。", "zh", heard("老周在厨房修船", "zh"))
    assert (outcome.state, outcome.due, outcome.instead) == (DOUBTFUL, "河边", "厨房")
    outcome = compare(
        "He mends old boats by the river.", "en", heard("He mends old boats by the kitchen.")
    )
    assert (outcome.state, outcome.due, outcome.instead) == (DOUBTFUL, "river", "kitchen")


@given(st.text(alphabet="老周在河边修船abc 12。,", max_size=30))
def test_a_text_sounds_like_itself(text: str) -> None:
    for language in ("zh", "en"):
        assert compare(text, language, heard(text)).share in (0.0, 1.0) or (
            compare(text, language, heard(text)).share < 0.1
        )


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_compared(text: str, hearing: str) -> None:
    for language in ("zh", "en"):
        compare(text, language, heard(hearing))


def test_a_character_that_is_read_otherwise_than_its_phrase_is_told_with_its_reading() -> None:
    outcome = compare("我去银行取钱。", "zh", heard("我去银杏取钱", "zh"))
    assert (outcome.state, outcome.kind) == (DOUBTFUL, "reading")
    assert [(r.term, r.pinyin, r.heard) for r in outcome.readings] == [
        ("银行", "yin2 hang2", "xing")
    ]


@pytest.mark.parametrize(
    ("text", "hearing"),
    [
        ("我去银行取钱。", "我去银行取钱"),
        ("他重新写了一遍。", "他从新写了一遍"),
        ("他长大了。", "他漲大了"),
        ("我的地在这里。", "我地的在这里"),
        ("还没有还钱。", "孩没有环钱"),
        ("你用什么设备？", "你用神魔設備"),
        ("在2019年长了3倍。", "在二零一九年涨了三倍"),
    ],
)
def test_a_reading_that_the_ear_agrees_with_is_no_finding(text: str, hearing: str) -> None:
    assert compare(text, "zh", heard(hearing, "zh")).readings == ()
