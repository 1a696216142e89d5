"""How terms are spoken, as a value, and where they stand in a text.

The longest term goes first; in scripts that put spaces between words a term is a whole word, in
others it is found anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from producer.spoken import Replacement, Spoken

KIND = "lexicon"

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff"
_UNSPACED += "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IN_WORD = rf"[^\W_{_UNSPACED}]"
"""A letter or digit of a script that puts spaces between words."""
_ALIKE = {"-": "[-‐‑]", "'": "['’]", "’": "['’]", " ": r"\s+"}
"""What word processors exchange for one another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How `term` is spoken in `language`; by one `engine` or `voice` only, where they are not
    empty. With `case` capitals count."""

    language: str
    term: str
    spoken: str
    engine: str = ""
    voice: str = ""
    case: bool = False

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

    entries: tuple[Entry, ...] = ()

    def has(self, language: str, term: str) -> bool:
        """Whether there is an entry for `term`, whoever it is for."""
        folded = term.casefold()
        return any(e.language == language and e.term.casefold() == folded for e in self.entries)

    def apply(self, text: str, language: str, *, engine: str = "", voice: str = "") -> Spoken:
        """A clean `text` with its terms respelled as `engine` and `voice` are to say them."""
        pattern, entries = _matcher(self, language, engine, voice)
        return Spoken(
            text,
            tuple(
                Replacement(found.start(), found.end(), entry.spoken, KIND)
                for found in (pattern.finditer(text) if entries else ())
                for entry in (entries[int(str(found.lastgroup)[1:])],)
            ),
        )


@lru_cache(maxsize=64)
def _matcher(
    lexicon: Lexicon, language: str, engine: str, voice: str
) -> tuple[re.Pattern[str], list[Entry]]:
    """One pattern of all terms that fit, whose groups are numbered as the entries are."""
    fitting = [entry for entry in lexicon.entries if entry.fits(language, engine, voice)]
    entries = sorted(fitting, key=lambda entry: entry.rank, reverse=True)
    alternatives = (f"(?P<e{number}>{_pattern(entry)})" for number, entry in enumerate(entries))
    return re.compile("|".join(alternatives)), entries


def _pattern(entry: Entry) -> str:
    term = "".join(_ALIKE.get(character) or re.escape(character) for character in entry.term)
    before = rf"(?<!{_IN_WORD})" if re.match(_IN_WORD, entry.term[0]) else ""
    after = rf"(?!{_IN_WORD})" if re.match(_IN_WORD, entry.term[-1]) else ""
    return f"{before}{term}{after}" if entry.case else f"{before}(?i:{term}){after}"
