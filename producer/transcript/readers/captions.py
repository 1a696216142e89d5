"""SRT, WebVTT and YouTube's SBV: both languages in each cue, or each in a file of its own.

Sources: https://www.w3.org/TR/webvtt1/ for WebVTT; SRT has no standard, so what players take is
taken: "," or "." before the milliseconds, hours left out, indices missing, tags and positions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from producer.errors import InputError
from producer.transcript.document import MOST_CAPTIONS, Document, clean, require_few
from producer.transcript.language.detection import Languages
from producer.transcript.readers.companions import both_languages
from producer.transcript.readers.cues import CaptionCue, cue_lines
from producer.transcript.readers.kinds import decode_as

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_SBV_TIMING = re.compile(
    r"\s*(\d{1,4}):(\d{2}):(\d{2})\.(\d{3}),(\d{1,4}):(\d{2}):(\d{2})\.(\d{3})\s*"
)
_HASH = re.compile(r"(?<!#)#+\s*(?=[^\W\d_])")
_LEAST_HASHES = 3
"""So many lines that begin with # do not mean it: it sets off a language, or what is sung."""
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,99})?\s+([^<>]{1,200})>")
_TAG = re.compile(r"</?(?!break\b)[A-Za-z][^<>]*>|<\d[\d:.]*>|</?>|\{\\[^{}]*\}")
_RUBY = re.compile(r"<rt>.*?(?:</rt>|$)")


def read_captions(data: bytes, path: Path, languages: Languages) -> Document:
    cues, pair, advice = both_languages(data, path, languages, parse_captions)
    return Document(cue_lines(cues, pair), languages=pair.tags, advice=advice)


def parse_captions(data: bytes, path: Path) -> list[CaptionCue]:
    """The cues in the order of the file. Raises `InputError` where there are none."""
    text = decode_as((".srt", ".vtt", ".sbv"), data, path)
    cues: list[CaptionCue] = []
    for start, block in _blocks(text):
        at = next((i for i, line in enumerate(block[:2]) if _timing(line)), None)
        if at is not None:
            cues += _cues(start + at, block[at], block[at + 1 :])
        elif cues and not _BLOCK.match(block[0]) and not _is_index(block):
            # An empty line within a cue, which SRT does not forbid.
            cues += _cues(start, "", block, after=cues[-1])
    if not cues and text.strip():
        raise InputError(
            "there are no captions in the file: no line such as '00:00:01,000 --> 00:00:04,000'",
            path=path,
            line=1,
            advice="If it is a text, name it .txt",
        )
    require_few(len(cues), path, what="captions", most=MOST_CAPTIONS)
    return _without_hashes(cues)


def _without_hashes(cues: list[CaptionCue]) -> list[CaptionCue]:
    if sum(text.startswith("#") for cue in cues for text in cue.texts) < _LEAST_HASHES:
        return cues
    return [
        replace(cue, texts=tuple(_HASH.sub("", text, count=1) for text in cue.texts))
        for cue in cues
    ]


def _timing(line: str) -> re.Match[str] | None:
    return _TIMING.fullmatch(line) or _SBV_TIMING.fullmatch(line)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not empty, with the number of the first. A timing line begins a run
    of its own even where the empty line above it is missing."""
    block: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if len(block) > 1 and _timing(line):
            index = [block.pop()] if block[-1].strip().isdigit() else []
            yield number - len(block) - len(index), block
            block = index
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _is_index(block: list[str]) -> bool:
    return len(block) == 1 and block[0].strip().isdigit()


def _cues(
    number: int, timing: str, lines: list[str], after: CaptionCue | None = None
) -> Iterator[CaptionCue]:
    """The cues of a block: one, or one for each voice in it."""
    speaker: str | None = None
    if after:
        start_ms, end_ms, speaker = after.start_ms, after.end_ms, after.speaker
    elif match := _timing(timing):
        start_ms, end_ms = _ms(match.groups()[:4]), _ms(match.groups()[4:])
    else:
        return
    parts = _VOICE.split(_RUBY.sub("", "\n".join(lines)))
    for voice, text_part in zip([speaker, *parts[1::2]], parts[::2], strict=True):
        shown = html.unescape(_TAG.sub("", text_part))
        texts = tuple(filter(None, map(clean, shown.splitlines())))
        name = clean(html.unescape(voice)) if voice else None
        if texts:
            yield CaptionCue(number, start_ms, max(start_ms, end_ms), texts, name or None)


def _ms(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = groups
    whole_s = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole_s * 1000 + int((fraction or "0").ljust(3, "0"))
