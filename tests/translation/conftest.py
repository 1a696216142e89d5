"""The stand-in, and a machine that knows of no other server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from producer.translation import chat, service
from tests.standin.chat import ChatServer

KNOWN = {
    "我每天喝三杯。\n\n你呢？": "I drink three cups a day.\n\nAnd you?",
    "再见，CAR-T！": "Goodbye, CAR-T!",
    "Good night.": "晚安。",
}
_NAMES = (service.URL, service.MODEL, service.KEY, service.OPENAI_URL, service.OPENAI_KEY)
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*_NAMES, *_PROXIES, *map(str.lower, _PROXIES)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(chat.Chat, "retry_wait_s", 0.01)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(KNOWN) as server:
        yield server
