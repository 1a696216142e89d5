"""One utterance asked for until it is spoken, or until there is no hope for it.

What went wrong may lie with one answer, one utterance, one voice or the whole engine. Attempts
are what tells them apart, so they are counted here for all utterances of a run.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Protocol

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random_exponential

from producer.engines.base import Engine
from producer.errors import EngineUnavailable, UtteranceFailed
from producer.model import Clip, Utterance
from producer.synthesis.pace import LONGEST_REST_S, Pace

_LONGEST_WAIT_S = 20
_LAST_WORDS = 3
"""How often an engine may say that it is unavailable, with no success in between, before it is
believed: one connection may be refused by accident. Likewise how many utterances a voice may
fail before its others get one attempt each."""
_AGAIN = "What was spoken is kept: run the same command again"

_log = logging.getLogger(__name__)


class Speaker(Protocol):
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
    same time."""

    def __init__(self, engine: Engine, speaker: Speaker, at_once: int) -> None:
        self._engine = engine
        self._speaker = speaker
        self._pace = Pace(
            at_once, per_minute=engine.max_requests_per_minute, rest_s=engine.retry_wait_s
        )
        self._last_words = min(_LAST_WORDS, engine.attempts)
        self._requests = 0
        self._refusals = 0
        self._failures = 0
        """Both since the last success."""
        self._spoken: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        """Utterances by voice."""

    async def speak(self, utterance: Utterance) -> Clip:
        """The clip of `utterance`.

        Raises `UtteranceFailed` when there is no hope for this one, `EngineUnavailable` when
        there is none for any.
        """
        voice = utterance.delivery.voice
        retrying = AsyncRetrying(
            retry=retry_if_exception(self._may_pass),
            stop=lambda state: self._exhausted(voice, state),
            wait=wait_random_exponential(multiplier=self._engine.retry_wait_s, max=_LONGEST_WAIT_S),
            reraise=True,
        )
        try:
            clip: Clip = await retrying(self._ask, utterance)
        except UtteranceFailed as error:
            if not error.permanent:
                self._failed[voice] += 1
                if self._failures >= self._engine.attempts:
                    await self._knock()
            raise
        except EngineUnavailable as error:
            if self._refusals < self._last_words:
                raise UtteranceFailed(error.reason, advice=error.advice) from error
            raise _for_now(error) from error
        self._spoken[voice] += 1
        return clip

    def blame(self, utterance: Utterance) -> str:
        """What to add to the reason of a failure where the voice is to blame, else nothing."""
        voice = utterance.delivery.voice
        if self._spoken[voice] or self._failed[voice] < 2 or not self._spoken.total():
            return ""
        return f" (nothing was spoken by the voice {voice}, while other voices were heard)"

    async def _ask(self, utterance: Utterance) -> Clip:
        try:
            clip = await self._pace(lambda: self._request(utterance))
        except UtteranceFailed as error:
            self._failures += not error.permanent
            if error.retry_after_s <= LONGEST_REST_S:
                raise
            self._refusals = self._last_words
            minutes = error.retry_after_s / 60
            reason = f"it asks for {minutes:.0f} minutes without requests ({error.message})"
            raise EngineUnavailable(self._engine.name, reason) from error
        except EngineUnavailable:
            self._refusals += 1
            raise
        self._failures = self._refusals = 0
        return clip

    async def _request(self, utterance: Utterance) -> Clip:
        self._requests += 1
        what = f"request {self._requests}: {utterance.delivery.voice} “{utterance.text[:30]}”"
        began = _now()
        try:
            clip = await self._speaker.speak(utterance)
        except (UtteranceFailed, EngineUnavailable) as error:
            _log.info("%s: after %.2f s: %s", what, _now() - began, error)
            raise
        _log.debug("%s: spoken in %.2f s, %d bytes", what, _now() - began, len(clip.audio))
        return clip

    def _may_pass(self, error: BaseException) -> bool:
        if isinstance(error, EngineUnavailable):
            return self._refusals < self._last_words
        return isinstance(error, UtteranceFailed) and not error.permanent

    def _exhausted(self, voice: str, state: RetryCallState) -> bool:
        hopeless = not self._spoken[voice] and self._failed[voice] >= _LAST_WORDS
        return state.attempt_number >= (1 if hopeless else self._engine.attempts)

    async def _knock(self) -> None:
        """Nothing has succeeded for a while: is anybody there? Raises `EngineUnavailable`."""
        try:
            await self._engine.probe()
        except EngineUnavailable as error:
            raise _for_now(error) from error
        self._failures = 0


def _for_now(error: EngineUnavailable) -> EngineUnavailable:
    advice = f"{error.advice}. {_AGAIN}" if error.advice else _AGAIN
    return EngineUnavailable(error.engine, error.reason, advice=advice)


def _now() -> float:
    return asyncio.get_running_loop().time()
