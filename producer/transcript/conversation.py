"""Lines become a Script: title, labels, credits, runs, pairs, speakers, findings."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from producer.errors import InputError
from producer.languages import language_name, language_names
from producer.model import (
    NARRATOR,
    Finding,
    FindingKind,
    Script,
    Speaker,
    Turn,
    narrator,
)
from producer.naming.roles import is_anybody
from producer.transcript.directed_turns import directed, with_lone_directions
from producer.transcript.document import Document, Line, Role, require_few
from producer.transcript.findings import reading as about
from producer.transcript.findings.layout_doubts import (
    close_layouts,
    lone_label,
    seldom_named,
    shifted,
    unpaired,
)
from producer.transcript.labels import questions
from producer.transcript.labels.evidence import with_labels
from producer.transcript.labels.label import casts
from producer.transcript.language.detection import Languages, languages_of
from producer.transcript.lines import credits
from producer.transcript.lines.emphasis import without_emphasis, without_italics
from producer.transcript.lines.passes import annotated
from producer.transcript.lines.speech_directions import unsigned
from producer.transcript.lines.title_lines import Titles, stem_of, take_titles
from producer.transcript.pairs.costs import shifts
from producer.transcript.pairs.halves import (
    in_one_language,
    may_be_halves,
    partings,
    split_halves,
)
from producer.transcript.pairs.layouts import (
    Reading,
    TwoPeople,
    reading_of_halves,
    readings_in_order,
)
from producer.transcript.pairs.pairing import Conflict, GrowingTurn
from producer.transcript.pairs.paragraph_runs import (
    Paragraph,
    ParagraphRun,
    join_runs,
    settle_languages,
    split_paragraphs,
)
from producer.transcript.pairs.switching import with_switches
from producer.transcript.people.folding import Aliases, Fold, aliases_of, fold_labels
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
    lines, choices = weigh(document, path, languages, people, untranslated=untranslated)
    view, chosen, folds = choices[0].view, choices[0].reading, choices[0].folds
    foreign = [line for line in document.lines if line.language not in (None, *languages.tags)]
    question = questions.first_question([line for line in lines if line.role is None])
    pairs, titles = chosen.pairs, view.titles
    order = (chosen.leads, languages.other(chosen.leads))
    who = find_people(chosen.runs, pairs, _aliases(document, people))
    speakers = name_speakers(chosen.runs, who, order, folds)
    turns = with_lone_directions(
        [_turn(number, pair, speakers, order) for number, pair in enumerate(pairs, start=1)],
        [
            (line.number, direction)
            for line in lines
            if line.role in (Role.PAUSE, Role.STYLE)
            for direction in unsigned(line.speech)[1]
        ],
    )
    findings_ = [
        *_about_labels(pairs, turns, who),
        *_about_layouts(
            [choice.reading for choice in choices], turns, order, untranslated=untranslated
        ),
        *([about.by_bold(question)] if question else []),
        *about.folded([*folds, *who.folds]),
        *(about.out_of_step(parting, order) for parting in partings(pairs) if view.halves),
        *(
            about.unspeakable(line.number, line.text)
            for line in view.silent
            if line.speaker is not None
        ),
        *_not_spoken(lines),
        *about.not_spoken(
            FindingKind.LEFT_OUT,
            f"lines in {language_names(sorted({str(line.language) for line in foreign}))}",
            [(line.number, line.text) for line in foreign],
        ),
        *document.findings,
    ]
    untitled = not titles
    if untitled:
        stem = stem_of(path)
        findings_.append(about.no_title(stem, "a first line '# Title'"))
        titles = {None: stem}
    marks = [line for line in lines if line.role in (Role.LANGUAGE, Role.CREDIT)]
    unspoken = sorted([*marks, *view.outside, *view.silent], key=lambda line: line.number)
    return Script(
        title=_title_per_language(titles, order),
        languages=order,
        speakers=_who_speaks(turns, speakers.values(), order),
        turns=turns,
        credits=(
            *document.credits,
            # A rule of dashes tells nobody anything.
            *(line.shown for line in unspoken if any(map(str.isalnum, line.shown))),
        ),
        findings=tuple(findings_),
        untitled=untitled,
    )


def weigh(
    document: Document,
    path: Path,
    languages: Languages,
    people: Iterable[Iterable[str]] = (),
    *,
    untranslated: bool = False,
) -> tuple[list[Line], list[Choice]]:
    """The lines with what is seen in them, and what may be made of them, the likeliest first.
    Raises `InputError` as `understand` does."""
    require_few(len(document.lines), path)
    ours = [line for line in document.lines if line.language in (None, *languages.tags)]
    lines = annotated(ours, languages)
    spoken = [line for line in lines if line.role in (None, Role.TITLE)]
    if not any(line.role is None for line in spoken):
        raise InputError(
            "the transcript is empty", path=path, line=1, advice=_expected(languages, path)
        )
    if questions.first_question(spoken):
        spoken = questions.with_questions(spoken, languages)
    declared = {name for speaker in document.speakers for name in speaker.names.values()}
    least = 1 if untranslated else 2
    views = [
        view
        for divide in (_in_halves, _undivided)
        if (view := divide(spoken, languages, document.titles, declared, least))
    ]
    aliases = _aliases(document, people)
    two_people = partial(_two_people, aliases)
    choices: list[Choice] = []
    for view in views:
        settled, folds = fold_labels(settle_languages(view.paragraphs, languages), aliases)
        runs = join_runs(settled, languages)
        if len({run.language for run in runs}) < least and view is not views[-1]:
            continue
        _require_languages(least, runs, languages, path, spoken[0].number, document.advice)
        readings = view.readings(runs, languages, two_people)
        choices += [Choice(view, reading, folds) for reading in readings]
    return lines, sorted(choices, key=lambda choice: choice.reading.cost)


def _aliases(document: Document, people: Iterable[Iterable[str]]) -> Aliases:
    return aliases_of([*people, *(s.names.values() for s in document.speakers)])


_NOT_SPOKEN = (
    (Role.STAMP, FindingKind.TIME_STAMPS, "time stamps"),
    (Role.DIRECTION, FindingKind.STAGE_DIRECTIONS, "stage directions"),
    (Role.STYLE, FindingKind.STAGE_DIRECTIONS, "directions for how to speak"),
    (Role.NOTE, FindingKind.LEFT_OUT, "notes on the text"),
    (Role.CAPTION, FindingKind.LEFT_OUT, "captions of pictures"),
    (Role.REPEAT, FindingKind.LEFT_OUT, "sentences that stand in the text too"),
)
"""What is not spoken, the kind of finding that says so, and how it is called there."""


def _not_spoken(lines: Sequence[Line]) -> Iterator[Finding]:
    """One finding for each kind of what is marked in `lines` as not spoken."""
    for role, kind, name in _NOT_SPOKEN:
        yield from about.not_spoken(
            kind,
            name,
            [
                (line.number, text)
                for line in lines
                for text in (line.marked(role) or ([line.text] if line.role is role else []))
                if text
            ],
        )


@dataclass(frozen=True, slots=True)
class _View:
    """A document taken as halves, or as it stands: what is its title, what is said, what holds
    nothing to be said, and what nobody says."""

    titles: Titles
    paragraphs: list[Paragraph]
    silent: list[Line]
    outside: list[Line]
    halves: bool = False

    def readings(
        self, runs: Sequence[ParagraphRun], languages: Languages, two_people: TwoPeople
    ) -> Iterator[Reading]:
        if self.halves:
            yield reading_of_halves("two halves", [runs], two_people)
        else:
            yield from readings_in_order(runs, languages, two_people)


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading of the document, how the document was taken for it, and which labels are one
    person's."""

    view: _View
    reading: Reading
    folds: list[Fold]


