"""The folder of the real weights."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def real_models(monkeypatch: pytest.MonkeyPatch) -> Path:
    named = os.environ.get("PRODUCER_TEST_MODELS", "")
    if not named:
        if os.environ.get("PRODUCER_CI"):
            pytest.fail("PRODUCER_TEST_MODELS names no folder of models; see .ci/run")
        pytest.skip("PRODUCER_TEST_MODELS names no folder of models")
    monkeypatch.setenv("PRODUCER_MODELS", named)
    return Path(named)
