"""The routes, and the server that ends when it is told to."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from uvicorn.protocols.http.h11_impl import H11Protocol

from producer.errors import ProducerError, UsageError
from producer.review.episode_cache import EpisodeCache
from producer.review.guard import Guard, is_loopback
from producer.review.handlers import edits, events, forms, making, media, pages, previews
from producer.review.jobs import Jobs
from producer.review.requests import (
    RequestHandler,
    Review,
    error_response,
    get_endpoint,
    post_endpoint,
    templates,
)
from producer.review.workspace import Workspace

_PAGES: dict[str, RequestHandler] = {
    "/": pages.transcripts,
    "/episodes/{item}": pages.episode,
    "/episodes/{item}/row": pages.row,
    "/episodes/{item}/facts": pages.facts,
    "/episodes/{item}/title": forms.title_form,
    "/episodes/{item}/sheet": pages.sheet,
    "/episodes/{item}/find": forms.find_form,
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
    "/recordings/{recording}/{file}": media.recorded,
    "/output/{file}": media.finished,
    "/output/{slug}/{file}": media.finished,
}

_POSTS: dict[str, RequestHandler] = {
    "/import": making.take_in,
    "/feeds": making.write_feeds,
    "/cancel": making.cancel,
    "/episodes/{item}/text": edits.set_text,
    "/episodes/{item}/sentence": edits.set_sentence,
    "/episodes/{item}/replace": edits.replace_all,
    "/episodes/{item}/sheet": edits.confirm_sheet,
    "/episodes/{item}/rename": edits.rename_speaker,
    "/episodes/{item}/merge": edits.merge_speakers,
    "/episodes/{item}/keep": edits.keep_finding,
    "/episodes/{item}/accept-sound": edits.accept_sound,
    "/episodes/{item}/take": edits.set_take,
    "/episodes/{item}/translate": edits.translate,
    "/episodes/{item}/confirm": edits.confirm,
    "/episodes/{item}/move": edits.move,
    "/episodes/{item}/unspoken": edits.leave_unspoken,
    "/episodes/{item}/pair": edits.mend_pair,
    "/episodes/{item}/turn": edits.set_turn,
    "/episodes/{item}/split": edits.split,
    "/episodes/{item}/join": edits.join,
    "/episodes/{item}/add": edits.add,
    "/episodes/{item}/remove": edits.remove,
    "/episodes/{item}/shift": edits.shift,
    "/episodes/{item}/title": edits.set_title,
    "/episodes/{item}/proposal": edits.apply_change,
    "/episodes/{item}/voice": edits.set_voice,
    "/episodes/{item}/term": edits.add_term,
    "/episodes/{item}/undo": edits.undo,
    "/episodes/{item}/redo": edits.redo,
    "/episodes/{item}/speak": previews.speak,
    "/episodes/{item}/retake": previews.retake,
    "/episodes/{item}/audition": previews.audition,
    "/episodes/{item}/make": making.make,
}


_HEADER_S = 5.0
"""So long may it take until a request says what it asks for."""

_ENDS_AFTER_S = 1.8
"""So long after Ctrl-C the server has ended, whatever it is doing."""


class Server:
    """A server for `workspace` at `host` and `port` (0: any that is free). It listens as soon as it
    is made, and answers while it runs. Anywhere but on the loopback it asks for a token."""

    def __init__(self, workspace: Workspace, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        port = int(self._socket.getsockname()[1])
        token = "" if is_loopback(host) else secrets.token_urlsafe(24)
        named = f"[{host}]" if ":" in host else host
        self._token = token
        self.url = f"http://{named}:{port}"
        self._jobs = Jobs()
        self._workspace = workspace
        review = Review(workspace, self._jobs, EpisodeCache(), templates(), self._is_stopping)
        config = uvicorn.Config(
            Guard(_app(review), host, port, token),
            http=_Protocol,
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
        self._first: str | None = None

    def address(self, file: Path | None = None) -> str:
        """The address to open: that of the list, or of the transcript in `file`."""
        items = self._workspace.items().values() if file else ()
        matching = (
            i for i in items if file and file.resolve() in _resolved(i.transcript, i.script)
        )
        item = next(matching, None)
        self._first = item.id if item else None
        path = f"/episodes/{item.id}" if item else "/"
        return f"{self.url}{path}{f'?token={self._token}' if self._token else ''}"

    def run(self, ready: Callable[[], None] | None = None) -> None:
        """Answer until SIGINT, SIGTERM or `stop`. A job that runs then is cancelled."""
        self._server.ready = ready
        threading.Thread(target=self._warm_up, daemon=True).start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._jobs.cancel()
            self._socket.close()

    def _warm_up(self) -> None:
        """Open what was asked for, so that it is known when the browser asks."""
        if self._first is not None:
            with suppress(ProducerError):
                self._workspace.prepare(self._workspace.item(self._first))

    def stop(self) -> None:
        """End `run`, from another thread."""
        self._server.should_exit = True

    def _is_stopping(self) -> bool:
        return self._server.should_exit


class _Protocol(H11Protocol):
    """HTTP of whom it takes no more than a moment to say what is asked for: who begins a hundred
    requests and ends none would lock everybody else out."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timer = self.loop.call_later(_HEADER_S, transport.close)

    def handle_events(self) -> None:
        super().handle_events()
        if self.cycle is not None and self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _end_now() -> None:
    os.write(2, b"producer: interrupted while something went on that cannot be stopped\n")
    os._exit(130)


class _Server(uvicorn.Server):
    ready: Callable[[], None] | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Threads that speak or read cannot be stopped from outside.
        timer = threading.Timer(_ENDS_AFTER_S, _end_now)
        timer.daemon = True
        timer.start()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.ready is not None:
            self.ready()


def _app(review: Review) -> Starlette:
    handlers: dict[Any, Any] = {ProducerError: error_response}
    app = Starlette(
        routes=[
            Route("/episodes/{item}/events", events.stream),
            Route("/sound/{key}", media.sound),
            *(Route(path, get_endpoint(handler)) for path, handler in _PAGES.items()),
            *(
                Route(path, post_endpoint(handler), methods=["POST"])
                for path, handler in _POSTS.items()
            ),
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
