"""What a recogniser says of a clip or a recording."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a recogniser heard in a clip: `text` in the language it was told, the language that the
    clip seems to be in and how likely it is that, and the mean log probability of a token."""

    text: str
    language: str
    language_probability: float
    log_probability: float


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word, or in Chinese a character or two, in a recording: from when to when, in ms."""

    text: str
    start_ms: int
    end_ms: int
