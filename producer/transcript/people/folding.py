"""Labels of one person become one: spellings, titles, initials, and what the cast says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from producer.transcript.pairs.paragraph_runs import Paragraph, ParagraphRun
from producer.transcript.people.name_matching import (
    MatchReason,
    exclude_each_other,
    letters_of,
    rule_for,
    tell_apart,
)

_SURE = (MatchReason.ALIAS, MatchReason.SPELLING)
CERTAIN = (*_SURE, MatchReason.LANGUAGES, MatchReason.ROLE)
IF_UNIQUE = (MatchReason.TITLE, MatchReason.PART, MatchReason.INITIALS)
_MOST_LABELS = 100
"""In one language: where there are more, each is somebody, for all are compared with all."""


@dataclass(frozen=True, slots=True)
class Fold:
    """`label`, which first stands in `line`, is taken for one of the person's who is called
    `person`, by `rule`."""

    label: str
    person: str
    rule: MatchReason
    line: int


@dataclass(frozen=True, slots=True)
class Aliases:
    """`person` has a number for each name that a person has said to be an alias, by its letters."""

    person: Mapping[str, int]

    def rule(self, first: str, second: str) -> MatchReason | None:
        """Why two labels may be one person's."""
        known = self.person.get(letters_of(first))
        if known is not None and known == self.person.get(letters_of(second)):
            return None if first == second else MatchReason.ALIAS
        return rule_for(first, second)


def aliases_of(groups: Iterable[Iterable[str]]) -> Aliases:
    """Each of `groups` has the names of one person. One in two of them tells nothing."""
    names = [{letters_of(name) for name in group} for group in groups]
    counts = Counter(name for group in names for name in group)
    return Aliases({n: i for i, group in enumerate(names) for n in group if counts[n] == 1})


@dataclass(frozen=True, slots=True)
class _Person:
    """One person's labels in one language, the file's first one first, and how often they stand."""

    labels: tuple[str, ...]
    count: int


def fold_labels(
    paragraphs: Sequence[Paragraph], aliases: Aliases
) -> tuple[list[Paragraph], list[Fold]]:
    """`paragraphs` with one label per person and language, the first that the file has.

    Never are two people made one who answer each other; and where more than the spelling
    differs, nobody is whose label would fit somebody else too.
    """
    names: dict[tuple[str | None, str], str] = {}
    folds: list[Fold] = []
    for language in dict.fromkeys(paragraph.language for paragraph in paragraphs):
        lines = {
            p.label: p.line for p in reversed(paragraphs) if p.label and p.language == language
        }
        people, why = _people(_sequence(paragraphs, language), aliases)
        for person in people:
            first, *others = person.labels
            names |= {(language, label): first for label in person.labels}
            folds += [Fold(label, first, why[label], lines[label]) for label in others]
    return [
        replace(p, label=names[p.language, p.label]) if p.label else p for p in paragraphs
    ], folds


def _sequence(paragraphs: Sequence[Paragraph], language: str | None) -> list[str | None]:
    """The labels in `language` in order, and None for a turn that is labelled in the other."""
    labels: list[str | None] = []
    for index, paragraph in enumerate(paragraphs):
        before = paragraphs[index - 1] if index else None
        if paragraph.language != language:
            continue
        if paragraph.label or (before and before.language != language and before.label):
            labels.append(paragraph.label)
    return labels


def _people(
    labels: Sequence[str | None], aliases: Aliases
) -> tuple[list[_Person], dict[str, MatchReason]]:
    """Who speaks under `labels`, which stand in the order of the file in one language, and why a
    label is one of a person's who has others."""
    counts = Counter(filter(None, labels))
    answers = {frozenset(pair) for pair in pairwise(labels)}
    people = [_Person((label,), count) for label, count in counts.items()]
    why: dict[str, MatchReason] = {}

    def fit(rule: MatchReason, a: _Person, b: _Person) -> bool:
        pairs = [(x, y) for x in a.labels for y in b.labels]
        if all(aliases.rule(x, y) is not rule for x, y in pairs):
            return False
        both_recur = a.count > 1 and b.count > 1
        return rule in _SURE or not any(
            frozenset((x, y)) in answers
            or exclude_each_other(x, y)
            or (both_recur and tell_apart(x, y))
            for x, y in pairs
        )

    if len(people) > _MOST_LABELS:
        return people, why

    def next_match() -> tuple[_Person, _Person, MatchReason] | None:
        for rule in (*_SURE, *IF_UNIQUE):
            if pair := _first_match(people, partial(fit, rule), rule in _SURE):
                return *pair, rule
        return None

    # Who fitted two people fits one when these turn out to be the same.
    while match := next_match():
        a, b, rule = match
        why |= dict.fromkeys(b.labels, rule) | why
        people[people.index(a)] = _Person(a.labels + b.labels, a.count + b.count)
        people.remove(b)
    return people, why


def _first_match(
    people: Sequence[_Person], fit: Callable[[_Person, _Person], bool], sure: bool
) -> tuple[_Person, _Person] | None:
    """The first two who fit each other and, unless it is `sure`, nobody else."""
    fitting = {a.labels: [b for b in people if b is not a and fit(a, b)] for a in people}
    for a in people:
        for b in fitting[a.labels][: 1 if sure else None]:
            if sure or (fitting[a.labels] == [b] and fitting[b.labels] == [a]):
                return a, b
    return None


def find_partners(
    runs: Sequence[ParagraphRun],
    aliases: Aliases,
    known: Mapping[str, str],
    rules: Sequence[MatchReason],
) -> tuple[dict[str, str], list[Fold]]:
    """`known` partners, which are labels of one person in either language, and those that one of
    `rules` tells besides."""
    partners = dict(known)
    folds: list[Fold] = []
    lines: dict[str, dict[str, int]] = {}
    for run in runs:
        if run.label and run.label not in partners:
            lines.setdefault(run.language, {}).setdefault(run.label, run.line)
    if len(lines) < 2 or max(map(len, lines.values())) > _MOST_LABELS:
        return partners, folds
    firsts, seconds = lines.values()
    for rule in rules:
        fitting = [
            (first, second)
            for first in firsts
            for second in seconds
            if partners.keys().isdisjoint((first, second)) and aliases.rule(first, second) is rule
        ]
        left = Counter(first for first, _ in fitting)
        right = Counter(second for _, second in fitting)
        for first, second in fitting:
            if left[first] == right[second] == 1:
                partners[first], partners[second] = second, first
                person, label = sorted((first, second), key=(firsts | seconds).__getitem__)
                folds.append(Fold(label, person, rule, (firsts | seconds)[label]))
    return partners, folds
