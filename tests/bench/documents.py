"""How well real documents are read: `python -m tests.bench.documents FOLDER…`.

Real documents stay outside the repository. A folder holds one folder for each, with the document
and a description of it, `expected.json`:

    {"document": "talk.md", "source": "owner/name path",
     "people": {"Vera": ["薇拉", "Vera K."]} or null,
     "turns": [{"person": "Vera" or null, "zh": "…", "en": "…"}]}

`people` has the labels of each person, null where the document names nobody. `turns` has what is
spoken, in order, without labels and marks; what may be spoken or left out stands in ⟦ ⟧; a side
that the document lacks is "". The keys of a turn's sides are the document's languages.

A pair is **right** where both sides of an expected turn stand in the same turns of the script, and
in no turn that mixes people. It is **clean** where it is right, has the right speaker, lacks
nothing, and nothing that is not spoken stands inside it: no label, stamp, link or heading.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import Any

from producer.commands.findings import told_first
from producer.errors import ProducerError
from producer.languages import HAN
from producer.model import Script
from producer.publish.manifest import findings_json
from producer.transcript.reading import read

DESCRIPTION = "expected.json"
POOR = 0.6
"""A document with fewer clean pairs must say so on the first screen of `producer script`."""
SHARE = 0.8
"""Of the letters of a side that must stand in the same turns as those of the other."""

_WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_FEW = 250_000
_OPTIONAL = re.compile(r"⟦([^⟧]*)⟧")
_MARKUP = re.compile(r"\*\*|</?[a-z]|https?://|\]\(|\\[^\w\s]|&(?:nbsp|amp|lt|gt|quot);|\{\{|^#+ ")


@dataclass(frozen=True, slots=True)
class Word:
    """A Han character, or a word or number in lower case, and the turn that has it."""

    text: str
    turn: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a document. `findings` has the number of each kind that is not doubtful."""

    name: str
    pairs: int
    right: int
    clean: int
    findings: Counter[str]
    seconds: float
    wrong: tuple[str, ...]
    """Why pairs are not clean, one line each."""

    error: str = ""
    told_first: tuple[str, ...] = ()
    """The kinds of the findings that `producer script` tells before all turns."""

    @property
    def is_poor(self) -> bool:
        return self.clean < POOR * self.pairs

    @property
    def is_told(self) -> bool:
        """Whether who reads the first screen of `producer script` learns that it went wrong."""
        return bool(self.error or self.told_first)


def main() -> None:
    parser = argparse.ArgumentParser(description="How well real documents are read.")
    parser.add_argument("folders", nargs="+", type=Path, help="of documents with a description")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="tell of N pairs each")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="documents with TEXT in the name"
    )
    options = parser.parse_args()
    results = []
    for folder in described(options.folders):
        if options.only in folder.name:
            results.append(measure(folder))
            print(row(results[-1]), flush=True)
            for line in results[-1].wrong[: options.wrong]:
                print(f"    {line}")
    if results:
        print(total(results))


def described(folders: Iterable[Path]) -> list[Path]:
    """The folders under `folders` that hold a description."""
    return sorted({path.parent for f in folders for path in f.rglob(DESCRIPTION)})


def measure(folder: Path) -> Measured:
    """What the reader makes of the document in `folder`, beside what is expected."""
    expected = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    started = time.process_time()
    try:
        script = read(folder / expected["document"])
    except ProducerError as error:
        seconds = time.process_time() - started
        count = len(expected["turns"])
        return Measured(folder.name, count, 0, 0, Counter(), seconds, (), str(error))
    seconds = time.process_time() - started
    right, wrong = compare(expected, script)
    return Measured(
        name=folder.name,
        pairs=len(expected["turns"]),
        right=right,
        clean=len(expected["turns"]) - len(wrong),
        findings=Counter(f.kind for f in script.findings if not f.doubtful),
        seconds=seconds,
        wrong=tuple(wrong),
        told_first=tuple(entry["kind"] for entry in told_first(findings_json(script.findings))),
    )


