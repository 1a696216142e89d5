"""Which of a transcript's two languages a text is in.

Different scripts are told apart by their letters, languages in the same script by the words that
only one of them has: Cantonese by characters of its own, others by `lingua`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from producer.errors import InputError
from producer.languages import (
    DEFAULT,
    LANGUAGES,
    SCRIPTS,
    language_names,
    letters_of,
    parse_languages,
    parse_locale,
)
from producer.transcript.language.chinese_writing import cantonese_leaning, count_simplified

Tell = Callable[[str], float]
"""How surely a text is in the second language rather than in the first: −1 … 1, and 0 where
nothing tells."""

_SURE = 0.4
"""Below it, a text's neighbours say more than its letters. lingua is wrong on "Hello, Ben." with
0.22 and on no sentence of five words that was tried."""

_CHARACTERS_PER_WORD = {
    **{"Han": 1, "Kana": 1, "Hangul": 1},
    **{"Thai": 4, "Lao": 4, "Khmer": 4, "Myanmar": 4},
}
"""Of the scripts that put no space between words, or long words together."""
_NOT_HAN_MARK = re.compile("[^。、《》「」『』【】]+")
_KANA, _HAN = re.compile(f"[{SCRIPTS['Kana']}]"), re.compile(f"[{SCRIPTS['Han']}]")
_SEPARATORS = (" | ", " / ", "｜", " · ", " — ", " – ")
_MOST_CHARACTERS = 1_000
"""So much of a text tells its language."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The two languages of a transcript, and how they are told apart.

    `same_script` says that a name may be one in either.
    """

    tags: tuple[str, str]
    tell: Tell
    same_script: bool = False

    def of(self, text: str) -> str | None:
        """The language of `text`, or None where it has no letters of either or may be both."""
        return self._at(self.tell(text), _SURE)

    def likelier(self, text: str) -> str | None:
        """The same, however unsure; None only where nothing tells."""
        return self._at(self.tell(text), 0.0)

    def of_name(self, name: str) -> str | None:
        return None if self.same_script else self.of(name)

    def other(self, language: str) -> str:
        first, second = self.tags
        return second if language == first else first

    def split(self, text: str) -> dict[str | None, str]:
        """A title or heading per language: `中文 | English` is both, all else one."""
        for separator in _SEPARATORS:
            first, mark, second = text.partition(separator)
            scores = self.tell(first), self.tell(second)
            if mark and 0.0 not in scores and abs(scores[0] - scores[1]) >= _SURE:
                parts = (first.strip(), second.strip())
                ordered = parts if scores[0] < scores[1] else parts[::-1]
                return dict(zip(self.tags, ordered, strict=True))
        return {self.likelier(text): text}

    def _at(self, score: float, least: float) -> str | None:
        if not score or abs(score) < least:
            return None
        return self.tags[score > 0]


@lru_cache(maxsize=32)
def languages_of(tags: tuple[str, ...] = DEFAULT) -> Languages:
    """How to tell the two languages with `tags` apart. Raises `InputError` where it cannot be
    done, or they are not two."""
    try:
        first, second = (parse_locale(tag)[0] for tag in parse_languages(tags))
    except ValueError as error:
        raise InputError(str(error)) from error
    scripts = [LANGUAGES[language].scripts for language in (first, second)]
    shared = not set(scripts[0]).isdisjoint(scripts[1])
    if not shared:
        tell = _by_script(*scripts)
    elif {first, second} == {"zh", "yue"}:
        tell = cantonese_leaning if second == "yue" else _reversed(cantonese_leaning)
    elif "ja" in (first, second):
        tell = _japanese_leaning if second == "ja" else _reversed(_japanese_leaning)
    else:
        tell = _by_lingua(first, second)
    # Every pass over a transcript asks it of the same lines.
    remembered = lru_cache(maxsize=16_384)(tell)
    return Languages((first, second), remembered, same_script=shared)


def _reversed(tell: Tell) -> Tell:
    return lambda text: -tell(text)


def _by_script(first: Sequence[str], second: Sequence[str]) -> Tell:
    """A Han character weighs as one word, so that Chinese full of Latin terms stays Chinese and
    English with some Han characters stays English. Punctuation that only Chinese has weighs as
    much: "OK。" is Chinese. Of as many words in both, those in Latin letters are the terms."""
    weigh_first, weigh_second = _weight(first), _weight(second)
    latin_first = "Latin" in first

    def tell(text: str) -> float:
        a, b = weigh_first(text), weigh_second(text)
        if not a and not b:
            return 0.0
        a += len(_NOT_HAN_MARK.sub("", text)) if "Han" in first else 0
        b += len(_NOT_HAN_MARK.sub("", text)) if "Han" in second else 0
        return 1.0 if b > a or (a == b and latin_first) else -1.0

    return tell


def _weight(scripts: Sequence[str]) -> Callable[[str], float]:
    """How many words of the scripts a text has."""
    letters = letters_of(scripts)
    per_word = _CHARACTERS_PER_WORD.get(scripts[0])
    if per_word:
        letter = re.compile(f"[{letters}]")
        return lambda text: len(letter.findall(text)) / per_word
    word = re.compile(f"[{letters}]+(?:['’-][{letters}0-9]+)*")
    return lambda text: len(word.findall(text))


def _japanese_leaning(text: str) -> float:
    """Towards Japanese and away from Chinese: a sentence in Japanese has kana."""
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    if not kana and not han:
        return 0.0
    if kana * 10 >= kana + han:
        return 1.0
    return -1.0 if han > 8 or count_simplified(text) else -0.2


def _by_lingua(first: str, second: str) -> Tell:
    try:
        from lingua import IsoCode639_1, Language, LanguageDetectorBuilder
    except ImportError as error:
        from producer.installation import install_command

        raise InputError(
            f"{language_names((first, second))} are written in the same script, and what tells "
            "them apart is not installed",
            advice=f"Install it: {install_command('languages')}",
        ) from error
    known = {"fil": "TL"}
    try:
        pair = [
            Language.from_iso_code_639_1(getattr(IsoCode639_1, known.get(tag, tag.upper())))
            for tag in (first, second)
        ]
    except AttributeError as error:
        raise InputError(
            f"{language_names((first, second))} cannot be told apart",
            advice="Write a script file: there each passage is marked with its language",
        ) from error
    detector = LanguageDetectorBuilder.from_languages(*pair).build()

    @lru_cache(maxsize=4096)
    def tell(text: str) -> float:
        text = text[:_MOST_CHARACTERS]
        return float(
            detector.compute_language_confidence(text, pair[1])
            - detector.compute_language_confidence(text, pair[0])
        )

    return tell


def likelier_language(text: str, first: str, second: str) -> str | None:
    """The language that `text` is in, None for two that cannot be told apart here."""
    try:
        return languages_of((first, second)).likelier(text)
    except InputError:
        return None
