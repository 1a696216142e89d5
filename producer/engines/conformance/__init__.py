"""Whether an engine keeps to what base.py says: checks for its author to run.

From a shell, with the settings of a show.toml:

    python -m producer.engines.conformance NAME

or in the tests of the engine's package:

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
    def test_my_engine_conforms(check: Check) -> None:
        check(Subject(MyEngine))

A check returns, or raises `AssertionError` with what is wrong. Where a subject lacks what it
needs it raises `unittest.SkipTest`, which pytest knows too. It speaks a dozen sentences.
"""

from __future__ import annotations

import asyncio
import re
import threading
import unittest
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from producer.audio.pcm import Pcm, UnreadableAudio, decode
from producer.engines.base import Engine, EngineSettings
from producer.engines.length import require_plausible
from producer.errors import EngineUnavailable, ProducerError, Trouble, UtteranceFailed
from producer.model import Clip, Delivery, Utterance, Voice

_PROBE_S = 5.0
_CANCEL_S = 5.0
_JOINTS = 0.05
"""What may be missing of an answer in parts, as a share: silence at their ends."""
_SILENCE = 33
"""−60 dBFS in 16 bits."""
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
AWKWARD = "“A & B” <b>3</b> 'C' &amp; \"D\" \\n {x} %s ${HOME} [[E]] `F` 100%"
_UNSPEAKABLE = ("……！", "—", '"?!"', "😀")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sample:
    """A short and a longer sentence of a language."""

    short: str
    long: str


