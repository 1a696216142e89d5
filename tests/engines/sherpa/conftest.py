"""A folder with a tiny model of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.sherpa import models_for

pytest.importorskip("sherpa_onnx", reason="needs the extra 'neural'")


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models_for(tmp_path_factory.mktemp("models"))
