"""How long a text takes to say, and so whether audio can be all of it."""

from __future__ import annotations

import unicodedata

from producer.errors import UtteranceFailed


def typical_ms(text: str) -> int:
    """How long a text takes in most voices: about 270 Han characters or 170 words a minute."""
    return sum(_character_ms(character) for character in text)


def require_plausible(length_ms: int, text: str, pace: float = 1.0) -> None:
    """Raise `UtteranceFailed` unless `length_ms` of audio can be `text`, spoken `pace` times as
    fast as normal.

    Voices differ by some 30 %; numbers and abbreviations are longer or shorter than they look.
    """
    expected_ms = typical_ms(text) / pace
    if not expected_ms / 4 <= length_ms <= 4 * expected_ms + 5_000:
        raise UtteranceFailed(
            f"{length_ms / 1000:.1f} s of audio cannot be a text of {len(text)} characters"
        )


def _character_ms(character: str) -> int:
    match unicodedata.category(character)[0]:
        case "N":
            return 250
        case "L":
            return 220 if unicodedata.east_asian_width(character) == "W" else 70
        case _:
            return 0
