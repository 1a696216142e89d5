"""Whether an answer of the edge service is the whole of what was asked for.

The service closes, truncates and caps without an error, so every answer is measured: its format
(audio-24khz-48kbitrate-mono-mp3) makes each frame 144 bytes and 24 ms, and the words come with
their times. frames.py says what frames tell about each other.

What cannot be noticed: words that the service left out in the middle while it wrote marks for
them, or that it said otherwise; the silence after the last word cut short. No false alarm is
raised for a voice that speaks four times as fast or slow as most, and none for a text that
sounds far longer or shorter than it looks.
"""

from __future__ import annotations

from collections.abc import Sequence

from producer.engines.edge.frames import FRAME_BYTES, FRAME_MS, first_foreign
from producer.engines.length import require_plausible, typical_ms
from producer.errors import UtteranceFailed
from producer.model import Mark
from producer.timing import DECODER_DELAY, samples_to_ms

SAMPLE_RATE = 24_000
LAG_MS = samples_to_ms(DECODER_DELAY, SAMPLE_RATE)
"""By how much decoded audio, and so a clip's marks, lag behind the service's own offsets."""

_CAP_MS = 600_000


def audio_ms(audio: bytes) -> int:
    """Length of the decoded audio."""
    return len(audio) * FRAME_MS // FRAME_BYTES


def frames_of(audio: bytes) -> list[bytes]:
    """`audio` cut into frames; raises `UtteranceFailed` where it is not all frames of the
    expected format."""
    if not audio:
        raise UtteranceFailed("the service sent no audio")
    if len(audio) % FRAME_BYTES:
        raise UtteranceFailed(f"the audio is no whole number of MP3 frames ({len(audio)} bytes)")
    frames = [audio[at : at + FRAME_BYTES] for at in range(0, len(audio), FRAME_BYTES)]
    foreign = first_foreign(frames)
    if foreign is not None:
        raise UtteranceFailed(
            f"what came is not the expected MP3 (at byte {foreign * FRAME_BYTES})"
        )
    return frames


def verify_length(length_ms: int, marks: Sequence[Mark], text: str, pace: float = 1.0) -> None:
    """Raise `UtteranceFailed` unless audio of `length_ms` with `marks` (in ms of the decoded
    audio) can be all of `text`, spoken `pace` times as fast as normal."""
    if abs(length_ms - _CAP_MS) <= FRAME_MS:
        raise UtteranceFailed(
            "the audio is cut at 10 minutes, the most that the service gives",
            advice="Make the text shorter",
        )
    require_plausible(length_ms, text, pace)
    if marks and max(mark.end_ms for mark in marks) > length_ms + LAG_MS:
        raise UtteranceFailed(
            f"the words go on after the {length_ms / 1000:.1f} s of audio that came"
        )
    _verify_tail(length_ms, marks, text)


def _verify_tail(length_ms: int, marks: Sequence[Mark], text: str) -> None:
    """Refuse a clip whose marks stop short of the text's end with too little audio after them.

    Words are looked up in order; those that the service spells otherwise are passed over. What
    follows the last one found must fit the audio after it, at twice the pace so far.
    """
    end, heard_ms = 0, 0
    for mark in marks:
        position = text.find(mark.text, end)
        if position >= 0:
            end, heard_ms = position + len(mark.text), mark.end_ms
    if not end:
        return
    pace = min(1.0, (heard_ms - marks[0].start_ms) / (typical_ms(text[:end]) or 1))
    if typical_ms(text[end:]) * pace / 2 > length_ms - heard_ms:
        raise UtteranceFailed(f"the speech ends before “{text[end:].strip()[:40]}”")
