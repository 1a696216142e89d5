"""What a producer asks for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from producer.show.show import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a producer asks for. None leaves it to show.toml or the transcript."""

    transcript: Path
    show: Show
    engine: str | None = None
    editions: tuple[str, ...] | None = None
    output: Path | None = None
    title: str | None = None
    missing: str | None = None
    jobs: int = 0
    same_voice: bool = False
    season: int | None = None
    number: int | None = None
    max_requests_per_minute: int | None = None
    unconfirmed: bool = False
    """Whether to speak what a machine translated and nobody has confirmed."""
    languages: tuple[str, ...] | None = None
    date: datetime | None = None
    cluster: str = ""
    """The address of a Dask scheduler whose workers are to speak and render; "" for none."""
    replaces: bool = False
    """Whether it takes the place of another episode that has the same title."""
    same_as: str | None = None
    """The slug of the episode that it is, under another name and title; "" if it is a new one."""

    @property
    def processes(self) -> int:
        """How many may be at work here side by side: `jobs`, or with 0 one for each core."""
        return self.jobs or os.cpu_count() or 1
