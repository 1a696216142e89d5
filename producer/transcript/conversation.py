"""Lines become a Script: title, labels, credits, units, pairs, speakers, findings."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from producer.errors import InputError
from producer.languages import language_name, language_names
from producer.model import (
    NARRATOR,
    Finding,
    Script,
    Speaker,
    Turn,
    narrator,
)
from producer.transcript.document import Document, Line
from producer.transcript.findings import reading
from producer.transcript.labels import questions
from producer.transcript.labels import shapes as dashes
from producer.transcript.labels.evidence import find_labels
from producer.transcript.labels.label import casts, label_of
from producer.transcript.labels.name_lines import with_colons
from producer.transcript.language.detection import Languages, languages_of
from producer.transcript.lines import credits
from producer.transcript.lines.asides import without_directions
from producer.transcript.lines.language_tags import with_languages
from producer.transcript.lines.picture_captions import without_captions
from producer.transcript.lines.pull_quotes import without_pull_quotes
from producer.transcript.lines.sections import with_levels
from producer.transcript.lines.shared_lines import split_shared
from producer.transcript.lines.stamps import without_stamps
from producer.transcript.lines.titles import stem_of, take_titles
from producer.transcript.pairs.halves import (
    exchanges,
    in_one_language,
    pair_halves,
    partings,
    split_halves,
    without_language_names,
)
from producer.transcript.pairs.pairing import Pair, cost, layouts, pair_units
from producer.transcript.pairs.switching import with_switches
from producer.transcript.pairs.units import (
    Paragraph,
    Unit,
    join_units,
    settle_languages,
    split_paragraphs,
)
from producer.transcript.people.folding import Aliases, aliases_of, fold_labels
from producer.transcript.people.speakers import People, find_people, name_speakers


def understand(
    document: Document,
    path: Path,
    languages: Languages | None = None,
    people: Iterable[Iterable[str]] = (),
    *,
    untranslated: bool = False,
) -> Script:
    """The script of a transcript's document. Every line ends in a passage, a label, the title, a
    heading, the credits, or a finding. `people` has groups of names that are one person's each.
    Raises `InputError` where the lines are not in two languages, or with `untranslated` in none."""
    languages = languages or languages_of()
    aliases = aliases_of([*people, *(s.names.values() for s in document.speakers)])
    ours = [line for line in document.lines if line.language in (None, *languages.tags)]
    foreign = [line for line in document.lines if line.language not in (None, *languages.tags)]
    ours, captions = without_captions(ours)
    timeless, stamps = without_stamps(with_levels(ours))
    spoken, directions = without_directions(timeless)
    spoken, marks = without_language_names(with_languages(spoken, languages))
    spoken, dashed = dashes.with_colons(spoken, languages)
    spoken, quotes = without_pull_quotes(spoken)
    told = questions.with_labels(spoken, languages)
    lines = with_colons(split_shared(told.lines, languages))
    if not lines:
        raise InputError("the transcript is empty", path=path, line=1, advice=_expected(languages))
    titles, rest = take_titles(lines, languages, document.titles)
    declared = {name for speaker in document.speakers for name in speaker.names.values()}
    halves = split_halves(rest, languages)
    if halves:
        titles, second = take_titles(halves[1], languages, titles, again=True)
        halves = (halves[0], second)
    apart = bool(halves) or (untranslated and in_one_language(rest, languages))
    labels = find_labels([*chain(*halves)] or rest, languages, apart=apart) | declared | dashed
    if told.first:
        labels |= {questions.QUESTION, questions.ANSWER}
    paragraphs: list[Paragraph] = []
    silent: list[Line] = []
    outside: list[Line] = []
    for part in halves or (rest,):
        body, around = credits.divide(
            part, lambda line: label_of(line, labels) is not None, lambda line: casts(line, labels)
        )
        said, unspeakable = split_paragraphs(body, labels, languages)
        paragraphs += said
        silent += unspeakable
        outside += around
    settled, folds = fold_labels(
        settle_languages(paragraphs if halves else with_switches(paragraphs, languages), languages),
        aliases,
    )
    units = join_units(settled, languages)
    least = 1 if untranslated else 2
    _require_languages(least, units, languages, path, lines[0].number, document.advice)

    if halves:
        who, pairs = _paired_halves([units], aliases)
        leads = units[0].language
    else:
        leads, who, pairs = _best_reading(units, languages, aliases)
    order = (leads, languages.other(leads))
    speakers = name_speakers(units, who, order, folds)
    turns = tuple(
        _turn(number, pair, speakers, order) for number, pair in enumerate(pairs, start=1)
    )
    found = [
        *_about_labels(pairs, turns, who),
        *([reading.by_bold(told.first)] if told.first else []),
        *reading.folded([*folds, *who.folds]),
        *(reading.out_of_step(parting, order) for parting in partings(pairs) if halves),
        *(
            reading.unspeakable(line.number, line.text)
            for line in silent
            if label_of(line, labels) is not None
        ),
        *reading.not_spoken("time-stamps", "time stamps", stamps),
        *reading.not_spoken("stage-directions", "stage directions", directions),
        *reading.not_spoken("left-out", "captions of pictures", captions),
        *reading.not_spoken("left-out", "sentences that stand in the text too", quotes),
        *reading.not_spoken(
            "left-out",
            f"lines in {language_names(sorted({str(line.language) for line in foreign}))}",
            [(line.number, line.text) for line in foreign],
        ),
        *document.findings,
    ]
    untitled = not titles
    if untitled:
        stem = stem_of(path)
        found.append(reading.no_title(stem, "a first line '# Title'"))
        titles = {None: stem}
    unspoken = sorted([*marks, *outside, *silent], key=lambda line: line.number)
    return Script(
        title=_title_per_language(titles, order),
        languages=order,
        speakers=_who_speaks(turns, speakers.values(), order),
        turns=turns,
        credits=(*document.credits, *(line.text for line in unspoken)),
        findings=tuple(found),
        untitled=untitled,
    )


def _title_per_language(
    titles: Mapping[str | None, str], languages: Sequence[str]
) -> dict[str, str]:
    """A title in no language ("2026") is one in those that have none of their own."""
    title = {lang: titles.get(lang) or titles.get(None) for lang in languages}
    return {lang: text for lang, text in title.items() if text}


def _require_languages(
    least: int, units: Sequence[Unit], languages: Languages, path: Path, line: int, advice: str
) -> None:
    found = {unit.language for unit in units}
    advice = advice or _expected(languages)
    if not found or "" in found:
        message = f"the transcript has no text in {' or '.join(map(language_name, languages.tags))}"
    elif len(found) < least:
        message = f"the transcript is only in {language_name(found.pop())}"
        command = shlex.join(["producer", "translate", str(path)])
        advice += f". `{command}` proposes the other language"
    else:
        return
    raise InputError(message, path=path, line=line, advice=advice)


def _expected(languages: Languages) -> str:
    names = " and in ".join(map(language_name, languages.tags))
    return (
        f"Expected a conversation with every turn in {names}; other languages are declared in "
        'show.toml, as in languages = ["es", "en"], or with --languages es,en'
    )


def _best_reading(
    units: Sequence[Unit], languages: Languages, aliases: Aliases
) -> tuple[str, People, list[Pair]]:
    """The language that leads, and the pairs. Their order tells who is who in the two languages,
    and that tells wrong pairs."""
    readings = []
    for layout in layouts(units, languages):
        people = find_people(units, pair_units(units, layout), aliases)
        readings.append((layout.leads, people, pair_units(units, layout, people.conflict)))
    if stretches := exchanges(units):
        readings.append((units[0].language, *_paired_halves(stretches, aliases)))
    return min(readings, key=lambda reading: cost(reading[2]))


def _paired_halves(
    stretches: Sequence[Sequence[Unit]], aliases: Aliases
) -> tuple[People, list[Pair]]:
    """The pairs of stretches that hold one half in each language. Names tell first who is who,
    then who stands beside whom, and that tells wrong pairs."""
    units = [*chain(*stretches)]
    people, pairs = find_people(units, (), aliases), []
    for _ in range(3):
        pairs = [pair for part in stretches for pair in pair_halves(part, people.conflict)]
        people = find_people(units, pairs, aliases)
    return people, pairs


def _turn(number: int, pair: Pair, speakers: dict[str, Speaker], languages: Sequence[str]) -> Turn:
    return Turn(
        number=number,
        speaker=speakers[pair.label].id if pair.label else NARRATOR,
        passages={lang: tuple(pair.passages[lang]) for lang in languages if lang in pair.passages},
        heading=pair.heading,
        line=pair.line,
        lines={lang: tuple(numbers) for lang, numbers in pair.lines.items()},
    )


def _who_speaks(
    turns: Sequence[Turn], known: Iterable[Speaker], languages: Sequence[str]
) -> tuple[Speaker, ...]:
    """The speakers in the order of their first turns."""
    by_id = {speaker.id: speaker for speaker in known} | {NARRATOR: narrator(languages)}
    return tuple(by_id[speaker_id] for speaker_id in dict.fromkeys(t.speaker for t in turns))


def _about_labels(pairs: Sequence[Pair], turns: Sequence[Turn], people: People) -> list[Finding]:
    """Turns that name nobody after one that does, and turns that name two people."""
    if not any(pair.label for pair in pairs):
        return [reading.no_labels(pairs[0].line)]
    found = []
    begun = False
    for pair, turn in zip(pairs, turns, strict=True):
        begun = begun or pair.label is not None
        if begun and pair.label is None:
            found.append(reading.no_label(turn))
        names = list(pair.labels.values())
        if len(names) > 1 and not people.same(*names):
            found.append(reading.label_mismatch(turn, *names))
    return found
