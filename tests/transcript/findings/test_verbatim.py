"""Transcripts of every word, in which numbers are misheard as words are doubled."""

from __future__ import annotations

from producer.transcript.findings.verbatim import is_verbatim
from tests.transcript.findings.pairs import script_of

SPOKEN = [
    {"zh": f"那艘船是{n}号。", "en": f"And and it it was the the boat number {n}."}
    for n in range(5)
]
EDITED = [
    {"zh": f"那艘船是{n}号。", "en": f"It was the boat with the number {n}."} for n in range(5)
]


def test_speech_is_told_from_what_was_edited() -> None:
    assert is_verbatim(script_of(*SPOKEN))
    assert not is_verbatim(script_of(*EDITED))


def test_a_slip_or_two_in_a_long_text_are_slips() -> None:
    long = [{"en": "A quiet morning at the mill, " * 200}] * 5
    assert not is_verbatim(script_of(*SPOKEN[:2], *long))
