"""The JSON files beside an edition: Podcasting 2.0 chapters and transcript.

https://github.com/Podcastindex-org/podcast-namespace, docs/examples/chapters and transcripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from producer.check.captions import LATEST_MS, SLACK_MS, text_line, times_line
from producer.check.manifest import ClaimedEdition, read_json
from producer.check.report import (
    MANIFEST,
    PODCASTING,
    CheckLine,
    State,
    judged,
    not_applicable,
    some,
)
from producer.timing import clock

_CHAPTERS_VERSION, _TRANSCRIPT_VERSION = "1.2.0", "1.0.0"
_AGAIN = "Make the episode again: the file is written anew"
_Seconds = Annotated[float, Field(ge=0, le=1e7)]
_Text = Annotated[str, Field(pattern=r"\S")]
_Model = TypeVar("_Model", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class _Chapter(_Part):
    start: Annotated[_Seconds, Field(alias="startTime")]
    end: Annotated[_Seconds | None, Field(alias="endTime")] = None
    title: _Text


class _Chapters(_Part):
    version: str
    chapters: Annotated[list[_Chapter], Field(min_length=1)]


class _Segment(_Part):
    start: Annotated[_Seconds, Field(alias="startTime")]
    end: Annotated[_Seconds, Field(alias="endTime")]
    speaker: str = ""
    body: _Text


class _Transcript(_Part):
    version: str
    segments: Annotated[list[_Segment], Field(min_length=1)]


def chapters(
    path: Path, duration_ms: int, claimed: ClaimedEdition | None
) -> tuple[list[CheckLine], str]:
    """What is asked of a chapters file, and a summary."""
    read, problem = _read(path, _Chapters)
    listed = read.chapters if read else []
    summary = f"{len(listed)} chapters"
    result = [_form(problem, read.version if read else "", _CHAPTERS_VERSION)]
    starts = [round(chapter.start * 1000) for chapter in listed]
    result.append(_order(starts, [round((c.end or c.start) * 1000) for c in listed], duration_ms))
    if claimed is None:
        return [
            *result,
            not_applicable("chapters as listed", "no episode.json", _LISTED, MANIFEST),
        ], summary
    same = len(listed) == len(claimed.chapters) and all(
        abs(start - c.start_ms) <= SLACK_MS and chapter.title == c.title
        for start, chapter, c in zip(starts, listed, claimed.chapters, strict=True)
    )
    measured = f"{len(listed)}, the same" if same else f"{len(listed)}, not the same"
    result.append(judged("chapters as listed", same, measured, _LISTED, MANIFEST, advice=_AGAIN))
    return result, summary


def transcript(
    path: Path, duration_ms: int, claimed: ClaimedEdition | None
) -> tuple[list[CheckLine], str]:
    """What is asked of a transcript file, and a summary."""
    read, problem = _read(path, _Transcript)
    listed = read.segments if read else []
    result = [
        _form(problem, read.version if read else "", _TRANSCRIPT_VERSION),
        _order(
            [round(s.start * 1000) for s in listed],
            [round(s.end * 1000) for s in listed],
            duration_ms,
        ),
    ]
    if claimed is None:
        result.append(not_applicable("text", "no episode.json", _LISTED, MANIFEST))
    else:
        text = text_line((s.body for s in listed), (cue.text for cue in claimed.cues))
        untimely = [] if text.state is State.FAILED else list(_untimely(listed, claimed))
        result += [text, times_line(untimely)]
    return result, f"{len(listed)} segments"


def _untimely(segments: Sequence[_Segment], claimed: ClaimedEdition) -> Iterator[str]:
    for segment, cue in zip(segments, claimed.cues, strict=False):
        apart = abs(round(segment.start * 1000) - cue.start_ms)
        if apart > LATEST_MS:
            yield f"{apart} ms at {clock(cue.start_ms)}"


_LISTED = "as in episode.json"


def _read(path: Path, model: type[_Model]) -> tuple[_Model | None, str]:
    """The content of a file, or what is wrong with it."""
    try:
        return model.model_validate(read_json(path)), ""
    except ValidationError as error:
        wrong = [
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)
        ]
        return None, some(wrong)
    except ValueError as error:
        return None, str(error)


def _form(problem: str, version: str, expected: str) -> CheckLine:
    return judged(
        "form",
        not problem and version == expected,
        problem or f"version {version}",
        f"JSON, version {expected}",
        PODCASTING,
        advice=_AGAIN,
    )


def _order(starts: Sequence[int], ends: Sequence[int], duration_ms: int) -> CheckLine:
    wrong = list(_misplaced(starts, ends, duration_ms))
    return judged(
        "order",
        not wrong,
        some(wrong) if wrong else f"{len(starts)}, to {clock(max(ends, default=0))}",
        "one after the other, within the sound",
        PODCASTING,
        advice=_AGAIN,
    )


def _misplaced(starts: Sequence[int], ends: Sequence[int], duration_ms: int) -> Iterator[str]:
    before = 0
    for start, end in zip(starts, ends, strict=True):
        if start < before:
            yield f"{clock(start)} comes after {clock(before)}"
        if end < start or end > duration_ms + SLACK_MS:
            yield f"what begins at {clock(start)} ends at {clock(end)}"
        before = start
