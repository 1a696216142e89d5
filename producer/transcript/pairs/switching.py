"""Passages in the other language's words: `Kevin：So？` above `Kevin: So?`.

By its words such a line is in the language of its translation. Where each turn stands in a block of
two lines, two of one person in the same language are such a pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby

from producer.transcript.language.detection import Languages
from producer.transcript.pairs.paragraph_runs import Paragraph

_LEAST = 3
_NEARLY_ALL = 0.8
_MOSTLY = 0.6

Heard = Mapping[str | None, Counter[str | None]]
"""How often each label stands in each language."""


def with_switches(paragraphs: Sequence[Paragraph], languages: Languages) -> list[Paragraph]:
    """`paragraphs`, with the language that a line must be in for its place; unchanged where blocks
    are no pairs."""
    blocks = [list(block) for _, block in groupby(paragraphs, key=lambda p: p.block)]
    twos = [block for block in blocks if len(block) == 2]
    bilingual = [block for block in twos if len({p.language for p in block} - {None}) == 2]
    if len(bilingual) < max(_LEAST, len(twos) / 3) or len(twos) < _NEARLY_ALL * len(blocks):
        return list(paragraphs)
    leads = Counter(block[0].language for block in bilingual).most_common(1)[0][0]
    counts: defaultdict[str | None, Counter[str | None]] = defaultdict(Counter)
    for block in bilingual:
        for paragraph in block:
            counts[paragraph.label][paragraph.language] += 1
    for block in twos:
        language = block[0].language
        if language and _are_pair(block[0], block[1], counts, languages):
            at = int(language == leads)
            block[at] = replace(block[at], language=languages.other(language))
    return [*chain(*blocks)]


def _are_pair(first: Paragraph, second: Paragraph, counts: Heard, languages: Languages) -> bool:
    """Whether two paragraphs in one language may be a passage and its translation."""
    if first.language is None or first.language != second.language or second.headings:
        return False
    if first.turn is not None:
        return False
    other_language = languages.other(first.language)
    if first.label == second.label:
        return first.label is not None and counts[first.label][other_language] > 0
    return _mostly(counts[first.label], other_language) != _mostly(
        counts[second.label], other_language
    )


def _mostly(counts: Counter[str | None], language: str) -> bool:
    return counts[language] > 1 and counts[language] > _MOSTLY * counts.total()
