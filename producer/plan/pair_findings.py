"""What is found by comparing sentences that mean the same: what only one language has, and numbers
that contradict each other and names that are spelled otherwise, though they stand somewhere in the
other passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain, permutations

from producer.model import Change, Finding, PairedTurn, Script, Turn
from producer.plan.omissions import omitted
from producer.plan.pairs import PairedScript, sentences, texts
from producer.transcript.findings.numbers import contradictions
from producer.transcript.findings.terms import is_latin, misspelt
from producer.transcript.findings.verbatim import is_verbatim

_SURE = 0.8
"""How likely pairs are right at least whose numbers are compared."""


def found_in_pairs(script: Script, paired: PairedScript) -> Iterator[Finding]:
    """Findings beside those that the script has, none of which is told twice."""
    yield from omitted(script, paired)
    known = {(finding.turn, finding.kind, finding.message) for finding in script.findings}
    doubtful = is_verbatim(script)
    for turn in script.turns:
        own = paired.of_turn(turn.number)
        # With a pair or two, all there is to compare are the passages.
        if len(turn.passages) == 2 and len(own.pairs) > 2:
            for finding in _compared(turn, own):
                if (finding.turn, finding.kind, finding.message) not in known:
                    yield replace(finding, doubtful=finding.doubtful or doubtful)


def _compared(turn: Turn, own: PairedTurn) -> Iterator[Finding]:
    sides = tuple(
        (language, tuple(" ".join(texts(own, pair, language)) for pair in own.pairs))
        for language in turn.passages
    )
    for index, finding in _between(turn.number, sides):
        language, pair = finding.language, own.pairs[index]
        if language is None or pair.confidence < _SURE:
            continue
        ends = accumulate(map(len, sentences(turn, language)))
        number = pair.sentences[language][0]
        paragraph = next(place for place, end in enumerate(ends) if number < end)
        lines = turn.lines.get(language, ())
        yield replace(
            finding,
            line=lines[paragraph] if paragraph < len(lines) else turn.line,
            change=_in_paragraph(finding.change, turn.passages[language], paragraph),
        )


@lru_cache(maxsize=4096)
def _between(
    number: int, sides: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[tuple[int, Finding], ...]:
    """What contradicts in the pairs of a turn, whose sides they are by language, with the index of
    its pair. It is known for turns that an edit leaves alone."""
    by_pair = Turn(number, "", dict(sides))
    (first, _), (second, _) = sides
    return tuple(
        chain(
            contradictions(by_pair, first, second),
            *(
                misspelt(by_pair, elsewhere, latin)
                for elsewhere, latin in permutations((first, second))
                if is_latin(latin)
            ),
        )
    )


def _in_paragraph(
    change: Change | None, paragraphs: tuple[str, ...], paragraph: int
) -> Change | None:
    """The change in the paragraph that has the sentence, if its text stands there once."""
    if change is None or paragraphs[paragraph].count(change.before) != 1:
        return None
    return replace(change, paragraph=paragraph)
