"""Catalogues of voices as JSON files, one line a voice: the order is that in which casting tries
them, so the voices that suit most shows stand first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from producer.errors import InputError
from producer.model import Voice

_LARGEST_BYTES = 10_000_000


class _VoiceEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    locale: str
    gender: str = ""
    multilingual: bool = False
    note: str = ""


class _Catalogue(BaseModel):
    model_config = ConfigDict(extra="forbid")

    engine: str
    voices: list[_VoiceEntry] = Field(min_length=1)


def load_catalogue(path: Path) -> tuple[Voice, ...]:
    """The voices in the file at `path`; raises `InputError` when it is not such a file."""
    try:
        with path.open("rb") as file:
            catalogue = _Catalogue.model_validate_json(file.read(_LARGEST_BYTES))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    except ValidationError as error:
        raise InputError(
            f"is no catalogue of voices ({error.errors()[0]['msg']})",
            path=path,
            advice="Make it anew with `producer voices --refresh`",
        ) from error
    return tuple(Voice(engine=catalogue.engine, **dict(entry)) for entry in catalogue.voices)


def dump_catalogue(voices: Sequence[Voice]) -> str:
    """The text of a file that `load_catalogue` reads back to `voices`, some of one engine."""
    lines = []
    for voice in voices:
        entry = _VoiceEntry.model_validate(voice, from_attributes=True)
        fields = entry.model_dump(exclude_defaults=True)
        lines.append(f"    {json.dumps(fields, ensure_ascii=False)}")
    engine = json.dumps(voices[0].engine)
    return f'{{\n  "engine": {engine},\n  "voices": [\n' + ",\n".join(lines) + "\n  ]\n}\n"
