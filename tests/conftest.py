"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.standin import EdgeStandIn

# In CI a failure has to be that of the change, so there the examples are the same every time.
_CI = "CI" in os.environ or "PRODUCER_CI" in os.environ
settings.register_profile("producer", deadline=None, print_blob=True, derandomize=_CI)
settings.load_profile("producer")

# What is on the machine decides nothing here: tests of the models themselves ask for them.
os.environ["PRODUCER_MODELS"] = os.devnull


@pytest.fixture
def edge_service() -> Iterator[EdgeStandIn]:
    """The stand-in for the edge service; while it is there, no request leaves the machine."""
    from tests.standin import EdgeStandIn

    with EdgeStandIn() as service:
        yield service
