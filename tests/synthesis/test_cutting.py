"""What is spoken with its neighbour comes out as if it stood alone: its own sound, and no other."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from producer.audio.pcm import decode
from producer.engines.edge import EdgeEngine
from producer.engines.espeak import EspeakEngine
from producer.model import Delivery, Mark, Utterance
from producer.progress import Silent
from producer.store import CLIPS, Store
from producer.synthesis import clip_key, missing, synthesize
from producer.synthesis.cutting import cut_out
from tests.standin import EdgeStandIn
from tests.standin.server import Answer, Fault, Request, speak
from tests.standin.speech import HAN_MS, LETTER_MS, speech

ENGLISH = ("No.", "We went to 3 markets, and to the harbour.", "Why?")
CHINESE = ("喝。", "我们去了三个市场，还有港口。", "为什么？")
_LOUD = 300


def utterances(texts: tuple[str, ...], language: str, voice: str) -> list[Utterance]:
    gap = " " if language == "en" else ""
    return [
        Utterance(
            "edge",
            language,
            Delivery(voice),
            text,
            before="".join(t + gap for t in texts[:place]),
            after="".join(gap + t for t in texts[place + 1 :]),
        )
        for place, text in enumerate(texts)
    ]


EN = utterances(ENGLISH, "en", "en-US-AvaNeural")
ZH = utterances(CHINESE, "zh", "zh-CN-XiaoxiaoNeural")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def set_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Gives the pauses of the stand-in other lengths."""
    module = importlib.import_module("tests.standin.speech")

    def set_them(**lengths_ms: int) -> None:
        for name, ms in lengths_ms.items():
            monkeypatch.setattr(module, name, ms)
        speech.cache_clear()

    yield set_them
    speech.cache_clear()


def sounding_ms(samples: np.ndarray, rate: int) -> list[tuple[int, int]]:
    """Stretches of sound between silences of 60 ms, in ms."""
    loud = np.flatnonzero(np.abs(samples.astype(int)) > _LOUD) * 1000 // rate
    breaks = np.flatnonzero(np.diff(loud) > 60)
    begins, ends = [loud[0], *loud[breaks + 1]], [*loud[breaks], loud[-1]]
    return [(int(a), int(b)) for a, b in zip(begins, ends, strict=True)]


@pytest.mark.parametrize("asked", [EN, ZH], ids=["en", "zh"])
def test_each_sentence_has_its_own_sound_and_words(
    edge_service: EdgeStandIn, store: Store, asked: list[Utterance]
) -> None:
    engine = EdgeEngine()
    done = synthesize(asked, engine, store, Silent())
    assert [request.text for request in edge_service.requests] == [asked[0].whole.text]
    assert not missing(asked, engine, store)
    assert done.spoken == len(asked) == len(set(done.digests.values()))
    for utterance in asked:
        entry = store.get(CLIPS, clip_key(engine, utterance))
        assert entry is not None
        pcm = decode(entry.data)
        marks = [Mark(*mark) for mark in entry.meta["marks"]]
        assert "".join(m.text for m in marks) == "".join(filter(str.isalnum, utterance.text))
        sounds = sounding_ms(pcm.samples, pcm.rate)
        per_letter = HAN_MS if utterance.language == "zh" else LETTER_MS
        length_ms = per_letter * sum(map(str.isalnum, utterance.text))
        assert abs(sum(b - a for a, b in sounds) - length_ms) <= 40
        assert abs(marks[0].start_ms - sounds[0][0]) <= 30
        assert abs(marks[-1].end_ms - sounds[-1][1]) <= 30
        # Room for an onset that builds up and an end that dies away.
        assert sounds[0][0] >= 40
        assert pcm.duration_ms - sounds[-1][1] >= 80


def test_a_cut_loses_no_sample_and_adds_none(edge_service: EdgeStandIn, store: Store) -> None:
    engine = EdgeEngine()
    synthesize(EN, engine, store, Silent())
    assert len(edge_service.requests) == 1
    parts = [store.get(CLIPS, clip_key(engine, utterance)) for utterance in EN]
    joined = np.concatenate([decode(part.data).samples for part in parts if part])
    whole = decode(b"".join(speech(EN[0].whole.text, EN[0].delivery.voice).frames)).samples
    assert np.array_equal(joined, whole)


