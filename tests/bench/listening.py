"""How well Kokoro is understood, and the ear finds faults, with the time and memory of both:

    PRODUCER_MODELS=FOLDER python -m tests.bench.listening [--sentences N] [--clips FOLDER] [--all]

Kokoro speaks N sentences in each language from the transcripts in seeds/. Each is heard as it is,
and with faults planted in the sound or in what it is compared with. With `--clips`, clips of
another engine are heard so too: clips.tsv in their folder has a line for each with its file,
language and text. A fault is found where the ear says doubtful or wrong; a false alarm is a clean
sentence that it calls wrong. On a machine with nothing else to do, times are those of README.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from producer.audio.pcm import decode
from producer.engines.kokoro import KokoroEngine
from producer.listening import DOUBTFUL, HEARD, WRONG, Recognition, compare
from producer.listening.ear import Ear
from producer.listening.sounds import SpokenToken, sounds_of
from producer.model import Utterance
from producer.plan.outline import outline
from producer.plan.plan import plan_with
from producer.plan.request import Request
from producer.progress import Silent
from producer.show.show import Show
from tests.bench.planted_faults import (
    CLEAN,
    DOUBLED,
    GROSS,
    SWAPPED,
    SpokenSentence,
    planted,
)

SEEDS = Path(__file__).parents[2] / "seeds"
KINDS = (CLEAN, *GROSS, SWAPPED, DOUBLED)
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, and what was."""

    what: str
    reached: float
    at_most: float | None = None
    at_least: float | None = None

    def __str__(self) -> str:
        good = (self.at_most is None or self.reached <= self.at_most) and (
            self.at_least is None or self.reached >= self.at_least
        )
        bound = f"at most {self.at_most:g}" if self.at_most is not None else f"{self.at_least:g}"
        return f"{'✓' if good else '✗'} {self.what}: {self.reached:.3g} (asked {bound})"


