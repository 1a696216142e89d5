"""Utterances become clips: each once, again where that may help, and none is lost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.pcm import decode
from producer.engines.tone import ToneEngine, ToneSettings, duration_ms
from producer.errors import EngineUnavailable, ProducerError, UtteranceFailed
from producer.model import Clip, Delivery, Utterance
from producer.progress import Silent
from producer.store import CLIPS, Store, claims, key_of
from producer.synthesis import Synthesis, clip_key, missing, synthesize
from tests.helpers.claiming import maker
from tests.helpers.disk import full_disk
from tests.helpers.progress import Noted
from tests.synthesis.hurry import hurried


class Engine(ToneEngine):
    """Tones, and a record of what was asked for and how much at once."""

    concurrency = 3
    attempts = 3
    retry_wait_s = 0.001

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()
        self.most_at_once = 0
        self.closed = 0
        self._under_way = 0

    async def speak(self, utterance: Utterance) -> Clip:
        self.asked[utterance.text] += 1
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            await asyncio.sleep(0.001)
            self.trouble(utterance.text, self.asked[utterance.text])
            return await super().speak(utterance)
        finally:
            self._under_way -= 1

    def trouble(self, text: str, attempt: int) -> None:
        """Raise what goes wrong with `attempt`, counted from 1."""

    async def aclose(self) -> None:
        self.closed += 1


class Flaky(Engine):
    def trouble(self, text: str, attempt: int) -> None:  # noqa: ARG002
        if attempt <= 2:
            raise UtteranceFailed("it broke off")


class Permanent(Engine):
    def trouble(self, text: str, attempt: int) -> None:  # noqa: ARG002
        if text == "词3":
            raise UtteranceFailed("nobody can say that", permanent=True)


class Deaf(Engine):
    """Fails for good after five utterances."""

    def trouble(self, text: str, attempt: int) -> None:  # noqa: ARG002
        if len(self.asked) > 5:
            raise EngineUnavailable("tone", "the line is dead", advice="Call the company")


class Hiccup(Engine):
    """Every tenth request finds nobody there, twice in a row."""

    attempts = 9
    requests = 0

    def trouble(self, text: str, attempt: int) -> None:  # noqa: ARG002
        self.requests += 1
        if self.requests % 10 in (0, 1):
            raise EngineUnavailable("tone", "the line is dead")


class Silenced(Engine):
    """Nothing succeeds after five utterances, and a probe tells so, or not."""

    attempts = 6
    retry_wait_s = 0.5
    there = False

    def trouble(self, text: str, attempt: int) -> None:  # noqa: ARG002
        if int(text.removeprefix("词")) >= 5:
            raise UtteranceFailed("no answer")

    async def probe(self) -> None:
        if not self.there:
            raise EngineUnavailable("tone", "no answer")


class Hoarse(Engine):
    """One voice says nothing."""

    attempts = 5

    async def speak(self, utterance: Utterance) -> Clip:
        if utterance.delivery.voice == "tone-200":
            self.asked["hoarse"] += 1
            raise UtteranceFailed("no audio")
        return await super().speak(utterance)


class Tired(Engine):
    """Asks for a long rest after five utterances."""

    def trouble(self, text: str, attempt: int) -> None:  # noqa: ARG002
        if len(self.asked) > 5:
            raise UtteranceFailed("429", overloaded=True, retry_after_s=7_200)


def utterance(text: str, voice: str = "tone-400") -> Utterance:
    return Utterance("tone", "zh", Delivery(voice), text)


def utterances(count: int) -> list[Utterance]:
    return [utterance(f"词{number}") for number in range(count)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def spoken(
    texts: Sequence[Utterance], engine: ToneEngine, store: Store, jobs: int = 0
) -> Synthesis:
    return synthesize(texts, engine, store, Silent(), jobs)


def kept(engine: ToneEngine, wanted: Sequence[Utterance], store: Store) -> list[Utterance]:
    return [u for u in wanted if store.get(CLIPS, clip_key(engine, u)) is not None]


def test_each_distinct_utterance_is_spoken_once(store: Store) -> None:
    engine = Engine()
    wanted = [*utterances(10), *utterances(10), utterance("词0", "tone-200")]
    result = spoken(wanted, engine, store)
    assert engine.asked == {"词0": 2} | {f"词{n}": 1 for n in range(1, 10)}
    assert (result.spoken, result.reused, result.failures) == (11, 0, {})
    assert set(result.digests) == set(wanted)
    assert engine.closed == 1


def test_a_clip_is_what_the_engine_said_with_its_marks(store: Store) -> None:
    wanted = utterance("好 word 3")
    result = spoken([wanted], ToneEngine(), store)
    entry = store.get(CLIPS, clip_key(ToneEngine(), wanted))
    assert entry is not None
    assert entry.digest == result.digests[wanted]
    assert decode(entry.data).duration_ms == duration_ms(wanted.text) == 500
    assert entry.meta == {"marks": [[0, 200, "好"], [200, 440, "word"], [440, 500, "3"]]}


class Exact(Engine):
    """Tells its words in parts of a millisecond, as its author did not read that it should not."""

    async def speak(self, utterance: Utterance) -> Clip:
        clip = await super().speak(utterance)
        marks = (replace(m, start_ms=m.start_ms + 0.25) for m in clip.marks)  # type: ignore[arg-type]
        return replace(clip, marks=tuple(marks))


def test_times_of_words_are_whole_milliseconds(store: Store) -> None:
    engine, wanted = Exact(), utterances(1)
    spoken(wanted, engine, store)
    entry = store.get(CLIPS, clip_key(engine, wanted[0]))
    assert entry is not None
    times = [ms for start, end, _ in entry.meta["marks"] for ms in (start, end)]
    assert times
    assert all(isinstance(ms, int) for ms in times)


def test_a_second_run_speaks_nothing(store: Store) -> None:
    first = spoken(utterances(5), Engine(), store)
    engine = Engine()
    again = spoken(utterances(6), engine, store)
    assert engine.asked == {"词5": 1}
    assert (again.spoken, again.reused) == (1, 5)
    assert {u: again.digests[u] for u in first.digests} == first.digests


def test_missing_names_what_a_run_would_speak(store: Store) -> None:
    engine = Engine()
    assert missing([*utterances(3), *utterances(3)], engine, store) == utterances(3)
    spoken(utterances(2), engine, store)
    assert missing(utterances(3), engine, store) == utterances(3)[2:]


def test_nothing_to_speak(store: Store) -> None:
    engine = Engine()
    assert spoken([], engine, store) == Synthesis({}, {}, frozenset())
    assert engine.closed == 1


@pytest.mark.parametrize(("jobs", "most"), [(0, 3), (1, 1), (2, 2), (8, 3)])
def test_no_more_at_once_than_allowed(store: Store, jobs: int, most: int) -> None:
    engine = Engine()
    spoken(utterances(12), engine, store, jobs)
    assert engine.most_at_once == most


def test_what_fails_twice_succeeds_at_the_third_attempt(store: Store) -> None:
    engine = Flaky()
    result = spoken(utterances(4), engine, store)
    assert engine.asked == {f"词{n}": 3 for n in range(4)}
    assert (result.spoken, result.failures) == (4, {})


def test_after_the_last_attempt_it_has_failed(store: Store) -> None:
    engine = Flaky()
    engine.attempts = 2
    result = spoken(utterances(2), engine, store)
    assert engine.asked == {"词0": 2, "词1": 2}
    assert result == Synthesis({}, dict.fromkeys(utterances(2), "it broke off"), frozenset())


def test_a_permanent_failure_is_asked_for_once_and_ends_nothing(store: Store) -> None:
    engine = Permanent()
    result = spoken(utterances(8), engine, store)
    assert engine.asked == {f"词{n}": 1 for n in range(8)}
    assert result.failures == {utterance("词3"): "nobody can say that"}
    assert result.spoken == len(result.digests) == 7
    assert kept(engine, utterances(8), store) == [*result.digests]
    assert engine.closed == 1


def test_what_was_spoken_before_the_engine_went_away_is_kept(store: Store) -> None:
    engine = Deaf()
    with pytest.raises(EngineUnavailable, match=r"dead\. Call the company\. What was .* kept: run"):
        spoken(utterances(20), engine, store)
    assert engine.closed == 1
    assert sum(engine.asked.values()) <= 5 + 2 * engine.concurrency
    there = kept(engine, utterances(20), store)
    assert 5 - engine.concurrency < len(there) <= 5
    later = Engine()
    assert spoken(utterances(20), later, store).reused == len(there)
    assert len(later.asked) == 20 - len(there)


def test_an_engine_is_believed_to_be_gone_when_it_says_so_three_times(store: Store) -> None:
    result = spoken(utterances(40), Hiccup(), store)
    assert (result.spoken, result.failures) == (40, {})


@pytest.fixture
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "run", hurried)


@pytest.mark.usefixtures("_hurry")
def test_when_nothing_succeeds_any_more_the_run_ends(store: Store) -> None:
    engine = Silenced()
    with pytest.raises(EngineUnavailable, match=r"no answer\. What was spoken is kept"):
        spoken(utterances(500), engine, store)
    assert len(kept(engine, utterances(500), store)) == 5
    assert len(engine.asked) < 30


@pytest.mark.usefixtures("_hurry")
def test_what_fails_while_somebody_answers_has_failed_alone(store: Store) -> None:
    engine = Silenced()
    engine.there = True
    result = spoken(utterances(20), engine, store)
    assert (result.spoken, len(result.failures)) == (5, 15)
    assert set(result.failures.values()) == {"no answer"}


@pytest.mark.usefixtures("_hurry")
def test_a_voice_that_fails_alone_is_blamed_and_soon_given_up(store: Store) -> None:
    engine = Hoarse()
    mute = [utterance(f"词{number}", "tone-200") for number in range(50)]
    result = spoken([*mute, *utterances(50)], engine, store)
    assert set(result.digests) == set(utterances(50))
    assert set(result.failures) == set(mute)
    for why in result.failures.values():
        assert why.startswith("no audio (nothing was spoken by the voice tone-200, while other")
    assert engine.asked["hoarse"] < 2 * 50 + 12 * engine.attempts


@pytest.mark.usefixtures("_hurry")
def test_nobody_waits_for_an_engine_that_wants_hours_of_rest(store: Store) -> None:
    engine = Tired()
    with pytest.raises(EngineUnavailable, match="asks for 120 minutes without requests"):
        spoken(utterances(500), engine, store)
    assert len(engine.asked) <= 5 + engine.concurrency


@pytest.mark.usefixtures("_hurry")
def test_requests_a_minute_are_as_the_engine_says(store: Store) -> None:
    times: list[float] = []

    class Timed(Engine):
        max_requests_per_minute = 10

        async def speak(self, utterance: Utterance) -> Clip:
            times.append(asyncio.get_running_loop().time())
            return await super().speak(utterance)

    spoken(utterances(30), Timed(), store)
    assert all(later - sooner >= 5.99 for sooner, later in pairwise(times))


def test_what_another_process_speaks_is_waited_for(store: Store) -> None:
    """Processes that made the same episode at once each asked for every utterance."""
    taken, other = utterance("词1"), Store(store.folder)
    claimed = threading.Event()
    engine = Engine()

    def elsewhere() -> None:
        with other.claim(clip_key(engine, taken)):
            claimed.set()
            time.sleep(0.3)
            other.put(CLIPS, clip_key(engine, taken), {"marks": []}, b"theirs")

    thread = threading.Thread(target=elsewhere)
    thread.start()
    assert claimed.wait(5)
    result = spoken(utterances(4), engine, store)
    thread.join()
    assert engine.asked == {"词0": 1, "词2": 1, "词3": 1}
    assert (result.spoken, result.reused) == (3, 1)
    entry = store.get(CLIPS, clip_key(engine, taken))
    assert entry is not None
    assert entry.data == b"theirs"


def test_what_another_process_gave_up_is_spoken_here(store: Store) -> None:
    engine, taken, claimed = Engine(), utterance("词1"), threading.Event()

    def elsewhere() -> None:
        with Store(store.folder).claim(clip_key(engine, taken)):
            claimed.set()
            time.sleep(0.3)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    assert claimed.wait(5)
    assert spoken(utterances(4), engine, store).spoken == 4
    thread.join()


def test_who_has_what_all_wait_for_is_told_and_succeeded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run whose last clips another one had, which was stopped, said nothing for ever."""
    monkeypatch.setattr(claims, "_TELL_AFTER_S", 0.3)
    engine, taken = Engine(), utterance("词1")
    with maker(store, clip_key(engine, taken)) as process:
        told = Noted(lambda _: process.kill())
        result = synthesize(utterances(4), engine, store, told)
    assert result.spoken == 4
    assert f"process {process.pid}, since" in told.notes[0]
    assert len(told.notes) == 2


