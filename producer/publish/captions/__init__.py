"""Captions of an edition, as WebVTT and SRT.

breaking.py finds out where a text may be broken, layout.py decides what stands on the screen from
when to when. Names of speakers are `names[speaker][language]`; a speaker without one goes by the
id. A passage is divided once for all editions, in which it is heard at different times.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from producer.model import Timeline
from producer.publish.captions.layout import (
    LONGEST_MS,
    SHORTEST_MS,
    Caption,
    Passage,
    captions,
    divide,
    later,
    likeness,
    passages,
    timed,
)

__all__ = [
    "LONGEST_MS",
    "SHORTEST_MS",
    "Caption",
    "Divided",
    "Passage",
    "captions",
    "divide",
    "file_names",
    "files",
    "likeness",
    "passages",
    "srt",
    "vtt",
]

Divided = Mapping[Hashable, Sequence[Caption]]
"""What `divide` gave for passages, by their `likeness`."""

Names = Mapping[str, Mapping[str, str]]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def files(
    stem: str, timeline: Timeline, divided: Divided, names: Names
) -> Iterator[tuple[str, Iterator[str]]]:
    """The caption files of an edition with their names, piece after piece: all that is heard as
    WebVTT, and each language alone as WebVTT and SRT. `stem` is "<slug>.<edition>"."""
    languages = timeline.languages
    by_passage = [(p[0], divided[likeness(p)]) for p in passages(timeline.cues)]

    def shown(*chosen: str) -> Iterator[Caption]:
        moved = (
            later(each, first.start_ms) for first, each in by_passage if first.language in chosen
        )
        return timed(chain.from_iterable(moved), timeline.duration_ms)

    def contents() -> Iterator[Iterator[str]]:
        yield vtt(shown(*languages), languages, names)
        for language in languages:
            yield vtt(shown(language), [language], names)
            yield srt(shown(language))

    return zip(file_names(stem, languages), contents(), strict=True)


def file_names(stem: str, languages: Sequence[str]) -> list[str]:
    """What `files` calls them, in its order."""
    each = (f"{stem}.{language}.{form}" for language in languages for form in ("vtt", "srt"))
    return [f"{stem}.vtt", *each]


def vtt(captions: Iterable[Caption], languages: Sequence[str], names: Names) -> Iterator[str]:
    """WebVTT (https://www.w3.org/TR/webvtt1/), a caption at a time. Each cue is in its speaker's
    voice. The languages stand in a comment: the header has no place for them."""
    yield f"WEBVTT\n\nNOTE Language: {', '.join(languages)}\n"
    for caption in captions:
        name = names.get(caption.speaker, {}).get(caption.language, caption.speaker)
        times = f"{_stamp(caption.start_ms, '.')} --> {_stamp(caption.end_ms, '.')}"
        text = "\n".join(caption.lines).translate(_ESCAPES)
        yield f"\n{times}\n<v {name.translate(_ESCAPES)}>{text}</v>\n"


def srt(captions: Iterable[Caption]) -> Iterator[str]:
    """SubRip, a caption at a time.

    Nobody ever specified it, so this is what every reader takes: CR LF, and the text alone.
    Players show a speaker's name, an escape or a tag as it stands, or swallow it.
    """
    for number, caption in enumerate(captions, 1):
        times = f"{_stamp(caption.start_ms, ',')} --> {_stamp(caption.end_ms, ',')}"
        first = [""] if number > 1 else []
        yield "\r\n".join([*first, str(number), times, *caption.lines, ""])


def _stamp(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"
