"""`[engines.edge]` in show.toml."""

from __future__ import annotations

from pydantic import Field

from producer.engines.service import ServiceSettings


class EdgeSettings(ServiceSettings):
    """`[engines.edge]` in show.toml."""

    concurrency: int = Field(default=4, ge=1, le=16)
    attempts: int = Field(default=10, ge=1, le=20)
    idle_timeout_s: float = Field(default=15, gt=0)
