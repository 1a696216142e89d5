"""Transcripts of an edition: Podcasting 2.0 JSON with times, plain text, and HTML.

Names of speakers are `names[speaker][language]`; a speaker without one goes by the id. An
edition in two languages has both, in the order in which they are heard.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from producer.model import Cue, Timeline, joint
from producer.timing import clock

Names = Mapping[str, Mapping[str, str]]

_COLONS = {"zh": "：", "yue": "：", "ja": "："}


def files(stem: str, timeline: Timeline, names: Names) -> Iterator[tuple[str, Iterator[str]]]:
    """The transcript file of an edition with its name, piece after piece. `stem` is
    "<slug>.<edition>"."""
    yield f"{stem}.transcript.json", transcript_json(timeline, names)


def transcript_json(timeline: Timeline, names: Names) -> Iterator[str]:
    """A segment per sentence, one at a time, times in seconds
    (https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md)."""
    yield '{\n "version": "1.0.0",\n "segments": ['
    for number, cue in enumerate(timeline.cues):
        segment = {
            "speaker": _name(cue, names),
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": cue.text,
        }
        text = json.dumps(segment, ensure_ascii=False, indent=1).replace("\n", "\n  ")
        yield f"{',' if number else ''}\n  {text}"
    yield "\n ]\n}\n"


def plain_text(timeline: Timeline, names: Names) -> str:
    """A paragraph per passage: its speaker, then what is said."""
    return "\n\n".join(
        f"{_name(first, names)}{_COLONS.get(first.language, ': ')}{text}"
        for first, text in _passages(timeline)
    )


def html(timeline: Timeline, names: Names) -> str:
    """The same for a description or as a transcript of its own, in the elements that Podcasting
    2.0 names: the speaker, when the passage begins, and what is said."""
    return "\n".join(
        f"<cite>{escape(_name(first, names))}:</cite>\n"
        f"<time>{clock(first.start_ms)}</time>\n"
        f'<p lang="{escape(first.language)}">{escape(text)}</p>'
        for first, text in _passages(timeline)
    )


def _passages(timeline: Timeline) -> Iterator[tuple[Cue, str]]:
    """The first cue of each passage, and all that it says."""
    for _, group in groupby(timeline.cues, key=lambda cue: (cue.turn, cue.language, cue.speaker)):
        cues = list(group)
        yield cues[0], joint(cues[0].language).join(cue.text for cue in cues)


def _name(cue: Cue, names: Names) -> str:
    return names.get(cue.speaker, {}).get(cue.language, cue.speaker)
