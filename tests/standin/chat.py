"""A server with OpenAI's chat interface on 127.0.0.1, which knows the translations it is given.

It records every question. What goes wrong is up to `answer(asked)`, which may return a response,
or a coroutine function that sends one in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.standin.openai import Sends, error
from tests.standin.serving import Serving

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


class ChatServer(Serving):
    """A context manager; `address` is what url is to be. `known` are translations by original."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(web.post("/v1/chat/completions", self._completion))
        self.known = known
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], web.Response | Sends | None] = lambda _: None
        self.key = ""
        """The only key that is let in; "" for none needed."""

    @property
    def address(self) -> str:
        return f"{self.origin}/v1"

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
