"""Sounds that a person has written down, in Kokoro's alphabet."""

from __future__ import annotations

import pytest

from producer.engines.kokoro.symbols import SYMBOLS
from producer.engines.kokoro.told import told_phonemes


@pytest.mark.parametrize(
    ("alphabet", "sounds", "phonemes"),
    [
        ("pinyin", "chan2 yu2", "ꭧʰa↗ny↗"),
        ("pinyin", "Hang2 zhang3", "xa↗ŋꭧa↓ŋ"),
        ("ipa", "ˈwɪn", "ˈwɪn"),
        ("ipa", "/təˈmeɪ.toʊ/", "təˈmAtO"),
        ("ipa", "ˈt͡ʃaɪ.koʊ.v.ski", "ˈʧIkOvski"),
        ("ipa", "dʒɔɪ", "ʤY"),
    ],
)
def test_sounds_are_phonemes(alphabet: str, sounds: str, phonemes: str) -> None:
    result = told_phonemes(alphabet, sounds, british=False)
    assert result == phonemes
    assert set(result) <= SYMBOLS.keys()