def utterances(count: int) -> list[Utterance]:
    """`count` in each language, the transcripts in turn."""
    by_language: dict[str, dict[str, Utterance]] = {"zh": {}, "en": {}}
    with TemporaryDirectory() as folder:
        for file in sorted(SEEDS.glob("*-*")):
            request = Request(transcript=file, show=Show(Path(folder)))
            plan = plan_with(KokoroEngine(), outline(request, Silent()))
            for each in plan.utterances:
                by_language[each.language].setdefault(each.text, each)
    chosen: list[Utterance] = []
    for own in by_language.values():
        every = max(1, len(own) // count)
        chosen += list(own.values())[::every][:count]
    return chosen


def by_kokoro(asked: Sequence[Utterance]) -> tuple[list[SpokenSentence], list[Goal]]:
    """The sentences spoken, and what that took."""

    async def clips() -> tuple[list[bytes], float]:
        engine = KokoroEngine()
        try:
            await engine.probe()
            began = time.monotonic()
            spoken = [(await engine.speak(utterance)).audio for utterance in asked]
            return spoken, time.monotonic() - began
        finally:
            await engine.aclose()

    audio, wall_s = asyncio.run(clips())
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sentences = [
        SpokenSentence(u.language, u.text, decode(a)) for u, a in zip(asked, audio, strict=True)
    ]
    sound_s = _seconds(sentences)
    cpu_s = used.ru_utime + used.ru_stime
    print(f"Kokoro: {len(asked)} sentences, {sound_s:.0f} s; CPU {cpu_s / sound_s:.2f} per second")
    an_hour = "an hour of sound would take {:.0f} min, and {:.0f} min of one core"
    print(an_hour.format(60 * wall_s / sound_s, 60 * cpu_s / sound_s))
    return sentences, [
        Goal("Kokoro, time per second of sound", wall_s / sound_s, at_most=0.7),
        Goal("Kokoro, memory in MB", used.ru_maxrss * _unit() / _MB, at_most=400),
    ]


def from_folder(folder: Path) -> list[SpokenSentence]:
    """The clips that clips.tsv names."""
    lines = (folder / "clips.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip()]
    return [
        SpokenSentence(language, text, decode((folder / file).read_bytes()))
        for file, language, text in rows
    ]


def heard(
    sentences: Sequence[SpokenSentence], ear: Ear, show: Callable[[str], None]
) -> tuple[dict[tuple[str, str], Counter[str]], list[Recognition]]:
    """How often which fault was taken for what, by kind and language, and the clean hearings."""
    choice = random.Random(1)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def judge(kind: str, sentence: SpokenSentence, text: str, hearing: Recognition) -> None:
        outcome = compare(text, sentence.language, hearing)
        counts[kind, sentence.language][outcome.state] += 1
        missed = outcome.state != WRONG if kind in GROSS else outcome.state == HEARD
        if outcome.state != HEARD if kind == CLEAN else missed:
            show(f"  {kind}: “{text}” heard “{hearing.text}”: {outcome.state} {outcome.kind}")

    clean: list[Recognition] = []
    for number, sentence in enumerate(sentences, 1):
        hearing = ear.hear(sentence.audio(), sentence.language)
        clean.append(hearing)
        judge(CLEAN, sentence, sentence.text, hearing)
        for fault in planted(sentence, sentences, choice):
            other = hearing
            if fault.audio is not None:
                other = ear.hear(fault.audio, sentence.language)
            judge(fault.kind, sentence, fault.text, other)
        print(f"{number} of {len(sentences)}", end="\r", file=sys.stderr)
    return counts, clean


def errors(
    sentences: Iterable[SpokenSentence], hearings: Iterable[Recognition]
) -> dict[str, float]:
    """The share of syllables or words that were heard otherwise, by language."""
    wrong: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sentence, hearing in zip(sentences, hearings, strict=True):
        due = _closed(sounds_of(sentence.text, sentence.language))
        recognised = _closed(sounds_of(hearing.text, sentence.language))
        wrong[sentence.language] += _apart(due, recognised)
        total[sentence.language] += len(due)
    return {language: wrong[language] / total[language] for language in total}


def _closed(tokens: Iterable[SpokenToken]) -> list[SpokenToken]:
    """Without what is in Latin letters in Chinese, which may be heard as anything."""
    return [token for token in tokens if not token.open]


def _apart(due: Sequence[SpokenToken], recognised: Sequence[SpokenToken]) -> int:
    """The edit distance (Levenshtein)."""
    row = list(range(len(recognised) + 1))
    for i, a in enumerate(due, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(recognised, 1):
            other = not a.readings & b.readings
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + other)
    return row[-1]


def told(name: str, counts: dict[tuple[str, str], Counter[str]]) -> list[Goal]:
    """Print the table; what was reached of what was to be."""
    print(f"\n{name:<18}{'':<4}{'n':>4}{'found':>7}{'wrong':>7}")
    for kind in KINDS:
        for language in ("zh", "en"):
            if states := counts.get((kind, language)):
                found = states[DOUBTFUL] + states[WRONG]
                print(f"{kind:<18}{language:<4}{states.total():>4}{found:>7}{states[WRONG]:>7}")
    goals: list[Goal] = []
    for language in ("zh", "en"):
        gross = sum((counts.get((kind, language), Counter()) for kind in GROSS), Counter())
        swapped, clean = counts.get((SWAPPED, language)), counts.get((CLEAN, language))
        if not (gross and swapped and clean):
            continue
        of = f"{name}, {language}"
        goals += [
            Goal(f"{of}: gross faults found", 1 - gross[HEARD] / gross.total(), at_least=0.98),
            Goal(f"{of}: of these called wrong", gross[WRONG] / gross.total(), at_least=0.98),
            Goal(f"{of}: swapped found", 1 - swapped[HEARD] / swapped.total(), at_least=0.6),
            Goal(f"{of}: clean called wrong", clean[WRONG] / clean.total(), at_most=0.03),
        ]
    return goals


def _seconds(sentences: Iterable[SpokenSentence]) -> float:
    return sum(each.pcm.duration_ms for each in sentences) / 1000


def _unit() -> int:
    """Bytes in what `ru_maxrss` counts."""
    return 1 if sys.platform == "darwin" else 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sentences", type=int, default=30, help="in each language, at least 10")
    parser.add_argument("--clips", type=Path, help="a folder of clips of another engine")
    parser.add_argument("--all", action="store_true", help="tell each that was taken otherwise")
    options = parser.parse_args()
    show: Callable[[str], None] = print if options.all else lambda _: None
    sentences, goals = by_kokoro(utterances(options.sentences))
    ear = Ear()
    ear.hear(sentences[0].audio(), sentences[0].language)
    began, cpu = time.monotonic(), time.process_time()
    for sentence in sentences:
        ear.hear(sentence.audio(), sentence.language)
    sound_s = _seconds(sentences)
    print(f"ear: CPU {(time.process_time() - cpu) / sound_s:.2f} per second of sound")
    goals.append(Goal("ear, time per second", (time.monotonic() - began) / sound_s, at_most=0.6))
    counts, clean = heard(sentences, ear, show)
    rates = errors(sentences, clean)
    goals += [
        Goal("Chinese syllables heard otherwise, %", 100 * rates["zh"], at_most=4),
        Goal("English words heard otherwise, %", 100 * rates["en"], at_most=5),
        *told("Kokoro", counts),
    ]
    if options.clips:
        counts, _ = heard(from_folder(options.clips), ear, show)
        goals += told(options.clips.name, counts)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _unit() / _MB
    print(f"\nwith the ear this process took {peak_mb:.0f} MB; {os.cpu_count()} cores")
    for goal in goals:
        print(goal)


if __name__ == "__main__":
    main()
