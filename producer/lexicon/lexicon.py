"""How terms are spoken, as a value, and where they stand in a text.

The longest term goes first; in scripts that put spaces between words a term is a whole word, in
others it is found anywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from producer.lexicon.pinyin import homophones, is_pinyin
from producer.spoken import Replacement, Spoken

KIND = "lexicon"

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no spaces between words."""
_ALIKE = str.maketrans("‐‑’", "--'")
"""What word processors put for hyphens and apostrophes."""


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """How `term` is spoken in `language`; by one `engine` or `voice` only, where they are not
    empty. With `case` capitals count. `pinyin` ("chan2 yu2") or `ipa` say how it sounds, to engines
    that can be told; the others read what is `spoken`, or else the nearest: characters of the same
    sound for pinyin, and for IPA the term as it is."""

    language: str
    term: str
    spoken: str = ""
    engine: str = ""
    voice: str = ""
    case: bool = False
    pinyin: str = ""
    ipa: str = ""

    @classmethod
    def of(cls, language: str, term: str, spoken: str, *, case: bool = False) -> LexiconEntry:
        """The entry of a term that is `spoken` so, which may be pinyin where that is Chinese."""
        if language == "zh" and is_pinyin(spoken):
            return cls(language, term, case=case, pinyin=spoken)
        return cls(language, term, spoken, case=case)

    @property
    def sounds(self) -> str:
        """How it is spoken, for a person to read."""
        return self.spoken or self.pinyin or self.ipa

    def replacement(self, start: int, written: str, alphabets: Collection[str]) -> Replacement:
        """What is said for it where it is `written` from `start` on."""
        end = start + len(written)
        for alphabet, sounds in (("pinyin", self.pinyin), ("ipa", self.ipa)):
            if sounds and alphabet in alphabets:
                return Replacement(start, end, written, KIND, alphabet, sounds)
        nearest = homophones(self.pinyin) if self.pinyin else written
        return Replacement(start, end, self.spoken or nearest, KIND)

    def fits(self, language: str, engine: str, voice: str) -> bool:
        return (
            self.language == language and self.engine in ("", engine) and self.voice in ("", voice)
        )

    @property
    def rank(self) -> tuple[int, bool, bool, bool]:
        """The higher one of two entries for the same words is taken."""
        return len(self.term), self.case, bool(self.voice), bool(self.engine)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The entries of a show, in the order of the file."""

    entries: tuple[LexiconEntry, ...] = ()

    def has(self, language: str, term: str) -> bool:
        """Whether there is an entry for `term`, whoever it is for."""
        folded = term.casefold()
        return any(e.language == language and e.term.casefold() == folded for e in self.entries)

    def apply(
        self,
        text: str,
        language: str,
        *,
        engine: str = "",
        voice: str = "",
        alphabets: Collection[str] = (),
    ) -> Spoken:
        """A clean `text` with its terms respelled as `engine`, which knows `alphabets`, and
        `voice` are to say them."""
        index = _index(self, language, engine, voice)
        replaced: list[Replacement] = []
        exact = text.translate(_ALIKE)
        folded = _folded(exact)
        place = 0
        while index and place < len(text):
            beginning = folded[place : place + 2]
            candidates = (*index.get(beginning, ()), *index.get(beginning[:1], ()))
            entry = next((e for e in candidates if _stands_at(e, place, exact, folded)), None)
            if entry is None:
                place += 1
                continue
            end = place + len(entry.term)
            replaced.append(entry.replacement(place, text[place:end], alphabets))
            place = end
        return Spoken(text, tuple(replaced))


@lru_cache(maxsize=64)
def _index(
    lexicon: Lexicon, language: str, engine: str, voice: str
) -> Mapping[str, Sequence[LexiconEntry]]:
    """The entries that fit, by their first two characters, or the only one; of each the one first
    that goes first."""
    index: dict[str, list[LexiconEntry]] = defaultdict(list)
    fitting = [entry for entry in lexicon.entries if entry.fits(language, engine, voice)]
    for entry in sorted(fitting, key=lambda entry: entry.rank, reverse=True):
        index[_folded(entry.term.translate(_ALIKE))[:2]].append(entry)
    return dict(index)


def _folded(text: str) -> str:
    """`text` in small letters, each in its place."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _stands_at(entry: LexiconEntry, place: int, exact: str, folded: str) -> bool:
    """Whether the term stands there as it is to: a whole word where words have ends."""
    term = entry.term.translate(_ALIKE)
    stands = (
        exact.startswith(term, place) if entry.case else folded.startswith(_folded(term), place)
    )
    end = place + len(term)
    inside = (_is_in_word(exact[i - 1 : i + 1]) for i in (place, end) if 0 < i < len(exact))
    return stands and not any(inside)


def _is_in_word(pair: str) -> bool:
    """Whether between two characters there is no end of a word that is written with spaces."""
    return all(character.isalnum() and not _UNSPACED.match(character) for character in pair)
