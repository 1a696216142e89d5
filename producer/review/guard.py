"""Who may ask, how much they may send, and what a browser may do with the answers.

A page of another site can make a browser ask us (cross-site posts), and can make its own name lead
to this machine (DNS rebinding). So every request, sound and event streams too, has to name us as
its Host, and what a foreign page asks for is refused.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from producer.errors import ProducerError
from producer.transcript.readers.decoding import MAX_BYTES

MAX_BODY_BYTES = MAX_BYTES + 4_000_000
"""A transcript that is read at all, and what a form adds to it."""

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SAFE = ("GET", "HEAD")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" a browser says of our own forms that they come from nowhere.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Sent with every answer that does not say otherwise itself."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server at `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware. `host` and `port` are where the server listens; a `token`, if there is one,
    is asked for once in the address and then kept in a cookie."""

    app: ASGIApp
    host: str
    port: int
    token: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        sender = _with_headers(send)
        if refusal is not None:
            await refusal(scope, receive, sender)
            return
        if self.token and not self._has_cookie(headers):
            await self._admit(scope)(scope, receive, sender)
            return
        declared_bytes = int(headers.get("content-length", "0"))
        await self.app(scope, _bounded(receive, declared_bytes), sender)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_us(hosts[0]):
            return _refused("This server is not known by that name (Host).")
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{hosts[0]}":
            return _refused("A page of another site asked (Origin).")
        if method not in _SAFE and origin is None:
            return _refused("It is not said which page asks (Origin).")
        # A link may lead here from anywhere; scripts, media and frames of others may not.
        site = headers.get("sec-fetch-site", "none")
        navigation = headers.get("sec-fetch-dest") == "document" and method in _SAFE
        if site not in ("same-origin", "none") and not navigation:
            return _refused("A page of another site asked (Sec-Fetch-Site).")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal() and len(length) < 20):
            return PlainTextResponse("It is not said how much is sent (Content-Length).", 400)
        return None

    def _is_us(self, host: str) -> bool:
        try:
            named = urlsplit(f"//{host}")
            name, port = named.hostname or "", named.port
        except ValueError:
            return False
        if (port or 80) != self.port:
            return False
        if is_loopback(self.host):
            return name in (*_LOOPBACK, self.host)
        try:
            # Nobody can make a number lead elsewhere.
            ipaddress.ip_address(name)
        except ValueError:
            return name in {"localhost", self.host.lower(), socket.gethostname().lower()}
        return True

    @property
    def _cookie(self) -> str:
        """Cookies are not kept apart by port."""
        return f"producer-{self.port}"

    def _has_cookie(self, headers: Headers) -> bool:
        cookies = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            return False
        cookie = cookies.get(self._cookie)
        return cookie is not None and self._fits(cookie.value)

    def _admit(self, scope: Scope) -> PlainTextResponse | RedirectResponse:
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        if scope["method"] not in _SAFE or not self._fits(tokens[0]):
            return PlainTextResponse("Open the address that `producer review` printed.", 401)
        answer = RedirectResponse("/" + scope["path"].lstrip("/"), 303)
        answer.set_cookie(self._cookie, self.token, httponly=True, samesite="strict")
        return answer

    def _fits(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self.token.encode())


def _refused(reason: str) -> PlainTextResponse:
    return PlainTextResponse(reason, 403)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


class TooLarge(ProducerError):
    """A body that is longer than is taken."""

    def __init__(self) -> None:
        super().__init__(
            f"That is too much to send: a transcript may have at most {MAX_BYTES // 10**6} MB",
            advice="Split it into several episodes",
        )


def _bounded(receive: Receive, declared_bytes: int) -> Receive:
    """`receive`, which does not take more than `MAX_BODY_BYTES` even if no length was told, and
    nothing at all if more than that was `told`."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        if declared_bytes > MAX_BODY_BYTES:
            raise TooLarge
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY_BYTES:
            raise TooLarge
        return message

    return receiving
