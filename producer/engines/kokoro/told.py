"""Sounds that a person has written down → Kokoro's phonemes."""

from __future__ import annotations

import re

from producer.engines.kokoro.chinese_phonemes import syllable
from producer.engines.kokoro.espeak_phonemes import TIE, kokoro_phonemes

_IPA_SIGNS = {"/": "", "[": "", "]": "", ".": "", "‿": "", "'": "ˈ", "\u0361": TIE, "\u035c": TIE}
_ONE_SOUND = re.compile("[aeɔo]ɪ|[aoə]ʊ|dʒ|tʃ|eə")
"""What dictionaries write as two letters, and is one sound."""


def told_phonemes(alphabet: str, sounds: str, *, british: bool) -> str:
    """The phonemes of `sounds`: syllables of "pinyin", or "ipa" as dictionaries have it."""
    if alphabet == "pinyin":
        return "".join(syllable(part) for part in sounds.lower().split())
    for sign, ours in _IPA_SIGNS.items():
        sounds = sounds.replace(sign, ours)
    tied = _ONE_SOUND.sub(lambda match: TIE.join(match[0]), sounds)
    return kokoro_phonemes(tied, british=british)
