"""What a refusal means: for one utterance, for all, for now, for good.

The statuses are those of OpenAI's guide to error codes. The reason stands in the answer's JSON:
{"error": {"message", "type", "code"}} by OpenAI, LocalAI and vLLM, {"detail": …} by FastAPI.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from producer.engines.web import retry_after_s, trouble_of
from producer.errors import EngineUnavailable, ProducerError, UtteranceFailed
from producer.model import clean_text

_ENGINE = "openai"
_NO_MONEY = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")
_NO_MODEL = ("model_not_found", "invalid_model")
_LONGEST_REASON = 300


def refused(status: int, headers: Mapping[str, str], body: bytes, model: str) -> ProducerError:
    """What an answer other than 200 says."""
    codes, reason = told(body)
    shown = f" ({status}: {reason})" if reason else f" ({status})"
    if any(code in _NO_MONEY for code in codes):
        return EngineUnavailable(
            _ENGINE, f"the account has no credit left{shown}", advice="See to its billing"
        )
    if status == 404 or any(code in _NO_MODEL for code in codes):
        return EngineUnavailable(
            _ENGINE,
            f"the server does not know the model '{model}', or nothing of speech{shown}",
            advice="Set model and base_url in [engines.openai]; base_url mostly ends with /v1",
        )
    if status in (401, 403):
        return EngineUnavailable(
            _ENGINE,
            f"the server refuses the key{shown}",
            advice="Set OPENAI_API_KEY, or PRODUCER_OPENAI_KEY for a base_url in show.toml",
        )
    if 300 <= status < 400:
        return EngineUnavailable(
            _ENGINE,
            f"the server sends us elsewhere{shown}",
            advice=f"Set base_url in [engines.openai] to where {headers.get('Location', 'it is')}",
        )
    return UtteranceFailed(
        f"the server answered {status}{f': {reason}' if reason else ''}",
        trouble=trouble_of(status),
        retry_after_s=_wait_s(headers),
    )


def told(body: bytes) -> tuple[tuple[str, ...], str]:
    """The codes and the reason in the body of an answer, as far as there are any."""
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError):
        text = body.decode(errors="replace")
        return (), "" if "<" in text[:200] else _short(text)
    details = (
        answer.get("error", answer.get("detail", answer)) if isinstance(answer, dict) else answer
    )
    if isinstance(details, list) and details:
        details = details[0]
    if not isinstance(details, dict):
        return (), _short(details)
    codes = tuple(str(details[key]) for key in ("code", "type", "error") if details.get(key))
    return codes, _short(details.get("message") or details.get("msg") or details.get("error"))


def _short(value: object) -> str:
    text = clean_text(value) if isinstance(value, str) else ""
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"


def _wait_s(headers: Mapping[str, str]) -> float:
    milliseconds = headers.get("retry-after-ms", "")
    if milliseconds.isascii() and milliseconds.isdigit():
        return int(milliseconds) / 1000
    return retry_after_s(headers.get("Retry-After", ""))
