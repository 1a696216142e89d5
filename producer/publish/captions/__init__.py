"""Captions of an edition, as WebVTT and SRT.

breaking.py finds out where a text may be broken, layout.py decides what stands on the screen from
when to when. Names of speakers are
`names[speaker][language]`; a speaker without one goes by the id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from producer.model import Timeline
from producer.publish.captions.layout import LONGEST_MS, SHORTEST_MS, Caption, captions

__all__ = ["LONGEST_MS", "SHORTEST_MS", "Caption", "captions", "file_names", "files", "srt", "vtt"]

Names = Mapping[str, Mapping[str, str]]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def files(stem: str, timeline: Timeline, names: Names) -> dict[str, bytes]:
    """The caption files of an edition by name: each language alone as WebVTT and SRT, and all
    that is heard as WebVTT. `stem` is "<slug>.<edition>"."""
    made = [vtt(timeline, None, names).encode()]
    for language in timeline.languages:
        made += vtt(timeline, language, names).encode(), srt(timeline, language).encode()
    return dict(zip(file_names(stem, timeline.languages), made, strict=True))


def file_names(stem: str, languages: Sequence[str]) -> list[str]:
    """What `files` calls them, in its order."""
    each = (f"{stem}.{language}.{form}" for language in languages for form in ("vtt", "srt"))
    return [f"{stem}.vtt", *each]


def vtt(timeline: Timeline, language: str | None, names: Names) -> str:
    """WebVTT (https://www.w3.org/TR/webvtt1/) of one language, or, with None, of all that is
    heard in its order. Each cue is in its speaker's voice. The languages stand in a comment:
    the header has no place for them."""
    languages = timeline.languages if language is None else (language,)
    blocks = ["WEBVTT", f"NOTE Language: {', '.join(languages)}"]
    for caption in _captions(timeline, language):
        name = names.get(caption.speaker, {}).get(caption.language, caption.speaker)
        times = f"{_stamp(caption.start_ms, '.')} --> {_stamp(caption.end_ms, '.')}"
        text = "\n".join(caption.lines).translate(_ESCAPES)
        blocks.append(f"{times}\n<v {name.translate(_ESCAPES)}>{text}</v>")
    return "\n\n".join(blocks) + "\n"


def srt(timeline: Timeline, language: str | None) -> str:
    """SubRip of one language, or, with None, of all that is heard in its order.

    Nobody ever specified it, so this is what every reader takes: CR LF, and the text alone.
    Players show a speaker's name, an escape or a tag as it stands, or swallow it.
    """
    blocks: list[str] = []
    for number, caption in enumerate(_captions(timeline, language), 1):
        times = f"{_stamp(caption.start_ms, ',')} --> {_stamp(caption.end_ms, ',')}"
        blocks.append("\r\n".join([str(number), times, *caption.lines, ""]))
    return "\r\n".join(blocks)


def _captions(timeline: Timeline, language: str | None) -> Sequence[Caption]:
    cues = [cue for cue in timeline.cues if language in (None, cue.language)]
    return captions(cues, timeline.duration_ms)


def _stamp(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"
