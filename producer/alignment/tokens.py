"""A sentence → what it can be recognised by in another language.

Each token is a text: a word by its stem, a word of Chinese or Japanese by its characters, a number
by its digits ("=20"), or a mark of punctuation that languages share ("?").
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache

from producer.alignment.dictionary import dictionary
from producer.languages import HAN, SCRIPTS

_STEMMERS = {
    **{"ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek"},
    **{"en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish"},
    **{"fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian"},
    **{"id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian"},
    **{"ne": "nepali", "nl": "dutch", "pt": "portuguese", "ro": "romanian", "ru": "russian"},
    **{"sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish"},
}
_UNSPACED = HAN + SCRIPTS["Kana"]
_RUN = re.compile(f"[{_UNSPACED}]+")
_WORD = re.compile(rf"[^\W\d_{_UNSPACED}]+(?:[.'’][^\W\d_{_UNSPACED}]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARKS = {"?": "?？", "!": "!！", '"': '"“„«『「《'}
"""Punctuation that a translation keeps, by what it is called here."""


def tokens_of(sentence: str, language: str, numbers: Iterable[str] = ()) -> frozenset[str]:
    """What `sentence` can be recognised by. `numbers` are those it has, in words too."""
    return _tokens_of(sentence, language, tuple(numbers))


@lru_cache(maxsize=16_384)
def _tokens_of(sentence: str, language: str, numbers: tuple[str, ...]) -> frozenset[str]:
    stem = stemmer(language)
    words = {stem(word.casefold()) for word in _WORD.findall(sentence)}
    for run in _RUN.findall(sentence):
        words |= dictionary().words_in(run)
    words.update(f"={number.replace(',', '')}" for number in _NUMBER.findall(sentence))
    words.update(f"={number}" for number in numbers)
    words.update(mark for mark, forms in _MARKS.items() if any(c in sentence for c in forms))
    return frozenset(words)


def length_of(sentence: str) -> int:
    """How long a sentence is: its letters and digits."""
    return sum(map(str.isalnum, sentence))


@lru_cache(maxsize=64)
def stemmer(language: str) -> Callable[[str], str]:
    """What gives the stem of a word in lower case; the word itself where no rules are known."""
    if language not in _STEMMERS:
        return lambda word: word
    import snowballstemmer

    stem_word = snowballstemmer.stemmer(_STEMMERS[language]).stemWord
    # A stemmer keeps the word that it is at: two threads would spoil each other's.
    lock = threading.Lock()

    @lru_cache(maxsize=1 << 16)
    def stem(word: str) -> str:
        with lock:
            stemmed: str = stem_word(word.replace("’", "'").removesuffix("'s"))
        return stemmed

    return stem
