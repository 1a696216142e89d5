"""What is known of each language: name, script, code. Data; imports nothing of the project.

A language is its BCP 47 primary tag in lower case ("zh", "en"); a locale says more ("zh-TW").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

DEFAULT = ("zh", "en")
"""The languages of a transcript that declares none."""

SCRIPTS = {
    "Latin": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "Han": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "Kana": "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Cyrillic": "\u0400-\u0481\u048a-\u052f",
    "Greek": "\u0370-\u0373\u0376-\u037d\u0386\u0388-\u03ff\u1f00-\u1fff",
    "Armenian": "\u0531-\u0556\u0561-\u0587",
    "Hebrew": "\u05d0-\u05f2",
    "Arabic": "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f"
    "\ufb50-\ufdff\ufe70-\ufefc",
    "Devanagari": "\u0900-\u0963\u0971-\u097f",
    "Bengali": "\u0980-\u09e3\u09f0-\u09fe",
    "Gujarati": "\u0a81-\u0ae3",
    "Tamil": "\u0b82-\u0be3",
    "Telugu": "\u0c00-\u0c63",
    "Kannada": "\u0c80-\u0ce3",
    "Malayalam": "\u0d00-\u0d63",
    "Sinhala": "\u0d81-\u0df3",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Lao": "\u0e81-\u0ecd",
    "Myanmar": "\u1000-\u103f\u1050-\u108f",
    "Georgian": "\u10a0-\u10ff",
    "Ethiopic": "\u1200-\u135f",
    "Khmer": "\u1780-\u17d3",
}  # fmt: skip
"""The letters of each script, for use inside a character class."""


def letters_of(scripts: Iterable[str]) -> str:
    """The letters of several scripts, for use inside a character class."""
    return "".join(SCRIPTS[script] for script in scripts)


BILINGUAL = "bi"
"""What a file of captions in both languages has in its name where others have a language."""

HAN, LATIN = SCRIPTS["Han"], SCRIPTS["Latin"]
CASED = letters_of(("Latin", "Cyrillic", "Greek", "Armenian"))
"""Letters of the scripts in which names have a capital."""

UNCASED = "".join(letters for letters in SCRIPTS.values() if letters not in CASED)
UNSPACED = frozenset({"zh", "yue", "ja"})
"""Languages with no space between sentences."""


@dataclass(frozen=True, slots=True)
class Language:
    """`name` in English; `code` of three letters as in ISO 639-2, terminological; `scripts` in
    which it is written, by their names in `SCRIPTS`."""

    name: str
    code: str
    scripts: tuple[str, ...] = ("Latin",)


LANGUAGES = {
    "af": Language("Afrikaans", "afr"),
    "am": Language("Amharic", "amh", ("Ethiopic",)),
    "ar": Language("Arabic", "ara", ("Arabic",)),
    "az": Language("Azerbaijani", "aze"),
    "be": Language("Belarusian", "bel", ("Cyrillic",)),
    "bg": Language("Bulgarian", "bul", ("Cyrillic",)),
    "bn": Language("Bengali", "ben", ("Bengali",)),
    "bs": Language("Bosnian", "bos"),
    "ca": Language("Catalan", "cat"),
    "cs": Language("Czech", "ces"),
    "cy": Language("Welsh", "cym"),
    "da": Language("Danish", "dan"),
    "de": Language("German", "deu"),
    "el": Language("Greek", "ell", ("Greek",)),
    "en": Language("English", "eng"),
    "eo": Language("Esperanto", "epo"),
    "es": Language("Spanish", "spa"),
    "et": Language("Estonian", "est"),
    "eu": Language("Basque", "eus"),
    "fa": Language("Persian", "fas", ("Arabic",)),
    "fi": Language("Finnish", "fin"),
    "fil": Language("Filipino", "fil"),
    "fr": Language("French", "fra"),
    "ga": Language("Irish", "gle"),
    "gl": Language("Galician", "glg"),
    "gu": Language("Gujarati", "guj", ("Gujarati",)),
    "he": Language("Hebrew", "heb", ("Hebrew",)),
    "hi": Language("Hindi", "hin", ("Devanagari",)),
    "hr": Language("Croatian", "hrv"),
    "hu": Language("Hungarian", "hun"),
    "hy": Language("Armenian", "hye", ("Armenian",)),
    "id": Language("Indonesian", "ind"),
    "is": Language("Icelandic", "isl"),
    "it": Language("Italian", "ita"),
    "ja": Language("Japanese", "jpn", ("Kana", "Han")),
    "jv": Language("Javanese", "jav"),
    "ka": Language("Georgian", "kat", ("Georgian",)),
    "kk": Language("Kazakh", "kaz", ("Cyrillic",)),
    "km": Language("Khmer", "khm", ("Khmer",)),
    "kn": Language("Kannada", "kan", ("Kannada",)),
    "ko": Language("Korean", "kor", ("Hangul",)),
    "la": Language("Latin", "lat"),
    "lo": Language("Lao", "lao", ("Lao",)),
    "lt": Language("Lithuanian", "lit"),
    "lv": Language("Latvian", "lav"),
    "mk": Language("Macedonian", "mkd", ("Cyrillic",)),
    "ml": Language("Malayalam", "mal", ("Malayalam",)),
    "mn": Language("Mongolian", "mon", ("Cyrillic",)),
    "mr": Language("Marathi", "mar", ("Devanagari",)),
    "ms": Language("Malay", "msa"),
    "mt": Language("Maltese", "mlt"),
    "my": Language("Burmese", "mya", ("Myanmar",)),
    "nb": Language("Norwegian", "nob"),
    "ne": Language("Nepali", "nep", ("Devanagari",)),
    "nl": Language("Dutch", "nld"),
    "pl": Language("Polish", "pol"),
    "ps": Language("Pashto", "pus", ("Arabic",)),
    "pt": Language("Portuguese", "por"),
    "ro": Language("Romanian", "ron"),
    "ru": Language("Russian", "rus", ("Cyrillic",)),
    "si": Language("Sinhala", "sin", ("Sinhala",)),
    "sk": Language("Slovak", "slk"),
    "sl": Language("Slovenian", "slv"),
    "so": Language("Somali", "som"),
    "sq": Language("Albanian", "sqi"),
    "sr": Language("Serbian", "srp", ("Cyrillic",)),
    "su": Language("Sundanese", "sun"),
    "sv": Language("Swedish", "swe"),
    "sw": Language("Swahili", "swa"),
    "ta": Language("Tamil", "tam", ("Tamil",)),
    "te": Language("Telugu", "tel", ("Telugu",)),
    "th": Language("Thai", "tha", ("Thai",)),
    "tr": Language("Turkish", "tur"),
    "uk": Language("Ukrainian", "ukr", ("Cyrillic",)),
    "ur": Language("Urdu", "urd", ("Arabic",)),
    "uz": Language("Uzbek", "uzb"),
    "vi": Language("Vietnamese", "vie"),
    # From ISO 639-3: in ISO 639-2, and so in ID3, Cantonese has the code of Chinese.
    "yue": Language("Cantonese", "yue", ("Han",)),
    "zh": Language("Chinese", "zho", ("Han",)),
    "zu": Language("Zulu", "zul"),
}
"""All that Microsoft's voices speak, and some more."""

