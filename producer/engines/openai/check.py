"""Whether an answer is the whole of what was asked for.

A server may end an answer early without a word, or send a page instead. So every answer is
decoded; it has to be heard, as long as its own header says, and as long as the text asks for.

What cannot be noticed: an MP3, or a stream whose header tells no length, that ends early but not
by so much that the text cannot have been said.
"""

from __future__ import annotations

from producer.audio.holes import find_hole
from producer.audio.pcm import UnreadableAudio, decode
from producer.engines.length import require_plausible
from producer.errors import UtteranceFailed

_SILENCE = 33
"""−60 dBFS in 16 bits."""


def verify(audio: bytes, text: str, pace: float) -> None:
    """Raise `UtteranceFailed` unless `audio`, a file, can be all of `text` at `pace`."""
    try:
        pcm = decode(audio)
    except UnreadableAudio as error:
        raise UtteranceFailed(f"what came is no audio: {error.message}") from error
    if len(pcm.samples) < declared_samples(audio) - pcm.rate // 100:
        raise UtteranceFailed("the audio is shorter than it says itself: it was cut off")
    if not pcm.samples.any() or max(-int(pcm.samples.min()), int(pcm.samples.max())) < _SILENCE:
        raise UtteranceFailed("what came is silence")
    if hole := find_hole(pcm, ()):
        raise UtteranceFailed(f"what came is not all of the text: {hole}")
    require_plausible(pcm.duration_ms, text, pace)


def declared_samples(audio: bytes) -> int:
    """How many samples per channel the header of a FLAC file says that there are; 0 where it does
    not tell. What a WAV file says is seen to where its parts are joined."""
    if audio[:4] == b"fLaC" and len(audio) >= 26:
        # STREAMINFO comes first; its total is the lower 36 bits from byte 13 on (RFC 9639, 8.2).
        return int.from_bytes(audio[21:26], "big") & 0xF_FFFF_FFFF
    return 0
