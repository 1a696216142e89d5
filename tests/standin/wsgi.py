"""A service of one WSGI function on 127.0.0.1, in a thread."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Self

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None: ...


class WsgiService(ABC):
    """A context manager; it listens from the beginning."""

    def __init__(self) -> None:
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet
        )
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @abstractmethod
    def response(self, request: Request) -> Response:
        """What a request is answered with."""

    def _answer(self, environment: dict[str, Any], start: Any) -> Iterable[bytes]:
        with Request(environment) as request:
            return self.response(request)(environment, start)
