"""How well sentences are paired: `python -m tests.bench.pairs FOLDER…`

Looks in the folders for the documents whose gold lies beside this file, and tells precision,
recall and F1 of the links between sentences in each, those that have nothing to do with tuning
apart; and how long 2,500 turns take.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from producer.alignment import Paragraphs, align
from producer.errors import ProducerError
from producer.model import Script
from producer.speech.sentences import split_sentences
from producer.transcript import reading
from tests.bench.pairs.gold import Gold, all_gold, digest, gold_links, links

_TURNS = 2_500


@dataclass(slots=True)
class Score:
    """How many links there are, how many were found, and how many of these are right."""

    gold: int = 0
    proposed: int = 0
    right: int = 0

    def add(self, other: Score) -> None:
        self.gold += other.gold
        self.proposed += other.proposed
        self.right += other.right

    def __str__(self) -> str:
        precision = self.right / max(1, self.proposed)
        recall = self.right / max(1, self.gold)
        f1 = 2 * self.right / max(1, self.gold + self.proposed)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {self.gold:4} links"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    golds = all_gold()
    documents = _documents(parser.parse_args().folders, golds)
    totals = {True: Score(), False: Score()}
    for gold in golds:
        if gold.name not in documents:
            print(f"{gold.name:12} is not there: {gold.kind}")
            continue
        score = _score(gold, documents[gold.name])
        totals[gold.tuned].add(score)
        print(f"{gold.name:12} {score}  {gold.kind}{', tuned on' if gold.tuned else ''}")
    print(f"{'tuned on':12} {totals[True]}")
    print(f"{'unseen':12} {totals[False]}")
    if documents:
        _time(documents.values())
    return 0 if documents else 1


def _documents(folders: Sequence[Path], golds: Sequence[Gold]) -> dict[str, Script]:
    """The scripts that are the documents of `golds`, by their names."""
    known = {
        (gold.languages, value): gold.name
        for gold in golds
        for turn in gold.turns
        for value in turn.digests.values()
    }
    documents: dict[str, Script] = {}
    for file in (each for folder in folders for each in sorted(folder.rglob("*"))):
        if file.suffix not in (".md", ".txt"):
            continue
        for languages in {gold.languages for gold in golds}:
            try:
                script = reading.read(file, languages, ())
            except ProducerError:
                continue
            for texts in _passages(script):
                if name := known.get((languages, digest(texts))):
                    documents[name] = script
    return documents


def _passages(script: Script) -> Iterable[Sequence[str]]:
    return (texts for turn in script.turns for texts in turn.passages.values())


def _divided(script: Script, languages: tuple[str, str]) -> list[tuple[Paragraphs, Paragraphs]]:
    def sentences(paragraphs: Sequence[str], language: str) -> Paragraphs:
        return [split_sentences(paragraph, language) for paragraph in paragraphs]

    first, second = languages
    return [
        (
            sentences(turn.passages.get(first, ()), first),
            sentences(turn.passages.get(second, ()), second),
        )
        for turn in script.turns
    ]


def _score(gold: Gold, script: Script) -> Score:
    turns = _divided(script, gold.languages)
    by_digest = {turn.digests[gold.languages[0]]: turn for turn in gold.turns}
    score = Score()
    for (first, second), pairs in zip(turns, align(turns, gold.languages), strict=True):
        texts = [[s for paragraph in side for s in paragraph] for side in (first, second)]
        turn = by_digest.get(digest(texts[0]))
        if turn is None or digest(texts[1]) != turn.digests[gold.languages[1]]:
            continue
        sentences: Mapping[str, Sequence[str]] = dict(zip(gold.languages, texts, strict=True))
        right, proposed = (
            gold_links(turn, sentences, gold.languages),
            set(links(pairs, gold.languages)),
        )
        score.add(Score(len(right), len(proposed), len(right & proposed)))
    return score


def _time(scripts: Iterable[Script]) -> None:
    """Turns of at most three sentences, cut from the documents in Chinese and English."""
    short: list[tuple[Paragraphs, Paragraphs]] = []
    for script in scripts:
        for first, second in _divided(script, ("zh", "en")):
            for ours, theirs in zip(first, second, strict=False):
                short.append(([ours[:3]], [theirs[:3]]))
    turns = [short[number % len(short)] for number in range(_TURNS)]
    begin, begin_cpu = time.perf_counter(), time.process_time()
    align(turns, ("zh", "en"))
    seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    print(f"{_TURNS} turns {seconds:.1f} s, {cpu:.1f} s of them at work (to reach: 3)")


if __name__ == "__main__":
    sys.exit(main())
