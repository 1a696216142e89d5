"""Requests to servers that files are published to, by Python's own client."""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any

import certifi

from producer import __version__

_LONGEST_WAIT_S = 180.0
_BUSY = (429, 502, 503, 504)


class Busy(Exception):
    """There was no answer, or none that tells: another attempt may fare better. Says why."""


class Refusal(Exception):
    """The server's answer is a status other than success: `status`, `content` its beginning."""

    def __init__(self, status: int, content: bytes = b"") -> None:
        super().__init__(status)
        self.status, self.content = status, content


class Unverified(Exception):
    """The server's certificate cannot be verified."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The credentials are for one server, so nothing goes where that one sends us."""

    def redirect_request(self, *_: Any) -> None:
        return None


@cache
def _opener() -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _NoRedirects())


def origin(host: str, port: int | None, *, encrypted: bool) -> str:
    """What precedes the path of an address, in ASCII."""
    place = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    return f"{'https' if encrypted else 'http'}://{place}{f':{port}' if port else ''}"


def signed(user: str, password: str) -> dict[str, str]:
    """Headers for every request (RFC 7617); nothing of who we are without a password."""
    headers = {"User-Agent": f"producer/{__version__}"}
    if password:
        token = b64encode(f"{user}:{password}".encode()).decode("ascii")
        headers["Authorization"] = f"Basic {token}"
    return headers


def ask(method: str, url: str, headers: Mapping[str, str], content: Any = None) -> Any:
    """The answer to a request, to be closed. `content` may be bytes, a file, or blocks of bytes.

    Raises `Refusal`, `Busy` and `Unverified`, none of which tells what was sent."""
    request = urllib.request.Request(url, content, dict(headers), method=method)
    try:
        return _opener().open(request, timeout=_LONGEST_WAIT_S)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _BUSY:
                raise Busy(f"it answers {error.code}") from None
            raise Refusal(error.code, error.read(4_000)) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise Unverified("its certificate cannot be verified") from None
        raise Busy("no connection") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Busy("the connection broke off") from None
