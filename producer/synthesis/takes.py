"""What a person has said before a microphone, in the place of a voice."""

from __future__ import annotations

import hashlib
from pathlib import Path

from producer.errors import UtteranceFailed
from producer.model import Clip, Utterance


def recorded(utterance: Utterance) -> Clip | None:
    """The clip of an utterance that was recorded; None for others. Raises `UtteranceFailed` where
    its file is not as it was."""
    take = utterance.take
    if take is None:
        return None
    advice = "Align the recording again: `producer align`"
    try:
        audio = Path(take.file).read_bytes()
    except OSError as error:
        reason = f"the recording {take.file} cannot be read ({error.strerror or error})"
        raise UtteranceFailed(reason, permanent=True, advice=advice) from error
    if hashlib.sha256(audio).hexdigest() != take.sha256:
        raise UtteranceFailed(
            f"the recording {take.file} was changed", permanent=True, advice=advice
        )
    return Clip(audio)
