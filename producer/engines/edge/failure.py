"""What the edge client raises → what it means: for one utterance, for all, for now, for good."""

from __future__ import annotations

import aiohttp
from edge_tts.exceptions import NoAudioReceived, SkewAdjustmentError, WebSocketError

from producer.engines import web
from producer.errors import EngineUnavailable, ProducerError, Trouble, UtteranceFailed

ENGINE = "edge"
HOST = "speech.platform.bing.com"


def understood(error: Exception, voice: str = "") -> ProducerError:
    """What `error`, raised by the client while it asked for `voice`, means, as web.understood
    tells it."""
    match error:
        case aiohttp.ClientHttpProxyError(status=401 | 403 | 407):
            return web.understood(ENGINE, HOST, error)
        case aiohttp.ClientResponseError(status=403) | SkewAdjustmentError():
            from producer.installation import upgrade_command

            return UtteranceFailed(
                "the service refuses this client (403)",
                trouble=Trouble.REFUSAL,
                advice=f"Upgrade edge-tts ({upgrade_command('edge-tts')}) and check the clock; "
                "some regions, proxies and VPNs are refused too",
            )
        case aiohttp.ClientResponseError():
            return _refused(error)
        case NoAudioReceived():
            reason = f"the service sent no audio for the voice {voice}"
            return UtteranceFailed(reason, trouble=Trouble.SILENT)
        case WebSocketError():
            return UtteranceFailed(f"the connection broke ({error})", trouble=Trouble.DROP)
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
        trouble=web.trouble_of(error.status),
        retry_after_s=web.retry_after_s(wait),
    )
