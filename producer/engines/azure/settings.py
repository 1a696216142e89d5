"""`[engines.azure]` in show.toml, and the environment variables of Microsoft's own examples."""

from __future__ import annotations

import os

from pydantic import Field, SecretStr, field_validator

from producer.addresses import server_address
from producer.engines.service import ServiceSettings


class AzureSettings(ServiceSettings):
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
    max_requests_per_minute: int = Field(default=0, ge=0)
    """0 for any number; the free tier allows 20."""

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
