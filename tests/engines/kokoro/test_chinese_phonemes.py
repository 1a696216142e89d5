"""Chinese is read by phrase, syllable by syllable, with English in between."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.engines.kokoro.chinese_phonemes import Chinese, syllable
from producer.engines.kokoro.readings import Readings
from producer.engines.kokoro.symbols import SYMBOLS
from producer.engines.kokoro.words import Words, jieba_dictionary
from producer.speech.han_numbers import number_in_han

pypinyin = pytest.importorskip("pypinyin", reason="needs the extra 'kokoro'")
pytest.importorskip("jieba", reason="needs the extra 'kokoro'")


@cache
def readings() -> Readings:
    return Readings()


@cache
def words() -> Words:
    return Words(jieba_dictionary())


def pinyin(text: str) -> str:
    return " ".join(readings()(text, words().cut(text)))


def phonemes(text: str) -> str:
    return Chinese(words().cut, readings(), lambda word: f"<{word}>")(text)


def test_every_syllable_of_every_character_can_be_said() -> None:
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    known = {
        to_tone3(reading, neutral_tone_with_five=True)
        for each in PINYIN_DICT.values()
        for reading in each.split(",")
    }
    assert {reading for reading in known if not syllable(reading)} <= {"wong4"}
    assert set("".join(map(syllable, known))) <= set(SYMBOLS)


@pytest.mark.parametrize(
    ("reading", "sounds"),
    [
        ("ma1", "ma→"),
        ("zhi1", "ꭧɨ→"),
        ("si4", "sɨ↘"),
        ("xu3", "ɕy↓"),
        ("lv4", "ly↘"),
        ("yuan2", "ɥɛ↗n"),
        ("yong4", "jʊ↘ŋ"),
        ("wo3", "wo↓"),
        ("er2", "ɚ↗"),
        ("dui4", "twei↘"),
        ("de5", "tɤ"),
    ],
)
def test_syllables(reading: str, sounds: str) -> None:
    assert syllable(reading) == sounds


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("他长得很高", "ta1 zhang3 de5 hen3 gao1"),
        ("我得走了", "wo3 dei3 zou3 le5"),
        ("他获得了奖", "ta1 huo4 de2 le5 jiang3"),
        ("她轻轻地关门", "ta1 qing1 qing1 de5 guan1 men2"),
        ("这块地很大", "zhe4 kuai4 di4 hen3 da4"),
        ("这条路很长", "zhe4 tiao2 lu4 hen3 chang2"),
        ("曾教授曾经来过", "zeng1 jiao4 shou4 ceng2 jing1 lai2 guo4"),
        ("银行在重庆", "yin2 hang2 zai4 chong2 qing4"),
        ("音乐很快乐", "yin1 yue4 hen3 kuai4 le4"),
        ("毛巾很干", "mao2 jin1 hen3 gan1"),
        ("大夫来了", "dai4 fu5 lai2 le5"),
    ],
)
def test_polyphones(text: str, reading: str) -> None:
    assert pinyin(text) == reading


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("0", "零"),
        ("12", "十二"),
        ("20", "二十"),
        ("105", "一百零五"),
        ("1010", "一千零一十"),
        ("10500", "一万零五百"),
        ("100010000", "一亿零一万"),
        ("1,234.5", "一千二百三十四点五"),
        ("12%", "百分之十二"),
        ("007", "零零七"),
    ],
)
def test_numbers(number: str, read: str) -> None:
    assert number_in_han(number) == read


def test_numbers_where_they_stand() -> None:
    assert phonemes("2019年") == phonemes("二零一九年")
    assert phonemes("2个人") == phonemes("两个人")
    assert phonemes("第2个") == phonemes("第二个")
    assert phonemes("2019个") == phonemes("二千零一十九个")


def test_latin_letters_are_english() -> None:
    assert phonemes("用CAR-T治疗") == f"{phonemes('用')} <CAR-T> {phonemes('治疗')}"
    assert phonemes("用 Big Data 分析") == f"{phonemes('用')} <Big Data> {phonemes('分析')}"


def test_marks_are_pauses() -> None:
    assert phonemes("好，好。") == "xau↓, xau↓."
    assert phonemes("《好》") == "“xau↓”"


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    phonemes(text)


RUNS = st.lists(
    st.sampled_from(
        "银行 长城 的 一心一意 重庆 行 大夫 音乐 得了 还 不得不 一心一 〇 㐀 龘".split()
    )
)


@given(RUNS.map("".join))
def test_characters_are_read_as_pypinyin_reads_them(run: str) -> None:
    """But for what is corrected."""
    theirs = pypinyin.lazy_pinyin(
        run,
        style=pypinyin.Style.TONE3,
        neutral_tone_with_five=True,
        errors=lambda characters: [""] * len(characters),
    )
    ours = readings()(run, words().cut(run))
    corrected = "得地长干数曾大夫"
    assert [r for c, r in zip(run, ours, strict=True) if c not in corrected] == [
        r for c, r in zip(run, theirs, strict=True) if c not in corrected
    ]
