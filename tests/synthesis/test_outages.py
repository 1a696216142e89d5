"""Outages of seconds and minutes: what ends a run, what does not, and what it costs.

All times are those of a clock that jumps (hurry.py), so minutes are exact and take no time.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from producer.engines.tone import ToneEngine
from producer.errors import EngineUnavailable, Trouble, UtteranceFailed
from producer.model import Clip, Delivery, Utterance
from producer.progress import Silent
from producer.store import Store
from producer.synthesis import Synthesis, synthesize
from tests.synthesis.hurry import hurried

ANSWER_S = 1.0
SERVICE_TROUBLES = [
    Trouble.UNREACHABLE,
    Trouble.REFUSAL,
    Trouble.SILENT,
    Trouble.OVERLOAD,
    Trouble.DROP,
    Trouble.ANSWER,
]


class Service(ToneEngine):
    """Answers in about a second, unless `trouble` says what goes wrong at a moment, in seconds
    since the run began, with an utterance."""

    concurrency = 8
    attempts = 10
    retry_wait_s = 0.5
    patience_s = 360

    def __init__(self, trouble: Callable[[float, Utterance], UtteranceFailed | None]) -> None:
        super().__init__()
        self.trouble = trouble
        self.listed: bool | None = None
        self.refused_at: list[float] = []
        self.spoken_at: list[float] = []
        self.asked: Counter[str] = Counter()
        self._chance = random.Random(1)

    async def speak(self, utterance: Utterance) -> Clip:
        self.asked[utterance.text] += 1
        error = self.trouble(now(), utterance)
        if error is not None:
            self.refused_at.append(now())
            await asyncio.sleep(0.05)
            raise error
        await asyncio.sleep(self._chance.uniform(0.5, 1.5) * ANSWER_S)
        self.spoken_at.append(now())
        return Clip(b"audio")

    async def probe(self) -> None:
        try:
            await self.speak(utterance("probe"))
        except UtteranceFailed as error:
            raise EngineUnavailable(self.name, error.message) from error

    async def lists(self, voice: str) -> bool | None:  # noqa: ARG002
        return self.listed


class Notes(Silent):
    """Keeps what a person is told, with the time."""

    def __init__(self) -> None:
        self.notes: list[tuple[float, str]] = []

    def note(self, message: str) -> None:
        self.notes.append((now(), message))


def now() -> float:
    return asyncio.get_running_loop().time()


def utterance(text: str, voice: str = "tone-400") -> Utterance:
    return Utterance("tone", "zh", Delivery(voice), text)


def utterances(count: int) -> list[Utterance]:
    return [utterance(f"词{number}") for number in range(count)]


def outage(
    begin_s: float, end_s: float, trouble: Trouble, retry_after_s: float = 0
) -> Callable[[float, Utterance], UtteranceFailed | None]:
    def at(moment_s: float, _: Utterance) -> UtteranceFailed | None:
        if begin_s <= moment_s < end_s:
            return UtteranceFailed("it is away", trouble=trouble, retry_after_s=retry_after_s)
        return None

    return at


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    random.seed(1)
    monkeypatch.setattr(asyncio, "run", hurried)


def spoken(
    service: Service,
    store: Store,
    count: int = 300,
    notes: Notes | None = None,
    *,
    briefly: bool = False,
) -> Synthesis:
    progress = notes or Notes()
    return synthesize(utterances(count), service, store, progress, briefly=briefly)


@pytest.mark.parametrize("trouble", SERVICE_TROUBLES)
def test_an_outage_of_five_minutes_ends_nothing(store: Store, trouble: Trouble) -> None:
    """Empty answers ended a run after 41 s with 132 requests, refused connections after 30 s, a
    403 at once."""
    service, notes = Service(outage(10, 310, trouble)), Notes()
    result = spoken(service, store, notes=notes)
    assert (len(result.digests), result.failures) == (300, {})
    if trouble is not Trouble.ANSWER:
        assert len(service.refused_at) <= 50
    (told_s, waiting), (over_s, over) = notes.notes
    assert told_s < 30
    assert "Waiting for tone: it is away. It is asked again until " in waiting
    assert 310 <= over_s <= 335
    assert "speaks again, after 5 min" in over


@pytest.mark.parametrize("trouble", [t for t in SERVICE_TROUBLES if t is not Trouble.REFUSAL])
def test_an_outage_at_the_beginning_ends_nothing_either(store: Store, trouble: Trouble) -> None:
    assert len(spoken(Service(outage(0, 300, trouble)), store).digests) == 300


@pytest.mark.parametrize("trouble", [Trouble.UNREACHABLE, Trouble.SILENT, Trouble.OVERLOAD])
def test_after_six_minutes_the_run_ends_and_says_why(store: Store, trouble: Trouble) -> None:
    service = Service(outage(10, 10_000, trouble))
    with pytest.raises(EngineUnavailable) as caught:
        spoken(service, store)
    assert "it is away; nothing was spoken for 6 min" in str(caught.value)
    assert "What was spoken is kept" in str(caught.value)
    assert 360 <= service.refused_at[-1] - service.refused_at[0] <= 400


@pytest.mark.parametrize(("seconds", "is_survived"), [(1, True), (20, True), (600, False)])
def test_a_first_403_is_believed_after_half_a_minute(
    store: Store, seconds: float, is_survived: bool
) -> None:
    service = Service(outage(0, seconds, Trouble.REFUSAL))
    if is_survived:
        assert len(spoken(service, store).digests) == 300
        return
    with pytest.raises(EngineUnavailable, match="it is away; nothing was spoken for"):
        spoken(service, store)
    assert 30 <= service.refused_at[-1] <= 60
    assert len(service.refused_at) >= 3


def test_a_rest_of_two_minutes_is_given(store: Store) -> None:
    """One answer 503 with Retry-After: 130 ended the run at once."""
    service = Service(outage(10, 100, Trouble.OVERLOAD, retry_after_s=130))
    assert len(spoken(service, store).digests) == 300
    assert not any(12 < moment_s < 140 for moment_s in service.spoken_at)


def test_a_rest_of_hours_is_believed_after_several_answers(store: Store) -> None:
    service = Service(outage(10, 9_000, Trouble.OVERLOAD, retry_after_s=7_200))
    with pytest.raises(EngineUnavailable, match="asks for 120 minutes without requests"):
        spoken(service, store)
    assert 30 <= service.refused_at[-1] - service.refused_at[0] <= 90
    shorter = Service(outage(10, 20, Trouble.OVERLOAD, retry_after_s=7_200))
    assert len(spoken(shorter, store).digests) == 300


@pytest.mark.parametrize(
    ("trouble", "earliest_s", "latest_s"),
    [
        (Trouble.UNREACHABLE, 0.2, 3),
        (Trouble.OVERLOAD, 20, 45),
        (Trouble.SILENT, 20, 45),
        (Trouble.ANSWER, 20, 45),
        (Trouble.REFUSAL, 30, 60),
    ],
)
def test_where_another_engine_stands_ready_less_is_waited_for(
    store: Store, trouble: Trouble, earliest_s: float, latest_s: float
) -> None:
    service = Service(outage(0, 10_000, trouble))
    with pytest.raises(EngineUnavailable):
        spoken(service, store, briefly=True)
    assert earliest_s <= service.refused_at[-1] <= latest_s


@pytest.mark.parametrize("trouble", SERVICE_TROUBLES)
def test_one_bad_answer_at_the_beginning_is_an_accident(store: Store, trouble: Trouble) -> None:
    def first(_: float, asked: Utterance) -> UtteranceFailed | None:
        is_first = asked.text == "词0" and service.asked["词0"] == 1
        return UtteranceFailed("it broke", trouble=trouble) if is_first else None

    service = Service(first)
    assert len(spoken(service, store, briefly=True).digests) == 300


def test_after_a_success_the_other_engine_is_no_way_out(store: Store) -> None:
    service = Service(outage(10, 300, Trouble.SILENT))
    assert len(spoken(service, store, briefly=True).digests) == 300


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1])
@pytest.mark.parametrize("at_once", [4, 16])
def test_accidental_drops_cost_what_they_cost(store: Store, share: float, at_once: int) -> None:
    """5 % of dropped connections made a run 2.7 to 8.2 times as long."""
    chance = random.Random(3)
    service = Service(
        lambda *_: (
            UtteranceFailed("it broke", trouble=Trouble.DROP) if chance.random() < share else None
        )
    )
    service.concurrency = at_once
    assert len(spoken(service, store, 600).digests) == 600
    assert max(service.spoken_at) <= 1.25 * 600 * ANSWER_S / at_once


def test_after_an_outage_half_the_pace_is_taken_up_at_once(store: Store) -> None:
    """After a second without the service full speed came back after 31 s, after 40 s of it after
    35 to 82 s."""
    service = Service(outage(10, 50, Trouble.OVERLOAD))
    spoken(service, store, 600)
    back_s = min(moment for moment in service.spoken_at if moment > 50)
    soon = [moment for moment in service.spoken_at if back_s < moment <= back_s + 12]
    assert len(soon) >= 0.6 * 12 * service.concurrency / ANSWER_S


def test_one_400_is_an_accident_and_two_are_not(store: Store) -> None:
    def rejected(_: float, asked: Utterance) -> UtteranceFailed | None:
        again = asked.text == "词1" or (asked.text == "词2" and service.asked["词2"] == 1)
        return UtteranceFailed("it answered 400", trouble=Trouble.REJECTION) if again else None

    service = Service(rejected)
    result = spoken(service, store, 20)
    assert result.failures == {utterance("词1"): "it answered 400"}
    assert (service.asked["词1"], service.asked["词2"]) == (2, 2)


def mute(voice: str) -> Callable[[float, Utterance], UtteranceFailed | None]:
    def silent(_: float, asked: Utterance) -> UtteranceFailed | None:
        is_mute = asked.delivery.voice == voice
        return UtteranceFailed("no audio came", trouble=Trouble.SILENT) if is_mute else None

    return silent


@pytest.mark.parametrize(
    ("listed", "blame"), [(None, r"heard\)$"), (True, r"heard\)$"), (False, "lists it no longer")]
)
def test_a_voice_that_never_speaks_is_blamed_and_slows_nobody(
    store: Store, listed: bool | None, blame: str
) -> None:
    service = Service(mute("tone-200"))
    service.listed = listed
    silenced = [utterance(f"哑{number}", "tone-200") for number in range(20)]
    result = synthesize([*silenced, *utterances(300)], service, store, Silent())
    assert set(result.failures) == set(silenced)
    for reason in result.failures.values():
        assert "nothing was spoken by the voice tone-200" in reason
        assert re.search(blame, reason)
    assert max(service.spoken_at) <= 2 * 300 * ANSWER_S / service.concurrency


def test_a_voice_that_has_spoken_before_is_never_blamed(store: Store) -> None:
    """An incomplete list made utterances fail of a voice that had spoken 96 others."""
    earlier = [utterance(f"早{number}", "tone-200") for number in range(3)]
    synthesize(earlier, Service(lambda *_: None), store, Silent())
    service = Service(mute("tone-200"))
    service.listed = False
    silenced = [utterance(f"哑{number}", "tone-200") for number in range(4)]
    result = synthesize([*earlier, *silenced, *utterances(30)], service, store, Silent())
    assert set(result.failures) == set(silenced)
    assert set(result.failures.values()) == {"no audio came"}


def test_one_voice_alone_that_says_nothing_fails_alone(store: Store) -> None:
    """Nobody else is asked for, so something else is spoken to see whether the service is there."""
    service = Service(mute("tone-200"))
    result = synthesize([utterance("哑", "tone-200")], service, store, Silent())
    assert result.failures == {utterance("哑", "tone-200"): "no audio came"}
    assert service.asked["probe"] >= 1