def _in_halves(
    lines: Sequence[Line],
    languages: Languages,
    titles_before: Titles,
    declared: Set[str],
    _least: int,
) -> _View | None:
    """The whole conversation in one language and then in the other, None where that cannot be."""
    if not may_be_halves(lines, languages):
        return None
    titles, remaining = take_titles(
        with_labels(lines, languages, apart=True), languages, titles_before
    )
    halves = split_halves(remaining, languages)
    if not halves:
        return None
    titles, second = take_titles(halves[1], languages, titles, again=True)
    named = with_labels([*halves[0], *second], languages, apart=True, declared=declared)
    border = len(halves[0])
    return _view(titles, [named[:border], named[border:]], languages, halves=True)


def _undivided(
    lines: Sequence[Line],
    languages: Languages,
    titles_before: Titles,
    declared: Set[str],
    least: int,
) -> _View:
    """The conversation in the order in which it stands."""
    apart = least == 1 and in_one_language(lines, languages)
    named = with_labels(lines, languages, apart=apart, declared=declared)
    titles, remaining = take_titles(named, languages, titles_before)
    return _view(titles, [remaining], languages)


def _view(
    titles: Titles, parts: Sequence[Sequence[Line]], languages: Languages, *, halves: bool = False
) -> _View:
    labels = {line.speaker for stretch in parts for line in stretch if line.speaker is not None}
    view = _View(titles, [], [], [], halves)
    for stretch in parts:
        spoken = [without_emphasis(line) for line in stretch]
        body, around = credits.divide(spoken, lambda line: casts(line, labels))
        passages, silent = split_paragraphs(without_italics(body), languages)
        view.paragraphs.extend(passages if halves else with_switches(passages, languages))
        view.silent.extend(silent)
        view.outside.extend(around)
    return view


def _two_people(
    aliases: Aliases, runs: Sequence[ParagraphRun], pairs: Sequence[GrowingTurn]
) -> Conflict:
    return find_people(runs, pairs, aliases).conflict


_SHOWN_PAIRS = 3
_LEAST_TURNS = 6
"""Of fewer, a producer sees all at once."""
_FEW_LABELS = 2
_FEW_ALONE, _MANY = 2, 3
"""One of so many turns that lacks a language says that the file is set otherwise."""
_FEW_ONCE = 4
_CLOSE = 0.3
"""A layout that costs so little more might as well be the right one."""


