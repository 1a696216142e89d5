"""The routes, and the server that ends when it is told to."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from producer.errors import ProducerError, UsageError
from producer.review import changes, events, forms, media, pages
from producer.review.asked import Handler, Review, done, failed, shown, templates
from producer.review.desk import Desk
from producer.review.finished import Shelf
from producer.review.guard import Guard, is_loopback
from producer.review.jobs import Jobs

_PAGES: dict[str, Handler] = {
    "/": pages.transcripts,
    "/episodes/{item}": pages.episode,
    "/episodes/{item}/row": pages.row,
    "/episodes/{item}/facts": pages.facts,
    "/episodes/{item}/title": forms.title_form,
    "/episodes/{item}/turns/{turn}": pages.turn,
    "/episodes/{item}/turns/{turn}/form": forms.turn_form,
    "/episodes/{item}/turns/{turn}/split": forms.split_form,
    "/episodes/{item}/turns/{turn}/neighbour": forms.new_turn_form,
    "/episodes/{item}/turns/{turn}/{language}": forms.passage_form,
    "/episodes/{item}/voices": pages.voices,
    "/episodes/{item}/term": pages.term,
    "/episodes/{item}/made": pages.made,
    "/episodes/{item}/checks": pages.checks,
    "/episodes/{item}/plot.png": pages.plot,
    "/output/{file}": media.finished,
    "/output/{slug}/{file}": media.finished,
}

_CHANGES: dict[str, Handler] = {
    "/import": changes.take_in,
    "/feeds": changes.write_feeds,
    "/cancel": changes.cancel,
    "/episodes/{item}/text": changes.set_text,
    "/episodes/{item}/confirm": changes.confirm,
    "/episodes/{item}/move": changes.move,
    "/episodes/{item}/unspoken": changes.leave_unspoken,
    "/episodes/{item}/turn": changes.set_turn,
    "/episodes/{item}/split": changes.split,
    "/episodes/{item}/join": changes.join,
    "/episodes/{item}/add": changes.add,
    "/episodes/{item}/remove": changes.remove,
    "/episodes/{item}/shift": changes.shift,
    "/episodes/{item}/title": changes.set_title,
    "/episodes/{item}/proposal": changes.apply_change,
    "/episodes/{item}/voice": changes.set_voice,
    "/episodes/{item}/term": changes.add_term,
    "/episodes/{item}/undo": changes.undo,
    "/episodes/{item}/redo": changes.redo,
    "/episodes/{item}/speak": changes.speak,
    "/episodes/{item}/retake": changes.retake,
    "/episodes/{item}/audition": changes.audition,
    "/episodes/{item}/make": changes.make,
}


class Server:
    """A server for `desk` at `host` and `port` (0: any that is free). It listens as soon as it is
    made, and answers while it runs. Anywhere but on the loopback it asks for a token."""

    def __init__(self, desk: Desk, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        port = int(self._socket.getsockname()[1])
        token = "" if is_loopback(host) else secrets.token_urlsafe(24)
        named = f"[{host}]" if ":" in host else host
        self._token = token
        self.url = f"http://{named}:{port}"
        self._jobs = Jobs()
        self._desk = desk
        review = Review(desk, self._jobs, Shelf(), templates(), self._is_stopping)
        config = uvicorn.Config(
            Guard(_app(review), host, port, token),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=5,
            limit_concurrency=100,
            h11_max_incomplete_event_size=64_000,
        )
        self._server = _Server(config)

    def address(self, file: Path | None = None) -> str:
        """The address to open: that of the list, or of the transcript in `file`."""
        items = self._desk.items().values() if file else ()
        wanted = (i for i in items if file and file.resolve() in _resolved(i.transcript, i.script))
        found = next(wanted, None)
        path = f"/episodes/{found.id}" if found else "/"
        return f"{self.url}{path}{f'?token={self._token}' if self._token else ''}"

    def run(self, ready: Callable[[], None] | None = None) -> None:
        """Answer until SIGINT, SIGTERM or `stop`. A job that runs then is cancelled."""
        self._server.ready = ready
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._jobs.cancel()
            self._socket.close()

    def stop(self) -> None:
        """End `run`, from another thread."""
        self._server.should_exit = True

    def _is_stopping(self) -> bool:
        return self._server.should_exit


class _Server(uvicorn.Server):
    ready: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.ready is not None:
            self.ready()


def _app(review: Review) -> Starlette:
    handlers: dict[Any, Any] = {ProducerError: failed}
    app = Starlette(
        routes=[
            Route("/episodes/{item}/events", events.stream),
            Route("/sound/{key}", media.sound),
            *(Route(path, shown(handler)) for path, handler in _PAGES.items()),
            *(Route(path, done(each), methods=["POST"]) for path, each in _CHANGES.items()),
            Mount("/static", StaticFiles(packages=[("producer.review", "static")])),
        ],
        exception_handlers=handlers,
    )
    app.state.review = review
    return app


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        raise UsageError(
            f"the address {host}:{port} cannot be listened on ({error.strerror or error})",
            advice="Choose another with --host and --port",
        ) from error
    return listening


def _resolved(*paths: Path) -> set[Path]:
    return {path.resolve() for path in paths}
