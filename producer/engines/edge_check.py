"""Whether an answer of the edge service is the whole of what was asked for.

The service closes, truncates and caps without an error, so every answer is measured. Its format
(audio-24khz-48kbitrate-mono-mp3) makes that cheap: each frame is 144 bytes and 24 ms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from producer.errors import UtteranceFailed
from producer.model import Mark
from producer.timing import DECODER_DELAY, samples_to_ms

SAMPLE_RATE = 24_000
FRAME_BYTES = 144
FRAME_MS = 24
LAG_MS = samples_to_ms(DECODER_DELAY, SAMPLE_RATE)
"""By how much decoded audio, and so a clip's marks, lag behind the service's own offsets."""

_CAP_MS = 600_000
_HEADER = bytes((0xFF, 0xF2, 0x64, 0xC0))
_HEADER_MASK = bytes((0xFF, 0xFE, 0xFE, 0xC0))
"""MPEG-2 Layer III, 48 kbit/s, 24 kHz, no padding, mono; with or without checksum."""


def audio_ms(audio: bytes) -> int:
    """Length of the decoded audio."""
    return len(audio) * FRAME_MS // FRAME_BYTES


def verify(audio: bytes, marks: Sequence[Mark], text: str) -> None:
    """Raise `UtteranceFailed` unless `audio` is frames of the expected format and both it and
    `marks` (in ms of the decoded audio) can be all of `text`."""
    if not audio:
        raise UtteranceFailed("the service sent no audio")
    _verify_frames(audio)
    length_ms, typical_ms = audio_ms(audio), _typical_ms(text)
    if abs(length_ms - _CAP_MS) <= FRAME_MS:
        raise UtteranceFailed(
            "the audio is cut at 10 minutes, the most that the service gives",
            permanent=True,
            advice="Make the text shorter",
        )
    # Voices differ by some 30 %, and a cast may ask for half or double the rate.
    if not typical_ms / 5 <= length_ms <= 6 * typical_ms + 5_000:
        raise UtteranceFailed(
            f"{length_ms / 1000:.1f} s of audio cannot be a text of {len(text)} characters"
        )
    if marks and max(mark.end_ms for mark in marks) > length_ms + LAG_MS:
        raise UtteranceFailed(
            f"the words go on after the {length_ms / 1000:.1f} s of audio that came"
        )
    _verify_tail(length_ms, marks, text)


def _verify_frames(audio: bytes) -> None:
    if len(audio) % FRAME_BYTES:
        raise UtteranceFailed(f"the audio is no whole number of MP3 frames ({len(audio)} bytes)")
    for start in range(0, len(audio), FRAME_BYTES):
        header = zip(audio[start : start + 4], _HEADER_MASK, strict=True)
        if bytes(byte & mask for byte, mask in header) != _HEADER:
            raise UtteranceFailed(f"what came is not the expected MP3 (at byte {start})")


def _verify_tail(length_ms: int, marks: Sequence[Mark], text: str) -> None:
    """Refuse a clip whose marks stop short of the text's end with too little audio after them.

    Words are looked up in order; those that the service spells otherwise are passed over. What
    follows the last one found must fit the audio after it, at twice the pace so far.
    """
    end, heard_ms = 0, 0
    for mark in marks:
        found = text.find(mark.text, end)
        if found >= 0:
            end, heard_ms = found + len(mark.text), mark.end_ms
    if not end:
        return
    pace = min(1.0, (heard_ms - marks[0].start_ms) / (_typical_ms(text[:end]) or 1))
    if _typical_ms(text[end:]) * pace / 2 > length_ms - heard_ms:
        raise UtteranceFailed(f"the speech ends before “{text[end:].strip()[:40]}”")


def _typical_ms(text: str) -> int:
    """How long a text takes in most voices: about 270 Han characters or 170 words a minute."""
    return sum(_character_ms(character) for character in text)


def _character_ms(character: str) -> int:
    match unicodedata.category(character)[0]:
        case "N":
            return 250
        case "L":
            return 220 if unicodedata.east_asian_width(character) == "W" else 70
        case _:
            return 0
