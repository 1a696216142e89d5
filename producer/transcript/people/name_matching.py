"""Labels taken apart, and why two of them may be one person's."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from anyascii import anyascii

from producer.languages import HAN, LATIN
from producer.naming.roles import ROLE_CLASSES
from producer.naming.surnames import COMPOUND_SURNAMES, READINGS, SURNAMES
from producer.naming.titles import HAN_LABEL_TITLE, LABEL_TITLE, class_of_label_title
from producer.transcript.language.chinese_writing import simplified


class MatchReason(Enum):
    """Why two labels are one person's; the text is for people."""

    ALIAS = "they are aliases in voices/cast.toml"
    SPELLING = "the same name and title, written differently"
    LANGUAGES = "the same name in both languages"
    ROLE = "the same part in both languages"
    TITLE = "the same name with another title, and they never answer each other"
    PART = "a part of the full name, which fits nobody else"
    INITIALS = "initials, which fit nobody else"


@dataclass(frozen=True, slots=True)
class Name:
    """`words` are those of the name in lower-case Latin letters: of a Chinese name the family's
    and the given name in pinyin. `titles` are classes, such as "professor" for Pro., Prof. and
    教授; `gender` is what a title tells. `role` is the part of who is named by it, mostly alone."""

    words: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    gender: str = ""
    role: str = ""
    han: bool = False
    latin: bool = True

    @property
    def bare(self) -> bool:
        return len(self.words) == 1 and not self.titles and not self.gender