KNOWN_AS = {
    "zh": "zh cn chs cht chi zho chn chinese mandarin 中文 汉语 漢語 普通话 国语 國語 华语 "
    "简体 繁體 繁体",
    "en": "en eng english 英文 英语 英語",
    "es": "es spanish español espanol castellano 西班牙语 西班牙文 西语",
    "fr": "fr french français francais 法文 法语",
    "de": "de german deutsch 德文 德语",
    "ja": "ja jp jpn japanese 日本語 日文 日语 日語",
    "ko": "ko kr kor korean 한국어 韩文 韩语",
    "ru": "ru russian русский 俄文 俄语",
    "yue": "yue cantonese 粤语 粵語 广东话 廣東話",
}
"""What people call languages in headers of tables, tags of files and marks before a text."""

OWN_NAMES = {
    **{"zh": "中文", "en": "English", "ja": "日本語", "ko": "한국어", "de": "Deutsch"},
    **{"fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português", "ru": "Русский"},
}
"""What languages call themselves."""

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?")
_REGION_OF_SCRIPT = {"Hans": "CN", "Hant": "TW"}


def language_name(language: str) -> str:
    """The English name, or the tag itself where it has none here."""
    known = LANGUAGES.get(language)
    return known.name if known else language


def parse_languages(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags of a transcript's two languages, written as usual. Raises `ValueError`."""
    parsed = [parse_locale(tag) for tag in tags]
    if len(parsed) != 2 or len({language for language, _ in parsed}) != 2:
        raise ValueError('two languages are needed, as in languages = ["es", "en"]')
    return tuple(locale or language for language, locale in parsed)


def language_names(languages: Iterable[str]) -> str:
    """ "Chinese and English"."""
    return " and ".join(map(language_name, languages))


def parse_locale(tag: str) -> tuple[str, str]:
    """The language of a tag, and the locale if it names more: "zh-Hant" → ("zh", "zh-TW"), and
    "en" → ("en", ""). Raises `ValueError` for what is no tag of a known language."""
    match = _TAG.fullmatch(tag.strip())
    language = match[1].lower() if match else ""
    if match is None or language not in LANGUAGES:
        raise ValueError(f"'{tag}' is no language: write its tag, such as {', '.join(_COMMON)}")
    script, region = (match[2] or "").title(), (match[3] or "").upper()
    region = region or _REGION_OF_SCRIPT.get(script, "")
    return language, f"{language}-{region}" if region else ""


def language_named(text: str) -> str | None:
    """The language whose name or tag `text` holds: "English (UK)", "中文原文", "zh-CN"."""
    for tag, names in KNOWN_AS.items():
        if names_one_of(text, names):
            return tag
    words = text.casefold().split()
    for tag, language in LANGUAGES.items():
        if language.name.casefold() in words or text.casefold() == tag:
            return tag
    return None


def language_tagged(tag: str) -> str | None:
    """The language that people mean by a tag in a file's name: "zh-Hans", "chs", "eng", 中文."""
    try:
        return parse_locale(tag)[0]
    except ValueError:
        pass
    folded = tag.casefold()
    named = (language for language, names in KNOWN_AS.items() if folded in names.split())
    coded = (language for language, known in LANGUAGES.items() if folded == known.code)
    return next(chain(named, coded), None)


def names_one_of(text: str, names: str) -> bool:
    """Whether one of `names` is a word of `text`, or in unspaced writing a part of it."""
    words = set(re.findall(r"#|[^\W\d_]+", text.casefold()))
    return any(
        name in words or (not name.isascii() and name in text.casefold()) for name in names.split()
    )


_COMMON = ("zh", "en", "es", "fr", "de", "ja", "ko", "pt", "ru", "ar")
