"""The life of a stand-in: a server on 127.0.0.1 in a thread of its own."""

from __future__ import annotations

import asyncio
import ssl
import threading
from functools import cached_property
from typing import Self

import pytest
import trustme
from aiohttp import web

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "WSS_PROXY", "NO_PROXY")


def forget(patch: pytest.MonkeyPatch, *names: str) -> None:
    """Take `names`, and every proxy and authority of this machine, out of the environment."""
    for name in (*names, "SSL_CERT_FILE", *_PROXIES, *map(str.lower, _PROXIES)):
        patch.delenv(name, raising=False)


class Serving:
    """A context manager that answers what `routes` say; `port` is known once it is entered. With
    `tls_name` it speaks TLS, by a certificate for that name from an authority of its own."""

    def __init__(self, *routes: web.RouteDef, tls_name: str = "") -> None:
        self.port = 0
        self._routes = routes
        self._tls_name = tls_name
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    @cached_property
    def authority(self) -> trustme.CA:
        return trustme.CA()

    @property
    def ca_pem(self) -> bytes:
        """The authority's certificate."""
        return self.authority.cert_pem.bytes()

    @property
    def origin(self) -> str:
        """Its address without a path."""
        return f"http{'s' if self._tls_name else ''}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the stand-in does not start")
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Stop listening."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.add_routes(self._routes)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        context = None
        if self._tls_name:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self.authority.issue_cert(self._tls_name).configure_cert(context)
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()
