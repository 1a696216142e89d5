"""What was heard of an episode, as the file `listening.json` beside it has it.

It holds for the editions that were there: of others nobody has heard anything. What a person has
listened to and accepted stays accepted for as long as the sound is the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from producer.listening.comparison import DOUBTFUL, HEARD, WRONG
from producer.listening.polyphones import DoubtfulReading
from producer.store import write_atomically

REPORT = "listening.json"


@dataclass(frozen=True, slots=True)
class UnclearSentence:
    """A sentence that is doubtful or wrong: in the passage of a turn the one with this `index`
    among those that are spoken. `clip` is the digest of its sound; `due`, `instead`, `kind` and
    `share` are those of its outcome, `readings` what may be read wrongly."""

    turn: int
    language: str
    index: int
    text: str
    clip: str
    state: str
    kind: str
    due: str
    instead: str
    heard: str
    share: float
    readings: tuple[DoubtfulReading, ...] = ()
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class EpisodeHearing:
    """How many sentences were heard as they should be, and those that were not. `editions` has
    the SHA-256 of each edition that this is said of."""

    editions: Mapping[str, str]
    heard: int
    sentences: tuple[UnclearSentence, ...] = ()

    def count(self, state: str) -> int:
        """How many are in a state; what a person has accepted counts as heard."""
        if state == HEARD:
            return self.heard + sum(each.accepted for each in self.sentences)
        return sum(each.state == state and not each.accepted for each in self.sentences)

    def is_of(self, editions: Mapping[str, str]) -> bool:
        """Whether it says something of all `editions`."""
        return editions.items() <= self.editions.items()

    def kept(self, before: EpisodeHearing | None) -> EpisodeHearing:
        """With what was accepted `before` and sounds as it did."""
        clips = {each.clip for each in before.sentences if each.accepted} if before else set()
        return replace(
            self,
            sentences=tuple(replace(each, accepted=each.clip in clips) for each in self.sentences),
        )


def load_hearing(folder: Path) -> EpisodeHearing | None:
    """What was heard of the episode in `folder`; None where nothing is known."""
    try:
        content: dict[str, Any] = json.loads((folder / REPORT).read_bytes())
        return EpisodeHearing(
            {str(name): str(sha256) for name, sha256 in content["editions"].items()},
            int(content["clear"]),
            tuple(_sentence(each) for each in content["sentences"]),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _sentence(content: dict[str, Any]) -> UnclearSentence:
    readings = tuple(DoubtfulReading(**each) for each in content.pop("readings"))
    return UnclearSentence(**content, readings=readings)


def save_hearing(folder: Path, hearing: EpisodeHearing) -> None:
    """Write it beside the episode."""
    content = {
        "editions": dict(hearing.editions),
        **{state: hearing.count(state) for state in (HEARD, DOUBTFUL, WRONG)},
        "clear": hearing.heard,
        "sentences": [asdict(each) for each in hearing.sentences],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_atomically(folder / REPORT, f"{text}\n".encode())


def accept_clip(folder: Path, clip: str) -> bool:
    """A person has listened to the sentence with this `clip` and found it right. False where there
    is none."""
    hearing = load_hearing(folder)
    if hearing is None or all(each.clip != clip for each in hearing.sentences):
        return False
    sentences = tuple(
        replace(each, accepted=each.accepted or each.clip == clip) for each in hearing.sentences
    )
    save_hearing(folder, replace(hearing, sentences=sentences))
    return True
