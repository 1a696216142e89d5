"""What people call languages: in headers of tables, tags of files, and marks before a text."""

from __future__ import annotations

import re
from itertools import chain

from producer.languages import LANGUAGES, parse_locale

_LANGUAGES = {
    "zh": "zh cn chs cht chi zho chn chinese mandarin 中文 汉语 漢語 普通话 国语 國語 华语 "
    "简体 繁體 繁体",
    "en": "en eng english 英文 英语 英語",
    "es": "es spanish español espanol castellano 西班牙",
    "fr": "fr french français francais 法文 法语",
    "de": "de german deutsch 德文 德语",
    "ja": "ja jp jpn japanese 日本語 日文 日语",
    "ko": "ko kr kor korean 한국어 韩文 韩语",
    "yue": "yue cantonese 粤语 粵語 广东话 廣東話",
}


def language_named(text: str) -> str | None:
    """The language whose name or tag `text` holds: "English (UK)", "中文原文", "zh-CN"."""
    for tag, names in _LANGUAGES.items():
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
    named = (language for language, names in _LANGUAGES.items() if folded in names.split())
    coded = (language for language, known in LANGUAGES.items() if folded == known.code)
    return next(chain(named, coded), None)


def names_one_of(text: str, names: str) -> bool:
    """Whether one of `names` is a word of `text`, or in unspaced writing a part of it."""
    words = set(re.findall(r"#|[^\W\d_]+", text.casefold()))
    return any(
        name in words or (not name.isascii() and name in text.casefold()) for name in names.split()
    )