def test_a_damaged_clip_is_spoken_again(store: Store) -> None:
    engine = Engine()
    before = spoken(utterances(3), engine, store)
    path = store.path(CLIPS, clip_key(engine, utterance("词1")))
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    engine = Engine()
    after = spoken(utterances(3), engine, store)
    assert engine.asked == {"词1": 1}
    assert after.digests == before.digests
    assert path.read_bytes() != bytes(content)


def test_a_full_disk_is_one_error_that_names_the_store(store: Store) -> None:
    """It came out as an ExceptionGroup, which no caller expects."""
    engine = Engine()
    with full_disk(1_000), pytest.raises(ProducerError) as caught:
        spoken(utterances(5), engine, store)
    assert str(store.folder) in str(caught.value)
    assert engine.closed == 1


TEXT = st.text("好a1", min_size=1, max_size=3)
SIGNED = st.integers(-9, 9)
UTTERANCE = st.builds(
    Utterance,
    engine=st.just("tone"),
    language=st.sampled_from(["zh", "en"]),
    delivery=st.builds(
        Delivery,
        voice=st.sampled_from(["tone-400", "tone-200"]),
        rate_percent=SIGNED,
        pitch_hz=SIGNED,
        volume_percent=SIGNED,
    ),
    text=TEXT,
)


@given(UTTERANCE, UTTERANCE)
def test_a_key_is_that_of_one_utterance(one: Utterance, other: Utterance) -> None:
    engine = ToneEngine()
    assert (clip_key(engine, one) == clip_key(engine, other)) is (one == other)


def test_a_key_names_the_engine_its_version_and_its_identity() -> None:
    class Newer(ToneEngine):
        version = "2"

    class Other(ToneEngine):
        name = "other"

    engines = (ToneEngine(), Newer(), Other(), ToneEngine(ToneSettings(level_dbfs=-6)))
    assert len({clip_key(engine, utterance("好")) for engine in engines}) == 4


def test_clips_of_earlier_versions_are_found() -> None:
    """Deliveries were once kept as an engine wrote them: with signs and units."""
    engine, language = ToneEngine(), "zh"
    said = Utterance("tone", language, Delivery("tone-400", -5, 12, 0), "好")
    assert clip_key(engine, said) == key_of(
        engine="tone",
        version=engine.version,
        identity=engine.identity(said),
        language=language,
        text="好",
        voice="tone-400",
        rate="-5%",
        pitch="+12Hz",
        volume="+0%",
    )
