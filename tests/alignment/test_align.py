"""Which sentences are paired, on texts of our own."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from producer.alignment import align
from producer.alignment.dictionary import Dictionary, dictionary
from producer.alignment.tokens import stemmer
from producer.model import Pair

ZH = [
    "上个月我在杭州的一家老茶馆坐了整整一个下午。",
    "老板娘姓周，今年七十二岁。",
    "她说水的温度比茶叶的价格重要得多。",
    "水太烫，新茶就会变苦。",
    "我问她有没有想过退休？",
    "她笑着摇摇头。",
    "她的女儿在伦敦教物理，每年春天回来帮忙采茶。",
]
EN = [
    "Last month I spent a whole afternoon in an old teahouse in Hangzhou.",
    "The owner, Mrs. Zhou, is 72 this year.",
    "She says that the temperature of the water matters far more than the price of the tea.",
    "If the water is too hot, new tea turns bitter.",
    "I asked whether she had ever thought of retiring?",
    "She smiled and shook her head.",
    "Her daughter teaches physics in London and comes back every spring to help pick the leaves.",
]
ES = [
    "El mes pasado pasé una tarde entera en una antigua casa de té de Hangzhou.",
    "La dueña, la señora Zhou, tiene 72 años.",
    "Su hija enseña física en la universidad de Oxford.",
]
EN_OF_ES = [
    "Last month I spent a whole afternoon in an old teahouse in Hangzhou.",
    "The owner, Mrs. Zhou, is 72 years old.",
    "Her daughter teaches physics at Oxford university.",
]


NOTHING = Dictionary([], {})


def numbers(
    pairs: tuple[Pair, ...], first: str = "zh", second: str = "en"
) -> list[tuple[tuple[int, ...], ...]]:
    return [(pair.sentences[first], pair.sentences[second]) for pair in pairs]


def aligned(zh: list[str], en: list[str]) -> list[tuple[tuple[int, ...], ...]]:
    (pairs,) = align([([zh], [en])], ("zh", "en"))
    return numbers(pairs)


def test_a_translation_is_paired_sentence_by_sentence() -> None:
    assert aligned(ZH, EN) == [((n,), (n,)) for n in range(len(ZH))]


@pytest.mark.parametrize("absent", [0, 2, 4, 6])
def test_what_is_left_out_of_a_translation_stands_alone(absent: int) -> None:
    english = EN[:absent] + EN[absent + 1 :]
    expected = [((n,), (n - (n > absent),) if n != absent else ()) for n in range(len(ZH))]
    assert aligned(ZH, english) == expected


@pytest.mark.parametrize("absent", [1, 2, 4, 6])
def test_what_a_translation_adds_stands_alone(absent: int) -> None:
    chinese = ZH[:absent] + ZH[absent + 1 :]
    expected = [((n - (n > absent),) if n != absent else (), (n,)) for n in range(len(EN))]
    assert aligned(chinese, EN) == expected


@pytest.mark.parametrize("at", [0, 2, 5])
def test_two_sentences_that_became_one_are_in_one_pair(at: int) -> None:
    english = [*EN[:at], f"{EN[at].rstrip('.?')}, and {EN[at + 1]}", *EN[at + 2 :]]
    expected = [
        *(((n,), (n,)) for n in range(at)),
        ((at, at + 1), (at,)),
        *(((n,), (n - 1,)) for n in range(at + 2, len(ZH))),
    ]
    assert aligned(ZH, english) == expected


def test_traditional_characters_are_paired_alike() -> None:
    traditional = [
        "老闆娘今年七十二歲。",
        "她說水的溫度比茶葉的價格重要得多。",
        "她的女兒在倫敦教物理。",
    ]
    english = [EN[2], "Her daughter teaches physics in London."]
    assert aligned(traditional, english) == [((0,), ()), ((1,), (0,)), ((2,), (1,))]


def test_languages_without_a_dictionary_are_paired_by_numbers_names_and_lengths() -> None:
    (pairs,) = align([([ES], [EN_OF_ES])], ("es", "en"))
    assert numbers(pairs, "es") == [((n,), (n,)) for n in range(3)]


def test_without_the_dictionary_lengths_and_numbers_still_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("likelihood", "tokens"):
        monkeypatch.setattr(f"producer.alignment.{module}.dictionary", lambda: NOTHING)
    assert aligned(ZH, EN) == [((n,), (n,)) for n in range(len(ZH))]


def test_the_dictionary_is_there_and_knows_both_scripts() -> None:
    assert "temperature" in dictionary().translations("温度")
    assert "temperature" in dictionary().translations("溫度")
    assert dictionary().words_in("茶馆里") >= {"茶馆", "里"}


def test_words_of_the_dictionary_are_recognised_in_either_script() -> None:
    lines = [line.decode() for line in dictionary().lines]
    written = [word for line in lines[::53] for word in line.partition(" [")[0].split(" ")]
    of_characters = re.compile("[\u3400-\u9fff\U00020000-\U0002ffff]{2,6}")
    sought = list(filter(of_characters.fullmatch, written))
    assert len(sought) > 2_000
    assert [word for word in sought if word not in dictionary().words_in(word)] == []


def test_a_turn_in_one_language_has_pairs_with_an_empty_side() -> None:
    pairs = align([([ZH[:2]], []), ([], [EN[:1]]), ([], [])], ("zh", "en"))
    assert [numbers(each) for each in pairs] == [
        [((0,), ()), ((1,), ())],
        [((), (0,))],
        [],
    ]


def test_who_is_sure_and_who_is_not() -> None:
    (sure,) = align([([ZH], [EN])], ("zh", "en"))
    short = ([["好的。", "对。"]], [["Right.", "Yes, yes.", "Fine."]])
    (unsure,) = align([short], ("zh", "en"))
    assert min(pair.confidence for pair in sure) > 0.9
    assert min(pair.confidence for pair in unsure) < 0.9


SENTENCE = st.sampled_from([*ZH, *EN, *ES, "!", "7", "。", "Ω 12,000"])
SIDE = st.lists(st.lists(SENTENCE, max_size=4), max_size=3)
LANGUAGE = st.sampled_from(["zh", "en", "es", "ja", "xx"])


@given(st.lists(st.tuples(SIDE, SIDE), max_size=3), LANGUAGE, LANGUAGE)
def test_every_sentence_is_in_just_one_pair_and_in_order(
    turns: list[tuple[list[list[str]], list[list[str]]]], first: str, second: str
) -> None:
    if first == second:
        second = "en" if first != "en" else "zh"
    for sides, pairs in zip(turns, align(turns, (first, second)), strict=True):
        for side, language in zip(sides, (first, second), strict=True):
            expected = list(range(sum(map(len, side))))
            assert [n for pair in pairs for n in pair.sentences[language]] == expected
        assert all(0 <= pair.confidence <= 1 for pair in pairs)
        assert all(any(pair.sentences.values()) for pair in pairs)


def test_a_turn_of_hundreds_of_sentences_is_paired_in_reasonable_time_and_room() -> None:
    zh = [f"第{n}个茶馆有{n * 7}张桌子。{ZH[n % len(ZH)]}" for n in range(400)]
    en = [f"Teahouse number {n} has {n * 7} tables. {EN[n % len(EN)]}" for n in range(400)]
    del en[100:103]
    (pairs,) = align([([zh], [en])], ("zh", "en"))
    alone = [pair.sentences["zh"] for pair in pairs if not pair.sentences["en"]]
    assert alone == [(100,), (101,), (102,)]


def test_threads_that_pair_at_once_do_not_spoil_each_others_stems() -> None:
    words = [f"{start}{end}" for start in ("walk", "sail", "mend") for end in ("ing", "ed", "ings")]
    words = [f"{prefix}{word}" for prefix in ("un", "re", "over", "out") for word in words] * 40
    expected = [*map(snowballstemmer.stemmer("english").stemWord, words)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        stem = stemmer.__wrapped__("en").__wrapped__  # type: ignore[attr-defined]
        with ThreadPoolExecutor(4) as pool:
            for stems in pool.map(lambda _: [*map(stem, words)], range(4)):
                assert stems == expected
    finally:
        sys.setswitchinterval(interval)