def compare(expected: Mapping[str, Any], script: Script) -> tuple[int, list[str]]:
    """The number of expected turns that are right, and why each one is not clean."""
    turns: Sequence[Mapping[str, Any]] = expected["turns"]
    languages = [key for key in turns[0] if key != "person"]
    sides = {language: _Side.of(language, turns, script) for language in languages}
    labels = {
        person: {_folded(label) for label in (person, *others)}
        for person, others in (expected["people"] or {}).items()
    }
    names = {
        speaker.id: {_folded(name) for name in (speaker.id, *speaker.names.values())}
        for speaker in script.speakers
    }
    people: dict[int, set[str]] = defaultdict(set)
    for side in sides.values():
        for number, places in side.places.items():
            for place, letters in places.items():
                if turns[number]["person"] and letters >= 2:
                    people[place].add(turns[number]["person"])
    right, wrong = 0, []
    for number, turn in enumerate(turns):
        present = [side for side in sides.values() if side.letters[number]]
        first_words = " / ".join(str(turn[language])[:30] for language in languages)
        reason = _not_paired(number, present, people)
        if not reason:
            right += 1
            reason = _not_clean(number, turn["person"], present, labels, names, script)
        if reason:
            wrong.append(f"{number + 1}: {reason}: {first_words}")
    return right, wrong


def _not_paired(number: int, sides: Sequence[_Side], people: Mapping[int, set[str]]) -> str:
    """Why the sides of expected turn `number` do not stand together, "" where they do."""
    if not sides:
        return ""
    shares = []
    for side in sides:
        letters = side.letters[number]
        if sum(side.places[number].values()) < SHARE * letters:
            return f"{side.language} is not spoken"
        shares.append(
            {turn: count / max(letters, 1) for turn, count in side.places[number].items()}
        )
    together = {turn: min(share.get(turn, 0.0) for share in shares) for turn in shares[0]}
    if sum(together.values()) < SHARE:
        return "the two languages stand in different turns"
    if any(len(people[turn]) > 1 for turn, share in together.items() if share > 0.2):
        return "its turn holds several people"
    return ""


def _not_clean(
    number: int,
    person: str | None,
    sides: Sequence[_Side],
    labels: Mapping[str, set[str]],
    names: Mapping[str, set[str]],
    script: Script,
) -> str:
    """Why expected turn `number` is not what the document says, "" where it is."""
    for side in sides:
        if missing := side.missing.get(number):
            return f"{side.language} lacks “{missing[0]}”"
        if added := side.added.get(number):
            return f"{side.language} has “{added[0]}” too"
        for turn in side.places[number]:
            text = "\n".join(script.turns[turn].passages.get(side.language, ()))
            if (markup := _MARKUP.search(text)) and number == side.nearest(turn, text, markup):
                return f"{side.language} has the mark “{markup[0]}”"
    if sides and person is not None and labels:
        turn = max(sides[0].places[number].items(), key=lambda item: item[1])[0]
        speaker = script.turns[turn].speaker
        if not labels[person] & names[speaker]:
            return f"spoken by {speaker}, not {person}"
    return ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One language of a document: where the letters of each expected turn stand in the script."""

    language: str
    letters: Mapping[int, int]
    """Of each expected turn, what must be spoken."""

    places: Mapping[int, Counter[int]]
    """expected turn → turn of the script → letters"""

    missing: Mapping[int, list[str]]
    added: Mapping[int, list[str]]
    """By the expected turn after which they stand."""

    @classmethod
    def of(cls, language: str, turns: Sequence[Mapping[str, Any]], script: Script) -> _Side:
        expected = list(_expected_words(turns, language))
        spoken = [
            Word(text, number)
            for number, turn in enumerate(script.turns)
            for text in _words("\n".join(turn.passages.get(language, ())))
        ]
        letters: Counter[int] = Counter()
        for word in expected:
            if not word.optional:
                letters[word.turn] += len(word.text)
        places: dict[int, Counter[int]] = defaultdict(Counter)
        missing: dict[int, list[str]] = defaultdict(list)
        added: dict[int, list[str]] = defaultdict(list)
        latest = 0
        for before, after in _differences(expected, spoken):
            if before and after:
                for word, place in zip(before, after, strict=True):
                    if not word.optional:
                        places[word.turn][place.turn] += len(word.text)
                    latest = word.turn
            elif after:
                added[latest].append(" ".join(word.text for word in after))
            else:
                for number, words in groupby(before, key=lambda word: word.turn):
                    if text := " ".join(word.text for word in words if not word.optional):
                        missing[number].append(text)
        return cls(language, letters, places, missing, added)

    def nearest(self, turn: int, text: str, markup: re.Match[str]) -> int:
        """The expected turn that holds the place of `markup` in the text of the script's turn."""
        inside = sorted(n for n, places in self.places.items() if turn in places)
        ends, total_letters = [], 0
        for number in inside:
            total_letters += self.places[number][turn]
            ends.append(total_letters)
        before = sum(map(len, _words(text[: markup.start()])))
        return inside[min(bisect_left(ends, before + 1), len(inside) - 1)]


