"""What makes an answer doubtful, and is the service's way where it comes again and again.

Another encoder, or times of words that are inexact, must not make a text that nobody can have
spoken; an accident of one answer is mended by asking again.
"""

from __future__ import annotations

from collections import Counter

from producer.model import Utterance


class Recurrence:
    """How often an utterance has come with the same oddity. It is believed at the `believed_at`th
    time. Where `tolerated` utterances had to be believed, no other is doubted."""

    def __init__(self, believed_at: int, tolerated: int | None = None) -> None:
        self._believed_at = believed_at
        self._tolerated = tolerated
        self._times: Counter[tuple[Utterance, int]] = Counter()
        self._believed: set[Utterance] = set()

    def is_accident(self, utterance: Utterance, place: int) -> bool:
        """Whether an oddity at `place` is no more than an accident of this answer yet."""
        if self._tolerated is not None and len(self._believed) >= self._tolerated:
            return False
        self._times[utterance, place] += 1
        if self._times[utterance, place] < self._believed_at:
            return True
        self._believed.add(utterance)
        return False
