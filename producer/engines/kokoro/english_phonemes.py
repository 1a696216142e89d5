"""English words → Kokoro's phonemes.

A dictionary has some 180,000 words (that of misaki, which the model was trained with: Apache-2.0).
What it lacks is built from a word that it has, spelt where it is an abbreviation, or left to
`unknown`, which is espeak-ng: every word gets phonemes.

Phonemes are single characters: "A" is the vowel of "day", "I" of "my", "O" of "go" in America and
"Q" in Britain, "W" of "now", "Y" of "boy", "ˈ" and "ˌ" stress the vowel behind them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from producer.engines.kokoro.pronunciations import Entry
from producer.speech.written_numbers import written_out

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<number>\d+(?:[.,:]\d+)*)|(?P<space>\s+)|(?P<sign>.)",
    re.DOTALL,
)
_ABBREVIATION = re.compile(r"\b(Mrs?|Ms|Dr|Prof|St|vs|etc)\.(?=\s)")
_PAUSES = {
    **{mark: mark for mark in ";:,.!?—…"},
    **{"–": "—", "，": ",", "。": ".", "！": "!", "？": "?", "；": ";", "：": ":", "、": ","},
    **{"“": "“", "”": "”", '"': "”", "(": "(", ")": ")", "（": "(", "）": ")"},
}
_SIGNS = {"&": "and", "%": "percent", "+": "plus", "@": "at", "=": "equals", "#": "number"}
_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻɐ")
_SOUNDS = _VOWELS | frozenset("bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ")
_FLAPPED_AFTER = frozenset("AIOWYiuæɑəɛɪɹʊʌ")
"""An American t between one of these and an ending is a flap."""
_LONGEST_SPELT = 5
"""Capitals of more letters that are in no dictionary are read as a word."""

_BEFORE_VERBS = frozenset(
    "to will would can could shall should may might must do does did not don't doesn't didn't "
    "can't cannot won't wouldn't couldn't i you we they let's please who".split()
)
_BEFORE_PARTICIPLES = frozenset(
    "have has had having i've you've we've they've he's she's was were been be is are".split()
)
_BEFORE_NOUNS = frozenset(
    "a an the this that these those my your his her its our their no some any every each of "
    "for with by from in on at".split()
)


class PronunciationSource(Protocol):
    """A dictionary."""

    def get(self, word: str, /) -> Entry | None:
        """The entry of a word as it is written; None where there is none."""


class English:
    """Reads English aloud, in British English where `british`. `words` and `more_words` are
    dictionaries, of which the first goes first; `unknown` gives the phonemes of a word or number
    that they lack."""

    def __init__(
        self,
        words: PronunciationSource,
        more_words: PronunciationSource,
        unknown: Callable[[str], str],
        *,
        british: bool = False,
    ) -> None:
        self._words = lru_cache(maxsize=8192)(words.get)
        self._more_words = lru_cache(maxsize=8192)(more_words.get)
        self._unknown = lru_cache(maxsize=4096)(unknown)
        self._british = british

    def __call__(self, text: str) -> str:
        """The phonemes of a text, with spaces between words and marks for pauses."""
        plain = unicodedata.normalize("NFKC", text).replace("’", "'")
        plain = _ABBREVIATION.sub(r"\1", plain)
        tokens = list(_tokens(written_out(plain)))
        words = [token.casefold() for token in tokens if token[0].isalnum()]
        parts: list[str] = []
        following: bool | None = None
        place = len(words)
        # From the end: how "the" and "to" sound depends on what comes behind them.
        for token in reversed(tokens):
            if token[0].isalnum():
                place -= 1
                before = words[place - 1] if place else ""
                phonemes = self._word(token, before, following)
            else:
                phonemes = token
            parts.append(phonemes)
            following = _begins_with_vowel(phonemes, following)
        # Its version 1.0 writes the flap as "T" and knows no glottal stop.
        return "".join(reversed(parts)).strip().replace("ɾ", "T").replace("ʔ", "t")

    def _word(self, word: str, before: str, following: bool | None) -> str:
        """A word or number behind the word `before`. `following` says whether a vowel follows;
        None at a pause."""
        if word[0].isdigit():
            return self._unknown(word)
        lower = word.lower()
        if word == "I":
            return "ˌI"
        if lower == "a" and word != lower and before:
            return self._stressed("ˈA", word)
        if (weak := _weak(lower, following)) and not word.isupper():
            return self._stressed(weak, word) if word[0].isupper() else weak
        phonemes = self._known(word, before, following) or self._derived(word, before, following)
        if phonemes:
            return self._stressed(phonemes, word)
        if word.isupper() and len(word) <= _LONGEST_SPELT:
            return self._spelt(word)
        return self._unknown(word)

    def _known(self, word: str, before: str, following: bool | None) -> str:
        """What a dictionary says of a word, "" where it is in none."""
        for form in dict.fromkeys((word, word.lower(), word.capitalize())):
            if word.isupper() and len(word) > 1 and form != word and self._words(form) is None:
                continue  # An abbreviation is no rare word.
            entry = self._words(form) or self._more_words(form)
            if isinstance(entry, str):
                return entry
            if entry:
                kind = "None" if following is None and "None" in entry else _kind(entry, before)
                return entry.get(kind) or entry["DEFAULT"] or ""
        return ""

    def _derived(self, word: str, before: str, following: bool | None) -> str:
        """The phonemes of a plural, a past tense or an -ing form of a word that is known."""

        def known(*stems: str) -> str:
            looked_up = (self._known(stem, before, following) for stem in stems if len(stem) > 1)
            return next(filter(None, looked_up), "")

        lower = word.lower()
        if lower.endswith("s'"):
            return known(word[:-1]) or self._derived(word[:-1], before, following)
        if lower.endswith("'s"):
            return self._plural(known(word[:-2]))
        if lower.endswith("ies"):
            return self._plural(known(word[:-3] + "y"))
        if lower.endswith("s") and not lower.endswith("ss"):
            stems = (word[:-1], word[:-2]) if lower.endswith("es") else (word[:-1],)
            return self._plural(known(*stems))
        if lower.endswith("ied"):
            return self._past(known(word[:-3] + "y"))
        if lower.endswith("ed"):
            return self._past(known(word[:-1], word[:-2], *_single(word[:-2])))
        if lower.endswith("ing"):
            return self._present(known(word[:-3], word[:-3] + "e", *_single(word[:-3])))
        return ""

    def _plural(self, stem: str) -> str:
        if not stem:
            return ""
        if stem[-1] in "ptkfθ":
            return stem + "s"
        if stem[-1] in "szʃʒʧʤ":
            return stem + ("ɪz" if self._british else "ᵻz")
        return stem + "z"

    def _past(self, stem: str) -> str:
        if not stem:
            return ""
        if stem[-1] in "pkfθʃsʧ":
            return stem + "t"
        if stem[-1] not in "td":
            return stem + "d"
        return self._flapped(stem) + ("ɪd" if self._british else "ᵻd")

    def _present(self, stem: str) -> str:
        if not stem:
            return ""
        linked = "ɹ" if self._british and stem[-1] in "əː" else ""
        return self._flapped(stem) + linked + "ɪŋ"

    def _flapped(self, stem: str) -> str:
        flap = not self._british and stem[-1] == "t" and stem[-2:-1] in _FLAPPED_AFTER
        return f"{stem[:-1]}ɾ" if flap and len(stem) > 1 else stem

    def _spelt(self, word: str) -> str:
        """An abbreviation by its letters, with the stress on the last."""
        letters = [self._words(letter.upper()) for letter in word if letter.isalpha()]
        if not all(isinstance(letter, str) for letter in letters):
            return self._unknown(word)
        *first, last = map(str, letters)
        return "".join(letter.replace("ˈ", "ˌ") for letter in first) + last

    @staticmethod
    def _stressed(phonemes: str, word: str) -> str:
        """With a stress where capitals give one to a word that has none."""
        if word.islower() or "ˈ" in phonemes:
            return phonemes
        if "ˌ" in phonemes:
            return phonemes.replace("ˌ", "ˈ", 1) if word.isupper() and len(word) > 1 else phonemes
        vowel = next((i for i, sound in enumerate(phonemes) if sound in _VOWELS), None)
        return phonemes if vowel is None else f"{phonemes[:vowel]}ˌ{phonemes[vowel:]}"


def _tokens(text: str) -> Iterator[str]:
    """Words, numbers, single spaces and the marks that Kokoro knows."""
    for match in _TOKEN.finditer(text):
        match match.lastgroup:
            case "word" | "number":
                yield match[0]
            case "space":
                yield " "
            case _ if sign := _SIGNS.get(match[0]):
                yield from (" ", sign, " ")
            case _ if mark := _PAUSES.get(match[0]):
                yield mark
            case _ if match[0] in "-/":
                yield " "


def _weak(word: str, following: bool | None) -> str:
    """How a little word sounds inside of a sentence, "" for any other."""
    match word:
        case "a":
            return "ɐ"
        case "an":
            return "ɐn"
        case "the":
            return "ði" if following else "ðə"
        case "to" if following is not None:
            return "tʊ" if following else "tə"
    return ""


def _kind(entry: Mapping[str, str | None], before: str) -> str:
    """Which part of speech a word is, as far as the word `before` tells."""
    if before in _BEFORE_PARTICIPLES and "VBN" in entry:
        return "VBN"
    if before in _BEFORE_VERBS and "VERB" in entry:
        return "VERB"
    if before in _BEFORE_NOUNS and "NOUN" in entry:
        return "NOUN"
    return "DEFAULT"


def _single(stem: str) -> Sequence[str]:
    """`stem` without a doubled letter at its end."""
    return (stem[:-1],) if len(stem) > 2 and stem[-1] == stem[-2] else ()


def _begins_with_vowel(phonemes: str, following: bool | None) -> bool | None:
    """Whether `phonemes`, or else what is `following`, begin with a vowel; None for a pause."""
    for sound in phonemes:
        if sound in ";:,.!?—…":
            return None
        if sound in _SOUNDS:
            return sound in _VOWELS
    return following
