"""Terms by their sounds: told to engines that know the alphabet, and else the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer import lexicon
from producer.errors import InputError
from producer.lexicon.pinyin import homophones
from producer.model import Phonemes
from producer.plan.passages import as_said

FILE = """\
[en]
Nguyen = { ipa = "ˈwɪn" }
Lhasa = { ipa = "ˈlɑːsə", spoken = "Lassa" }

[zh]
"单于" = { pinyin = "chan2 yu2" }
"绿" = { pinyin = "lü4" }
"行长" = { pinyin = "hang2 zhang3", spoken = "航掌" }
"""
ALL = frozenset({"pinyin", "ipa"})


@pytest.fixture
def terms(tmp_path: Path) -> lexicon.Lexicon:
    path = tmp_path / "lexicon.toml"
    path.write_text(FILE, encoding="utf-8")
    return lexicon.load(path)


def test_an_engine_that_knows_the_alphabet_is_told_the_sounds(terms: lexicon.Lexicon) -> None:
    told = as_said("匈奴的单于来了3次。", "zh", terms, alphabets=ALL)
    assert told.text == "匈奴的单于来了3次。"
    assert told.readings() == (Phonemes(3, 5, "pinyin", "chan2 yu2"),)
    told = as_said("It took 5 km, Mr. Nguyen said.", "en", terms, alphabets=ALL)
    (reading,) = told.readings()
    assert told.text[reading.start : reading.end] == "Nguyen"
    assert told.text.startswith("It took 5 kilo") or "five" in told.text


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("zh", "单于来了。", "缠鱼来了。"),
        ("zh", "绿的。", "律的。"),
        ("zh", "行长来了。", "航掌来了。"),
        ("en", "Nguyen came.", "Nguyen came."),
        ("en", "Lhasa is high.", "Lassa is high."),
    ],
)
def test_other_engines_are_given_the_nearest(
    terms: lexicon.Lexicon, language: str, written: str, spoken: str
) -> None:
    told = as_said(written, language, terms)
    assert told.text == spoken
    assert told.readings() == ()


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('[zh]\n"单于" = { pinyin = "chan yu" }', "number of its tone"),
        ('[zh]\n"单于" = { pinyin = "blub2 yu2" }', "no syllable of Mandarin"),
        ('[en]\nNguyen = { pinyin = "wen2" }', "for terms under"),
        ('[zh]\n"单于" = { pinyin = "chan2 yu2", ipa = "x" }', "one of them"),
        ("[en]\nNguyen = { case = true }", "'spoken' is missing"),
    ],
)
def test_what_is_no_sound_is_told_with_its_line(entry: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text(entry, encoding="utf-8")
    with pytest.raises(InputError, match=problem) as told:
        lexicon.load(path)
    assert told.value.line == 2


def test_sounds_are_added_to_the_file_also_where_pinyin_is_given_for_a_spelling(
    tmp_path: Path,
) -> None:
    path = tmp_path / "lexicon.toml"
    lexicon.add(path, "en", "Nguyen", "", ipa="ˈwɪn")
    entry = lexicon.add(path, "zh", "单于", "chan2 yu2")
    assert entry.pinyin == "chan2 yu2"
    assert '"单于" = {pinyin = "chan2 yu2"}' in path.read_text("utf-8")
    assert {each.sounds for each in lexicon.load(path).entries} == {"ˈwɪn", "chan2 yu2"}


def test_characters_of_the_same_sound_are_read_so() -> None:
    pypinyin = pytest.importorskip("pypinyin", reason="needs the extra 'kokoro' or 'listen'")
    for syllable in "chan2 yu2 zhong4 hang2 lv4 nv3 zeng1 chong2 jue2 shuo1".split():
        (readings,) = pypinyin.pinyin(homophones(syllable), style=pypinyin.Style.TONE3)
        assert readings == [syllable]
