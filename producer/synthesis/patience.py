"""How long a service is waited for that answers nobody: time counts, not attempts.

An outage of some minutes must not end a run that has hours to go, and one bad answer says
nothing of the service. So what counts is for how long nothing has succeeded, and what the latest
answer was.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from producer.engines.base import Engine
from producer.errors import EngineUnavailable, Trouble, UtteranceFailed
from producer.progress import Progress
from producer.synthesis.pace import LONGEST_REST_S

_FEWEST_FAILURES = 3
"""One answer may be an accident."""
_REFUSED_S = 30.0
"""A service that has spoken to nobody in this run and refuses for so long means it; so does one
that asks to be left alone for longer than it is waited for."""
_BRIEFLY_S = 20.0
"""So long a service that has never answered is waited for where another engine stands ready, or
a person waits."""
_UNREACHABLE_S = 0.2
"""The same for a service that no connection can be had to: a second try tells."""
_TELL_AFTER_S = 5.0


class Patience:
    """For how long nothing has succeeded in a run with `engine`, and when that is too long.

    With `briefly` less is waited for if it has never answered. `progress` is told what is waited
    for, and when that is over."""

    def __init__(self, engine: Engine, progress: Progress, *, briefly: bool) -> None:
        self._engine = engine
        self._progress = progress
        self._briefly = briefly
        self._has_succeeded = False
        self._failures = 0
        self._since = 0.0
        self._has_told = False

    @property
    def failures(self) -> int:
        """How many requests have failed since the last success."""
        return self._failures

    def succeed(self) -> None:
        """A request has succeeded."""
        if self._has_told:
            seconds = _now() - self._since
            self._progress.note(f"{self._engine.name} speaks again, after {_span(seconds)}")
        self._has_succeeded = True
        self._has_told = False
        self._failures = 0

    def fail(self, error: UtteranceFailed) -> None:
        """A request has failed. Raises `EngineUnavailable` when enough has been waited."""
        if not self._failures:
            self._since = _now()
        self._failures += 1
        if not self._engine.patience_s:
            self._refuse_long_rest(error)
            return
        waited_s = _now() - self._since
        longest_s = self._longest_s(error)
        fewest = 2 if longest_s == _UNREACHABLE_S else _FEWEST_FAILURES
        if self._failures >= fewest and waited_s >= longest_s:
            raise EngineUnavailable(
                self._engine.name, _reason(error, longest_s, waited_s), advice=error.advice
            )
        rest_s = error.retry_after_s if error.retry_after_s <= longest_s else 0.0
        if not self._has_told and max(waited_s, rest_s) >= _TELL_AFTER_S:
            self._has_told = True
            until = datetime.now() + timedelta(seconds=longest_s - waited_s)
            self._progress.note(
                f"Waiting for {self._engine.name}: {error.message}. It is asked again until "
                f"{until:%H:%M:%S} at the latest; what was spoken is kept."
            )

    def _longest_s(self, error: UtteranceFailed) -> float:
        longest_s = self._engine.patience_s
        if error.retry_after_s > longest_s:
            longest_s = min(longest_s, _REFUSED_S)
        if self._has_succeeded:
            return longest_s
        if error.trouble is Trouble.REFUSAL:
            return min(longest_s, _REFUSED_S)
        if self._briefly:
            is_away = error.trouble is Trouble.UNREACHABLE
            return min(longest_s, _UNREACHABLE_S if is_away else _BRIEFLY_S)
        return longest_s

    def _refuse_long_rest(self, error: UtteranceFailed) -> None:
        """Of an engine that is not waited for, what it asks for counts at once."""
        if error.retry_after_s > LONGEST_REST_S:
            reason = _reason(error, LONGEST_REST_S, 0)
            raise EngineUnavailable(self._engine.name, reason, advice=error.advice)


def _reason(error: UtteranceFailed, longest_s: float, waited_s: float) -> str:
    if error.retry_after_s > longest_s:
        minutes = error.retry_after_s / 60
        return f"it asks for {minutes:.0f} minutes without requests ({error.message})"
    if waited_s < _TELL_AFTER_S:
        return error.message
    return f"{error.message}; nothing was spoken for {_span(waited_s)}"


def _span(seconds: float) -> str:
    """A length of time as a person tells it: "40 s", "5 min 20 s"."""
    minutes, seconds_left = divmod(round(seconds), 60)
    return f"{minutes} min {seconds_left} s" if minutes else f"{seconds_left} s"


def _now() -> float:
    return asyncio.get_running_loop().time()
