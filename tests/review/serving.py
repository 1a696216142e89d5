"""The review page on loopback, and a client of it that says what a browser would say."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from producer.review.review_items import ReviewOptions
from producer.review.server import Server
from producer.review.workspace import Workspace

TALK = """\
# 茶与时间 | Tea and Time

安娜：你好，欢迎来到节目。今天我们聊聊茶！
Anna: Hello, and welcome to the show. Today we talk about tea!

本：喜欢。我每天喝三杯。
Ben: I do. I drink three cups a day.

安娜：为什么是三杯？
Anna: Why three cups?
"""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Client:
    """Asks the server at `url`. `headers` of a request replace those that a browser would send;
    None leaves one out."""

    url: str

    def ask(
        self,
        path: str,
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        place = urlsplit(self.url)
        sent: dict[str, str | None] = {"Host": place.netloc}
        if form is not None:
            body = urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        if body is not None:
            sent["Origin"] = self.url
        sent.update(headers or {})
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        try:
            connection.putrequest("GET" if body is None else "POST", path, skip_host=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in sent:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Episode:
    """The page of one transcript, as somebody sees it who has loaded it."""

    client: Client
    path: str

    def page(self) -> str:
        answer = self.client.ask(self.path)
        assert answer.status == 200, answer.text
        return answer.text

    def seen(self) -> dict[str, str]:
        """What the page has seen of the files."""
        fields = re.findall(r'name="(seen_\w+)" value="(\w*)"', self.page())
        return {name: unescape(value) for name, value in fields}

    def do(self, what: str, seen: dict[str, str] | None = None, /, **form: Any) -> Answer:
        held = self.seen() if seen is None else seen
        return self.client.ask(f"{self.path}/{what}", {**held, **form})


@contextmanager
def serving(
    folder: Path, *files: Path, host: str = "127.0.0.1", engine: str = "tone"
) -> Iterator[Server]:
    """The review page of the show in `folder`."""
    show = folder / "show.toml"
    if not show.exists():
        show.write_text('title = "茶馆"\n', encoding="utf-8")
    server = Server(Workspace(show, files, ReviewOptions(engine=engine)), host, 0)
    ready = threading.Event()
    thread = threading.Thread(target=server.run, args=(ready.set,))
    thread.start()
    try:
        assert ready.wait(20)
        yield server
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()


def a_transcript(folder: Path, text: str = TALK, name: str = "talk.txt") -> Path:
    file = folder / "seeds" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def episode(server: Server, file: Path) -> Episode:
    return Episode(Client(server.url), urlsplit(server.address(file)).path)
