"""Chinese text → Kokoro's phonemes.

A sentence is cut into words by jieba's dictionary, and pypinyin's knows how phrases are read,
polyphones among them; what is in Latin letters is read as English. Tones are "→" level, "↗" rising,
"↓" low and "↘" falling, behind the vowel; the model was trained with the tones of the dictionary
and changes them in speech itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from producer.speech.han_numbers import number_in_place

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
                run += match[0] if match.lastgroup == "han" else number_in_place(match)
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
