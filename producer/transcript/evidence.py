"""Which of the shapes at the start of lines are labels, with the whole file in view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from producer.transcript.labels import Candidate, Strength, candidate
from producer.transcript.language import language_of
from producer.transcript.lines import Line

_SHARE_IF_RECURRING = {
    Strength.DOUBTFUL: Fraction(1, 2),
    Strength.WEAK: Fraction(1, 4),
    Strength.LIKELY: Fraction(1, 5),
    Strength.CERTAIN: Fraction(0),
}
_SHARE_IF_SINGLE = {
    Strength.WEAK: Fraction(1, 2),
    Strength.LIKELY: Fraction(1, 3),
    Strength.CERTAIN: Fraction(0),
}
"""The share of its language's starts that must carry some candidate, for one to be a label."""


def find_labels(lines: Sequence[Line]) -> frozenset[str]:
    """The texts that are labels in this file.

    A label stands where someone begins: first in its block, after the other language, or after
    another label. In a language whose passages are labelled most beginnings carry one, in a
    language whose passages are not hardly any does. So the weaker a shape is, and the less often
    it occurs, the more of the beginnings must carry a label.
    """
    candidates = [None if line.level else candidate(line.text) for line in lines]
    languages = _languages(lines, candidates)
    begins: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    occurrences: dict[str, list[tuple[str, Strength]]] = {}
    previous: str | None = None
    above: Candidate | None = None
    for index, (line, found, language) in enumerate(zip(lines, candidates, languages, strict=True)):
        if line.level or language is None:
            continue
        switches = language != previous
        below_lone_label = above is not None and not above.text
        starts = switches or (above is not None and not below_lone_label)
        first_in_block = index == 0 or lines[index - 1].block != line.block
        begins[language] += starts
        labelled[language] += starts and found is not None
        if found and (
            switches
            or found.strength is Strength.CERTAIN
            or (
                found.strength > Strength.DOUBTFUL
                and (starts or (first_in_block and not below_lone_label))
            )
        ):
            occurrences.setdefault(found.label, []).append((language, found.strength))
        previous = language
        above = found

    def share(language: str) -> Fraction:
        return Fraction(labelled[language], begins[language]) if begins[language] else Fraction(0)

    accepted = set()
    for label, places in occurrences.items():
        strength = max(strength for _, strength in places)
        best = max(share(language) for language, _ in places)
        if strength is Strength.CERTAIN or (
            best >= _SHARE_IF_RECURRING[strength]
            if len(places) > 1
            else best >= _SHARE_IF_SINGLE.get(strength, 2)
            and (strength > Strength.WEAK or labelled[places[0][0]] > 1)
        ):
            accepted.add(label)
    return frozenset(accepted)


def _languages(lines: Sequence[Line], candidates: Sequence[Candidate | None]) -> list[str | None]:
    """The language of each line without its label; a lone label has that of what follows it."""
    languages: list[str | None] = []
    following: str | None = None
    for line, found in zip(reversed(lines), reversed(candidates), strict=True):
        language = language_of(found.text if found else line.text)
        if found and not language:
            language = language_of(found.label) if found.text else following
        following = language or following
        languages.append(language)
    return languages[::-1]
