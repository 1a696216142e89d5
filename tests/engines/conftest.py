"""A model in the folder of models."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.models import SpeechModel


@pytest.fixture
def kokoro_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SpeechModel:
    """A tiny model where Kokoro's would be."""
    pytest.importorskip("onnxruntime", reason="needs the extra 'kokoro'")
    pytest.importorskip("jieba", reason="needs the extra 'kokoro'")
    from tests.engines.kokoro.tiny import tiny_model

    model = tiny_model(tmp_path / "models" / "kokoro")
    monkeypatch.setenv("PRODUCER_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr("producer.engines.kokoro.engine._MODEL", model)
    return model