def test_without_a_silence_in_between_each_is_spoken_alone(
    edge_service: EdgeStandIn, store: Store, set_pauses: Callable[..., None]
) -> None:
    set_pauses(SENTENCE_MS=80)
    done = synthesize(EN, EdgeEngine(), store, Silent())
    asked = [request.text for request in edge_service.requests]
    assert asked[0] == EN[0].whole.text
    assert sorted(asked[1:]) == sorted(ENGLISH)
    assert done.spoken == len(EN)
    assert not missing(EN, EdgeEngine(), store)


def test_a_longer_pause_inside_of_a_sentence_is_no_place_to_cut(
    edge_service: EdgeStandIn, store: Store, set_pauses: Callable[..., None]
) -> None:
    set_pauses(PAUSE_MS=900)
    engine = EdgeEngine()
    synthesize(EN, engine, store, Silent())
    assert len(edge_service.requests) == 1
    entry = store.get(CLIPS, clip_key(engine, EN[0]))
    assert entry is not None
    pcm = decode(entry.data)
    assert len(sounding_ms(pcm.samples, pcm.rate)) == 1


def test_without_marks_each_is_spoken_alone(edge_service: EdgeStandIn, store: Store) -> None:
    async def markless(answer: Answer) -> None:
        answer.speech = replace(answer.speech, words=())
        await speak(answer)

    def faults(request: Request) -> Fault | None:
        return markless if request.text == EN[0].whole.text else None

    edge_service.faults = faults
    synthesize(EN, EdgeEngine(), store, Silent())
    assert len(edge_service.requests) == 1 + len(EN)


def test_one_sentence_that_is_missing_is_cut_out_of_another_take(
    edge_service: EdgeStandIn, store: Store
) -> None:
    engine = EdgeEngine()
    before = synthesize(EN, engine, store, Silent())
    store.discard(CLIPS, clip_key(engine, EN[0]))
    after = synthesize(EN, engine, store, Silent())
    assert [request.text for request in edge_service.requests] == [EN[0].whole.text] * 2
    assert (after.spoken, after.reused) == (1, 2)
    assert after.digests == before.digests


@pytest.mark.parametrize(
    ("language", "voice", "texts", "words"),
    [
        ("en", "en-us", ("No.", "I do not think so."), ["No", "I do not think so"]),
        ("en", "en-us", ("They left at 5.", "Why?"), ["They left at 5", "Why"]),
        ("zh", "cmn", ("对，是的。", "后来呢？"), ["对是的", "后来呢"]),
        ("zh", "cmn", ("他们走了。", "为什么？"), ["他们走了", "为什么"]),
    ],
)
def test_words_whose_times_go_on_into_the_silence_are_cut_there(
    language: str, voice: str, texts: tuple[str, ...], words: list[str]
) -> None:
    """As espeak-ng tells them: each word until the next begins."""
    asked = [replace(u, engine="espeak") for u in utterances(texts, language, voice)]
    clip = asyncio.run(EspeakEngine().speak(asked[0].whole))
    parts = [cut_out(clip, utterance) for utterance in asked]
    gap = " " if language == "en" else ""
    assert [gap.join(m.text for m in part.marks) for part in parts if part] == words
    for part in parts:
        assert part is not None
        pcm = decode(part.audio)
        assert all(0 <= m.start_ms < m.end_ms <= pcm.duration_ms for m in part.marks)
        ((start_ms, _), *_) = sounding_ms(pcm.samples, pcm.rate)
        assert abs(part.marks[0].start_ms - start_ms) <= 80
    lengths = [len(decode(part.audio).samples) for part in parts if part]
    assert sum(lengths) == len(decode(clip.audio).samples)


@pytest.mark.usefixtures("edge_service")
def test_what_the_service_will_not_say_fails_for_each(store: Store) -> None:
    asked = [replace(u, delivery=Delivery("Nobody")) for u in EN]
    done = synthesize([*asked, *ZH], EdgeEngine(), store, Silent(), briefly=True)
    assert set(done.failures) == set(asked)
    assert set(done.digests) == set(ZH)
