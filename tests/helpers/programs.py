"""Programs that are not ours and that tests use to read our files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

NODE = Path(__file__).parents[1] / "node"


def program(name: str) -> str:
    """The path of the program `name`. Where it is missing the test is skipped and says why; in
    CI, which installs all of them (PRODUCER_CI is set), it fails."""
    path = shutil.which(name)
    if path is not None:
        return path
    return _missing(f"the program '{name}' is not installed")


def run_node(script: str, *arguments: str | Path) -> str:
    """What the script of that name in tests/node prints. Its packages come from npm."""
    node = program("node")
    node_package()
    run = subprocess.run(
        [node, NODE / script, *arguments], capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def node_package(*path: str) -> Path:
    """A file of a package from npm."""
    file = NODE.joinpath("node_modules", *path)
    if not file.exists():
        _missing(f"{file.name} is not installed: npm ci --prefix tests/node")
    return file


def _missing(reason: str) -> NoReturn:
    if os.environ.get("PRODUCER_CI"):
        pytest.fail(f"{reason}; add it to .ci/run")
    pytest.skip(reason)
