"""The stand-in, and a machine that knows of no other server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standin.openai import SpeechServer

_NAMES = ("PRODUCER_OPENAI_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL", "SSL_CERT_FILE")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*_NAMES, *_PROXIES, *map(str.lower, _PROXIES)):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        yield server
