"""Kokoro's names for its voices, which tell language and gender: "zf_xiaobei", "bm_george"."""

from __future__ import annotations

import re

from producer.model import Voice

_NAME = re.compile(r"([abefhijpz])([fm])_[a-z0-9]+(?:_v\d+)?")
_LOCALES = {
    "a": "en-US",
    "b": "en-GB",
    "e": "es-ES",
    "f": "fr-FR",
    "h": "hi-IN",
    "i": "it-IT",
    "j": "ja-JP",
    "p": "pt-BR",
    "z": "zh-CN",
}
_GENDERS = {"f": "female", "m": "male"}


def voice_named(engine: str, name: str) -> Voice | None:
    """The voice that Kokoro calls `name`, as one of `engine`; None for any other name."""
    match = _NAME.fullmatch(name)
    return match and Voice(engine, name, _LOCALES[match[1]], _GENDERS[match[2]])
