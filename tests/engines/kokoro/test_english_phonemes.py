"""English is read by the dictionary first, then by what is known of words, then by espeak-ng."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.engines.kokoro.english_phonemes import English
from producer.engines.kokoro.espeak_phonemes import kokoro_phonemes
from producer.engines.kokoro.pronunciations import Entry, Pronunciations
from producer.engines.kokoro.symbols import SYMBOLS

WORDS: dict[str, Entry] = {
    **{"boat": "bˈOt", "dish": "dˈɪʃ", "row": "ɹˈO", "stop": "stˈɑp", "apple": "ˈæpᵊl"},
    **{"make": "mˈAk", "city": "sˈɪti", "wait": "wˈAt", "is": "ɪz", "Miss": "mˈɪs", "to": "tu"},
    **{"percent": "pəɹsˈɛnt", "and": "ænd", "B": "bˈi", "C": "sˈi", "N": "ˈɛn", "A": "ˈA"},
    "use": {"DEFAULT": "jˈuz", "NOUN": "jˈus"},
    "record": {"DEFAULT": "ɹˈɛkəɹd", "VERB": "ɹəkˈɔɹd"},
    "can": {"DEFAULT": "kæn", "None": "kˈæn"},
    **{"twenty": "twˈɛnti", "five": "fˈIv"},
}


def reader(*, british: bool = False) -> English:
    return English(WORDS, {}, lambda word: f"[{word}]", british=british)


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("boats", "bˈOts"),
        ("dishes", "dˈɪʃᵻz"),
        ("cities", "sˈɪtiz"),
        ("the city's boat", "ðə sˈɪtiz bˈOt"),
        ("stopped", "stˈɑpt"),
        ("waited", "wˈATᵻd"),
        ("making", "mˈAkɪŋ"),
        ("stopping", "stˈɑpɪŋ"),
        ("rowing", "ɹˈOɪŋ"),
    ],
)
def test_forms_of_words_that_are_known(text: str, phonemes: str) -> None:
    assert reader()(text) == phonemes


def test_little_words_go_with_what_follows() -> None:
    assert reader()("the boat") == "ðə bˈOt"
    assert reader()("the apple") == "ði ˈæpᵊl"
    assert reader()("to row") == "tə ɹˈO"
    assert reader()("to.") == "tu."
    assert reader()("a boat") == "ɐ bˈOt"


def test_the_word_before_tells_the_part_of_speech() -> None:
    assert reader()("to record") == "tə ɹəkˈɔɹd"
    assert reader()("a record") == "ɐ ɹˈɛkəɹd"
    assert reader()("the use") == "ðə jˈus"
    assert reader()("to use") == "tə jˈuz"
    assert reader()("as can.").endswith("kˈæn.")


def test_abbreviations_are_spelt_and_unknown_words_asked_for() -> None:
    assert reader()("BBC") == "bˌibˌisˈi"
    assert reader()("Kymriah") == "[Kymriah]"
    assert reader()("25%") == "twˈɛnti fˈIv pəɹsˈɛnt"


def test_pauses_stay() -> None:
    assert reader()("Miss row, boat. (dish)") == "mˈɪs ɹˈO, bˈOt. (dˈɪʃ)"
    assert reader()("Mrs. row") == "[Mrs] ɹˈO"


def test_no_word_is_lost() -> None:
    assert reader()("α–βoat — boat/row").count("[") == 2


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    reader()(text)


def test_a_dictionary_is_searched_as_it_lies_there(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    words = {"a": "A", 'say "hi"': "x", "use": {"DEFAULT": "jˈuz", "NOUN": "jˈus"}, "zoo": "zˈu"}
    path.write_text(json.dumps(words, ensure_ascii=False, indent=2), encoding="utf-8")
    dictionary = Pronunciations(path)
    assert {word: dictionary.get(word) for word in words} == words
    assert dictionary.get("us") is None
    assert dictionary.get("DEFAULT") is None


@pytest.mark.parametrize(
    ("ipa", "british", "phonemes"),
    [
        ("ɹˈe^ɪn", False, "ɹˈAn"),
        ("ɡˈo^ʊ", False, "ɡˈO"),
        ("ɡˈə^ʊ", True, "ɡˈQ"),
        ("bˈɜːd", False, "bˈɜɹd"),
        ("bˈɜːd", True, "bˈɜːd"),
        ("t^ʃˈɪp", False, "ʧˈɪp"),
        ("bˈʌʔn\u0329", False, "bˈʌtn"),
        ("lˈɪɾəl", False, "lˈɪTəl"),
        ("(fr)mɛʁsi(en-us)", False, "mɛʁsi"),
    ],
)
def test_what_espeak_says_in_our_alphabet(ipa: str, british: bool, phonemes: str) -> None:
    assert kokoro_phonemes(ipa, british=british) == phonemes
    assert set(phonemes) <= set(SYMBOLS)
