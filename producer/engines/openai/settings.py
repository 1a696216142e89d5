"""`[engines.openai]` in show.toml, and the environment variables that OpenAI's own client reads."""

from __future__ import annotations

import os
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator

from producer.addresses import server_address
from producer.engines.service import ServiceSettings

OPENAI = "https://api.openai.com/v1"


class NamedVoice(BaseModel):
    """A voice as a server knows it, and what a producer says of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    gender: Literal["", "female", "male"] = ""


def _from_name(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class OpenaiSettings(ServiceSettings):
    """What show.toml says goes before the environment."""

    base_url: str = ""
    """The server's address up to and with "/v1"; by default OPENAI_BASE_URL, else OpenAI."""
    api_key: SecretStr = SecretStr("")
    """By default PRODUCER_OPENAI_KEY, or OPENAI_API_KEY where `base_url` is not set: a show.toml
    that somebody shares must not be able to send that one anywhere."""
    model: str = Field(default="gpt-4o-mini-tts", min_length=1)
    voices: dict[
        Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")],
        tuple[Annotated[NamedVoice, BeforeValidator(_from_name)], ...],
    ] = Field(default_factory=dict)
    """Locale or language → names of voices, or tables of name and gender, in the order in which
    casting tries them; by default what `producer voices --refresh` fetched, else OpenAI's."""
    format: Literal["wav", "flac", "mp3", "aac", "pcm"] = "wav"
    """How audio is to come. Uncompressed unless the way is narrow: it is encoded once more."""
    pcm_rate_hz: int = Field(default=24_000, ge=8_000, le=96_000)
    """Of the format "pcm", which does not say it."""
    instructions: str = Field(default="", max_length=4096)
    """How to speak, for models that take instructions."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """Further fields of each request, for servers that take more than OpenAI's."""
    max_characters: int = Field(default=4096, ge=1)
    """The longest text of one request."""
    idle_timeout_s: float = Field(default=60, gt=0)
    """How long the server may be silent; many say nothing until all is spoken."""
    total_timeout_s: float = Field(default=300, gt=0)
    """How long one utterance may take."""

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, text: str) -> str:
        return server_address(text) if text else text

    @property
    def address(self) -> str:
        """Where the server is; raises `ValueError` if the environment says nonsense."""
        return self.base_url or server_address(os.environ.get("OPENAI_BASE_URL") or OPENAI)

    @property
    def key(self) -> str:
        own = self.api_key.get_secret_value() or os.environ.get("PRODUCER_OPENAI_KEY", "").strip()
        return own or ("" if self.base_url else os.environ.get("OPENAI_API_KEY", "").strip())
