"""The voices: OpenAI's own, those that show.toml names, those that a server lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from producer.engines.kokoro_names import voice_named
from producer.engines.openai.settings import NamedVoice
from producer.model import Voice

_ENGINE = "openai"
_ANY = "und"
"""The locale of a voice whose language nobody tells (BCP 47)."""

_OWN = {
    "nova": "female",
    "onyx": "male",
    "coral": "female",
    "ash": "male",
    "shimmer": "female",
    "echo": "male",
    "sage": "female",
    "ballad": "male",
    "marin": "female",
    "cedar": "male",
    "alloy": "",
    "fable": "",
    "verse": "",
}
"""OpenAI publishes no genders: these are how the voices are commonly heard."""

OWN_VOICES = tuple(
    Voice(_ENGINE, name, "en-US", gender, multilingual=True) for name, gender in _OWN.items()
)


def named_voices(voices: Mapping[str, Sequence[NamedVoice]]) -> tuple[Voice, ...]:
    """Those of settings, by locale. A voice that is named for several is multilingual."""
    voices_by_name: dict[str, Voice] = {}
    for locale, several in voices.items():
        for named in several:
            known = voices_by_name.get(named.name)
            if known is None:
                gender = named.gender or _gender(named.name)
                voices_by_name[named.name] = Voice(_ENGINE, named.name, locale, gender)
            elif known.language != Voice(_ENGINE, "", locale).language:
                voices_by_name[named.name] = replace(known, multilingual=True)
    return tuple(voices_by_name.values())


def listed_voices(answer: Any) -> tuple[Voice, ...]:
    """Those of a server's answer to `GET /v1/audio/voices`, which OpenAI's interface lacks and
    servers give in their own ways: names, or tables with some of id, name, language and gender.
    Raises `ValueError` when there is none in it."""
    entries = answer.get("voices", answer.get("data")) if isinstance(answer, dict) else answer
    voices_by_name: dict[str, Voice] = {}
    for entry in entries if isinstance(entries, list) else ():
        voice = _listed(entry)
        if voice is not None:
            voices_by_name.setdefault(voice.name, voice)
    if not voices_by_name:
        raise ValueError("it lists no voices")
    return tuple(voices_by_name.values())


def _listed(entry: object) -> Voice | None:
    fields = entry if isinstance(entry, dict) else {"id": entry}
    name = fields.get("id") or fields.get("voice_id") or fields.get("name")
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        return None
    locale = fields.get("locale") or fields.get("language")
    gender = str(fields.get("gender", "")).lower()
    known = voice_named(_ENGINE, name)
    if known is None:
        known = Voice(_ENGINE, name, _ANY, multilingual=True)
    if isinstance(locale, str) and locale.replace("-", "").isalnum() and locale.isascii():
        known = replace(known, locale=locale, multilingual=False)
    return replace(known, gender=gender) if gender in ("female", "male") else known


def _gender(name: str) -> str:
    known = voice_named(_ENGINE, name)
    return known.gender if known else _OWN.get(name, "")