SAMPLES = {
    "zh": Sample(
        "好。",
        "今天我们慢慢聊一聊茶的历史，它从南方的山里出发，沿着河流和大路，"
        "走到了很远很远的地方，也走进了千家万户的厨房。",
    ),
    "en": Sample(
        "Good.",
        "Today we take our time and talk about the history of tea, which left the mountains of "
        "the south, followed the rivers and the roads, and came to the kitchens of the world.",
    ),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """The engine to be checked.

    `make` gives a new one that can speak now, `away` one whose service, model or library is not
    there. `parted` gives one whose service sends an answer in several parts, as some servers do for
    long texts, and `mute` one whose service answers the first text with nothing, as an overloaded
    one does. `varies` is by which share of its length the same text may differ from time to time;
    0 for an engine that says it the same way each time. `samples` are sentences by language, of
    which the engine has to speak at least one.
    """

    make: Callable[[], Engine]
    away: Callable[[], Engine] | None = None
    parted: Callable[[], Engine] | None = None
    mute: Callable[[], Engine] | None = None
    varies: float = 0.0
    samples: Mapping[str, Sample] = field(default_factory=lambda: SAMPLES)
    deadline_s: float = 120.0


Check = Callable[[Subject], None]


def describes_itself(subject: Subject) -> None:
    """Name, version and numbers are of the right kind."""
    engine = subject.make()
    _require(bool(_NAME.fullmatch(engine.name)), f"name: {engine.name!r} is no lower-case ASCII")
    _require(bool(engine.version), "version is empty")
    _require(engine.concurrency >= 1, "concurrency is less than 1")
    _require(engine.attempts >= 1, "attempts is less than 1")
    _require(engine.max_requests_per_minute >= 0, "max_requests_per_minute is negative")
    _require(engine.retry_wait_s >= 0, "retry_wait_s is negative")
    _require(isinstance(engine.details(), str), "details() is no text")


def has_settings_with_defaults(subject: Subject) -> None:
    """Settings can be left out, cannot be changed, and refuse what they do not know."""
    kind = type(subject.make()).Settings
    _require(issubclass(kind, EngineSettings), "Settings is no subclass of EngineSettings")
    kind()
    try:
        kind.model_validate({"no-such-setting": 1})
    except ValidationError:
        return
    raise AssertionError("Settings takes a setting that it does not have")


def lists_its_voices(subject: Subject) -> None:
    """There are voices, each with a name of its own and the locale that it speaks."""
    engine = subject.make()
    voices = tuple(engine.voices())
    _require(bool(voices), "there are no voices")
    _require(tuple(engine.voices()) == voices, "voices() differs from call to call")
    names = [voice.name for voice in voices]
    _require(len(set(names)) == len(names), "two voices have the same name")
    for voice in voices:
        _require(voice.engine == engine.name, f"{voice.name} is of the engine {voice.engine!r}")
        _require(
            voice.name.isprintable() and bool(voice.name.strip()), f"{voice.name!r} is no name"
        )
        _require(bool(_LOCALE.fullmatch(voice.locale)), f"{voice.locale!r} is no locale")
        _require(voice.gender in ("female", "male", ""), f"{voice.gender!r} is no gender")


def tells_clips_apart(subject: Subject) -> None:
    """The identity of an utterance is a text and stays the same in another run."""
    first, second = subject.make(), subject.make()
    utterance = _utterances(first, subject)[0]
    identity = first.identity(utterance)
    _require(isinstance(identity, str), "identity() is no text")
    _require(identity == second.identity(utterance), "identity() differs from run to run")


def answers_a_probe(subject: Subject) -> None:
    """The probe returns in time."""
    engine = subject.make()

    async def probe() -> None:
        async with asyncio.timeout(_PROBE_S):
            await engine.probe()

    _run(engine, probe(), subject)


def says_when_it_is_away(subject: Subject) -> None:
    """Without its service or model, the probe raises `EngineUnavailable` in time."""
    if subject.away is None:
        raise unittest.SkipTest("nothing says how the engine is when its service is away")
    engine = subject.away()

    async def probe() -> None:
        async with asyncio.timeout(_PROBE_S):
            await engine.probe()

    try:
        _run(engine, probe(), subject)
    except EngineUnavailable as error:
        _require(error.engine == engine.name, f"it is said of the engine {error.engine!r}")
        return
    raise AssertionError("the probe says that an engine answers whose service is away")


def speaks_every_language(subject: Subject) -> None:
    """Short and long sentences come as audio that is as long as the text asks for, with marks in
    order and within it, in each language."""
    engine = subject.make()
    for utterance in _utterances(engine, subject):
        for text in (subject.samples[utterance.language].short, utterance.text):
            asked = Utterance(engine.name, utterance.language, utterance.delivery, text)
            clip = _run(engine, _spoken(engine, asked), subject)
            require_plausible(_sound(clip, text).duration_ms, text)
            _require_marks(clip, text)


def speaks_any_character(subject: Subject) -> None:
    """Markup, quotes, escapes and formats are text like any other."""
    engine = subject.make()
    for utterance in _utterances(engine, subject):
        asked = Utterance(engine.name, utterance.language, utterance.delivery, AWKWARD)
        clip = _run(engine, _spoken(engine, asked), subject)
        _sound(clip, AWKWARD)
        _require_marks(clip, AWKWARD)


def takes_a_delivery(subject: Subject) -> None:
    """Rate, pitch and volume are taken, whether or not the engine can follow them."""
    engine = subject.make()
    for utterance in _utterances(engine, subject):
        for rate, pitch, volume in ((20, -12, 5), (-20, 24, -5)):
            delivery = Delivery(utterance.delivery.voice, rate, pitch, volume)
            asked = Utterance(engine.name, utterance.language, delivery, utterance.text)
            _sound(_run(engine, _spoken(engine, asked), subject), asked.text)


def refuses_what_cannot_be_spoken(subject: Subject) -> None:
    """A text without a letter or digit is refused for good, not answered with silence."""
    engine = subject.make()
    asked = _utterances(engine, subject)[0]
    for text in _UNSPEAKABLE:
        _require_refusal(
            engine, Utterance(engine.name, asked.language, asked.delivery, text), subject
        )


def refuses_an_unknown_voice(subject: Subject) -> None:
    """A voice that the engine lacks is refused for good, not replaced by another."""
    engine = subject.make()
    asked = _utterances(engine, subject)[0]
    unknown = Delivery("no such voice")
    _require_refusal(engine, Utterance(engine.name, asked.language, unknown, asked.text), subject)


def speaks_the_same_again(subject: Subject) -> None:
    """The same text has the same length, from the same engine and from another."""
    engine = subject.make()
    asked = _utterances(engine, subject)[0]
    lengths = [
        _sound(_run(each_engine, _spoken(each_engine, asked), subject), asked.text).duration_ms
        for each_engine in (engine, engine, subject.make())
    ]
    within_ms = subject.varies * max(lengths)
    _require(
        max(lengths) - min(lengths) <= within_ms, f"the same text took {lengths} ms, each in turn"
    )


def speaks_several_at_once(subject: Subject) -> None:
    """As many as `concurrency` allows (no more than 8 here) do not disturb each other."""
    engine = subject.make()
    asked = [
        Utterance(engine.name, utterance.language, utterance.delivery, f"{n} {utterance.text}")
        for utterance in _utterances(engine, subject)
        for n in range(1, 9)
    ]
    together = asked[: max(2, min(engine.concurrency, 8))]
    gate = asyncio.Semaphore(engine.concurrency)

    async def one(utterance: Utterance) -> Clip:
        async with gate:
            return await _spoken(engine, utterance)

    async def all_at_once() -> list[Clip]:
        return await asyncio.gather(*map(one, together))

    clips = _run(engine, all_at_once(), subject)
    for utterance, clip in zip(together, clips, strict=True):
        require_plausible(_sound(clip, utterance.text).duration_ms, utterance.text)
    alone = _sound(_run(engine, _spoken(engine, together[0]), subject), together[0].text)
    beside = _sound(clips[0], together[0].text)
    _require(
        abs(alone.duration_ms - beside.duration_ms) <= subject.varies * alone.duration_ms,
        f"beside others a text took {beside.duration_ms} ms, alone {alone.duration_ms} ms",
    )


def gives_all_parts_of_an_answer(subject: Subject) -> None:
    """An answer in several parts is as long as one in one part, or refused: never the first part
    alone."""
    if subject.parted is None:
        raise unittest.SkipTest("nothing says how the engine is answered in several parts")
    engine = subject.make()
    utterances = _utterances(engine, subject)
    in_one_part = [_sound(_run(engine, _spoken(engine, u), subject), u.text) for u in utterances]
    parted = subject.parted()
    for asked, in_one in zip(utterances, in_one_part, strict=True):
        try:
            clip = _run(parted, parted.speak(asked), subject)
        except UtteranceFailed:
            continue
        sound = _sound(clip, asked.text)
        least_ms = (1 - max(subject.varies, _JOINTS)) * in_one.duration_ms
        _require(
            sound.duration_ms >= least_ms,
            f"in several parts “{asked.text}” took {sound.duration_ms} ms, in one "
            f"{in_one.duration_ms} ms",
        )


def asks_again_after_nothing(subject: Subject) -> None:
    """No audio for a text is a failure that is worth another attempt, not a clip of silence, nor
    the end of the text or of the run."""
    if subject.mute is None:
        raise unittest.SkipTest("nothing says how the engine is answered with nothing")
    engine = subject.mute()
    asked = _utterances(engine, subject)[0]

    async def twice() -> Clip:
        try:
            await engine.speak(asked)
        except UtteranceFailed as error:
            _require(not _is_final(error), f"an answer without audio is taken for final: {error}")
            _require(
                error.trouble is Trouble.SILENT,
                f"an answer without audio is no sign of overload: {error}",
            )
        else:
            raise AssertionError("an answer without audio is taken for speech")
        return await _spoken(engine, asked)

    clip = _run(engine, twice(), subject)
    require_plausible(_sound(clip, asked.text).duration_ms, asked.text)


def ends_when_cancelled(subject: Subject) -> None:
    """A request that is cancelled ends at once, whenever that is; the engine goes on working and
    nothing stays behind."""
    engine = subject.make()
    asked = _utterances(engine, subject)[0]

    async def cancel() -> Clip:
        for after_s in (0.0, 0.005, 0.05):
            task = asyncio.create_task(engine.speak(asked))
            await asyncio.sleep(after_s)
            task.cancel()
            _, pending = await asyncio.wait({task}, timeout=_CANCEL_S)
            _require(not pending, f"a request goes on {_CANCEL_S:g} s after it was cancelled")
        return await _spoken(engine, asked)

    _sound(_run(engine, cancel(), subject), asked.text)


def closes_again_and_again(subject: Subject) -> None:
    """`aclose` is no error twice, nor before anything was spoken; afterwards the engine works."""
    engine = subject.make()
    asked = _utterances(engine, subject)[0]

    async def close_twice() -> None:
        await engine.aclose()
        await engine.aclose()

    _run(engine, close_twice(), subject)
    _run(engine, _spoken(engine, asked), subject)
    _run(engine, close_twice(), subject)
    _run(engine, _spoken(engine, asked), subject)


CHECKS: tuple[Check, ...] = (
    describes_itself,
    has_settings_with_defaults,
    lists_its_voices,
    tells_clips_apart,
    answers_a_probe,
    says_when_it_is_away,
    speaks_every_language,
    speaks_any_character,
    takes_a_delivery,
    refuses_what_cannot_be_spoken,
    refuses_an_unknown_voice,
    speaks_the_same_again,
    speaks_several_at_once,
    gives_all_parts_of_an_answer,
    asks_again_after_nothing,
    ends_when_cancelled,
    closes_again_and_again,
)


def _require(holds: bool, message: str) -> None:
    """Unlike `assert`, also under `python -O`."""
    if not holds:
        raise AssertionError(message)


def _utterances(engine: Engine, subject: Subject) -> list[Utterance]:
    """The long sentence of each language that the engine speaks, by its first voice for it."""
    voices = engine.voices()

    def voice(language: str) -> Voice | None:
        native = (v for v in voices if v.language == language)
        return next(native, None) or next((v for v in voices if v.speaks(language)), None)

    utterances = [
        Utterance(engine.name, language, Delivery(chosen.name), sample.long)
        for language, sample in subject.samples.items()
        if (chosen := voice(language)) is not None
    ]
    _require(bool(utterances), f"no voice speaks {' or '.join(subject.samples)}: give samples")
    return utterances


def _run(engine: Engine, work: Coroutine[Any, Any, T], subject: Subject) -> T:
    """The result of `work`, in an event loop of its own; nothing may be left of it."""
    threads, children = set(threading.enumerate()), _children()

    async def closing() -> T:
        try:
            async with asyncio.timeout(subject.deadline_s):
                return await work
        finally:
            await engine.aclose()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            _require(not tasks, f"{len(tasks)} tasks are still running after aclose()")

    result = asyncio.run(closing())
    left = _children() - children
    _require(not left, f"processes are still running after aclose(): {sorted(left)}")
    alive = [t.name for t in threading.enumerate() if t not in threads and not t.daemon]
    _require(not alive, f"threads are still running after aclose(): {alive}")
    return result


def _children() -> set[int]:
    """Processes that this one has started, where the system tells them (Linux)."""
    children: set[int] = set()
    for file in Path("/proc/self/task").glob("*/children"):
        # A thread may have ended since it was listed.
        with suppress(FileNotFoundError, ProcessLookupError):
            children |= set(map(int, file.read_text().split()))
    return children


async def _spoken(engine: Engine, utterance: Utterance) -> Clip:
    """The clip of `utterance`, asked for as often as the engine wants it to be."""
    for attempt in range(1, engine.attempts + 1):
        try:
            return await engine.speak(utterance)
        except UtteranceFailed as error:
            if _is_final(error) or attempt == engine.attempts:
                raise AssertionError(f"“{utterance.text}” was not spoken: {error}") from error
            await asyncio.sleep(max(error.retry_after_s, engine.retry_wait_s))
    raise AssertionError("attempts is less than 1")


def _is_final(error: UtteranceFailed) -> bool:
    return error.permanent or error.trouble is Trouble.REJECTION


def _sound(clip: Clip, text: str) -> Pcm:
    """The clip decoded; it has to be heard."""
    try:
        pcm = decode(clip.audio)
    except UnreadableAudio as error:
        raise AssertionError(f"the audio of “{text}” cannot be read: {error}") from error
    loudest = max(abs(int(pcm.samples.min())), abs(int(pcm.samples.max())))
    _require(loudest >= _SILENCE, f"the audio of “{text}” is silence")
    return pcm


def _require_marks(clip: Clip, text: str) -> None:
    end_ms = decode(clip.audio).duration_ms
    for mark in clip.marks:
        _require(bool(mark.text.strip()), f"a mark of “{text}” has no text")
        _require(
            0 <= mark.start_ms <= mark.end_ms <= end_ms + 1,
            f"{mark} of “{text}” is not inside of its {end_ms} ms",
        )
    for before, after in pairwise(clip.marks):
        _require(before.start_ms <= after.start_ms, f"{after} of “{text}” comes after {before}")


def _require_refusal(engine: Engine, utterance: Utterance, subject: Subject) -> None:
    utterance_name = f"“{utterance.text}” by {utterance.delivery.voice!r}"
    try:
        _run(engine, engine.speak(utterance), subject)
    except UtteranceFailed as error:
        _require(_is_final(error), f"{utterance_name} is refused, but not for good: {error}")
    except ProducerError as error:
        raise AssertionError(f"{utterance_name} ends the run: {error}") from error
    else:
        raise AssertionError(f"{utterance_name} is not refused")
