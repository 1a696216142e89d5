"""Transcripts in JSON: those of Podcasting 2.0, and what speech recognisers write alike.

Source: https://github.com/Podcastindex-org/podcast-namespace, transcripts/transcripts.md, JSON.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from producer.errors import InputError
from producer.languages import language_named
from producer.transcript.document import Document, clean
from producer.transcript.language.detection import Languages
from producer.transcript.readers.companions import both_languages
from producer.transcript.readers.cues import CaptionCue, cue_lines
from producer.transcript.readers.kinds import decode_as

_EXPECTED = (
    'Expected {"segments": [{"speaker": "Anna", "startTime": 0.5, "endTime": 2, "body": "Hi."}]}'
)
_MAX_SECONDS = 1_000_000


def read_json(data: bytes, path: Path, languages: Languages) -> Document:
    cues, pair, advice = both_languages(data, path, languages, parse_json)
    return Document(cue_lines(cues, pair), languages=pair.tags, advice=advice)


def parse_json(data: bytes, path: Path) -> list[CaptionCue]:
    """A cue for each segment, numbered from 1. Raises `InputError` with what is wrong where."""
    text = decode_as((".json",), data, path)
    if not text.strip():
        return []
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"the file is no valid JSON: {error.msg}",
            path=path,
            line=error.lineno,
            advice=_EXPECTED,
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError("the file is no JSON of use", path=path, advice=_EXPECTED) from error
    segments = content.get("segments") if isinstance(content, dict) else content
    if not isinstance(segments, list):
        raise InputError("the file has no list of segments", path=path, advice=_EXPECTED)
    cues: list[CaptionCue] = []
    for number, segment in enumerate(segments, start=1):
        cue = _cue(number, segment, cues[-1].end_ms if cues else 0)
        if cue is None:
            raise InputError(
                f"segment {number} cannot be used: {json.dumps(segment, ensure_ascii=False)[:80]}",
                path=path,
                advice=_EXPECTED,
            )
        cues.append(cue)
    return [cue for cue in cues if cue.texts]


def _cue(number: int, segment: object, end_ms: int) -> CaptionCue | None:
    if not isinstance(segment, dict):
        return None
    body = _first(segment, "body", "text")
    speaker = _first(segment, "speaker", "speakerName") or ""
    language = _first(segment, "language", "lang") or ""
    start = _ms(_first(segment, "startTime", "start"), end_ms)
    end = _ms(_first(segment, "endTime", "end"), start)
    if not isinstance(body, str) or start is None or end is None:
        return None
    return CaptionCue(
        number,
        start,
        max(start, end),
        tuple(filter(None, map(clean, body.splitlines()))),
        clean(str(speaker)) or None,
        language_named(str(language)),
    )


def _first(segment: Mapping[str, Any], *keys: str) -> Any:
    return next((segment[key] for key in keys if segment.get(key) is not None), None)


def _ms(seconds: Any, otherwise: int | None) -> int | None:
    """A time in seconds as ms; `otherwise` where there is none, None where it is no time."""
    if seconds is None:
        return otherwise
    try:
        value = float(seconds)
    except (TypeError, ValueError, OverflowError):
        return None
    return round(value * 1000) if math.isfinite(value) and 0 <= value < _MAX_SECONDS else None
