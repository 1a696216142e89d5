"""Which take stands for which sentence of a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from producer.model import Delivery, Take
from producer.recordings.recording import folders, load_recording

VOICE = "recording"
"""What the voice of a recording is called, before a colon and the recording's name."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A take of what stood in `turn`, and the voice that it is levelled with: that of all of the
    recording."""

    turn: int
    take: Take
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Takes:
    """All that persons have confirmed: by speaker, language and text as written."""

    by_sentence: Mapping[tuple[str, str, str], Sequence[Recorded]] = field(default_factory=dict)

    def of(self, speaker: str, language: str, text: str, turn: int) -> Recorded | None:
        """The take of a sentence: of several of the same text that of the nearest turn, and the
        later one of two recordings."""
        candidates = self.by_sentence.get((speaker, language, text), ())
        return min(
            reversed(candidates), key=lambda recorded: abs(recorded.turn - turn), default=None
        )


def takes(place: Path) -> Takes:
    """Those of all recordings below `place`. Raises `InputError`."""
    by_sentence: dict[tuple[str, str, str], list[Recorded]] = {}
    for folder in folders(place):
        recording = load_recording(folder)
        for sentence in recording.sentences if recording else ():
            if recording and sentence.accepted:
                key = sentence.speaker, recording.language, sentence.text
                take = Take(str(recording.path(sentence)), sentence.sha256)
                delivery = Delivery(f"{VOICE}:{recording.name}:{sentence.speaker}")
                by_sentence.setdefault(key, []).append(Recorded(sentence.turn, take, delivery))
    return Takes(by_sentence)
