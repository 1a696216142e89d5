"""Labels become speakers: who is who in the two languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from producer.languages import LANGUAGES
from producer.model import NARRATOR, Speaker, narrator
from producer.naming.roles import is_role
from producer.transcript.labels.label import names_in
from producer.transcript.pairs.pairing import GrowingTurn
from producer.transcript.pairs.paragraph_runs import ParagraphRun
from producer.transcript.people.folding import CERTAIN, IF_UNIQUE, Aliases, Fold, find_partners

_SELDOM = 10


@dataclass(frozen=True, slots=True)
class People:
    """`partners` maps a label in either language to its person's label in the other; `folds` are
    those that do not follow from how the labels stand."""

    partners: Mapping[str, str]
    folds: tuple[Fold, ...] = ()

    def conflict(self, first: str, second: str) -> bool:
        """Both labels have partners, and these are not each other: two people."""
        if first == second:
            return False
        if _are_numbered_apart(first, second):
            return True
        partners = (self.partners.get(first), self.partners.get(second))
        return None not in partners and partners != (second, first)

    def same(self, first: str, second: str) -> bool:
        return first == second or self.partners.get(first) == second


def _are_numbered_apart(first: str, second: str) -> bool:
    """Whether the labels are parts that differ in their numbers alone: "Speaker 1", "Speaker 2"."""
    if first == second or not (is_role(first) and is_role(second)):
        return False
    part = _unnumbered(first)
    return part is not None and part == _unnumbered(second)


def _unnumbered(label: str) -> str | None:
    """What stands before the number or the letter with which a label ends, if it ends so."""
    end = len(label)
    while end and label[end - 1].isdecimal():
        end -= 1
    if end == len(label):
        before, letter = label[-2:-1], label[-1:]
        if not (letter.isascii() and letter.isupper() and before):
            return None
        if before.isascii() and before.isalpha():
            return None
        end -= 1
    return label[:end].rstrip(" _#")


def find_people(
    runs: Sequence[ParagraphRun], pairs: Sequence[GrowingTurn], aliases: Aliases
) -> People:
    """Who is who, from how often two labels stand as a pair.

    What the cast says goes before all, and a name that is the same in both languages. Of the
    others two are one person where they stand together more often than either stands with any
    third; and of those who never stand with anybody, where titles, parts of names or initials
    tell.
    """
    stands: dict[str, Counter[str]] = {}
    for run in runs:
        if run.label:
            stands.setdefault(run.label, Counter())[run.language] += 1
    # A name that is for once in a passage of the other language is no name of both.
    astray = {
        (label, language)
        for label, in_language in stands.items()
        for language, count in in_language.items()
        if _SELDOM * count < max(in_language.values())
    }
    runs = [run for run in runs if (run.label, run.language) not in astray]
    same = {
        label: label
        for label, in_language in stands.items()
        if sum((label, language) not in astray for language in in_language) > 1
    }
    partners, folds = find_partners(runs, aliases, same, CERTAIN)
    counts: Counter[tuple[str, str]] = Counter()
    beside: set[frozenset[str]] = set()
    for pair in pairs:
        if len(pair.labels) > 1:
            first, second = pair.labels.values()
            beside.add(frozenset((first, second)))
            if (
                first not in partners
                and second not in partners
                and not _are_numbered_apart(first, second)
            ):
                counts[first, second] += 1
    while dominant := _dominant(counts):
        for first, second in dominant:
            partners[first], partners[second] = second, first
        taken = {label for pair in dominant for label in pair}
        counts = Counter({pair: n for pair, n in counts.items() if taken.isdisjoint(pair)})
    partners, others = find_partners(runs, aliases, partners, IF_UNIQUE)
    reported = (f for f in (*folds, *others) if frozenset((f.label, f.person)) not in beside)
    return People(partners, tuple(reported))


def _dominant(counts: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs that are more than half of all pairs with either label."""
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for (first, second), count in counts.items():
        firsts[first] += count
        seconds[second] += count
    return [
        (first, second)
        for (first, second), count in counts.items()
        if 2 * count > firsts[first] and 2 * count > seconds[second]
    ]


def name_speakers(
    runs: Sequence[ParagraphRun], people: People, languages: Sequence[str], folds: Sequence[Fold]
) -> dict[str, Speaker]:
    """The speaker of each label. The id is the person's label that comes first in the file, but
    for those that `folds` replaced by others; of a label in both languages the Chinese name."""
    labels = dict.fromkeys(run.label for run in runs if run.label)
    in_both = {label: both for label in labels if (both := names_in(label))}
    ids: dict[str, str] = {}
    for label in labels:
        own = in_both[label][0] if label in in_both else label
        ids[label] = ids.get(people.partners.get(label, label), own)
    names: dict[str, dict[str, str]] = {}
    for label, both in in_both.items():
        names.setdefault(ids[label], {}).update(
            {lang: both["Han" not in LANGUAGES[lang].scripts] for lang in languages}
        )
    for run in runs:
        if run.label:
            names.setdefault(ids[run.label], {}).setdefault(run.language, run.label)
    known: dict[str, dict[str, None]] = {}
    for label in labels:
        folded = (fold.label for fold in folds if fold.person == label)
        known.setdefault(ids[label], {}).update(dict.fromkeys((label, *folded)))
    return {
        label: replace(
            named(ids[label], languages, names[ids[label]]), labels=tuple(known[ids[label]])
        )
        for label in labels
    }


def named(
    speaker_id: str, languages: Sequence[str], names: Mapping[str, str] | None = None
) -> Speaker:
    """A speaker with the names that say more than the id does."""
    if speaker_id == NARRATOR:
        return narrator(languages)
    names = names or {}
    return Speaker(speaker_id, {} if set(names.values()) <= {speaker_id} else dict(names))


def in_order(
    speaker_ids: Iterable[str], languages: Sequence[str], known: Iterable[Speaker] = ()
) -> tuple[Speaker, ...]:
    """`known`, then those of `speaker_ids` that are not among them."""
    speakers = {speaker.id: speaker for speaker in known}
    for speaker_id in speaker_ids:
        if speaker_id not in speakers:
            speakers[speaker_id] = named(speaker_id, languages)
    return tuple(speakers.values())