def _about_layouts(
    readings: Sequence[Reading],
    turns: Sequence[Turn],
    languages: Sequence[str],
    *,
    untranslated: bool = False,
) -> Iterator[Finding]:
    """Another layout that fits as well, pairs that may be shifted, turns that lack a language where
    the file is not `untranslated`, and labels that stand once."""
    chosen = readings[0]
    if len(turns) < _LEAST_TURNS:
        return
    close = (r for r in readings[1:] if r.cost - chosen.cost < _CLOSE and r.paired != chosen.paired)
    if next_best := next(close, None):
        places = sorted(chosen.paired - next_best.paired)[:_SHOWN_PAIRS]
        shown = [" and ".join(f"line {line}" for line in pair) for pair in places]
        if shown:
            yield close_layouts(chosen.layout, next_best.layout, places[0][0], shown)
    for first, last in shifts(chosen.pairs):
        yield shifted(turns[first], languages, last)
    alone = [turn for turn in turns if len(turn.passages) < 2]
    if _MANY * len(alone) > len(turns) and len(alone) > _FEW_ALONE and not untranslated:
        yield unpaired(alone, len(turns))
    named = Counter(turn.speaker for turn in turns if turn.speaker != NARRATOR)
    once = [speaker for speaker, count in named.items() if count == 1]
    if len(once) > max(_FEW_ONCE, len(named) / 2):
        yield seldom_named(once, len(named), next(t.line or 1 for t in turns if t.speaker in once))
    if inherited := [pair for pair in chosen.pairs if pair.inherits]:
        label = next(iter(inherited[0].labels.values()))
        yield lone_label(label, inherited[0].line, len(inherited))


def _title_per_language(
    titles: Mapping[str | None, str], languages: Sequence[str]
) -> dict[str, str]:
    """A title in no language ("2026") is one in those that have none of their own."""
    title = {lang: titles.get(lang) or titles.get(None) for lang in languages}
    return {lang: text for lang, t in title.items() if t and (text := unsigned(t)[0])}


def _require_languages(
    least: int,
    runs: Sequence[ParagraphRun],
    languages: Languages,
    path: Path,
    line: int,
    advice: str,
) -> None:
    present = {run.language for run in runs}
    advice = advice or _expected(languages, path)
    if not present or "" in present:
        message = f"the transcript has no text in {' or '.join(map(language_name, languages.tags))}"
    elif len(present) < least:
        message = f"the transcript is only in {language_name(present.pop())}"
        command = shlex.join(["producer", "translate", str(path)])
        advice += f". `{command}` proposes the other language"
    else:
        return
    raise InputError(message, path=path, line=line, advice=advice)


def _expected(languages: Languages, path: Path) -> str:
    names = " and in ".join(map(language_name, languages.tags))
    files = " and ".join(f"{stem_of(path)}.{tag}{path.suffix}" for tag in languages.tags)
    return (
        f"Expected a conversation with every turn in {names}, or a file for each, called {files}; "
        "other languages are declared in "
        'show.toml, as in languages = ["es", "en"], or with --languages es,en'
    )


def _turn(
    number: int, pair: GrowingTurn, speakers: dict[str, Speaker], languages: Sequence[str]
) -> Turn:
    turn = Turn(
        number=number,
        speaker=speakers[pair.label].id if pair.label else NARRATOR,
        passages={lang: tuple(pair.passages[lang]) for lang in languages if lang in pair.passages},
        heading=pair.heading,
        line=pair.line,
        lines={lang: tuple(numbers) for lang, numbers in pair.lines.items()},
    )
    return directed(turn)


def _who_speaks(
    turns: Sequence[Turn], known: Iterable[Speaker], languages: Sequence[str]
) -> tuple[Speaker, ...]:
    """The speakers in the order of their first turns."""
    by_id = {speaker.id: speaker for speaker in known} | {NARRATOR: narrator(languages)}
    return tuple(by_id[speaker_id] for speaker_id in dict.fromkeys(t.speaker for t in turns))


def _about_labels(
    pairs: Sequence[GrowingTurn], turns: Sequence[Turn], people: People
) -> list[Finding]:
    """Turns that name nobody after one that does, and turns that name two people."""
    if not any(pair.label for pair in pairs):
        return [about.no_labels(pairs[0].line)]
    findings_ = []
    stands = Counter(label for pair in pairs for label in set(pair.labels.values()))
    begun = False
    for pair, turn in zip(pairs, turns, strict=True):
        begun = begun or pair.label is not None
        if begun and pair.label is None:
            findings_.append(about.no_label(turn))
        names = list(pair.labels.values())
        if len(names) > 1 and not people.same(*names) and not any(map(is_anybody, names)):
            # A label that hardly stands anywhere else is rather another form of a name.
            doubtful = min(stands[name] for name in names) <= _FEW_LABELS
            findings_.append(replace(about.label_mismatch(turn, *names), doubtful=doubtful))
    return findings_
