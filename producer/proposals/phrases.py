"""The terms that a text is about: words and phrases that come up again and again.

No dictionary is asked. In languages with spaces a phrase is a run of words without stop words, in
Chinese and Japanese a run of characters that stands in different surroundings; a phrase that
occurs only inside a longer one gives way to it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from producer.languages import HAN, UNSPACED
from producer.proposals.stop_words import GENERAL, STOP_ENGLISH, STOP_HAN

_MOST_WORDS = 3
_LONGEST_RUN = 8
"""Characters of a phrase without spaces."""

_FEWEST, _FEWEST_SHORT = 2, 4
"""So often has a phrase to occur, and one of a single word."""
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[\w])?")
_CLAUSE = re.compile(r"[.,;:!?()\[\]—–\"“”。，、；：！？（）《》…\n]+")
_HAN_RUN = re.compile(rf"(?:[{HAN}]|[A-Za-z][\w-]*)+(?: ?(?:[{HAN}]|[A-Za-z][\w-]*)+)?")
_TOKEN = re.compile(rf"[{HAN}]|[A-Za-z][\w-]*")


def key_phrases(texts: Sequence[str], language: str, omit: Iterable[str] = ()) -> list[str]:
    """The phrases of `texts` that occur twice at least, the weightiest first; none has a word or,
    without spaces, a character sequence of `omit` (names of the speakers)."""
    counts, spellings = _counts(texts, language)
    left_out = {word.casefold() for name in omit for word in _parts(name, language)}
    weighed = {
        phrase: weight
        for phrase, weight in _weights(counts, language).items()
        if phrase not in GENERAL and not _has_any(phrase, left_out, language)
    }
    ranked = sorted(weighed, key=lambda phrase: (-weighed[phrase], phrase))
    return [_usual(spellings[phrase]) for phrase in _distinct(ranked, language)]


def _has_any(phrase: str, words: Collection[str], language: str) -> bool:
    if language in UNSPACED:
        return any(word in phrase for word in words)
    return not set(words).isdisjoint(phrase.split())


def _parts(name: str, language: str) -> list[str]:
    if language in UNSPACED:
        return [name] if len(name) > 1 else []
    return [word for word in name.split() if len(word) > 1]


def _counts(texts: Sequence[str], language: str) -> tuple[Counter[str], Mapping[str, Counter[str]]]:
    """How often each phrase occurs, in lower case, and how it is spelled."""
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    phrases_of = _without_spaces if language in UNSPACED else _with_spaces
    around: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for text in texts:
        for phrase, neighbours in phrases_of(text):
            counts[phrase.casefold()] += 1
            spellings[phrase.casefold()][phrase] += 1
            around[phrase.casefold()].add(neighbours)
    if language in UNSPACED:
        pairs = _pairs(texts)
        counts = Counter(
            {
                phrase: count
                for phrase, count in counts.items()
                if count >= _FEWEST and not _is_piece(phrase, around[phrase], pairs)
            }
        )
    common = {
        phrase: count
        for phrase, count in counts.items()
        if count >= (_FEWEST if is_telling(_usual(spellings[phrase]), language) else _FEWEST_SHORT)
    }
    return Counter(common), spellings


def _pairs(texts: Iterable[str]) -> Counter[str]:
    """How often two tokens stand beside each other."""
    tokens = (_TOKEN.findall(text) for text in texts)
    return Counter(a + b for run in tokens for a, b in pairwise(run))


def _is_piece(phrase: str, around: Collection[tuple[str, str]], pairs: Mapping[str, int]) -> bool:
    """Whether a phrase without spaces is cut out of something longer: on one side it always has
    the same neighbour, or neighbours that belong to its last character rather than follow it (the
    first three characters of 陆道培医 are followed by 医院 and 医疗)."""
    tokens = _TOKEN.findall(phrase)
    own = [pairs[a + b] for a, b in pairwise(tokens)] or [len(around)]
    for side, edge in ((0, tokens[0]), (1, tokens[-1])):
        neighbours = {pair[side] for pair in around}
        if len(neighbours) == 1:
            return True
        across = [pairs[n + edge if side == 0 else edge + n] for n in neighbours]
        if sum(across) / len(across) >= min(own):
            return True
    return False


def is_telling(phrase: str, language: str) -> bool:
    """Whether a phrase has several words, more than two Han characters, or is an acronym."""
    return _length(phrase, language) > 1 or (phrase.isupper() and len(phrase) > 1)


def _usual(spellings: Counter[str]) -> str:
    return spellings.most_common(1)[0][0]


def _with_spaces(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for clause in _CLAUSE.split(text):
        words = _WORD.findall(clause)
        for begin in range(len(words)):
            for end in range(begin + 1, min(begin + _MOST_WORDS, len(words)) + 1):
                if words[end - 1].casefold() in STOP_ENGLISH:
                    break
                phrase = words[begin:end]
                if len(phrase) > 1 or len(phrase[0]) > 3 or phrase[0].isupper():
                    yield " ".join(phrase), ("", "")


def _without_spaces(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for clause in _CLAUSE.split(text):
        for run in _HAN_RUN.finditer(clause):
            places = [match.span() for match in _TOKEN.finditer(run[0])]
            tokens = [run[0][a:b] for a, b in places]
            for begin in range(len(tokens)):
                for end in range(begin + 1, min(begin + _LONGEST_RUN, len(tokens)) + 1):
                    if tokens[end - 1] in STOP_HAN:
                        break
                    if end - begin == 1 and len(tokens[begin]) < 3:
                        continue
                    before = tokens[begin - 1] if begin else f"^{run.start()}"
                    behind = tokens[end] if end < len(tokens) else f"${run.end()}"
                    yield run[0][places[begin][0] : places[end - 1][1]], (before, behind)


def _weights(counts: Mapping[str, int], language: str) -> dict[str, float]:
    """The C-value of each phrase (Frantzi and Ananiadou 1996): how often it stands on its own,
    times its length. A single word counts a quarter: it rarely names a topic."""
    inside: dict[str, list[int]] = defaultdict(list)
    for phrase, count in counts.items():
        for shorter in _pieces(phrase, language):
            if shorter in counts:
                inside[shorter].append(count)
    return {
        phrase: max(_length(phrase, language) - 0.5, 0.25)
        * (count - (sum(inside[phrase]) / len(inside[phrase]) if inside[phrase] else 0))
        for phrase, count in counts.items()
    }


def _pieces(phrase: str, language: str) -> Iterator[str]:
    if language in UNSPACED:
        for begin in range(len(phrase)):
            for end in range(begin + 2, len(phrase) + 1):
                if end - begin < len(phrase):
                    yield phrase[begin:end].strip()
        return
    words = phrase.split()
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            if end - begin < len(words):
                yield " ".join(words[begin:end])


def _length(phrase: str, language: str) -> float:
    return len(_TOKEN.findall(phrase)) / 2 if language in UNSPACED else len(phrase.split())


def _distinct(ranked: Iterable[str], language: str) -> Iterator[str]:
    """Those of `ranked` that are no part of a weightier one, nor the other way round."""
    chosen: list[str] = []
    for phrase in ranked:
        bounded = phrase if language in UNSPACED else f" {phrase} "
        weightier = (p if language in UNSPACED else f" {p} " for p in chosen)
        if not any(bounded in longer or longer in bounded for longer in weightier):
            chosen.append(phrase)
            yield phrase
