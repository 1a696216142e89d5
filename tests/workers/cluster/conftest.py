from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from distributed import LocalCluster

from tests.publish.upload.conftest import bucket, nobody, service

__all__ = ["bucket", "nobody", "service"]


@contextmanager
def local_cluster(workers: int = 2) -> Iterator[Any]:
    """A scheduler here and workers in processes of their own, each with a nanny."""
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=2,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=60,
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with local_cluster() as running:
        yield running
