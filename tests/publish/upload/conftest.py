"""A show with two episodes and a draft, and a bucket for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.shows import add_episode, toml
from tests.publish.upload.published import feeds
from tests.publish.upload.service import KEY_ID, SECRET, Service


@pytest.fixture
def show(tmp_path: Path) -> Path:
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "show.toml").write_text(toml(), encoding="utf-8")
    add_episode(folder / "output", "tea-one", editions=["zh-en", "zh"])
    add_episode(folder / "output", "tea-draft", editions=["zh"], draft=True)
    feeds(folder)
    return folder


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings or credentials of the machine's."""
    for name in os.environ:
        if name.startswith(("AWS_", "AZURE_", "GOOGLE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, nobody: None) -> Iterator[Service]:  # noqa: ARG001
    with Service() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        yield running


@pytest.fixture
def bucket(service: Service, tmp_path: Path) -> str:
    name = "bucket-" + "".join(c for c in tmp_path.name.lower() if c.isalnum())[-40:]
    service.client().create_bucket(Bucket=name)
    service.written.clear()
    return name
