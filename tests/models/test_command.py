"""`producer models` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from producer.models import MODELS
from tests.helpers.commands import run


def test_the_list_tells_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODUCER_MODELS", str(tmp_path))
    listed = json.loads(run("models", "--json").stdout)
    assert [entry["name"] for entry in listed] == list(MODELS)
    assert not any(entry["there"] for entry in listed)
    for file in MODELS["whisper-base"].files:
        path = tmp_path / "whisper-base" / file.name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as content:
            content.truncate(file.size)
    listed = {entry["name"]: entry for entry in json.loads(run("models", "--json").stdout)}
    assert listed["whisper-base"]["there"]


def test_a_model_that_nobody_knows() -> None:
    result = run("models", "get", "kokorro", code=2)
    assert "did you mean 'kokoro'" in result.stderr


def test_a_folder_without_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODUCER_MODELS", str(tmp_path / "models"))
    run("models", "get", "whisper-base", "--from", str(tmp_path), code=4)
    result = run("models", "get", "whisper-base", "--from", str(tmp_path), "--if-possible")
    assert "cannot be fetched" in result.stderr


def test_nothing_is_fetched_where_another_engine_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRODUCER_MODELS", str(tmp_path / "models"))
    result = run("models", "get", "whisper-base", "--unless", "tone", "--from", str(tmp_path))
    assert "tone answers" in result.stderr
    assert not (tmp_path / "models").exists()
