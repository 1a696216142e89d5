"""What all who ask a server over HTTP have in common: the way there, and what aiohttp raises."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi

from producer import __version__
from producer.engines.service import ServiceSettings
from producer.errors import EngineUnavailable, ProducerError, Trouble, UtteranceFailed

_TLS_GOODBYE_S = 0.1


def proxy_for(engine: str, scheme: str, host: str, setting: str | None) -> str | None:
    """The proxy on the way to `host`: the `setting`, where "" is none, else what the environment
    says, of which no proxy leads back to this machine. Raises `EngineUnavailable` for one that is
    not of the kind that aiohttp can use."""
    proxy = setting
    if proxy is None and not _is_this_machine(host) and not proxy_bypass(host):
        proxies = getproxies()
        proxy = proxies.get(scheme) or proxies.get("all")
    if proxy and not proxy.startswith(("http://", "https://")):
        # What stands before a colon may be a user's name.
        scheme_of_proxy, is_scheme, _ = proxy.partition("://")
        raise EngineUnavailable(
            engine,
            f"it cannot go through a {scheme_of_proxy} proxy"
            if is_scheme
            else "it cannot go through a proxy whose address begins with no http://",
            advice=f"Set an http:// proxy in {scheme.upper()}_PROXY or [engines.{engine}]",
        )
    return proxy or None


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def tls_context(engine: str, ca_bundle: Path | None) -> ssl.SSLContext:
    """The system's authorities, the usual ones, and those of a company: in `ca_bundle`, or else
    SSL_CERT_FILE. Raises `EngineUnavailable` where that file cannot be read."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    bundle = ca_bundle or os.environ.get("SSL_CERT_FILE")
    if bundle:
        try:
            context.load_verify_locations(cafile=bundle)
        except OSError as error:  # ssl.SSLError is one
            raise EngineUnavailable(
                engine,
                f"the CA bundle {bundle} cannot be read",
                advice="Set ca_bundle or SSL_CERT_FILE to a PEM file",
            ) from error
    return context


class HttpClient:
    """Requests of an engine, with connections that are used again: through its proxy, with the
    authorities that it trusts, and with the patience of its `settings`."""

    def __init__(self, engine: str, settings: ServiceSettings) -> None:
        self._engine = engine
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None
        self._used_tls = False

    @asynccontextmanager
    async def request(
        self, method: str, address: str, **content: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer to a request with aiohttp's `headers`, `data` or `json`, while it comes in.
        Nobody is redirected: that would take a key along."""
        if self._session is None:
            self._session = self._started()
        url = urlsplit(address)
        self._used_tls |= url.scheme == "https"
        proxy = proxy_for(self._engine, url.scheme, url.hostname or "", self._settings.proxy)
        async with self._session.request(
            method, address, proxy=proxy, allow_redirects=False, **content
        ) as response:
            yield response

    async def aclose(self) -> None:
        """Let the last connections end: aiohttp does not wait for TLS, and its documentation
        advises a short sleep (Advanced client usage, graceful shutdown)."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()
            if self._used_tls:
                await asyncio.sleep(_TLS_GOODBYE_S)

    def _started(self) -> aiohttp.ClientSession:
        context = tls_context(self._engine, self._settings.ca_bundle)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ssl=context),
            headers={"User-Agent": f"producer/{__version__}"},
            timeout=aiohttp.ClientTimeout(
                total=self._settings.total_timeout_s,
                sock_connect=self._settings.idle_timeout_s,
                sock_read=self._settings.idle_timeout_s,
            ),
        )


def understood(engine: str, host: str, error: Exception) -> ProducerError:
    """What `error`, raised on the way to or from `host`, means: `EngineUnavailable` where no
    other utterance can fare better, else `UtteranceFailed`."""
    match error:
        case ProducerError():
            return error
        case aiohttp.ClientHttpProxyError():
            return EngineUnavailable(engine, f"the proxy refuses it ({error.status})")
        case aiohttp.ClientConnectorCertificateError():
            return EngineUnavailable(
                engine,
                f"the certificate of {host} cannot be verified",
                advice="Behind a company's proxy, set SSL_CERT_FILE to its CA bundle",
            )
        case aiohttp.ClientConnectorDNSError():
            reason = f"no network: cannot resolve {host}"
            return UtteranceFailed(reason, trouble=Trouble.UNREACHABLE)
        case aiohttp.ClientProxyConnectionError():
            reason = "the proxy cannot be reached"
            return UtteranceFailed(reason, trouble=Trouble.UNREACHABLE)
        case aiohttp.ClientConnectorError():
            why = os.strerror(error.errno) if error.errno else error.strerror
            reason = f"cannot connect to {host} ({why})"
            return UtteranceFailed(reason, trouble=Trouble.UNREACHABLE)
        case TimeoutError():
            reason = f"the service is too slow: {str(error) or 'no answer in time'}"
            return UtteranceFailed(reason, trouble=Trouble.OVERLOAD)
        case OSError() | aiohttp.ClientError():
            return UtteranceFailed(f"the connection broke ({error})", trouble=Trouble.DROP)
        case _:
            return UtteranceFailed(
                f"the service's answer cannot be understood ({type(error).__name__}: {error})"
            )


def trouble_of(status: int) -> Trouble:
    """What an HTTP status other than success tells (RFC 9110, 15.5 and 15.6; 529 is used by some
    services for overload)."""
    if status in (400, 413, 414, 422):
        return Trouble.REJECTION
    return Trouble.OVERLOAD if status in (429, 502, 503, 504, 529) else Trouble.ANSWER


def unavailable(engine: str, error: ProducerError) -> EngineUnavailable:
    """The same as said of the engine."""
    if isinstance(error, EngineUnavailable):
        return error
    return EngineUnavailable(engine, error.message, advice=error.advice)


def retry_after_s(value: str) -> float:
    """Seconds, given as such or as a date (RFC 9110, 10.2.3); 0 for anything else."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
