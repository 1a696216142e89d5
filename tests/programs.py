"""Programs that are not ours and that tests use to read our files."""

from __future__ import annotations

import os
import shutil

import pytest


def program(name: str) -> str:
    """The path of the program `name`. Where it is missing the test is skipped and says why; in
    CI, which installs all of them (PRODUCER_CI is set), it fails."""
    path = shutil.which(name)
    if path is not None:
        return path
    reason = f"the program '{name}' is not installed"
    if os.environ.get("PRODUCER_CI"):
        pytest.fail(f"{reason}; add it to .ci/run")
    pytest.skip(reason)
