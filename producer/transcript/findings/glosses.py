"""Brackets that explain a word or add a translator's note: "（译者注：…）", "谷歌（Google）".

They stand in one language only, and are no part of what was said.
"""

from __future__ import annotations

import re

from producer.languages import HAN, LATIN, UNSPACED

_CLOSING = {"（": "）)", "(": "）)", "[": "]", "［": "］", "【": "】"}
_NOTE = re.compile(
    r"\W*(?:译者|譯者|编者|編者|译注|譯註|编注|編註|注[：:]|註[：:]|原注|此处|此處|原文|指|即|又称|又稱|全称|全稱|也就是|"
    r"translator|editor|ed\. note|tr\. note|note:)",
    re.IGNORECASE,
)
_HAN, _LATIN = re.compile(f"[{HAN}]"), re.compile(f"[{LATIN}]")


def glosses(text: str, language: str) -> list[tuple[int, int]]:
    """Where the glosses of a paragraph begin and end, with their brackets, in order."""
    spans = []
    open_: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        if character in _CLOSING:
            open_.append((character, at))
        elif open_ and character in _CLOSING[open_[-1][0]]:
            start = open_.pop()[1]
            if not open_ and _is_gloss(text, start, at, language):
                spans.append((start, at + 1))
    return spans


def without_glosses(text: str, language: str) -> str:
    """`text` with spaces in place of its glosses, so that what is left keeps its place."""
    for start, end in glosses(text, language):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_gloss(text: str, start: int, end: int, language: str) -> bool:
    """A note, or words in the script of another language than the text around them, or what a
    word in that script means."""
    bracket = text[start:end]
    if _NOTE.match(bracket):
        return True
    if not any(map(str.isalnum, text[:start] + text[end + 1 :])):
        return False
    if language in UNSPACED:
        return bool(_LATIN.search(bracket) or _LATIN.match(text[max(0, start - 1) : start]))
    return bool(_HAN.search(bracket))
