"""What a request asks for, as the service's markup (SSML 1.0 with Microsoft's elements)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from producer.errors import UtteranceFailed
from producer.model import Delivery, Phonemes

_VOICE_NAME = re.compile(r"([a-z]{2,3}-[A-Z]{2}(?:-[a-z]+)?)-[A-Za-z0-9]+Neural")
_SPEECH = "http://www.w3.org/2001/10/synthesis"
_MICROSOFT = "http://www.w3.org/2001/mstts"


def marked_up(text: str, readings: Sequence[Phonemes]) -> str:
    """`text` as it stands in markup, with its `readings` as phonemes: Microsoft's own alphabet has
    pinyin as "chan 2 - yu 2" (SSML phonetic alphabets, zh-CN)."""
    parts: list[str] = []
    done = 0
    for reading in readings:
        alphabet, sounds = reading.alphabet, reading.sounds
        if alphabet == "pinyin":
            alphabet = "sapi"
            sounds = " - ".join(f"{part[:-1]} {part[-1]}" for part in sounds.lower().split())
        parts.append(escape(text[done : reading.start]))
        term = escape(text[reading.start : reading.end])
        parts.append(f'<phoneme alphabet="{alphabet}" ph={quoteattr(sounds)}>{term}</phoneme>')
        done = reading.end
    return "".join([*parts, escape(text[done:])])


def ssml(spoken: str, delivery: Delivery, style: str = "", role: str = "") -> str:
    """The markup for what is `spoken`, which is markup itself. Raises `UtteranceFailed` for what is
    no name of a voice."""
    voice = _VOICE_NAME.fullmatch(delivery.voice)
    if voice is None:
        raise UtteranceFailed(f"“{delivery.voice}” is no azure voice", permanent=True)
    prosody = "".join(
        f" {name}={quoteattr(value)}"
        for name, value, amount in (
            ("rate", f"{delivery.rate_percent:+d}%", delivery.rate_percent),
            ("pitch", f"{delivery.pitch_hz:+d}Hz", delivery.pitch_hz),
            ("volume", f"{delivery.volume_percent:+d}%", delivery.volume_percent),
        )
        if amount
    )
    if prosody:
        spoken = f"<prosody{prosody}>{spoken}</prosody>"
    manner = "".join(
        f" {name}={quoteattr(value)}" for name, value in (("style", style), ("role", role)) if value
    )
    if manner:
        spoken = f"<mstts:express-as{manner}>{spoken}</mstts:express-as>"
    return (
        f'<speak version="1.0" xmlns="{_SPEECH}" xmlns:mstts="{_MICROSOFT}" xml:lang="{voice[1]}">'
        f'<voice name="{delivery.voice}">{spoken}</voice></speak>'
    )
