"""Latin terms and names that stand in one language only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, permutations

from producer.languages import LANGUAGES, LATIN, language_name
from producer.model import Finding, FindingKind, Script, Turn
from producer.transcript.findings.glosses import without_glosses
from producer.transcript.findings.label_slips import is_slip
from producer.transcript.findings.place import Place, places

_WORD = re.compile(rf"(?<![{LATIN}\w@.])[{LATIN}][{LATIN}0-9]*(?:[-'’&+/.][{LATIN}0-9]+)*")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}"
    r"|\b[\w-]{1,63}\.(?:com|org|net|cn|io|edu)\b\S*"
)
_IN_ADDRESSES = ("://", "www.", "@", ".com", ".org", ".net", ".cn", ".io", ".edu")
"""One of these is in every text with an address."""
_PART = re.compile(rf"[{LATIN}]+|\d+")
_LEAST = 4
"""Letters of a word that may be a slip of another."""

_SMALL_WORDS = frozenset("of for and the in on to a an de la du des der die das von et y e".split())
_AT_HOME_IN_CHINESE = frozenset(
    "ok app apps ppt pk ktv vip diy vs up dr mr ms tv pc id iq eq phd mba pm am kg km cm mm ml "
    "gps wifi wi-fi no".split()
)
"""Words and units that an English text has its own words for, in lower case."""


def terms(script: Script) -> Iterator[Finding]:
    """What a text in another script keeps in Latin letters is not in the text it was taken from;
    or a term that both languages always have is for once in one only."""
    for first, second in permutations(script.languages, 2):
        if is_latin(second):
            if not is_latin(first):
                yield from _not_in_latin(script, first, second)
            yield from _for_once(script, second, first)


def is_latin(language: str) -> bool:
    """Whether it is written in Latin letters."""
    known = LANGUAGES.get(language)
    return known is not None and "Latin" in known.scripts


def _not_in_latin(script: Script, elsewhere: str, latin: str) -> Iterator[Finding]:
    @cache
    def counts() -> Counter[str]:
        return Counter(
            word for turn in script.turns for place in places(turn, latin) for word in _words(place)
        )

    for turn in script.turns:
        if latin not in turn.passages:
            continue
        by_place = [(place, list(_terms(place))) for place in places(turn, elsewhere)]
        if not any(own for _, own in by_place):
            continue
        text = _Text.of(turn.passages[latin])
        spelled = list(dict.fromkeys(w for p in places(turn, latin) for w in _words(p)))
        missed: set[str] = set()
        for place, own in by_place:
            for term in own:
                if term in missed or text.has(term):
                    continue
                missed.add(term)
                yield _missed(place, term, spelled, latin, counts)


def misspelt(turn: Turn, elsewhere: str, latin: str) -> Iterator[tuple[int, Finding]]:
    """Names in Latin letters that are spelled otherwise for once, in a turn whose paragraphs are
    sentences that mean the same, by the index of their paragraph. The spelling of the other
    language stands somewhere in the turn, else `terms` has told of it."""
    there = places(turn, latin)
    texts = [place.text for place in there]
    whole: _Text | None = None
    for place in places(turn, elsewhere):
        own = dict.fromkeys(word for each in _terms(place) for word in each.split())
        sought = [term for term in own if len(term) >= _LEAST]
        if not sought:
            continue
        whole = whole or _Text.of(texts)
        beside = _Text.of(texts[max(0, place.index - 1) : place.index + 2])
        for term in sought:
            if beside.has(term) or term.casefold() not in whole.words:
                continue
            counterpart = there[place.index]
            slips = [word for word in _words(counterpart) if len(word) >= _LEAST]
            wrong = (w for w in slips if is_slip(w, term) and not _is_another_word(w, term))
            for word in islice(wrong, 1):
                start = counterpart.text.index(word)
                yield (
                    place.index,
                    counterpart.finding(
                        FindingKind.TERM,
                        f"'{word}' is spelled '{term}' in {language_name(elsewhere)}",
                        counterpart.change(start, start + len(word), term),
                    ),
                )


def _missed(
    place: Place, term: str, spelled: Sequence[str], latin: str, counts: Callable[[], Counter[str]]
) -> Finding:
    slips = [
        word
        for word in spelled
        if len(word) >= _LEAST and is_slip(word, term) and not _is_another_word(word, term)
    ]
    if not slips:
        return place.finding(
            FindingKind.TERM,
            f"'{term}' stands here only: the {language_name(latin)} has no such term or name",
            doubtful=True,  # translators name what the other language calls "it"
        )
    start = place.text.index(term)
    return place.finding(
        FindingKind.TERM,
        f"'{term}' is spelled '{slips[0]}' in {language_name(latin)}",
        place.change(start, start + len(term), slips[0]) if counts()[slips[0]] > 1 else None,
    )


def _is_another_word(word: str, term: str) -> bool:
    """Whether `word` is not `term` misspelled but what it is made of, or a common word that looks
    like it: phone of iPhone, code of Xcode; really, and Realty."""
    if len(term) - len(word) == 1 and term.casefold().endswith(word.casefold()):
        return True
    return word.islower() and term[0].isupper() and not term.isupper() and word.endswith("ly")


def _for_once(script: Script, latin: str, elsewhere: str) -> Iterator[Finding]:
    """Terms like CAR-T and DNA that `other` has in every turn but one where `latin` has them."""
    both: Counter[str] = Counter()
    alone: dict[str, list[Place]] = {}
    for turn in script.turns:
        if latin not in turn.passages or elsewhere not in turn.passages:
            continue
        text = _collapsed(_readable(" ".join(turn.passages[elsewhere])))
        seen: set[str] = set()
        for place in places(turn, latin):
            for word in _words(place):
                if word in seen or not _is_term(word):
                    continue
                seen.add(word)
                if _collapsed(word) in text:
                    both[word] += 1
                else:
                    alone.setdefault(word, []).append(place)
    for word, words_alone in alone.items():
        if both[word] >= 2 and len(words_alone) == 1:
            message = f"'{word}' stands here only: the {language_name(elsewhere)} has it in "
            message += "all other turns"
            yield words_alone[0].finding(FindingKind.TERM, message, doubtful=True)


def _is_term(word: str) -> bool:
    return sum(c.isupper() for c in word) >= 2 and word.casefold() not in _AT_HOME_IN_CHINESE


def _readable(text: str) -> str:
    return _ADDRESS.sub(" ", text) if any(part in text for part in _IN_ADDRESSES) else text


def _words(place: Place) -> list[str]:
    return _WORD.findall(_readable(place.text))


def _terms(place: Place) -> Iterator[str]:
    """Latin words side by side as one, where one of them begins with a capital."""
    text = _readable(without_glosses(place.text, place.language))
    for match in re.finditer(rf"{_WORD.pattern}(?: {_WORD.pattern}){{0,9}}", text):
        words = [w for w in match[0].split() if w.casefold() not in _AT_HOME_IN_CHINESE]
        if any(len(word) > 1 and any(c.isupper() for c in word) for word in words):
            yield match[0]


@dataclass(frozen=True, slots=True)
class _Text:
    """A passage to look terms up in: its words in lower case, all letters and digits without
    what separates them, and the initials of its words, of all and without the small ones."""

    words: frozenset[str]
    collapsed: str
    initials: tuple[str, str]

    @classmethod
    def of(cls, passage: Sequence[str]) -> _Text:
        text = _readable(" ".join(passage))
        parts = [piece.casefold() for piece in _PART.findall(text)]
        whole_words = [word.casefold() for word in _WORD.findall(text)]
        large = [piece for piece in parts if piece not in _SMALL_WORDS]
        initials = ("".join(piece[0] for piece in some) for some in (parts, large))
        return cls(
            frozenset([*parts, *whole_words]), _collapsed(text), (next(initials), next(initials))
        )

    def has(self, term: str) -> bool:
        """Whether one word of `term` stands here, in whatever case, with or without hyphens, or
        is the initials of words here: ASH, American Society of Hematology."""
        for word in term.split():
            if word.casefold() in self.words:
                return True
            parts = [piece.casefold() for piece in _PART.findall(word)]
            if any(piece in self.words and (len(piece) >= 3 or len(parts) == 1) for piece in parts):
                return True
            if len(joined := _collapsed(word)) >= 3 and joined in self.collapsed:
                return True
            letters = "".join(c for c in word if c.isupper()).casefold()
            if len(letters) >= 2 and any(letters in initials for initials in self.initials):
                return True
        return False


def _collapsed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
