"""`make soak`: does a run get through whatever the service does, and is nothing wrong kept?

a  1,000 utterances through a stand-in that goes wrong with 30 % of the answers: how many are
   lost, how many kept clips are not exactly what was said, how long it took
b  a stand-in that answers 503 above four connections: throughput beside that of four connections
   which nobody refuses, and how many requests are refused after the first 20
c  the share of missing and doubled frames that the frames themselves give away

Bounded in time, and on 127.0.0.1 only. Ends with 1 where a figure is not reached.
"""

from __future__ import annotations

import argparse
import faulthandler
import math
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from producer.audio.pcm import decode
from producer.engines.edge import EdgeEngine, EdgeSettings
from producer.engines.edge.frames import FRAME_MS, first_break
from producer.model import Delivery, Utterance
from producer.progress import Silent
from producer.store import CLIPS, Store
from producer.synthesis import clip_key, synthesize
from tests.soak.trouble import KINDS, narrow_service, troubled_service
from tests.standin.speech import (
    FRAME_BYTES,
    HAN_MS,
    LATE_MS,
    LEAD_MS,
    LETTER_MS,
    PAUSE_MS,
    SENTENCE_MS,
    TAIL_MS,
    Speech,
    silence,
    speech,
)

LONGEST_S = 1_200
UNNOTICED_MS = 200
"""So much of words may be silent for times that are inexact."""
VOICES = ("zh-CN-XiaoxiaoNeural", "zh-CN-YunxiNeural", "en-US-AndrewMultilingualNeural")
RATES = (0, -20, 30)
_ZH = "雨下了一夜，早上的街道很安静。|我们坐在窗边喝茶，|没有人着急！|火车七点到，|你听见了吗？"
_EN = "The rain went on all night. |We sat by the window with our tea, |nobody in a hurry! |At 7, "


@dataclass(frozen=True, slots=True)
class Through:
    """What came of utterances that met trouble."""

    utterances: int
    requests: int
    faults: Counter[str]
    failures: tuple[str, ...]
    wrong: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Narrow:
    """How a service was used that bears so much and no more."""

    requests: int
    refused_later: float
    """Share of the requests after the first 20."""
    seconds: float
    best_seconds: float


def utterances(count: int, seed: int) -> list[Utterance]:
    """Distinct ones, of one to four phrases."""
    chance = random.Random(seed)
    made: list[Utterance] = []
    for number in range(count):
        language, phrases = chance.choice((("zh", _ZH), ("en", _EN)))
        some = "".join(chance.choices(phrases.split("|"), k=chance.randint(1, 4)))
        delivery = Delivery(chance.choice(VOICES), chance.choice(RATES))
        made.append(Utterance("edge", language, delivery, f"{number} {some}".strip()))
    return made


def through_trouble(folder: Path, count: int, *, share: float = 0.3, seed: int = 1) -> Through:
    """Speak `count` utterances where `share` of the answers go wrong, and look at what is kept."""
    engine = EdgeEngine(EdgeSettings(concurrency=8, idle_timeout_s=1.0, total_timeout_s=3.0))
    engine.retry_wait_s = 0.05
    wanted, store = utterances(count, seed), Store(folder)
    with troubled_service(share, seed) as (service, trouble):
        service.listed = service.voices[:3]
        begin = time.monotonic()
        result = synthesize(wanted, engine, store, Silent())
        seconds = time.monotonic() - begin
    wrong = [p for u in result.digests if (p := problem(u, engine, store))]
    return Through(
        utterances=count,
        requests=len(service.connections),
        faults=trouble.seen,
        failures=tuple(result.failures.values()),
        wrong=tuple(wrong),
        seconds=seconds,
    )


def problem(utterance: Utterance, engine: EdgeEngine, store: Store) -> str:
    """What is wrong with the kept clip: it is to be exactly what the stand-in says, and as long
    as the text asks. "" for nothing, and where less than `UNNOTICED_MS` of its words are silent."""
    entry = store.get(CLIPS, clip_key(engine, utterance))
    if entry is None:
        return f"{utterance.text}: it is not in the store"
    said = speech(utterance.text, utterance.delivery.voice, utterance.delivery.pace)
    if entry.data != b"".join(said.frames) and silent_ms(said, entry.data) >= UNNOTICED_MS:
        return f"{utterance.text}: {len(entry.data) // FRAME_BYTES} frames for {len(said.frames)}"
    if [mark[2] for mark in entry.meta["marks"]] != [word.text for word in said.words]:
        return f"{utterance.text}: other words"
    difference_ms = decode(entry.data).duration_ms - _expected_ms(utterance)
    if not -10 < difference_ms < 100:
        return f"{utterance.text}: {difference_ms:.0f} ms longer than the text asks"
    return ""


