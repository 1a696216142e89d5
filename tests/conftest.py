"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.standin import EdgeStandIn

_TESTS = Path(__file__).parent

# In CI a failure has to be that of the change, so there the examples are the same every time.
_CI = "CI" in os.environ or "PRODUCER_CI" in os.environ
settings.register_profile("full", deadline=None, print_blob=True, derandomize=_CI)
settings.register_profile("quick", settings.get_profile("full"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "full"))

_LONG = (
    *("bench", "browser", "check", "docs", "engines/kokoro", "engines/test_conformance.py"),
    *("installation", "plan/test_status.py", "publish/upload", "real", "review/handlers"),
    *("review/test_jobs.py", "runs", "soak", "transcript/test_work.py", "workers"),
)
"""Folders and files whose tests are left to `make test-all`: each makes whole episodes, loads
models, measures how work grows, or starts programs that take seconds to."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        path = item.path.relative_to(_TESTS).as_posix()
        if any(f"{path}/".startswith(f"{long}/") for long in _LONG):
            item.add_marker("long")


# What is on the machine decides nothing here: tests of the models themselves ask for them.
os.environ["PRODUCER_MODELS"] = os.devnull


@pytest.fixture
def edge_service() -> Iterator[EdgeStandIn]:
    """The stand-in for the edge service; while it is there, no request leaves the machine."""
    from tests.standin import EdgeStandIn

    with EdgeStandIn() as service:
        yield service
