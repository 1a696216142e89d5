"""Lines become runs: consecutive paragraphs in one language, under at most one label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from producer.model import is_speakable
from producer.transcript.document import Line
from producer.transcript.language.detection import Languages


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the label before it and the headings above it, before its language is
    settled. `line` is the label's where that stands alone above."""

    line: int
    block: int
    text: str
    label: str | None
    language: str | None
    headings: tuple[str, ...] = ()
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ParagraphRun:
    """Paragraphs in one language without a label, a heading or a blank line between them.

    `lines` are where the paragraphs begin. `heading` is per language, joined where there are
    several.
    """

    language: str
    label: str | None
    paragraphs: tuple[str, ...]
    lines: tuple[int, ...]
    block: int
    heading: Mapping[str, str]
    turn: int | None = None

    @property
    def line(self) -> int:
        return self.lines[0]


def split_paragraphs(
    lines: Sequence[Line], languages: Languages
) -> tuple[list[Paragraph], list[Line]]:
    """The paragraphs that someone speaks, and the lines that hold nothing to be spoken: rules
    of asterisks, ellipses, labels and headings with no text after them."""
    paragraphs: list[Paragraph] = []
    silent: list[Line] = []
    headings: list[Line] = []
    lone_label: Line | None = None
    for line in lines:
        if line.level:
            headings.append(line)
            continue
        if line.speaker is not None and not line.words:
            if lone_label:
                silent.append(lone_label)
            lone_label = line
            continue
        if not is_speakable(line.speech):
            silent.append(line)
            continue
        if line.speaker is not None and lone_label:
            silent.append(lone_label)
            lone_label = None
        paragraphs.append(
            Paragraph(
                line=lone_label.number if lone_label else line.number,
                block=line.block,
                text=(lone_label.speech if lone_label else "") + line.speech,
                label=lone_label.speaker if lone_label else line.speaker,
                language=line.language or languages.of(line.speech),
                headings=tuple(heading.speech for heading in headings),
                turn=line.turn,
            )
        )
        headings = []
        lone_label = None
    silent += [*headings, *([lone_label] if lone_label else [])]
    return paragraphs, silent


def settle_languages(paragraphs: Sequence[Paragraph], languages: Languages) -> list[Paragraph]:
    """Paragraphs without letters ("2024"), or that may be in either language ("No."), take that of
    the run that they stand in."""
    settled = list(paragraphs)
    governed: dict[str, set[str]] = {}
    for paragraph in settled:
        if paragraph.label and paragraph.language:
            governed.setdefault(paragraph.label, set()).add(paragraph.language)
    spoken: dict[int, set[str]] = {}
    for paragraph in settled:
        spoken.setdefault(paragraph.block, set()).update(filter(None, [paragraph.language]))
    in_pairs = 2 * sum(
        len(languages_of_speaker) > 1 for languages_of_speaker in spoken.values()
    ) >= len(spoken)
    for index, paragraph in enumerate(settled):
        if paragraph.language is None:
            before = settled[index - 1] if index else None
            after = next((p for p in settled[index + 1 : index + 2] if p.language), None)
            if paragraph.label:
                language = _under_label(paragraph, before, after, governed, languages)
            else:
                language = _in_run(paragraph, before, after, languages)
                ends = not after or after.block != paragraph.block
                unsure = languages.likelier(paragraph.text) is not None or (
                    before is not None and _digits(before.text) == _digits(paragraph.text) != ""
                )  # "4,012." below 4,012只
                if (
                    language
                    and unsure
                    and ends
                    and in_pairs
                    and spoken[paragraph.block] == {language}
                ):
                    language = languages.other(language)
            spoken[paragraph.block].update(filter(None, [language]))
            language = language or languages.likelier(paragraph.text)
            settled[index] = replace(paragraph, language=language)
    # A file may begin with several of them.
    for index in reversed(range(len(settled))):
        if settled[index].language is None and index + 1 < len(settled):
            settled[index] = replace(settled[index], language=settled[index + 1].language)
    return settled


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _under_label(
    paragraph: Paragraph,
    before: Paragraph | None,
    after: Paragraph | None,
    governed: Mapping[str, set[str]],
    languages: Languages,
) -> str | None:
    label = paragraph.label or ""
    if len(known := governed.get(label, set())) == 1:
        return next(iter(known))
    for neighbour in (before, after):
        if neighbour and neighbour.label == label and neighbour.language:
            return languages.other(neighbour.language)
    return languages.of_name(label)


def _in_run(
    paragraph: Paragraph, before: Paragraph | None, after: Paragraph | None, languages: Languages
) -> str | None:
    if before and before.block == paragraph.block:
        return before.language
    if after and after.block == paragraph.block and after.language:
        return languages.other(after.language) if after.label else after.language
    return before.language if before else None


def join_runs(paragraphs: Sequence[Paragraph], languages: Languages) -> list[ParagraphRun]:
    """The runs of paragraphs whose languages are settled."""
    starts = [0] if paragraphs else []
    for index, (before, paragraph) in enumerate(pairwise(paragraphs), start=1):
        if (
            paragraph.label
            or paragraph.headings
            or paragraph.block != before.block
            or paragraph.language != before.language
            or paragraph.turn != before.turn
        ):
            starts.append(index)
    runs = []
    for start, end in pairwise([*starts, len(paragraphs)]):
        first = paragraphs[start]
        language = first.language or ""
        runs.append(
            ParagraphRun(
                language=language,
                label=first.label,
                paragraphs=tuple(paragraph.text for paragraph in paragraphs[start:end]),
                lines=tuple(paragraph.line for paragraph in paragraphs[start:end]),
                block=first.block,
                heading=_join_headings(first.headings, language, languages),
                turn=first.turn,
            )
        )
    return runs


def in_blocks(runs: Sequence[ParagraphRun]) -> bool:
    """Whether blocks hold whole pairs."""
    by_block: dict[int, set[str]] = {}
    for run in runs:
        if run.turn is not None:
            continue  # The format says what is a pair.
        by_block.setdefault(run.block, set()).add(run.language)
    in_both = sum(len(seen) > 1 for seen in by_block.values())
    # Without another language whoever is not named begins with the block.
    return 2 * in_both >= len(by_block) or len({run.language for run in runs}) == 1


def _join_headings(headings: Sequence[str], language: str, languages: Languages) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for heading in headings:
        for found, text in languages.split(heading).items():
            texts.setdefault(found or language, []).append(text)
    return {found: " · ".join(parts) for found, parts in texts.items()}
