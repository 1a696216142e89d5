"""Numbers that stand in one language only, or in another unit.

Of the numbers of documents that nobody has tuned for, a quarter or more are false alarms (years cut
short, idioms, words that were heard), so they are doubtful, and only other units are told.

Where the passages of a turn have as many paragraphs, a number is looked for in the paragraph that
translates its own and in those beside it; else anywhere in the other passage. What stands in a
gloss answers a number, but is not missed itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from producer.languages import language_name
from producer.model import Change, Finding, FindingKind, Script, Turn
from producer.transcript.findings.glosses import glosses
from producer.transcript.findings.place import Place, places
from producer.transcript.quantities import knows_words, quantities
from producer.transcript.quantities.quantity import Quantity, converted, other_unit, same

_MOST = 400
"""Numbers of a passage that are compared; with more it is a table."""

_DIGITS = re.compile(r"\d[\d,.]*")
_DIGIT_RUN = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number and where it stands."""

    place: Place
    quantity: Quantity

    @property
    def text(self) -> str:
        return self.quantity.text

    @property
    def in_a_gloss(self) -> bool:
        return any(
            start <= self.quantity.start < end
            for start, end in glosses(self.place.text, self.place.language)
        )

    def stands_in(self, passage: str) -> bool:
        """Whether its digits stand in `passage`, be it in a name: "7nm", "109s"."""
        runs = [run for run in _DIGIT_RUN.findall(self.text.replace(",", "")) if run.strip("0")]
        return bool(runs) and set(runs) <= set(_DIGIT_RUN.findall(passage.replace(",", "")))


def numbers(script: Script) -> Iterator[Finding]:
    """The passages of a turn tell different numbers."""
    for turn in script.turns:
        present = [language for language in script.languages if language in turn.passages]
        for first, second in combinations(present, 2):
            yield from _compare(turn, first, second)


def _compare(turn: Turn, first: str, second: str) -> Iterator[Finding]:
    # Of words that are seen in one language only, most would stand in one only.
    in_words = knows_words(first) and knows_words(second)
    aligned = len(turn.passages[first]) == len(turn.passages[second])
    ours = _numbers(turn, first, in_words=in_words)
    theirs = _numbers(turn, second, in_words=in_words)
    if _are_the_same(ours, theirs):
        return
    left, right = _unanswered(ours, theirs, aligned), _unanswered(theirs, ours, aligned)
    for _, finding in _contradictions(left, right, aligned):
        yield finding
    if in_words or not len(left) == len(right) == 1:
        left = [number for number in left if _is_missed(number, turn, second, aligned)]
        right = [number for number in right if _is_missed(number, turn, first, aligned)]
    for number, counterpart in _counterparts(left, right, aligned):
        left.remove(number)
        right.remove(counterpart)
        yield _other_number(number, counterpart)
    for number in left:
        yield _alone(number, second)
    for number in right:
        yield _alone(number, first)


def _are_the_same(ours: Sequence[_Number], theirs: Sequence[_Number]) -> bool:
    """Whether both have the same numbers in the same units and order, as most turns do."""
    return [(n.place.index, n.quantity.values, n.quantity.unit) for n in ours] == [
        (n.place.index, n.quantity.values, n.quantity.unit) for n in theirs
    ]


def contradictions(turn: Turn, first: str, second: str) -> Iterator[tuple[int, Finding]]:
    """Numbers that contradict each other, in a turn whose paragraphs are sentences that mean the
    same, by the index of their paragraph: another number of the same unit, or the same number of
    another one, where neither stands in the sentences beside it."""
    in_words = knows_words(first) and knows_words(second)
    ours = _of_sentences(_numbers(turn, first, in_words=in_words))
    theirs = _of_sentences(_numbers(turn, second, in_words=in_words))
    if _are_the_same(ours, theirs):
        return
    left = [n for n in _unanswered(ours, theirs, True) if _is_missed(n, turn, second, True)]
    right = [n for n in _unanswered(theirs, ours, True) if _is_missed(n, turn, first, True)]
    yield from _contradictions(left, right, True)


def _of_sentences(numbers: Iterable[_Number]) -> list[_Number]:
    """Those that do not stand in a row of a table, whose pairs are not sure."""
    return [number for number in numbers if number.place.text.count("|") < 2]


