"""What a request asks for, as the service's markup (SSML 1.0 with Microsoft's elements)."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from producer.errors import UtteranceFailed
from producer.model import Delivery

_VOICE_NAME = re.compile(r"([a-z]{2,3}-[A-Z]{2}(?:-[a-z]+)?)-[A-Za-z0-9]+Neural")
_SPEECH = "http://www.w3.org/2001/10/synthesis"
_MICROSOFT = "http://www.w3.org/2001/mstts"


def ssml(text: str, delivery: Delivery, style: str = "", role: str = "") -> str:
    """The markup for `text`. Raises `UtteranceFailed` for what is no name of a voice."""
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
    spoken = escape(text)
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
