"""The stand-in, and a machine that knows of no other server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standin.openai import SpeechServer
from tests.standin.serving import forget


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, "PRODUCER_OPENAI_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL")


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        yield server