def _expected_words(turns: Sequence[Mapping[str, Any]], language: str) -> Iterator[Word]:
    for number, turn in enumerate(turns):
        for index, stretch in enumerate(_OPTIONAL.split(str(turn[language]))):
            for text in _words(stretch):
                yield Word(text, number, optional=bool(index % 2))


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold())]


def _folded(text: str) -> str:
    return "".join(_words(text))


def _differences(
    before: Sequence[Word], after: Sequence[Word], size: int = 6
) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """Stretches that are the same in both, or stand in one only: one side is empty then. Runs of
    `size` words that each has once are matched first, then shorter ones in what lies between."""
    if not before or not after:
        if before or after:
            yield before, after
        return
    if len(before) * len(after) <= _FEW:
        yield from _small_differences(before, after)
        return
    if size == 0:
        yield before, ()
        yield (), after
        return
    ours, theirs = _single_runs(before, size), _single_runs(after, size)
    anchors = [(at, theirs[run]) for run, at in ours.items() if run in theirs]
    start, begin = 0, 0
    for at, place in [*_rising(anchors), (len(before), len(after))]:
        if at >= start and place >= begin:
            yield from _differences(before[start:at], after[begin:place], size - 2)
            length = size if at < len(before) else 0
            if length:
                yield before[at : at + length], after[place : place + length]
            start, begin = at + length, place + length


def _single_runs(words: Sequence[Word], size: int) -> dict[tuple[str, ...], int]:
    """The runs of `size` words that stand once in `words`, with their places, in order."""
    texts = [word.text for word in words]
    runs = [tuple(texts[at : at + size]) for at in range(len(texts) - size + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _small_differences(
    before: Sequence[Word], after: Sequence[Word]
) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    matcher = SequenceMatcher(None, [w.text for w in before], [w.text for w in after], False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield before[a:b], after[c:d]
        else:
            if a < b:
                yield before[a:b], ()
            if c < d:
                yield (), after[c:d]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of `pairs` whose second numbers rise as the first ones do."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        previous.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    chosen = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = previous[index]
    return chosen[::-1]


def row(result: Measured) -> str:
    """A line of the table, in Markdown."""
    kinds = ", ".join(f"{kind} {n}" for kind, n in result.findings.most_common())
    return (
        f"| {result.name} | {result.pairs} | {_percent(result.right, result.pairs)} "
        f"| {_percent(result.clean, result.pairs)} | {_first(result)} | {result.seconds:.1f} s "
        f"| {result.error or kinds} |"
    )


def _first(result: Measured) -> str:
    """What of a document that went wrong is told first."""
    if result.is_poor and not result.is_told:
        return "NOT TOLD"
    return ", ".join(result.told_first)


def total(results: Sequence[Measured]) -> str:
    kinds: Counter[str] = Counter()
    for result in results:
        kinds.update(result.findings)
    pairs = sum(result.pairs for result in results)
    right, clean = (sum(r.right for r in results), sum(r.clean for r in results))
    name = f"{len(results)} documents"
    return row(Measured(name, pairs, right, clean, kinds, sum(r.seconds for r in results), ())) + (
        f"\nmean of the documents: right {_mean(r.right / r.pairs for r in results)}, "
        f"clean {_mean(r.clean / r.pairs for r in results)}; "
        f"under 60 % clean: {sum(r.is_poor for r in results)} of {len(results)}, "
        f"{sum(r.is_poor and not r.is_told for r in results)} of them without a finding on the "
        "first screen"
    )


def _mean(shares: Iterable[float]) -> str:
    return f"{100 * fmean(shares):.1f} %"


def _percent(share: int, count: int) -> str:
    return f"{100 * share / max(count, 1):.1f} %"


if __name__ == "__main__":
    main()
