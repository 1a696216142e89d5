"""`[engines.azure]` in show.toml, and the environment variables of Microsoft's own examples."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from producer.addresses import server_address
from producer.engines.base import EngineSettings, ShowPath


class AzureSettings(EngineSettings):
    """What show.toml says goes before the environment; a key is better kept out of files."""

    region: str = Field(default="", pattern="^[a-z0-9]*$")
    """Such as "westeurope"; by default SPEECH_REGION."""
    key: SecretStr = SecretStr("")
    """By default SPEECH_KEY, and only that where `base_url` is not set: a show.toml that somebody
    shares must not be able to send it anywhere."""
    base_url: str = ""
    """The address of a private endpoint or a container; by default that of the region."""
    styles: dict[str, str] = Field(default_factory=dict)
    """Voice → style, such as "zh-CN-XiaoxiaoNeural" = "chat", where a voice has it."""
    roles: dict[str, str] = Field(default_factory=dict)
    """Voice → role, such as "zh-CN-YunxiNeural" = "Narrator", where a voice has it."""
    concurrency: int = Field(default=4, ge=1, le=64)
    max_requests_per_minute: int = Field(default=0, ge=0)
    """0 for any number; the free tier allows 20."""
    attempts: int = Field(default=6, ge=1, le=20)
    patience_s: float = Field(default=360, gt=0, le=86_400)
    """How long a service that answers nobody is waited for and asked again."""
    idle_timeout_s: float = Field(default=20, gt=0)
    """How long the service may be silent."""
    total_timeout_s: float = Field(default=120, gt=0)
    """How long one utterance may take."""
    proxy: str | None = None
    """An http:// address; "" for none; by default what HTTPS_PROXY or ALL_PROXY says."""
    ca_bundle: ShowPath | None = None
    """PEM file of authorities to trust besides the usual ones; by default SSL_CERT_FILE."""
    catalogue: Path | None = None
    """A refreshed catalogue of voices, used where the file exists."""

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, text: str) -> str:
        return server_address(text) if text else text

    @property
    def address(self) -> str:
        """Where the service is; "" where nobody says."""
        region = self.region or os.environ.get("SPEECH_REGION", "").strip()
        return self.base_url or (region and f"https://{region}.tts.speech.microsoft.com")

    @property
    def secret(self) -> str:
        own = self.key.get_secret_value()
        return own or ("" if self.base_url else os.environ.get("SPEECH_KEY", "").strip())
