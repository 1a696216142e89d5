"""Fixtures that several folders of tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.standin import EdgeStandIn


@pytest.fixture
def edge_service() -> Iterator[EdgeStandIn]:
    """The stand-in for the edge service; while it is there, no request leaves the machine."""
    from tests.standin import EdgeStandIn

    with EdgeStandIn() as service:
        yield service
