"""One question to a server with OpenAI's chat interface: `POST …/chat/completions`.

What goes wrong may lie with an answer, a question or the server. Answers that cannot be used, and
a server that is busy or out of reach, get further attempts; a refused question is given up; a
server that refuses the key, or knows no such model or interface, is asked nothing more.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

import aiohttp
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from producer import __version__
from producer.engines.web import proxy_for, retry_after_s, understood
from producer.errors import EngineUnavailable, ProducerError, TranslatorUnavailable
from producer.model import clean_text
from producer.translation.prompt import Reading, Unusable
from producer.translation.service import KEY, MODEL, Service

_LARGEST_BYTES = 4_000_000
_LONGEST_REASON, _LONGEST_ID = 300, 80
_LONGEST_REST_S = 120.0
_LONGEST_WAIT_S = 20.0
_NO_MONEY = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")
_NO_MODEL = ("model_not_found", "invalid_model")

_log = logging.getLogger(__name__)


class Refused(Exception):
    """There is no hope for this question; others may fare better."""


class _Busy(Exception):
    """The server cannot answer now. It may ask to be left alone for a while."""

    def __init__(self, reason: str, retry_after_s: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class Chat:
    """A context manager: questions to one server."""

    retry_wait_s = 1.0
    """The first wait before another attempt; each further one is about twice as long."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._requests = 0

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            headers={"User-Agent": f"producer/{__version__}"},
            timeout=aiohttp.ClientTimeout(total=self._service.timeout_s, sock_connect=20),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def ask(
        self, messages: Sequence[Mapping[str, str]], read: Reading, subject: str
    ) -> tuple[str, ...]:
        """What `read` makes of the answer; `what` names the question in the log.

        Raises `Refused` where no answer can be used, `TranslatorUnavailable` where the server
        cannot."""
        backing_off = wait_random_exponential(multiplier=self.retry_wait_s, max=_LONGEST_WAIT_S)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(backing_off(state), getattr(error, "retry_after_s", 0.0))

        retrying = AsyncRetrying(
            retry=retry_if_exception_type((Unusable, _Busy)),
            stop=stop_after_attempt(self._service.attempts),
            wait=wait,
            reraise=True,
        )
        try:
            passage: tuple[str, ...] = await retrying(self._once, messages, read, subject)
        except Unusable as error:
            raise Refused(str(error)) from error
        except _Busy as error:
            raise self._unavailable(str(error)) from error
        return passage

    async def _once(
        self, messages: Sequence[Mapping[str, str]], read: Reading, subject: str
    ) -> tuple[str, ...]:
        self._requests += 1
        name = f"request {self._requests} ({subject})"
        began = time.monotonic()
        try:
            content, request_id = await self._content(messages)
            passage = read(content)
        except (Unusable, Refused, _Busy, ProducerError) as error:
            _log.info("%s: after %.2f s: %s", name, time.monotonic() - began, error)
            raise
        _log.debug("%s: answered in %.2f s, id %s", name, time.monotonic() - began, request_id)
        return passage

    async def _content(self, messages: Sequence[Mapping[str, str]]) -> tuple[str, str]:
        """The text of the answer and the server's id for the request."""
        service = self._service
        try:
            async with self._session.post(
                f"{service.url}/chat/completions",
                json={"model": service.model, "messages": messages},
                headers={"Authorization": f"Bearer {service.key}"} if service.key else {},
                proxy=proxy_for("translate", urlsplit(service.url).scheme, service.host, None),
                allow_redirects=False,
            ) as response:
                content = bytearray()
                async for chunk in response.content.iter_any():
                    content += chunk
                    if len(content) > _LARGEST_BYTES:
                        raise Unusable(f"the answer has more than {_LARGEST_BYTES:,} bytes")
        except (aiohttp.ClientError, OSError, EngineUnavailable) as error:
            failure = understood("translate", service.host, error)
            if isinstance(failure, EngineUnavailable):
                raise self._unavailable(failure.reason) from error
            raise _Busy(failure.message) from error
        answer = _parsed(bytes(content))
        if response.status != 200:
            self._refuse(response.status, response.headers, answer)
        request_id = response.headers.get("x-request-id", "none")[:_LONGEST_ID]
        try:
            text = answer["choices"][0]["message"]["content"]
        except (LookupError, TypeError):
            raise _Busy("what it answers is not that of a chat interface") from None
        return text if isinstance(text, str) else "", request_id

    def _refuse(self, status: int, headers: Mapping[str, str], answer: Any) -> NoReturn:
        """Raise what an answer other than 200 means."""
        codes, reason = _told(answer)
        if self._service.key:
            reason = reason.replace(self._service.key, "…")
        detail = f" ({status}: {reason})" if reason else f" ({status})"
        rest_s = retry_after_s(headers.get("Retry-After", ""))
        if any(code in _NO_MONEY for code in codes):
            raise self._unavailable(f"the account has no credit left{detail}")
        if status in (401, 403):
            raise self._unavailable(f"it refuses the key{detail}", f"Set {KEY}")
        if status in (404, 405) or any(code in _NO_MODEL for code in codes):
            raise self._unavailable(
                f"it has no chat interface there, or no model '{self._service.model}'{detail}",
                f"Set url, which mostly ends with /v1, and model below [translate], or {MODEL}",
            )
        if 300 <= status < 400:
            raise self._unavailable(f"it sends us elsewhere{detail}", "Set url to where it is")
        if rest_s > _LONGEST_REST_S:
            raise self._unavailable(
                f"it asks for {rest_s / 60:.0f} minutes without requests{detail}"
            )
        if status in (408, 409, 425, 429) or status >= 500:
            raise _Busy(f"it is too busy or broken{detail}", rest_s)
        raise Refused(f"the server refuses it{detail}")

    def _unavailable(self, reason: str, advice: str | None = None) -> TranslatorUnavailable:
        return TranslatorUnavailable(self._service.host, reason, advice=advice)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _told(answer: Any) -> tuple[tuple[str, ...], str]:
    """The codes and the reason in an answer: {"error": {"message", "type", "code"}} by OpenAI and
    most others, {"detail": …} by FastAPI."""
    details = answer.get("error", answer.get("detail")) if isinstance(answer, dict) else None
    if not isinstance(details, dict):
        return (), clean_text(details)[:_LONGEST_REASON] if isinstance(details, str) else ""
    codes = tuple(str(details[key]) for key in ("code", "type") if details.get(key))
    return codes, clean_text(str(details.get("message") or ""))[:_LONGEST_REASON]
