"""Where the words of a Chinese sentence end: the likeliest cut, by jieba's dictionary and as jieba
finds it.

jieba itself takes ten times the memory, and seconds to begin where its cache is not there, which is
a file that anybody may write.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from math import log
from pathlib import Path

from producer.engines.kokoro.word_table import WordTable


class Words:
    """The words of the dictionary at `path`, which has a line for each with how often it was met
    and its part of speech. Raises `OSError` where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._total = 0
        with path.open(encoding="utf-8") as file:
            self._table = WordTable(self._counted(file))
        self._log_total = log(self._total)

    def _counted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            word, count, _ = line.split(" ")
            self._total += int(count)
            yield f"{word} {count}"

    def cut(self, run: str) -> list[str]:
        """The words of a run of Han characters; one that is in no word is one by itself."""
        # How likely the rest is from each place on, and where its first word ends.
        best = [(0.0, 0)] * (len(run) + 1)
        for start in reversed(range(len(run))):
            best[start] = max(
                (log(int(count) or 1) - self._log_total + best[end][0], end)
                for end, count in self._table.words_at(run, start) or [(start + 1, "0")]
            )
        words: list[str] = []
        start = 0
        while start < len(run):
            end = best[start][1]
            words.append(run[start:end])
            start = end
        return words


def jieba_dictionary() -> Path:
    """Where it is. Raises `ImportError` where jieba is not installed."""
    package = importlib.util.find_spec("jieba")
    if package is None or package.origin is None:
        raise ImportError("jieba is not installed")
    return Path(package.origin).with_name("dict.txt")