_NUMBERS = re.compile(r"\d+")
_PART_OF = re.compile(r"([^()（）]+?) ?[(（]([^()（）]+)[)）]")
_PARTS = [word for word, role in ROLE_CLASSES.items() if role not in ("question", "answer")]
_PART_BEFORE = re.compile(rf"({'|'.join(_PARTS)}) (?=\S{{2}})", re.IGNORECASE)
_NUMBERED = re.compile(r"(.+?) ?#? ?(\d{1,3}|[A-Z一二三四五甲乙丙丁])?")
_HAN_TITLED = re.compile(rf"(.+?) ?({HAN_LABEL_TITLE})")
_HAN_NAME = re.compile(rf"({COMPOUND_SURNAMES}|[{SURNAMES}{''.join(READINGS)}])([{HAN}]{{0,2}})")
_TITLED = re.compile(
    rf"({LABEL_TITLE})(?:\. ?| )(?=\S)",
    re.IGNORECASE,
)
_LATIN_ONLY = re.compile(rf"[{LATIN}\W\d_]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@lru_cache(maxsize=1024)
def parse_name(label: str) -> Name:
    label = simplified(label)
    if (part_of := _PART_OF.fullmatch(label)) and (role := ROLE_CLASSES.get(part_of[1].casefold())):
        return replace(parse_name(part_of[2]), role=role)
    numbered = _NUMBERED.fullmatch(label)
    if numbered and (role := ROLE_CLASSES.get(numbered[1].casefold())):
        return Name(role=f"{role} {numbered[2] or ''}".strip(), latin=label.isascii())
    if before_part := _PART_BEFORE.match(label):
        return replace(
            parse_name(label[before_part.end() :]), role=ROLE_CLASSES[before_part[1].casefold()]
        )
    remainder, titles = label, set()
    if titled := _HAN_TITLED.fullmatch(remainder):
        remainder = titled[1]
        titles.add(class_of_label_title(titled[2]))
    while before := _TITLED.match(remainder):
        remainder = remainder[before.end() :]
        titles.add(class_of_label_title(before[1]))
    genders = titles & {"mr", "ms"}
    chinese = _HAN_NAME.fullmatch(remainder)
    parts = (
        [before_part for before_part in chinese.groups() if before_part]
        if chinese
        else _WORD.findall(remainder)
    )
    return Name(
        words=tuple(filter(None, map(_in_latin, parts))),
        titles=frozenset(titles - genders),
        gender=genders.pop() if len(genders) == 1 else "",
        han=chinese is not None,
        latin=_LATIN_ONLY.fullmatch(remainder) is not None,
    )


def _in_latin(word: str) -> str:
    """A word in lower-case Latin letters, without accents and hyphens."""
    return "".join(filter(str.isalpha, READINGS.get(word, anyascii(word)).casefold()))


def rule_for(first: str, second: str) -> MatchReason | None:
    """Why two labels may be one person's, None where nothing says so or they cannot be."""
    if _NUMBERS.findall(first) != _NUMBERS.findall(second):
        return None  # SPEAKER_00 and SPEAKER_01
    if letters_of(first) == letters_of(second):
        return MatchReason.SPELLING
    a, b = parse_name(first), parse_name(second)
    if a.role != b.role:
        # 主持人 安娜 is 安娜 as far as nobody else may be.
        named_by_both = a.words and b.words and not (a.role and b.role)
        return (
            MatchReason.TITLE
            if named_by_both and _same_words(a, b) and a.latin == b.latin
            else None
        )
    if a.role and bool(a.words) != bool(b.words):
        return MatchReason.PART
    if a.role and not a.words:
        return MatchReason.ROLE if a.latin != b.latin else None
    if not a.words or not b.words or exclude_each_other(first, second):
        return None
    if _same_words(a, b):
        if a.titles != b.titles or a.gender != b.gender:
            return MatchReason.TITLE
        return MatchReason.SPELLING if a.latin == b.latin else MatchReason.LANGUAGES
    if _is_part(a, b) or _is_part(b, a):
        return MatchReason.PART
    return MatchReason.INITIALS if _are_initials(a, b) or _are_initials(b, a) else None


def exclude_each_other(first: str, second: str) -> bool:
    """Whether the labels have titles of different genders, or full names that differ."""
    a, b = parse_name(first), parse_name(second)
    if a.gender and b.gender and a.gender != b.gender:
        return True
    both_full = len(a.words) > 1 and len(b.words) > 1
    alike = (_same_words(a, b), _are_initials(a, b), _are_initials(b, a))
    return both_full and not any((*alike, _is_part(a, b), _is_part(b, a)))


def tell_apart(first: str, second: str) -> bool:
    """Whether the titles may be there to tell two people of one name apart: "Prof. Lu" and
    "Dr. Lu", but not "Prof. Lu" and "Lu"."""
    a, b = parse_name(first), parse_name(second)
    return a.titles != b.titles and not a.bare and not b.bare


def letters_of(label: str) -> str:
    """What makes a label that label, however it is written."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", label).casefold())) or label


def _same_words(a: Name, b: Name) -> bool:
    """In two scripts, joined and in either order: 陆琪, Lu Qi and Qi Lu; 安娜 and Anna."""
    if a.words == b.words or a.latin == b.latin:
        return a.words == b.words
    joined = {"".join(a.words), "".join(reversed(a.words))}
    return not joined.isdisjoint(("".join(b.words), "".join(reversed(b.words))))


def _is_part(short: Name, full: Name) -> bool:
    """Whether `short` is the family name or the given name of `full`; of a Chinese name the
    family's, which stands first."""
    word = "".join(short.words)
    alone = len(short.words) == 1 or (short.han and not full.han)  # 索恩, which looks Chinese
    if not alone or len(full.words) < 2 or len(word) < 2:
        return False
    return word in (full.words[:1] if full.han else (full.words[0], full.words[-1]))


def _are_initials(short: Name, full: Name) -> bool:
    """ "A." for "Anna", "R. Negrin" or "R.N." for "Robert Negrin"."""
    if short.han or full.han or short.latin != full.latin:
        return False
    if len(short.words) < len(full.words):
        return short.words in (("".join(word[0] for word in full.words),), (full.words[0][0],))
    return len(short.words) == len(full.words) and all(
        a == b or (len(a) == 1 and b.startswith(a))
        for a, b in zip(short.words, full.words, strict=True)
    )
