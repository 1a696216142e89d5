"""What the edge client raises → what it means: for one utterance, for all, for now, for good."""

from __future__ import annotations

import aiohttp
from edge_tts.exceptions import NoAudioReceived, SkewAdjustmentError, WebSocketError

from producer.engines import web
from producer.errors import EngineUnavailable, ProducerError, UtteranceFailed

ENGINE = "edge"
HOST = "speech.platform.bing.com"

_MALFORMED = (400, 413, 414, 422)
_OVERLOADED = (429, 502, 503, 504)


def understood(error: Exception) -> ProducerError:
    """`EngineUnavailable` where no other utterance can fare better, else `UtteranceFailed`."""
    match error:
        case aiohttp.ClientHttpProxyError(status=401 | 403 | 407):
            return web.understood(ENGINE, HOST, error)
        case aiohttp.ClientResponseError(status=403) | SkewAdjustmentError():
            from producer.installation import upgrade_command

            return EngineUnavailable(
                ENGINE,
                "the service refuses this client (403)",
                advice=f"Upgrade edge-tts ({upgrade_command('edge-tts')}) and check the clock",
            )
        case aiohttp.ClientResponseError():
            return _refused(error)
        case NoAudioReceived():
            return UtteranceFailed("the service sent no audio")
        case WebSocketError():
            return UtteranceFailed(f"the connection broke ({error})", overloaded=True)
        case _:
            return web.understood(ENGINE, HOST, error)


def unavailable(error: ProducerError) -> EngineUnavailable:
    """The same as said of the engine."""
    return web.unavailable(ENGINE, error)


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
        retry_after_s=web.retry_after_s(wait),
    )
