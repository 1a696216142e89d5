"""A server with OpenAI's chat interface on 127.0.0.1, which knows the translations it is given.

It records every question. What goes wrong is up to `answer(asked)`, which may return a response,
or a coroutine function that sends one in its own way.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.standin.openai import Sends, error

MODEL = "translator"
KEY = "sk-chat-0123456789"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `number` counts from 1."""

    number: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def task(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def text(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def passage(self) -> str:
        match = re.search(r"<passage>\n(.*)\n</passage>", self.text, re.DOTALL)
        return match[1] if match else ""


class ChatServer:
    """A context manager; `address` is what url is to be. `known` are translations by original."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], web.Response | Sends | None] = lambda _: None
        self.key = ""
        """The only key that is let in; "" for none needed."""
        self.address = ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the stand-in does not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._completion)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _completion(self, http: web.Request) -> web.StreamResponse:
        asked = Asked(len(self.asked) + 1, await http.json(), dict(http.headers))
        self.asked.append(asked)
        fault = self.answer(asked)
        if isinstance(fault, web.Response):
            return fault
        if fault is not None:
            return await fault(http)
        given = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.key and given != self.key:
            return error(401, f"Incorrect API key provided: {given}.", code="invalid_api_key")
        if asked.body["model"] != MODEL:
            return error(404, f"no model {asked.body['model']}", code="model_not_found")
        return said(self.known[asked.passage], asked.number)


def said(text: object, number: int = 0) -> web.Response:
    """An answer with `text` in it."""
    message = {"role": "assistant", "content": text}
    return web.json_response(
        {"object": "chat.completion", "choices": [{"index": 0, "message": message}]},
        headers={"x-request-id": f"req-{number}"},
    )
