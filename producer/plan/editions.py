"""What an edition is: which sentences are heard one after the other, how fast, and with which
pauses.

`zh-en` has each turn in Chinese, then in English; `zh-en-pairs` each pair of sentences that mean
the same. What show.toml defines as `[edition.NAME]` has languages in any order, more than once if
need be, by turn, paragraph or pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from producer.engines.length import typical_ms
from producer.errors import UsageError
from producer.model import Pair, Script
from producer.plan.pairs import PairedScript
from producer.plan.passages import PassageId, Said, is_notice
from producer.show.settings import EditionSettings, Settings

_PAIRS = "-pairs"
"""The ending of editions by pair."""

_BY_PAIR = {"zh": "逐句", "en": "sentence by sentence"}
"""What editions by pair are called, beside their languages."""

By = Literal["turn", "paragraph", "pair"]

Begins = Literal["turn", "language", "paragraph", "sentence", "pair", "other side"]
"""What begins with a sentence, which tells how long the pause before it is: a turn; its other
language; a paragraph or a sentence of the same passage; a pair; the other language of a pair."""


@dataclass(frozen=True, slots=True)
class EditionForm:
    """How an edition is ordered. `order` has the languages in which each turn, paragraph or pair is
    heard, and `rates` how much faster than usual, in percent, each time. `again` is the silence
    after each sentence, times its length. Pairs are joined until they take `join_ms`."""

    name: str
    order: tuple[str, ...]
    by: By = "turn"
    rates: tuple[int, ...] = ()
    again: float = 0.0
    join_ms: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that are heard, in the order in which they first are."""
        return tuple(dict.fromkeys(self.order))

    @property
    def hearings(self) -> list[tuple[str, int]]:
        """A language and its rate for each time that something is heard."""
        rates = self.rates or (0,) * len(self.order)
        return list(zip(self.order, rates, strict=True))


@dataclass(frozen=True, slots=True)
class Hearing:
    """A sentence as an edition has it: its index among those that are said in a passage, what
    begins with it, how much faster than usual in percent, and the silence after it, times its
    length. `stretch` numbers what is heard without a change of language."""

    passage: PassageId
    index: int
    begins: Begins
    stretch: int
    rate_percent: int = 0
    again: float = 0.0


def edition_form(name: str, settings: Settings, languages: Sequence[str]) -> EditionForm:
    """What `name` stands for. Raises `UsageError` for an edition that there is not, and for a
    language that the script lacks."""
    defined = settings.edition.get(name)
    by_pair = name.endswith(_PAIRS)
    if defined is None or not defined.order:
        order = tuple(name.removesuffix(_PAIRS).split("-"))
        if len(set(order)) != len(order):
            order = ()
    else:
        order = defined.order
    if not order or any(language not in languages for language in order):
        names = ", ".join([*settings.edition, "-".join(languages)])
        raise UsageError(
            f"there is no edition '{name}' of this script",
            advice=f"An edition joins languages of the script with '-': {', '.join(languages)}; "
            f"'{'-'.join(languages)}{_PAIRS}' goes by pairs of sentences; show.toml may define "
            f"others ({names})",
        )
    defined = defined or EditionSettings()
    title = defined.title or (_BY_PAIR if by_pair else {})
    return EditionForm(
        name,
        order,
        defined.by or ("pair" if by_pair else "turn"),
        _rates(order, defined),
        defined.repeat_gap,
        defined.join_ms,
        title if isinstance(title, dict) else dict.fromkeys(languages, title),
    )


def _rates(order: Sequence[str], defined: EditionSettings) -> tuple[int, ...]:
    """The rate of each hearing: those of a language one after the other, the last for all more."""
    rates: list[int] = []
    for place, language in enumerate(order):
        own = defined.rate.get(language, ())
        times = order[:place].count(language)
        rates.append(own[min(times, len(own) - 1)] if own else 0)
    return tuple(rates)


