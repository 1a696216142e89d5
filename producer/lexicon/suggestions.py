"""Terms of a script that voices tend to misread, for a person to look through.

Who reads a list of suggestions hears each of them once; so it is better to name a term that a
voice happens to know than to miss one, but ordinary words are not to be among them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from producer.languages import HAN, LANGUAGES, LATIN, SCRIPTS
from producer.model import Script

_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+", re.ASCII)
_LETTER = f"{LATIN}{SCRIPTS['Greek']}"
_WORD = re.compile(rf"(?<![{_LETTER}\d])[{_LETTER}\d]+(?:[-'’][{_LETTER}\d]+)*")
_HAN = re.compile(f"[{HAN}]+")

_ACRONYM = re.compile(r"(?=[A-Z0-9-]*[A-Z]{2}|[A-Z]{2,}s)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*s?")
_WITH_DIGITS = re.compile(rf"(?=\D*\d)(?=.*[{_LETTER}])(?!\d+[a-z]*$)(?!\d+[-'’]).+")
"""But not "21st", "1990s", "5km", "97-acre"."""
_CAPITALS_INSIDE = re.compile(r"[A-Za-z]*[a-z](?!c[A-Z])[A-Z][A-Za-z]*")
_MIXED = re.compile(rf".*[{SCRIPTS['Greek']}].*")
_ROMAN = re.compile(r"[IVX]+")
_KNOWN = frozenset(
    "AI AM BBC CEO CNN DNA EU FAQ FBI GDP GPS HIV ID IQ IT NATO NASA OK PM PR RNA TV UK UN US USA "
    "VIP".split()
)

_SYLLABLE = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|"
    "ue|[aeiouü])|ang|eng|ai|ei|ao|ou|an|en|er|[aeo])"
)
_PINYIN = re.compile(rf"(?i:{_SYLLABLE}(?:['’-]?{_SYLLABLE}){{0,2}})")
_CHINESE_LOOK = re.compile(r"(?i:zh|x|q|[aeiou]{2}|ng)")
"""America and Canada could be pinyin too."""
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\S{0,20}\s|[“\"(—])$")


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is written in a language's passages. `kind` is why a voice may misread it:
    "acronym", "digits", "capitals", "mixed" (scripts) or "foreign"; `lines` where it stands in
    the transcript, as far as that is known."""

    language: str
    term: str
    kind: str
    count: int
    lines: tuple[int, ...]


def suggest(script: Script) -> tuple[Term, ...]:
    """The terms of `script` that voices tend to misread; by language, the most frequent first."""
    lines_by_term: dict[tuple[str, str, str], list[int | None]] = defaultdict(list)
    for turn in script.turns:
        for language, paragraphs in turn.passages.items():
            lines = turn.lines.get(language, ())
            for number, paragraph in enumerate(paragraphs):
                line = lines[number] if number < len(lines) else turn.line
                for term, kind in _terms(paragraph, language, script.languages):
                    lines_by_term[language, term, kind].append(line)
    terms = [
        Term(language, term, kind, len(at), tuple(sorted({line for line in at if line})))
        for (language, term, kind), at in lines_by_term.items()
    ]
    order = {language: number for number, language in enumerate(script.languages)}
    return tuple(sorted(terms, key=lambda t: (order.get(t.language, 0), -t.count, t.term)))


def _terms(text: str, language: str, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The terms of a paragraph and why each is one."""
    text = _LINK.sub(lambda link: " " * len(link.group()), text)
    latin = language not in LANGUAGES or "Latin" in LANGUAGES[language].scripts
    names = _chinese_names(text) if latin and "zh" in languages else []
    if not latin:
        names = _runs(text, _is_foreign)
    yield from ((text[start:end], "foreign") for start, end in names)
    for match in _WORD.finditer(text):
        kind = _kind(match.group())
        if kind and not any(start <= match.start() < end for start, end in names):
            yield match.group(), kind
    if latin:
        yield from ((match.group(), "foreign") for match in _HAN.finditer(text))


def _kind(word: str) -> str:
    """Why a voice may misread a word of Latin letters, Greek ones and digits; "" if it will not."""
    if word in _KNOWN or _ROMAN.fullmatch(word) or word.isdigit():
        return ""
    if len(word) > 1 and _MIXED.fullmatch(word):
        return "mixed"
    if _ACRONYM.fullmatch(word) and not re.search(r"\d", word):
        return "acronym"
    if _WITH_DIGITS.fullmatch(word):
        return "digits"
    return "capitals" if _CAPITALS_INSIDE.fullmatch(word) else ""


def _is_foreign(word: str) -> bool:
    """Whether a word in a text of another script is to be read in its own language."""
    ordinary = word in _KNOWN or word.isdigit() or _ROMAN.fullmatch(word)
    return len(word) > 1 and not (ordinary or _kind(word))


def _runs(text: str, fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    """From where to where words that fit stand side by side."""
    runs: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if not fits(match.group()):
            continue
        if runs and text[runs[-1][1] : match.start()] == " ":
            runs[-1] = runs[-1][0], match.end()
        else:
            runs.append(match.span())
    return runs


def _chinese_names(text: str) -> list[tuple[int, int]]:
    """Names in pinyin, such as Lu Daopei: words with a capital that are made of its syllables, and
    look like it. Of one word only inside a sentence, where the capital is the name's."""
    return [
        (start, end)
        for start, end in _runs(text, lambda w: w[0].isupper() and bool(_PINYIN.fullmatch(w)))
        if _CHINESE_LOOK.search(text, start, end)
        and (" " in text[start:end] or not _SENTENCE_START.search(text[max(0, start - 20) : start]))
    ]
