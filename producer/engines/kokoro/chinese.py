"""Chinese text → Kokoro's phonemes.

jieba cuts a sentence into words and pypinyin knows how phrases are read, polyphones among them;
what is in Latin letters is read as English. Tones are "→" level, "↗" rising, "↓" low and "↘"
falling, behind the vowel; the model was trained with the tones of the dictionary and changes them
in speech itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{HAN}〇]"
_LATIN = rf"{_LETTER}(?:(?:{_LETTER}|[\d'’&.+-])*(?:{_LETTER}|\d))?"
_RUN = re.compile(
    rf"(?P<han>[{HAN}〇]+)|(?P<latin>{_LATIN}(?:\s+{_LATIN})*)"
    r"|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?%?)|(?P<sign>.)",
    re.DOTALL,
)
_PAUSES = {
    **{mark: f"{mark} " for mark in ",.!?:;"},
    **{"，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "：": ": ", "；": "; "},
    **{"—": "—", "…": "…", "·": " ", "“": "“", "”": "”", "《": "“", "》": "”", "「": "“"},
    **{"」": "”", "『": "“", "』": "”", "（": " (", "）": ") ", "(": " (", ")": ") "},
}
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_INITIALS = {
    **{"b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l"},
    **{"g": "k", "k": "kʰ", "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "r": "ɻ"},
    **{"z": "ʦ", "c": "ʦʰ", "s": "s", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ"},
}
_FINALS = {
    **{"a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0"},
    **{"en": "ə0n", "eng": "ə0ŋ", "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ"},
    **{"iao": "jau0", "ie": "je0", "in": "i0n", "iou": "jou0", "iu": "jou0", "ing": "i0ŋ"},
    **{"iong": "jʊ0ŋ", "ong": "ʊ0ŋ", "ou": "ou0", "u": "u0", "uei": "wei0", "ui": "wei0"},
    **{"ua": "wa0", "uai": "wai0", "uan": "wa0n", "uen": "wə0n", "un": "wə0n"},
    **{"uang": "wa0ŋ", "ueng": "wə0ŋ", "uo": "wo0", "o": "wo0", "v": "y0", "ve": "ɥe0"},
    **{"van": "ɥɛ0n", "vn": "y0n", "er": "ɚ0", "ê": "ɛ0"},
}
_BUZZED = {"zh": "ɨ0", "ch": "ɨ0", "sh": "ɨ0", "r": "ɨ0", "z": "ɨ0", "c": "ɨ0", "s": "ɨ0"}
"""What "i" is behind these."""
_WITHOUT_INITIAL = {
    **{"yi": "i", "ya": "ia", "yan": "ian", "yang": "iang", "yao": "iao", "ye": "ie", "yin": "in"},
    **{"you": "iou", "ying": "ing", "yong": "iong", "wu": "u", "wei": "uei", "wa": "ua"},
    **{"wai": "uai", "wan": "uan", "wen": "uen", "wang": "uang", "weng": "ueng", "wo": "uo"},
    **{"yu": "v", "yue": "ve", "yuan": "van", "yun": "vn"},
}
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcs])?(.+)")
_INTERJECTIONS = {"m": "m0", "n": "n0", "ng": "ŋ0", "hm": "hm0", "hng": "hŋ0"}
_INTERJECTIONS |= {"yo": "jɔ0", "o": "ɔ0", "lo": "lwo0"}


class Chinese:
    """Reads Mandarin aloud. `english` reads what is in Latin letters; `cut` gives the words of a
    run of Han characters, `readings` their pinyin, one a character, such as "hang2"."""

    def __init__(
        self,
        cut: Callable[[str], list[str]],
        readings: Callable[[str, Sequence[str]], list[str]],
        english: Callable[[str], str],
    ) -> None:
        self._cut = cut
        self._readings = readings
        self._english = english

    def __call__(self, text: str) -> str:
        """The phonemes of a sentence, with spaces between words and marks for pauses."""
        parts: list[str] = []
        run = ""
        for match in _RUN.finditer(text):
            if match.lastgroup in ("han", "number"):
                run += match[0] if match.lastgroup == "han" else _number(match)
                continue
            parts.append(self._han(run))
            run = ""
            if match.lastgroup == "latin":
                parts.append(f" {self._english(match[0])} ")
            else:
                parts.append(_PAUSES.get(match[0], " "))
        parts.append(self._han(run))
        return " ".join("".join(parts).split())

    def _han(self, run: str) -> str:
        words = self._cut(run)
        readings = iter(self._readings(run, words))
        return " ".join("".join(syllable(next(readings)) for _ in word) for word in words)


def syllable(pinyin: str) -> str:
    """The phonemes of a syllable such as "hang2" or "lv4"; "" for what is none."""
    bare, tone = pinyin.rstrip("12345"), _TONES.get(pinyin[-1:], "")
    bare = bare.replace("ü", "v").replace("u:", "v")
    if bare in _INTERJECTIONS:
        return _INTERJECTIONS[bare].replace("0", tone)
    initial = ""
    final = _WITHOUT_INITIAL.get(bare, bare)
    if final == bare and (match := _SYLLABLE.fullmatch(bare)):
        initial, final = match[1] or "", match[2]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = f"v{final[1:]}"
    if final == "ue":
        final = "ve"
    sounds = _BUZZED.get(initial) if final == "i" else None
    sounds = sounds or _FINALS.get(final)
    if sounds is None:
        return ""
    return _INITIALS.get(initial, "") + sounds.replace("0", tone)


def _number(match: re.Match[str]) -> str:
    """A number as it is read where it stands: 2026年 digit by digit, 第2个 and 2个."""
    number, text = match[0], match.string
    behind = text[match.end() : match.end() + 1]
    if len(number) == 4 and number.isascii() and number.isdigit() and behind == "年":
        return "".join(_DIGITS[int(digit)] for digit in number)
    counted = (
        number == "2" and behind in _COUNTED and text[match.start() - 1 : match.start()] != "第"
    )
    return "两" if counted else number_in_han(number)


_COUNTED = tuple("个位名种次天周项例倍条张年篇家岁只")
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


def number_in_han(number: str) -> str:
    """A number such as "1,234.5" or "12%" as it is read; what is no plain number digit by
    digit."""
    percent = number.endswith("%")
    whole, _, decimals = number.rstrip("%").replace(",", "").partition(".")
    if (whole.startswith("0") and whole != "0") or len(whole) > 4 * len(_GROUPS):
        read = "".join(_DIGITS[int(digit)] for digit in whole)
    else:
        read = _whole(int(whole))
    if decimals:
        read += "点" + "".join(_DIGITS[int(digit)] for digit in decimals)
    return f"百分之{read}" if percent else read


def _whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    read, pending = "", False
    for place in reversed(range(4 * len(_GROUPS))):
        digit = number // 10**place % 10
        if digit:
            if pending and read:
                read += _DIGITS[0]
            pending = False
            ten_alone = digit == 1 and place % 4 == 1 and not read
            read += ("" if ten_alone else _DIGITS[digit]) + _PLACES[place % 4]
        else:
            pending = True
        if place % 4 == 0 and place and number // 10**place % 10_000:
            read += _GROUPS[place // 4]
    return read
