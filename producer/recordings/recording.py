"""A recording and its sentences, as `alignment.json` keeps them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from producer.errors import InputError
from producer.store import write_atomically

FILE = "alignment.json"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class RecordedSentence:
    """A sentence of a script as it was found in a recording, from `start_ms` to `end_ms` there.
    `text` is as written, `turn` where it stood, `heard` what a recogniser heard of the cut.
    `state` ("heard", "doubtful", "wrong") and `confidence`, from 0 to 1, say how well that agrees.
    `file` and `sha256` are those of the cut; nothing is heard in an episode that no person has
    `accepted`."""

    turn: int
    speaker: str
    text: str
    start_ms: int
    end_ms: int
    confidence: float
    state: str
    heard: str
    file: str
    sha256: str
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """What was found in the file of the name `source`, whose content has the SHA-256 `sha256`, of a
    script in `language`. `missing` are sentences that it does not have."""

    folder: Path = field(compare=False)
    source: str
    sha256: str
    language: str
    sentences: tuple[RecordedSentence, ...]
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.folder.name

    def path(self, sentence: RecordedSentence) -> Path:
        """Where the sound of a sentence lies."""
        return self.folder / sentence.file


def folders(place: Path) -> list[Path]:
    """The folders of all recordings below `place`, by name."""
    return sorted(file.parent for file in place.glob(f"*/{FILE}"))


def load_recording(folder: Path) -> Recording | None:
    """The recording in `folder`, None where there is none. Raises `InputError`."""
    file = folder / FILE
    try:
        content: Any = json.loads(file.read_bytes())
        if content["schema"] != _SCHEMA:
            raise ValueError(f"schema {content['schema']}")
        return Recording(
            folder,
            str(content["source"]),
            str(content["sha256"]),
            str(content["language"]),
            tuple(_sentence(each) for each in content["sentences"]),
            tuple(map(str, content["missing"])),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(
            f"it does not say what was recorded ({error})",
            path=file,
            advice="Remove it, and align the recording again: `producer align`",
        ) from error


def _sentence(content: dict[str, Any]) -> RecordedSentence:
    sentence = RecordedSentence(**content)
    if Path(sentence.file).name != sentence.file:
        raise ValueError(f"“{sentence.file}” is no file of this folder")
    return sentence


def save_recording(recording: Recording, cuts: Sequence[bytes] | None = None) -> None:
    """Write it, with the sound of each of its sentences if `cuts` are given."""
    for sentence, audio in zip(recording.sentences, cuts or (), strict=False):
        write_atomically(recording.path(sentence), audio)
    content = {
        "schema": _SCHEMA,
        "source": recording.source,
        "sha256": recording.sha256,
        "language": recording.language,
        "sentences": [asdict(sentence) for sentence in recording.sentences],
        "missing": list(recording.missing),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_atomically(recording.folder / FILE, f"{text}\n".encode())
