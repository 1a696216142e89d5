"""A text as the sounds it is made of, so that what sounds alike is alike.

A recogniser writes Chinese in characters that sound right, in either script, and numbers in digits
or words as it likes. So Chinese is compared by syllables without tones, and languages with spaces
by words, with numbers written out. What stands in Latin letters in a Chinese sentence may be heard
as anything: it matches whatever stands in its place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from producer.languages import HAN
from producer.speech.han_numbers import number_in_place
from producer.speech.written_numbers import written_out

_HAN_RUN = re.compile(
    rf"(?P<han>[{HAN}〇]+)|(?P<latin>[^\W\d_{HAN}〇](?:[\w'’&.+-]*[^\W_{HAN}〇])?)"
    r"|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?%?)"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SMALL_WORDS = frozenset(
    "a an the and or but of to in on at by for from with as is are was were be been it its he she "
    "they we you i his her their this that these those so too then than not no do does did has "
    "have had will would can could there here what when who which how all up out".split()
)
_CONTRACTED = {
    **{"'s": "", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "'m": " am"},
    "n't": " not",
}
_MERGED = (
    *(("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in")),
    *(("iong", "ong"), ("n", "l"), ("r", "l"), ("h", "f"), ("v", "u")),
)
"""Initials and finals that are told apart by few, and by a small recogniser by chance."""


@dataclass(frozen=True, slots=True)
class SpokenToken:
    """A syllable or word: its `readings`, of which any will do, and how it is written. `weight` is
    what it counts; `open` ones match whatever is heard in their place."""

    readings: frozenset[str]
    written: str
    weight: float = 1.0
    open: bool = False


def sounds_of(text: str, language: str) -> list[SpokenToken]:
    """The sounds of a text in `language`."""
    if language in ("zh", "yue"):
        return _syllables(unicodedata.normalize("NFKC", text))
    return _words(unicodedata.normalize("NFKC", text), language)


def _syllables(text: str) -> list[SpokenToken]:
    sounds: list[SpokenToken] = []
    run = ""
    for match in _HAN_RUN.finditer(text):
        if match.lastgroup == "latin":
            sounds += _read(run)
            sounds.append(SpokenToken(frozenset({match[0].casefold()}), match[0], 0.5, open=True))
            run = ""
        else:
            run += match[0] if match.lastgroup == "han" else number_in_place(match)
    return sounds + _read(run)


def _read(run: str) -> list[SpokenToken]:
    """A sound for each character of a run of Han characters: as its phrase is read, and as it can
    be read otherwise."""
    if not run:
        return []
    phrase = _pinyin(run, heteronym=False)
    sounds = []
    for place, character in enumerate(run):
        readings = {*phrase[place], *readings_of(character)}
        sounds.append(SpokenToken(frozenset(readings or {character}), character))
    return sounds


def phrase_readings(run: str) -> list[str]:
    """How each character of a run of Han is read in its phrase, such as "hang2"."""
    from pypinyin import Style, lazy_pinyin

    read: list[str] = lazy_pinyin(
        run,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        errors=lambda characters: list(characters),  # type: ignore[arg-type, return-value]
    )
    return read if len(read) == len(run) else list(run)


@lru_cache(maxsize=256)
def phrases_of(run: str) -> tuple[tuple[int, int], ...]:
    """From where to before where the phrases of a run of Han go that readings are known of."""
    from pypinyin.seg.mmseg import seg

    ends = list(accumulate(len(word) for word in seg.cut(run)))
    return tuple(zip([0, *ends], ends, strict=False))


@lru_cache(maxsize=4096)
def readings_of(character: str) -> tuple[str, ...]:
    """All syllables that a character may stand for, without tones."""
    return tuple(_pinyin(character, heteronym=True)[0])


def _pinyin(text: str, *, heteronym: bool) -> list[list[str]]:
    from pypinyin import Style, pinyin

    read: list[list[str]] = pinyin(
        text,
        style=Style.NORMAL,
        heteronym=heteronym,
        errors=lambda characters: list(characters),  # type: ignore[arg-type, return-value]
        v_to_u=False,
    )
    return read if len(read) == len(text) else [[character] for character in text]


def _words(text: str, language: str) -> list[SpokenToken]:
    plain = text.replace("’", "'")
    if language == "en":
        # A recogniser puts the comma of 1,200 where it likes.
        plain = written_out(_THOUSANDS.sub("", plain.replace("-", " ")))
        for ending, spelt in _CONTRACTED.items():
            plain = re.sub(rf"{ending}\b", spelt, plain)
    sounds = []
    for match in _WORD.finditer(plain):
        word = "".join(c for c in unicodedata.normalize("NFD", match[0]) if c.isalnum()).casefold()
        is_name = match[0][0].isupper() and match.start() > 0
        weight = 0.4 if word in _SMALL_WORDS or is_name else 1.0
        sounds.append(SpokenToken(frozenset({word}), match[0], weight))
    return sounds


@lru_cache(maxsize=65_536)
def difference(first: str, second: str) -> float:
    """How different two syllables or words sound: 0 for the same, 1 for others."""
    if first == second:
        return 0.0
    if _merged(first) == _merged(second):
        return 0.2
    longest = max(len(first), len(second))
    share = _letters_apart(first, second) / longest
    return 1.0 if share >= 0.6 else share


@lru_cache(maxsize=8192)
def _merged(syllable: str) -> str:
    for careful, careless in _MERGED:
        syllable = syllable.replace(careful, careless)
    return syllable


def _letters_apart(first: str, second: str) -> int:
    """The edit distance (Levenshtein)."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
