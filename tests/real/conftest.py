"""The folder of the real weights."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_weights() -> Path:
    """Where they are."""
    named = os.environ.get("PRODUCER_TEST_MODELS", "")
    if not named:
        if os.environ.get("PRODUCER_CI"):
            pytest.fail("PRODUCER_TEST_MODELS names no folder of models; see .ci/run")
        pytest.skip("PRODUCER_TEST_MODELS names no folder of models")
    return Path(named)


@pytest.fixture
def real_models(real_weights: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PRODUCER_MODELS", str(real_weights))
    return real_weights
