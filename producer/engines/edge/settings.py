"""`[engines.edge]` in show.toml."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from producer.engines.base import EngineSettings, ShowPath


class EdgeSettings(EngineSettings):
    """`[engines.edge]` in show.toml."""

    concurrency: int = Field(default=4, ge=1, le=16)
    max_requests_per_minute: int = Field(default=0, ge=0)
    """0 for any number."""
    attempts: int = Field(default=10, ge=1, le=20)
    patience_s: float = Field(default=360, gt=0, le=86_400)
    """How long a service that answers nobody is waited for and asked again."""
    idle_timeout_s: float = Field(default=15, gt=0)
    """How long the service may be silent, from the first moment on."""
    total_timeout_s: float = Field(default=120, gt=0)
    """How long one utterance may take."""
    proxy: str | None = None
    """An http:// address; "" for none; by default what HTTPS_PROXY or ALL_PROXY says."""
    ca_bundle: ShowPath | None = None
    """PEM file of authorities to trust besides the usual ones; by default SSL_CERT_FILE."""
    catalogue: Path | None = None
    """A refreshed catalogue of voices, used where the file exists."""
