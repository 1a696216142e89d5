"""What the edge client raises → what it means: for one utterance, for all, for now, for good."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from edge_tts.exceptions import NoAudioReceived, SkewAdjustmentError, WebSocketError

from producer.errors import EngineUnavailable, ProducerError, UtteranceFailed

HOST = "speech.platform.bing.com"

_ENGINE = "edge"
_MALFORMED = (400, 413, 414, 422)
_OVERLOADED = (429, 502, 503, 504)


def understood(error: Exception) -> ProducerError:
    """`EngineUnavailable` where no other utterance can fare better, else `UtteranceFailed`."""
    match error:
        case ProducerError():
            return error
        case aiohttp.ClientHttpProxyError(status=401 | 403 | 407 as status):
            return EngineUnavailable(_ENGINE, f"the proxy refuses it ({status})")
        case aiohttp.ClientResponseError(status=403) | SkewAdjustmentError():
            return EngineUnavailable(
                _ENGINE,
                "the service refuses this client (403)",
                advice="Upgrade edge-tts (pip install --upgrade edge-tts) and check the clock",
            )
        case aiohttp.ClientConnectorCertificateError():
            return EngineUnavailable(
                _ENGINE,
                f"the certificate of {HOST} cannot be verified",
                advice="Behind a company's proxy, set SSL_CERT_FILE to its CA bundle",
            )
        case aiohttp.ClientResponseError():
            return _refused(error)
        case aiohttp.ClientConnectorDNSError():
            return UtteranceFailed(f"no network: cannot resolve {HOST}")
        case aiohttp.ClientProxyConnectionError():
            return UtteranceFailed("the proxy cannot be reached")
        case aiohttp.ClientConnectorError():
            why = os.strerror(error.errno) if error.errno else error.strerror
            return UtteranceFailed(f"cannot connect to {HOST} ({why})")
        case NoAudioReceived():
            return UtteranceFailed("the service sent no audio")
        case TimeoutError():
            return UtteranceFailed(f"the service is too slow: {str(error) or 'no answer in time'}")
        case OSError() | aiohttp.ClientError() | WebSocketError():
            return UtteranceFailed(f"the connection broke ({error})", overloaded=True)
        case _:
            return UtteranceFailed(
                f"the service's answer cannot be understood ({type(error).__name__}: {error})"
            )


def unavailable(error: ProducerError) -> EngineUnavailable:
    """The same as said of the engine."""
    if isinstance(error, EngineUnavailable):
        return error
    return EngineUnavailable(_ENGINE, error.message, advice=error.advice)


def _refused(error: aiohttp.ClientResponseError) -> UtteranceFailed:
    if error.status == 200:
        return UtteranceFailed(
            "the service answered 200 with a page instead of speech",
            advice="Does this network ask for a login first?",
        )
    wait = error.headers.get("Retry-After", "") if error.headers else ""
    return UtteranceFailed(
        f"the service answered {error.status}",
        permanent=error.status in _MALFORMED,
        overloaded=error.status in _OVERLOADED,
        retry_after_s=_retry_after_s(wait),
    )


def _retry_after_s(value: str) -> float:
    """Seconds, given as such or as a date (RFC 9110, 10.2.3); 0 for anything else."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
