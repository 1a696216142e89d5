"""One file per language: `talk.zh.srt` finds `talk.en.srt` beside it, `talk.en.docx` finds
`talk.zh.docx`."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from producer.languages import language_tagged
from producer.transcript.document import Document
from producer.transcript.language.detection import Languages, languages_of
from producer.transcript.readers.decoding import load

if TYPE_CHECKING:  # It brings along what understands labels and languages.
    from producer.transcript.readers.cues import CaptionCue

Parser = Callable[[bytes, Path], "list[CaptionCue]"]

_LEAST_BESIDE = 0.3
"""The share of a language in a file that holds both, where another file stands beside it."""


def both_languages(
    data: bytes, path: Path, languages: Languages, parse: Parser
) -> tuple[list[CaptionCue], Languages, str]:
    """The cues of a file, with those of the file beside it where each holds one language; the two
    languages; and where the other one is nowhere, what to do about it. Raises `InputError`."""
    cues = parse(data, path)
    beside = {tag: other for other in files_beside(path) if (tag := language_in_name(other))}
    texts = (text for cue in cues for text in cue.texts)
    present = _languages_in(texts, languages, least=_LEAST_BESIDE if beside else 0.1)
    if len(present) > 1 or not cues:
        return cues, languages, ""
    own = language_in_name(path) or next(iter(present), None)
    beside.pop(own or "", None)
    other = next((tag for tag in (*languages.tags, *beside) if tag in beside), None)
    if own and other:
        pair = languages_of((own, other)) if {own, other} != set(languages.tags) else languages
        companion = beside[other]
        # A finding names lines of `path`: a cue of the companion has the number of one there.
        by_time = sorted((cue.start_ms, cue.number) for cue in cues)
        added = [
            replace(cue, number=_number_at(cue.start_ms, by_time), language=other)
            for cue in parse(load(companion), companion)
        ]
        return [*(replace(cue, language=own) for cue in cues), *added], pair, ""
    return cues, languages, _advice(path, own, languages) if present else ""


def with_companion(
    document: Document,
    path: Path,
    languages: Languages,
    read: Callable[[Path, Languages], Document],
) -> Document:
    """`document`, read from `path`, and where it is in one language and a file beside it in the
    other, the lines of that behind its own. A line there has the number of the line across from
    it: findings name lines of `path`. `read` reads the other one and raises `InputError`."""
    beside = {tag: file for file in files_beside(path) if (tag := language_in_name(file))}
    own = language_in_name(path)
    texts = (line.text for line in document.lines)
    if not own or len(_languages_in(texts, languages, _LEAST_BESIDE)) > 1:
        return document
    other = next((tag for tag in (*languages.tags, *beside) if tag in beside and tag != own), None)
    if other is None or not document.lines:
        return document
    tags = () if {own, other} == set(languages.tags) else (own, other)
    companion = read(beside[other], languages_of(tags) if tags else languages)
    last = len(document.lines) - 1
    first_block = document.lines[-1].block + 1
    added = [
        replace(
            line,
            number=document.lines[min(index, last)].number,
            block=first_block + line.block,
            language=line.language or other,
        )
        for index, line in enumerate(companion.lines)
    ]
    return replace(
        document,
        lines=(*(replace(each, language=each.language or own) for each in document.lines), *added),
        titles={
            language or tag: title
            for tag, titles in ((other, companion.titles), (own, document.titles))
            for language, title in titles.items()
        },
        speakers=(*document.speakers, *companion.speakers),
        credits=(*document.credits, *companion.credits),
        findings=(*document.findings, *companion.findings),
        languages=tags or document.languages,
    )


def _advice(path: Path, own: str | None, languages: Languages) -> str:
    """Where the language that is not the file's `own` is looked for."""
    missing = languages.other(own) if own in languages.tags else languages.tags[0]
    named = language_in_name(path) is not None
    stem = Path(path.stem).stem if named else path.stem
    also = "" if named else f", and name this one {stem}.{own}{path.suffix}"
    return f"Put the other language beside it as {stem}.{missing}{path.suffix}{also}"


def language_in_name(path: Path) -> str | None:
    """ "zh" of `talk.zh.srt`, `talk.zh-Hans.srt` and `talk.chs.srt`."""
    return language_tagged(Path(path.stem).suffix.removeprefix("."))


def files_beside(path: Path) -> Iterator[Path]:
    """The files that differ from `path` in the language of their names only."""
    if language_in_name(path) is None:
        return
    try:
        names = sorted(file.name for file in path.parent.iterdir())
    except OSError:
        return
    for name in names:
        file = path.with_name(name)
        tag = language_in_name(file)
        same = Path(file.stem).stem == Path(path.stem).stem
        if tag and same and file.suffix.lower() == path.suffix.lower():
            yield file


def _languages_in(texts: Iterable[str], languages: Languages, least: float) -> set[str]:
    """The languages of at least this share of the texts: foreign words make no second language."""
    counts = Counter(language for text in texts if (language := languages.of(text)))
    return {language for language, count in counts.items() if count >= least * counts.total()}


def _number_at(ms: int, by_time: Sequence[tuple[int, int]]) -> int:
    """The number of the cue that is shown at `ms`, or was last."""
    return by_time[max(bisect(by_time, ms, key=lambda pair: pair[0]) - 1, 0)][1]