def _contradictions(
    left: list[_Number], right: list[_Number], aligned: bool
) -> Iterator[tuple[int, Finding]]:
    """Findings of numbers that contradict each other, which are taken out of both lists, by the
    index of their paragraph."""
    for differ, finding in ((other_unit, _other_unit), (_contradicts, _other_number)):
        for number in list(left):
            for counterpart in right:
                if _beside(number, counterpart, 0, aligned) and differ(
                    number.quantity, counterpart.quantity
                ):
                    left.remove(number)
                    right.remove(counterpart)
                    yield counterpart.place.index, finding(number, counterpart)
                    break


def _counterparts(
    left: Sequence[_Number], right: Sequence[_Number], aligned: bool
) -> list[tuple[_Number, _Number]]:
    """The bare numbers that alone are left of the same paragraph, or of the passage."""
    pairs = []
    for number in left:
        others = [counterpart for counterpart in right if _beside(number, counterpart, 0, aligned)]
        rivals = [rival for rival in left if _beside(number, rival, 0, aligned)]
        if len(others) == len(rivals) == 1:
            (counterpart,) = others
            if number.quantity.unit is counterpart.quantity.unit is None:
                pairs.append((number, counterpart))
    return pairs


def _unanswered(
    numbers: Sequence[_Number], others: Sequence[_Number], aligned: bool
) -> list[_Number]:
    """Those of `numbers` to which none of `others` is the same."""
    return [
        number
        for number in numbers
        if not any(
            _beside(number, counterpart, 1, aligned) and same(number.quantity, counterpart.quantity)
            for counterpart in others
        )
    ]


def _beside(number: _Number, counterpart: _Number, most: int, aligned: bool) -> bool:
    """Whether they stand `most` paragraphs apart at most, where paragraphs are `aligned`."""
    return not aligned or abs(number.place.index - counterpart.place.index) <= most


def _is_missed(number: _Number, turn: Turn, language: str, aligned: bool) -> bool:
    """Whether it is worth telling that the passage in `language` has nothing like it."""
    texts: Sequence[str] = turn.passages[language]
    if aligned:
        texts = texts[max(0, number.place.index - 1) : number.place.index + 2]
    passage = "\n".join(texts)
    return number.quantity.strong and not number.in_a_gloss and not number.stands_in(passage)


def _numbers(turn: Turn, language: str, *, in_words: bool) -> list[_Number]:
    """The numbers of a passage; what a paragraph repeats stands once."""
    distinct: dict[object, _Number] = {}
    for place in places(turn, language):
        for quantity in quantities(place.text, language, in_words=in_words):
            key = (place.index, quantity.values, quantity.unit, quantity.strong)
            distinct.setdefault(key, _Number(place, quantity))
    return list(islice(distinct.values(), _MOST))


def _contradicts(quantity: Quantity, counterpart: Quantity) -> bool:
    """三年 against four years; a number of something else does not contradict."""
    return quantity.unit is not None and quantity.unit == counterpart.unit


def _other_unit(number: _Number, counterpart: _Number) -> Finding:
    unit, given_unit = counterpart.quantity.unit, number.quantity.unit
    assert unit is not None
    assert given_unit is not None
    language = language_name(number.place.language)
    if value := converted(number.quantity, unit):
        message = (
            f"'{counterpart.text}' has another unit than '{number.text}' in {language}, and the "
            f"same number: {number.text} comes to about {value} ({unit.name})"
        )
        change = _with_number(counterpart, value)
    else:
        message = (
            f"'{counterpart.text}' has another unit than '{number.text}' in {language}, and the "
            "same number"
        )
        change = None
    return counterpart.place.finding(FindingKind.UNIT, message, change)


def _with_number(number: _Number, value: str) -> Change | None:
    """The quantity with `value` in place of its digits, where it has digits."""
    if not (digits := _DIGITS.search(number.text)):
        return None
    after = number.text[: digits.start()] + value + number.text[digits.end() :]
    return number.place.change(number.quantity.start, number.quantity.end, after)


def _other_number(number: _Number, counterpart: _Number) -> Finding:
    language = language_name(number.place.language)
    return counterpart.place.finding(
        FindingKind.NUMBER,
        f"'{counterpart.text}', but {language} has '{number.text}'",
        doubtful=True,
    )


def _alone(number: _Number, missing: str) -> Finding:
    return number.place.finding(
        FindingKind.NUMBER,
        f"'{number.text}' stands here only: {language_name(missing)} has no such number",
        doubtful=True,
    )
