"""Advanced SubStation Alpha (.ass, .ssa): both languages in each event, or in events of their own.

Source: http://www.tcax.org/docs/ass-specs.htm. Styles, overrides and drawings are not spoken.
"""

from __future__ import annotations

import re
from pathlib import Path

from producer.errors import InputError
from producer.transcript.document import MOST_CAPTIONS, Document, clean, require_few
from producer.transcript.language.detection import Languages
from producer.transcript.readers.companions import both_languages
from producer.transcript.readers.cues import CaptionCue, cue_lines
from producer.transcript.readers.kinds import decode_as

_TIME = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})[.:](\d{2})")
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}")
_BREAK = re.compile(r"\\[Nn]")
_FIELDS = ("Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect")
"""The fields of an event before its text, where no line says otherwise."""


def read_ass(data: bytes, path: Path, languages: Languages) -> Document:
    cues, pair, advice = both_languages(data, path, languages, parse_ass)
    return Document(cue_lines(cues, pair), languages=pair.tags, advice=advice)


def parse_ass(data: bytes, path: Path) -> list[CaptionCue]:
    """The events of a file in its order. Raises `InputError` where there are none."""
    text = decode_as((), data, path)
    fields = [field.casefold() for field in (*_FIELDS, "Text")]
    cues: list[CaptionCue] = []
    events = False
    for number, line in enumerate(text.splitlines(), start=1):
        key, _, value = line.strip().partition(":")
        if key.startswith("["):
            events = key.casefold() == "[events]"
        elif events and key == "Format":
            fields = [field.strip().casefold() for field in value.split(",")]
        elif events and key == "Dialogue":
            cells = [cell.strip() for cell in value.split(",", len(fields) - 1)]
            event = dict(zip(fields, cells, strict=False))
            cues += _cue(number, event)
    if not cues and text.strip():
        raise InputError(
            "there are no events in the file: no line such as "
            "'Dialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,Hello'",
            path=path,
            line=1,
            advice="If it is a text, name it .txt",
        )
    require_few(len(cues), path, what="captions", most=MOST_CAPTIONS)
    return cues


def _cue(number: int, event: dict[str, str]) -> list[CaptionCue]:
    """The cue of an event, none where it has no times, nothing to be said, or is a drawing."""
    start, end = (_TIME.fullmatch(event.get(key, "")) for key in ("start", "end"))
    written = event.get("text", "")
    if not start or not end or _DRAWING.search(written):
        return []
    shown = _OVERRIDE.sub("", written).replace("\\h", " ")
    texts = tuple(filter(None, map(clean, _BREAK.split(shown))))
    times = _ms(start), _ms(end)
    name = clean(event.get("name", "")) or None
    return [CaptionCue(number, times[0], max(times), texts, name)] if texts else []


def _ms(time: re.Match[str]) -> int:
    hours, minutes, seconds, hundredths = map(int, time.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10
