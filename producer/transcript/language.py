"""The language of a text, by the script of its letters."""

from __future__ import annotations

import re
from collections.abc import Mapping

LANGUAGES = ("zh", "en")
"""The languages that are told apart."""

LANGUAGE_NAMES: Mapping[str, str] = {"zh": "Chinese", "en": "English"}

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for use inside a character class."""

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
"""Latin letters, for use inside a character class."""

_NOT_HAN = re.compile(f"[^{HAN}]+")
_NOT_CHINESE_MARK = re.compile("[^。、《》「」『』【】]+")
_LATIN_WORD = re.compile(f"[{LATIN}]+(?:['’-][{LATIN}0-9]+)*")


def language_of(text: str) -> str | None:
    """ "zh" or "en", or None where the text has no letters of either.

    A Han character weighs as one word, so that Chinese full of Latin terms stays Chinese and
    English with some Han characters stays English. Punctuation that only Chinese has weighs as
    much: "OK。" is Chinese.
    """
    han = len(_NOT_HAN.sub("", text))
    words = len(_LATIN_WORD.findall(text))
    if not han and not words:
        return None
    return "zh" if han + len(_NOT_CHINESE_MARK.sub("", text)) >= words else "en"


def other_language(language: str) -> str:
    return "en" if language == "zh" else "zh"


def language_name(language: str) -> str:
    """The English name, or the tag itself where it has none here."""
    return LANGUAGE_NAMES.get(language, language)


def by_language(text: str) -> dict[str | None, str]:
    """A title or heading per language: `中文 | English` is both, all else one."""
    for separator in (" | ", " / ", "｜"):
        first, found, second = text.partition(separator)
        pair = {language_of(first): first.strip(), language_of(second): second.strip()}
        if found and len(pair) == 2 and None not in pair:
            return dict(pair)
    return {language_of(text): text}
