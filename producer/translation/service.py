"""Which server translates: its address, a model and a key.

The environment goes before show.toml, and OpenAI's own variables come last. A key is sent to the
address that it was given for: OPENAI_API_KEY goes nowhere but to OPENAI_BASE_URL, whatever
somebody else's show.toml says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from producer.addresses import server_address
from producer.errors import InputError
from producer.show.settings import Translate

URL, MODEL, KEY = "PRODUCER_TRANSLATE_URL", "PRODUCER_TRANSLATE_MODEL", "PRODUCER_TRANSLATE_KEY"
OPENAI_URL, OPENAI_KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"


@dataclass(frozen=True, slots=True)
class Service:
    """`url` up to what precedes "/chat/completions", mostly with "/v1". `key` may be empty."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    attempts: int = 4
    timeout_s: float = 120.0

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def service_of(settings: Translate, environ: Mapping[str, str], file: Path) -> Service:
    """The server of `[translate]` in show.toml, which is `file`, and of the environment. Raises
    `InputError` where there is no address or no model."""
    address = environ.get(URL, "").strip() or settings.url
    url = address or environ.get(OPENAI_URL, "").strip()
    key = environ.get(KEY, "").strip() or settings.key.get_secret_value()
    model = environ.get(MODEL, "").strip() or settings.model
    if not url:
        raise InputError(
            "no server is set that translates",
            path=file,
            advice=f"Set url and model below [translate], or {URL} and {MODEL}: any server with "
            "OpenAI's chat interface, such as http://localhost:11434/v1",
        )
    if not model:
        raise InputError(
            f"no model is set for the translation by {urlsplit(url).hostname}",
            path=file,
            advice=f"Set model below [translate], or {MODEL}",
        )
    try:
        url = server_address(url)
    except ValueError as error:
        name = URL if environ.get(URL, "").strip() else OPENAI_URL
        raise InputError(f"{name} cannot be used: {error}", path=file) from error
    if not address:
        key = key or environ.get(OPENAI_KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise InputError(
            "the key for the translation holds a character that no key has",
            path=file,
            advice=f"Correct {KEY}, or key below [translate]",
        )
    return Service(url, model, key, settings.attempts, settings.timeout_s)
