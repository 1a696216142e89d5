"""The stand-in, and a machine that knows of no other server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from producer.translation import chat, service
from tests.standin.chat import ChatServer
from tests.standin.serving import forget

KNOWN = {
    "我每天喝三杯。\n\n你呢？": "I drink three cups a day.\n\nAnd you?",
    "再见，CAR-T！": "Goodbye, CAR-T!",
    "Good night.": "晚安。",
}
_NAMES = (service.URL, service.MODEL, service.KEY, service.OPENAI_URL, service.OPENAI_KEY)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, *_NAMES)
    monkeypatch.setattr(chat.Chat, "retry_wait_s", 0.01)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(KNOWN) as server:
        yield server
