"""A dictionary of Chinese words that stays text.

As Python objects the 350,000 words of jieba with their beginnings take 70 MB and the 47,000 phrases
of pypinyin 50. As lines of text, kept by the first character of the word, they take 8 and 3, and a
word is found in a few microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter


class WordTable:
    """Words and what is said of each, from `lines` of a word, a space and the rest."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: dict[str, str] = {}
        for first, group in groupby(lines, itemgetter(0)):
            self._lines[first] = "\n".join((self._lines.get(first, ""), *group))

    def begins(self, text: str) -> bool:
        """Whether a word begins with `text`, or is it."""
        return f"\n{text}" in self._lines.get(text[0], "")

    def get(self, word: str) -> str | None:
        """What is said of a word; None where there is none."""
        lines = self._lines.get(word[0], "")
        key = f"\n{word} "
        place = lines.find(key)
        if place < 0:
            return None
        end = lines.find("\n", place + 1)
        return lines[place + len(key) : end if end >= 0 else None]

    def words_at(self, text: str, start: int) -> list[tuple[int, str]]:
        """Where the words end that begin at `start`, the shortest first, and what is said of
        each."""
        words: list[tuple[int, str]] = []
        for end in range(start + 1, len(text) + 1):
            if not self.begins(text[start:end]):
                break
            if (entry := self.get(text[start:end])) is not None:
                words.append((end, entry))
        return words