def silent_ms(said: Speech, audio: bytes) -> float:
    """How much of the words of `said` is not in `audio`, which goes silent somewhere; infinitely
    much where it differs otherwise."""
    count = len(said.frames)
    frames = [audio[at : at + FRAME_BYTES] for at in range(0, len(audio), FRAME_BYTES)]
    pairs = enumerate(zip(frames, said.frames, strict=False))
    first = next((number for number, (mine, theirs) in pairs if mine != theirs), count)
    if len(frames) != count or not {*frames[first:]} <= {*silence(count)}:
        return math.inf
    from_ms = first * FRAME_MS - LATE_MS
    ends_ms = ((word.start_ms, word.start_ms + word.duration_ms) for word in said.words)
    return sum(max(0, end_ms - max(start_ms, from_ms)) for start_ms, end_ms in ends_ms)


def _expected_ms(utterance: Utterance) -> float:
    """The length of the text and of the silence round it, without what frames add."""
    text, each = utterance.text.strip(), []
    for at, character in enumerate(text):
        if "\u3400" <= character <= "\u9fff":
            each.append(HAN_MS)
        elif character.isalnum():
            each.append(LETTER_MS)
        elif not character.isspace():
            is_between = character in ".!?。！？" and at + 1 < len(text)
            each.append(SENTENCE_MS if is_between else PAUSE_MS)
    return LEAD_MS + sum(each) / utterance.delivery.pace + TAIL_MS + LATE_MS


def through_a_narrow_door(
    folder: Path, count: int, *, capacity: int = 4, most: int = 12, answer_s: float = 0.4
) -> Narrow:
    """Speak `count` utterances where only `capacity` are borne at once and the engine may ask
    for `most`; and once more with `capacity` connections and no limit."""
    wanted = utterances(count, 2)

    def run(name: str, concurrency: int, limit: int | None) -> tuple[float, list[bool]]:
        engine = EdgeEngine(EdgeSettings(concurrency=concurrency))
        engine.retry_wait_s = answer_s
        with narrow_service(limit, answer_s) as service:
            begin = time.monotonic()
            result = synthesize(wanted, engine, Store(folder / name), Silent())
            seconds = time.monotonic() - begin
        if result.failures:
            raise RuntimeError(f"not all was spoken: {next(iter(result.failures.values()))}")
        return seconds, [limit is not None and c.concurrent > limit for c in service.connections]

    best_seconds, _ = run("best", capacity, None)
    seconds, refused = run("narrow", most, capacity)
    later = refused[20:]
    return Narrow(len(refused), sum(later) / len(later), seconds, best_seconds)


def noticed(texts: Sequence[str], count: int) -> tuple[float, float]:
    """The shares of `count` frames with sound in a row, missing and doubled, that are noticed."""
    missing: list[bool] = []
    doubled: list[bool] = []
    for text in texts:
        answer = speech(text, VOICES[0])
        frames = list(answer.frames)
        for word in answer.words:
            first = (word.start_ms + LATE_MS) // 24 + 1
            for at in range(first, first + word.duration_ms // 24 - count):
                missing.append(first_break(frames[:at] + frames[at + count :]) is not None)
                doubled.append(first_break(frames[: at + count] + frames[at:]) is not None)
    return sum(missing) / len(missing), sum(doubled) / len(doubled)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--utterances", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    reached: list[bool] = []

    def tell(text: str, good: bool = True) -> None:
        reached.append(good)
        print(text + ("" if good else "   NOT REACHED"), flush=True)

    with tempfile.TemporaryDirectory(prefix="producer-soak-") as name:
        a = through_trouble(Path(name) / "a", options.utterances, seed=options.seed)
        faults, kinds = a.faults.total(), len(a.faults)
        tell(
            f"a  {a.utterances} utterances, {a.requests} requests, {faults} faults of {kinds} "
            f"kinds ({faults / a.requests:.0%}), {a.seconds:.0f} s"
        )
        tell(f"   lost: {len(a.failures)}", not a.failures)
        tell(f"   wrong: {len(a.wrong)}", not a.wrong)
        tell(f"   kinds seen: {kinds} of {len(KINDS)}", kinds >= 15)
        for text in (*a.failures, *a.wrong):
            print(f"      {text}")

        b = through_a_narrow_door(Path(name) / "b", max(60, options.utterances // 3))
        ratio = b.seconds / b.best_seconds
        tell(
            f"b  {b.requests} requests in {b.seconds:.1f} s where four are borne, beside "
            f"{b.best_seconds:.1f} s: {ratio:.3f} times the best (at most 1.1)",
            ratio <= 1.1,
        )
        tell(
            f"   refused after the first 20: {b.refused_later:.1%} (below 5 %)",
            b.refused_later < 0.05,
        )

    texts = [u.text for u in utterances(40, 3)]
    for count in (1, 5):
        lost, twice = noticed(texts, count)
        tell(
            f"c  frames with sound, {count} in a row: {lost:.1%} of the missing and {twice:.1%} "
            "of the doubled noticed",
            lost > 0.9 and twice == 1,
        )
    faulthandler.cancel_dump_traceback_later()
    return 0 if all(reached) else 1


if __name__ == "__main__":
    raise SystemExit(main())
