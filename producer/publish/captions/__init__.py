"""Captions of an edition, as WebVTT and SRT.

breaking.py finds out where a text may be broken, layout.py decides what stands on the screen from
when to when, and bilingual.py does so for both languages at once. Names of speakers are
`names[speaker][language]`; a speaker without one goes by the id. A passage is divided once for all
editions, in which it is heard at different times.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeAlias

from producer.languages import BILINGUAL
from producer.model import Cue, PairCues, Timeline
from producer.publish.captions.bilingual import divided_pair
from producer.publish.captions.layout import (
    LONGEST_MS,
    SHORTEST_MS,
    Caption,
    Passage,
    captions,
    divided,
    later,
    passages,
    timed,
)

__all__ = [
    "LONGEST_MS",
    "SHORTEST_MS",
    "Caption",
    "Divided",
    "Divisible",
    "Passage",
    "captions",
    "divide",
    "divisible",
    "file_names",
    "files",
    "likeness",
    "passages",
    "srt",
    "vtt",
]

Divisible: TypeAlias = Passage | PairCues
"""What is divided into captions: a passage in its language, or a pair in both."""

Divided = Mapping[Hashable, Sequence[Caption]]
"""What `divide` gave for passages and pairs, by their `likeness`."""

Names = Mapping[str, Mapping[str, str]]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def divisible(timeline: Timeline) -> Iterator[Divisible]:
    """All that is to be divided for the captions of an edition."""
    yield from passages(timeline.cues)
    for language in timeline.unheard:
        yield from passages(_partners(timeline, language))
    yield from timeline.pairs


def _partners(timeline: Timeline, language: str) -> list[Cue]:
    return [cue for cue in timeline.partners if cue.language == language]


def _sides(part: Divisible) -> tuple[Passage, ...]:
    return (part.heard, part.partners) if isinstance(part, PairCues) else (part,)


def _start_ms(part: Divisible) -> int:
    return _sides(part)[0][0].start_ms


def likeness(part: Divisible) -> Hashable:
    """The same for a passage or a pair in all editions: its captions are, but for when it
    begins."""
    begin = _start_ms(part)
    return tuple(
        (
            *((cue.turn, cue.language, cue.speaker) for cue in side[:1]),
            *((cue.start_ms - begin, cue.end_ms - begin, cue.text) for cue in side),
        )
        for side in _sides(part)
    )


def divide(part: Divisible) -> tuple[Caption, ...]:
    """The captions of a passage or a pair, each from when to when it is said after that begins."""
    parts = divided_pair(part) if isinstance(part, PairCues) else divided(part)
    return tuple(later(parts, -_start_ms(part)))


def files(
    stem: str, timeline: Timeline, divided: Divided, names: Names
) -> Iterator[tuple[str, Iterator[str]]]:
    """The caption files of an edition with their names, piece after piece: all that is heard as
    WebVTT, each language alone as WebVTT and SRT, be it one that does not sound, and both as
    WebVTT. `stem` is "<slug>.<edition>"."""
    languages = timeline.languages
    captioned = [(passage, divided[likeness(passage)]) for passage in passages(timeline.cues)]

    def shown(parts: Iterable[tuple[Divisible, Sequence[Caption]]]) -> Iterator[Caption]:
        moved = (later(each, _start_ms(part)) for part, each in parts)
        return timed(chain.from_iterable(moved), timeline.duration_ms)

    def known(parts: Iterable[Divisible]) -> Iterator[tuple[Divisible, Sequence[Caption]]]:
        return ((part, divided[likeness(part)]) for part in parts)

    def contents() -> Iterator[Iterator[str]]:
        yield vtt(shown(captioned), languages, names)
        for language in languages:
            own = [
                (passage, each) for passage, each in captioned if passage[0].language == language
            ]
            yield vtt(shown(own), [language], names)
            yield srt(shown(own))
        for language in timeline.unheard:
            unheard_captions = list(known(passages(_partners(timeline, language))))
            yield vtt(shown(unheard_captions), [language], names)
            yield srt(shown(unheard_captions))
        if timeline.pairs:
            order = (*languages, *timeline.unheard)
            both = (_ordered(caption, order) for caption in shown(known(timeline.pairs)))
            yield vtt(both, order, names)

    return zip(file_names(stem, timeline), contents(), strict=True)


def _ordered(caption: Caption, languages: Sequence[str]) -> Caption:
    """A caption whose lines stand in the order of their languages, always the same."""
    order = sorted(
        range(len(caption.lines)), key=lambda line: languages.index(caption.languages[line])
    )
    return replace(
        caption,
        lines=tuple(caption.lines[line] for line in order),
        languages=tuple(caption.languages[line] for line in order),
    )


def file_names(stem: str, timeline: Timeline) -> list[str]:
    """What `files` calls them, in its order."""
    languages = (*timeline.languages, *timeline.unheard)
    each = (f"{stem}.{language}.{form}" for language in languages for form in ("vtt", "srt"))
    return [f"{stem}.vtt", *each, *([f"{stem}.{BILINGUAL}.vtt"] if timeline.pairs else [])]


def vtt(captions: Iterable[Caption], languages: Sequence[str], names: Names) -> Iterator[str]:
    """WebVTT (https://www.w3.org/TR/webvtt1/), a caption at a time. Each cue is in its speaker's
    voice. The languages stand in a comment: the header has no place for them."""
    yield f"WEBVTT\n\nNOTE Language: {', '.join(languages)}\n"
    for caption in captions:
        name = names.get(caption.speaker, {}).get(caption.language, caption.speaker)
        times = f"{_stamp(caption.start_ms, '.')} --> {_stamp(caption.end_ms, '.')}"
        lines = [line.translate(_ESCAPES) for line in caption.lines]
        if caption.languages:
            tagged = zip(caption.languages, lines, strict=True)
            lines = [f"<lang {language}>{line}</lang>" for language, line in tagged]
        text = "\n".join(lines)
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