def hearings(
    form: EditionForm,
    order: Sequence[PassageId],
    passages: Mapping[PassageId, Sequence[Said]],
    paired: PairedScript,
    script: Script,
) -> tuple[Hearing, ...]:
    """All that is heard in an edition, whose passages are `order`."""
    writer = _Writer(form)
    for number, group in groupby(order, key=lambda pid: pid[0]):
        present = set(group)
        if form.by == "turn" or is_notice(number, script):
            hearing = form.hearings if not is_notice(number, script) else _once(form)
            units = [{pid[1]: list(enumerate(passages[pid])) for pid in present}]
        else:
            hearing = form.hearings
            units = _units(form, number, present, passages, paired.of_turn(number).pairs)
        for place, unit in enumerate(units):
            writer.add(number, unit, hearing, first=place == 0)
    return tuple(writer.hearings)


def _once(form: EditionForm) -> list[tuple[str, int]]:
    """Each language once, as usual: what stands outside the conversation is not repeated."""
    return [(language, 0) for language in form.languages]


_Unit = dict[str, list[tuple[int, Said]]]
"""The sentences that are heard together, by language, with their indexes in the passage."""


def _units(
    form: EditionForm,
    number: int,
    present: Iterable[PassageId],
    passages: Mapping[PassageId, Sequence[Said]],
    pairs: Sequence[Pair],
) -> list[_Unit]:
    """A turn's pairs, or its paragraphs as whole pairs, with what can be said of them."""
    languages = [language for _, language in present]
    pieces: dict[str, dict[int, list[tuple[int, Said]]]] = {}
    for language in languages:
        by_number = pieces.setdefault(language, {})
        for index, each in enumerate(passages[number, language]):
            by_number.setdefault(each.number, []).append((index, each))
    units: list[_Unit] = []
    open_unit = False
    for pair in pairs:
        unit = {
            language: [
                piece for n in pair.sentences[language] for piece in pieces[language].get(n, ())
            ]
            for language in languages
        }
        if not any(unit.values()):
            continue
        if units and (open_unit or (form.by == "paragraph" and _goes_on(units[-1], unit))):
            for language, sentences in unit.items():
                units[-1][language] += sentences
        else:
            units.append(unit)
        open_unit = form.by == "pair" and _is_short(units[-1], form)
    return units


def _goes_on(before: _Unit, after: _Unit) -> bool:
    """Whether a paragraph goes on in some language."""
    return any(
        before[language]
        and after[language]
        and before[language][-1][1].paragraph == after[language][0][1].paragraph
        for language in before
    )


def _is_short(unit: _Unit, form: EditionForm) -> bool:
    lengths = [
        sum(typical_ms(sentence.utterance.text) for _, sentence in unit[language])
        for language in form.languages
        if unit.get(language)
    ]
    return bool(lengths) and max(lengths) < form.join_ms


class _Writer:
    """Writes down what is heard, and what begins with each sentence."""

    def __init__(self, form: EditionForm) -> None:
        self._form = form
        self._stretch = -1
        self.hearings: list[Hearing] = []

    def add(
        self, number: int, unit: _Unit, hearing: Sequence[tuple[str, int]], *, first: bool
    ) -> None:
        """A unit of the turn of that number, each time that it is heard; `first` of its turn."""
        begins: Begins = "turn" if first else "pair"
        for language, rate in hearing:
            if unit.get(language):
                self._sentences((number, language), unit[language], rate, begins)
                begins = "language" if self._form.by == "turn" else "other side"

    def _sentences(
        self, pid: PassageId, sentences: Sequence[tuple[int, Said]], rate: int, begins: Begins
    ) -> None:
        self._stretch += 1
        paragraph = None
        for index, sentence in sentences:
            if paragraph is not None:
                begins = "sentence" if sentence.paragraph == paragraph else "paragraph"
            paragraph = sentence.paragraph
            again = self._form.again
            self.hearings.append(Hearing(pid, index, begins, self._stretch, rate, again))
