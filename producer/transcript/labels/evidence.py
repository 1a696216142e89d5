"""Which of the shapes at the start of lines are labels, with the whole file in view."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from producer.transcript.document import Line
from producer.transcript.labels.label import Candidate, Strength, candidate
from producer.transcript.language.detection import Languages

_NEVER = 2.0
_SHARE_IF_RECURRING = {
    Strength.DOUBTFUL: 1 / 2,
    Strength.WEAK: 1 / 4,
    Strength.LIKELY: 1 / 5,
    Strength.CERTAIN: 0.0,
}
_SHARE_IF_SINGLE = {
    Strength.DOUBTFUL: _NEVER,
    Strength.WEAK: 2 / 3,
    Strength.LIKELY: 1 / 3,
    Strength.CERTAIN: 0.0,
}
"""The share of the beginnings in its language that must carry a candidate, for it to be a label."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph that may be labelled; its language is that of what the label governs."""

    found: Candidate | None
    language: str
    block: int

    @property
    def is_lone_label(self) -> bool:
        return self.found is not None and not self.found.text


def find_labels(
    lines: Sequence[Line], languages: Languages, *, apart: bool = False
) -> frozenset[str]:
    """The texts that are labels in this file.

    A label stands where someone begins: after the other language, after another label, or first
    in its block. In a language whose passages are labelled most beginnings carry one, in a
    language whose passages are not hardly any does. So the weaker a shape is, and the less often
    it occurs, the more of the beginnings must carry a label. With the languages `apart`, in halves
    or one of them absent, whoever is first in a block begins, or where no blank lines are, in any
    line.
    """
    begins: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    strengths: dict[str, Strength] = {}
    stands_in: defaultdict[str, list[str]] = defaultdict(list)
    after_other_language: set[str] = set()
    opening: Counter[str] = Counter()
    opening_labelled: Counter[str] = Counter()
    opens: set[str] = set()
    heard: set[tuple[int, str]] = set()
    before: _Place | None = None
    blocks = len({line.block for line in lines})
    for place in _places(lines, languages):
        found = place.found
        switches = before is None or before.language != place.language
        if apart and before is not None:
            switches = switches or place.block != before.block or blocks == 1
        after_label = before is not None and before.found is not None and not before.is_lone_label
        begins[place.language] += switches or (after_label and found is not None)
        if (place.block, place.language) not in heard:
            heard.add((place.block, place.language))
            opening[place.language] += 1
            opening_labelled[place.language] += found is not None
            opens |= {found.label} if found else set()
        if found:
            labelled[place.language] += switches or after_label
            if _counts(found.strength, switches, after_label, before, place):
                stands_in[found.label].append(place.language)
                if switches:
                    after_other_language.add(found.label)
                strengths[found.label] = max(
                    found.strength, strengths.get(found.label, Strength.DOUBTFUL)
                )
        before = place

    def is_label(label: str) -> bool:
        strength, where = strengths[label], stands_in[label]
        share = max(labelled[lang] / max(begins[lang], 1) for lang in where)
        if label in opens and opening[where[0]] > 2:
            share = max(share, opening_labelled[where[0]] / opening[where[0]])
        if len(where) > 1:
            return share >= _SHARE_IF_RECURRING[strength]
        if strength is Strength.WEAK and (
            label not in after_other_language or labelled[where[0]] < 2
        ):
            return False  # a second paragraph, or the only such shape in its language
        return share >= _SHARE_IF_SINGLE[strength]

    return frozenset(filter(is_label, strengths))


def _counts(
    strength: Strength, switches: bool, after_label: bool, before: _Place | None, place: _Place
) -> bool:
    """Whether a candidate stands where one of its strength may be a label."""
    if switches or strength is Strength.CERTAIN:
        return True
    if strength is Strength.DOUBTFUL or before is None or before.is_lone_label:
        return False
    return after_label or before.block != place.block


def _places(lines: Sequence[Line], languages: Languages) -> Iterator[_Place]:
    """The paragraphs that have letters, in order."""
    places = []
    following: str | None = None
    for line in reversed(lines):
        if line.level or line.speaker is not None:
            continue
        found = candidate(line.text)
        language = line.language or languages.of(found.text if found else line.text)
        if found and not language:
            language = languages.of_name(found.label) if found.text else following
        following = language or following
        if language:
            places.append(_Place(found, language, line.block))
    return reversed(places)
