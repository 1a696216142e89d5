"""What engines with a service of their own have in common: proxies, and what aiohttp raises."""

from __future__ import annotations

import os
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi

from producer.errors import EngineUnavailable, ProducerError, Trouble, UtteranceFailed


def proxy_for(engine: str, scheme: str, host: str, setting: str | None) -> str | None:
    """The proxy on the way to `host`: `given`, where "" is none, else what the environment says.
    Raises `EngineUnavailable` for one that is not of the kind that aiohttp can use."""
    proxy = setting
    if proxy is None and not proxy_bypass(host):
        proxies = getproxies()
        proxy = proxies.get(scheme) or proxies.get("all")
    if proxy and not proxy.startswith(("http://", "https://")):
        raise EngineUnavailable(
            engine,
            f"it cannot go through a {proxy.partition(':')[0]} proxy",
            advice=f"Set an http:// proxy in {scheme.upper()}_PROXY or [engines.{engine}]",
        )
    return proxy or None


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
