"""One utterance asked for until it is spoken, or until there is no hope for it.

What went wrong may lie with one answer, one utterance, one voice or the whole engine. Attempts
are what tells them apart, so they are counted here for all utterances of a run: an attempt counts
against an utterance only where others have been spoken meanwhile. patience.py says how long an
engine is waited for that answers nobody, pace.py how fast it is asked.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Collection
from typing import Protocol

from producer.engines.base import Engine
from producer.errors import EngineUnavailable, Trouble, UtteranceFailed
from producer.model import Clip, Utterance
from producer.progress import Progress
from producer.synthesis.pace import LONGEST_REST_S, Pace
from producer.synthesis.patience import Patience

_AGAIN = "What was spoken is kept: run the same command again"
_LONGEST_WAIT_S = 20.0
_LAST_WORDS = 3
"""How often an engine may say that it is unavailable, with no success in between, before it is
believed: one connection may be refused by accident. Likewise how many utterances a voice may
fail before its others get one attempt each."""
_KNOCK_AGAIN_S = 30.0

_log = logging.getLogger(__name__)


class UtteranceSpeaker(Protocol):
    """Who speaks for an engine: the engine itself, or somebody elsewhere."""

    @property
    def concurrency(self) -> int:
        """How many utterances may be under way at once."""

    async def speak(self, utterance: Utterance) -> Clip:
        """As `Engine.speak`."""

    async def aclose(self) -> None:
        """As `Engine.aclose`, which it calls."""


class Attempts:
    """The attempts of one run with `engine`, for which `speaker` speaks, up to `at_once` at the
    same time.

    `proven` are voices that have spoken before. With `briefly` an engine that has never answered
    is not waited for long."""

    def __init__(
        self,
        engine: Engine,
        speaker: UtteranceSpeaker,
        at_once: int,
        progress: Progress,
        *,
        proven: Collection[str] = (),
        briefly: bool = False,
    ) -> None:
        self._engine = engine
        self._speaker = speaker
        self._pace = Pace(
            at_once,
            per_minute=engine.max_requests_per_minute,
            rest_s=engine.retry_wait_s,
            longest_rest_s=max(LONGEST_REST_S, engine.patience_s),
        )
        self._patience = Patience(engine, progress, briefly=briefly)
        self._last_words = min(_LAST_WORDS, engine.attempts)
        self._requests = 0
        self._refusals = 0
        """How often the engine has said that it is unavailable since the last success."""
        self._proofs = 0
        """How often something has shown that the service is there."""
        self._knocked_at = float("-inf")
        self._proven = frozenset(proven)
        self._spoken: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        """Utterances by voice."""

    async def speak(self, utterance: Utterance) -> Clip:
        """The clip of `utterance`.

        Raises `UtteranceFailed` when there is no hope for this one, `EngineUnavailable` when
        there is none for any.
        """
        voice = utterance.delivery.voice
        course = _Course()
        while True:
            try:
                clip = await self._ask(utterance)
            except UtteranceFailed as error:
                course.fail(error, self._proofs, is_patient=self._engine.patience_s > 0)
                if course.is_permanent:
                    raise
                if await self._is_hopeless(course, voice):
                    self._failed[voice] += 1
                    raise
                wait_s = self._wait_s(course, error)
            except EngineUnavailable as error:
                course.failures += 1
                if self._refusals >= self._last_words:
                    raise self._unavailable(error) from error
                if course.failures >= self._engine.attempts:
                    self._failed[voice] += 1
                    raise UtteranceFailed(error.reason, advice=error.advice) from error
                wait_s = self._growing_wait_s(course)
            else:
                self._spoken[voice] += 1
                return clip
            await asyncio.sleep(wait_s)

    async def blame(self, utterance: Utterance) -> str:
        """What to add to the reason of a failure where the voice is to blame, else nothing."""
        voice = utterance.delivery.voice
        if self._has_spoken(voice) or self._failed[voice] < 2 or not self._spoken.total():
            return ""
        blame = f"nothing was spoken by the voice {voice}, while other voices were heard"
        if await self._engine.lists(voice) is False:
            blame += ", and the service lists it no longer: choose another with `producer voices`"
        return f" ({blame})"

    async def _ask(self, utterance: Utterance) -> Clip:
        try:
            clip = await self._pace(lambda: self._request(utterance))
        except UtteranceFailed as error:
            if not error.permanent:
                try:
                    self._patience.fail(error)
                except EngineUnavailable:
                    self._refusals = self._last_words
                    raise
            raise
        except EngineUnavailable:
            self._refusals += 1
            raise
        self._succeed()
        return clip

    def _succeed(self) -> None:
        self._patience.succeed()
        self._refusals = 0
        self._proofs += 1

    async def _request(self, utterance: Utterance) -> Clip:
        self._requests += 1
        voice = utterance.delivery.voice
        label = f"request {self._requests}: {voice} “{utterance.text[:30]}”"
        began = _now()
        try:
            clip = await self._speaker.speak(utterance)
        except (UtteranceFailed, EngineUnavailable) as error:
            _log.info("%s: after %.2f s: %s", label, _now() - began, error)
            if isinstance(error, UtteranceFailed) and self._blames_voice(error, voice):
                error.trouble = Trouble.ANSWER  # It says nothing of the service's load.
            raise
        _log.debug("%s: spoken in %.2f s, %d bytes", label, _now() - began, len(clip.audio))
        return clip

    def _unavailable(self, error: EngineUnavailable) -> EngineUnavailable:
        """What ends the run, with what to do."""
        advice = error.advice
        if self._proofs:
            advice = f"{advice}. {_AGAIN}" if advice else _AGAIN
        return EngineUnavailable(
            error.engine, error.reason, advice=advice, has_answered=self._proofs > 0
        )

    def _has_spoken(self, voice: str) -> bool:
        return bool(self._spoken[voice]) or voice in self._proven

    def _blames_voice(self, error: UtteranceFailed, voice: str) -> bool:
        """Whether it may be the voice that no audio came: others are heard, it never was."""
        is_silent = error.trouble is Trouble.SILENT
        return is_silent and not self._has_spoken(voice) and self._proofs > 0

    async def _is_hopeless(self, course: _Course, voice: str) -> bool:
        """Whether to give up the utterance whose attempts are `course`."""
        is_mute = not self._has_spoken(voice) and self._failed[voice] >= _LAST_WORDS
        if course.counted >= (1 if is_mute else self._engine.attempts):
            if not self._engine.patience_s and self._patience.failures >= self._engine.attempts:
                try:
                    await self._engine.probe()
                except EngineUnavailable as error:
                    raise self._unavailable(error) from error
                self._succeed()
            return True
        if not self._engine.patience_s or course.fails_alone:
            return course.fails_alone
        is_due = self._patience.failures >= self._engine.attempts
        if is_due and await self._answers_others():
            # The next attempt tells whether it is this utterance: the service may have come back.
            course.fails_alone = course.failures >= _LAST_WORDS
        return False

    async def _answers_others(self) -> bool:
        """Whether the service speaks, though it has answered nobody for a while."""
        if _now() < self._knocked_at + _KNOCK_AGAIN_S:
            return False
        self._knocked_at = _now()
        try:
            await self._engine.probe()
        except EngineUnavailable:
            return False
        self._succeed()
        return True

    def _wait_s(self, course: _Course, error: UtteranceFailed) -> float:
        """How long this utterance waits; where all of them are to wait, the pace takes care."""
        if error.trouble in (Trouble.ANSWER, Trouble.REJECTION):
            return self._growing_wait_s(course)
        return random.uniform(0, self._engine.retry_wait_s)

    def _growing_wait_s(self, course: _Course) -> float:
        longest_s = self._engine.retry_wait_s * 2.0 ** min(course.failures - 1, 16)
        return random.uniform(0, min(longest_s, _LONGEST_WAIT_S))


class _Course:
    """How the attempts at one utterance have gone."""

    def __init__(self) -> None:
        self.failures = 0
        self.counted = 0
        """Those of the failures that tell something of the utterance."""
        self.is_permanent = False
        self.fails_alone = False
        """Whether the service has spoken something else after this had failed often enough."""
        self._proofs = -1
        self._was_rejected = False

    def fail(self, error: UtteranceFailed, proofs: int, *, is_patient: bool) -> None:
        """One more attempt has failed, when there had been so many `proofs` that the service is
        there."""
        self.failures += 1
        is_rejected = error.trouble is Trouble.REJECTION
        self.is_permanent = error.permanent or (is_rejected and self._was_rejected)
        self._was_rejected = is_rejected
        if proofs > self._proofs or not is_patient:
            self.counted += 1
        self._proofs = proofs


def _now() -> float:
    return asyncio.get_running_loop().time()
