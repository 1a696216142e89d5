"""What a person is told."""

from __future__ import annotations

from collections.abc import Callable

from producer.progress import Silent


class Noted(Silent):
    """Keeps the notes of a run in `notes`, and calls `then` with each."""

    def __init__(self, then: Callable[[str], object] = lambda _: None) -> None:
        self.notes: list[str] = []
        self._then = then

    def note(self, message: str) -> None:
        self.notes.append(message)
        self._then(message)
