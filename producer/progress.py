"""How the stages tell what they are doing, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told from one thread at a time or from several; implementations take care of that."""

    def start(self, stage: str, total: int) -> None:
        """`stage` ("speaking", "rendering" …) begins and has `total` steps, or so many more."""

    def advance(self, stage: str, doing: str = "", audio_ms: int = 0) -> None:
        """One step is done; `doing` shows on what the work is, for a person. Where the step has
        given speech, `audio_ms` is about how much."""

    def note(self, message: str) -> None:
        """Something that a person should read, once."""


class Silent:
    """Nobody listens."""

    def start(self, stage: str, total: int) -> None: ...

    def advance(self, stage: str, doing: str = "", audio_ms: int = 0) -> None: ...

    def note(self, message: str) -> None: ...
