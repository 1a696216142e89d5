"""What engines have in common that ask a service: its limits, and voices that it lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from producer.engines.base import Engine, EngineSettings, ShowPath
from producer.engines.catalogue import load_catalogue
from producer.model import Voice


class ServiceSettings(EngineSettings):
    """How much is asked of a service, how long it is waited for, and the way there."""

    concurrency: int = Field(default=4, ge=1, le=64)
    max_requests_per_minute: int = Field(default=0, ge=0)
    """0 for any number."""
    attempts: int = Field(default=6, ge=1, le=20)
    patience_s: float = Field(default=360, gt=0, le=86_400)
    """How long a service that answers nobody is waited for and asked again."""
    idle_timeout_s: float = Field(default=20, gt=0)
    """How long the service may be silent, from the first moment on."""
    total_timeout_s: float = Field(default=120, gt=0)
    """How long one utterance may take."""
    proxy: str | None = None
    """An http:// address; "" for none; by default what HTTPS_PROXY or ALL_PROXY says."""
    ca_bundle: ShowPath | None = None
    """PEM file of authorities to trust besides the usual ones; by default SSL_CERT_FILE."""
    catalogue: Path | None = None
    """A refreshed catalogue of voices, used where the file exists."""


class ServiceEngine(Engine):
    """An engine whose limits are those of its settings."""

    Settings = ServiceSettings
    settings: ServiceSettings

    def __init__(self, settings: EngineSettings | None = None) -> None:
        super().__init__(settings)
        self.concurrency = self.settings.concurrency
        self.attempts = self.settings.attempts
        self.max_requests_per_minute = self.settings.max_requests_per_minute
        self.patience_s = self.settings.patience_s

    def catalogued_voices(self) -> Sequence[Voice] | None:
        """The voices that the service listed when it was last asked; None where it never was."""
        catalogue = self.settings.catalogue
        return load_catalogue(catalogue) if catalogue and catalogue.exists() else None
