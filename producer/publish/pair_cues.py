"""What means the same as what sounds, in the language that does not: timed to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from producer.model import Cue, Pair, PairCues, PairedTurn, is_speakable


def pair_cues(cues: Sequence[Cue], turns: Mapping[int, PairedTurn]) -> Iterator[PairCues]:
    """All `cues` of an edition by the pairs of their `turns`, in order. A pair that is heard in
    both languages is there once for each, and each time that it is heard."""
    places = {number: _places(turn) for number, turn in turns.items()}
    begin = 0
    for at, cue in enumerate(cues):
        place = places.get(cue.turn, {}).get((cue.language, cue.sentence))
        after = cues[at + 1] if at + 1 < len(cues) else None
        # The same sentence again is heard a second time.
        goes_on = (
            after is not None
            and (after.turn, after.language) == (cue.turn, cue.language)
            and after.sentence > cue.sentence
            and place is not None
            and places[cue.turn].get((after.language, after.sentence)) == place
        )
        if goes_on:
            continue
        heard_cues = tuple(cues[begin : at + 1])
        begin = at + 1
        if place is None:
            yield PairCues(heard_cues)
        else:
            turn = turns[cue.turn]
            yield PairCues(heard_cues, tuple(_partners(heard_cues, turn, turn.pairs[place])))


def _places(turn: PairedTurn) -> dict[tuple[str, int], int]:
    """The pair that each sentence belongs to, by language and number."""
    return {
        (language, number): place
        for place, pair in enumerate(turn.pairs)
        for language, numbers in pair.sentences.items()
        for number in numbers
    }


def _partners(heard_cues: Sequence[Cue], turn: PairedTurn, pair: Pair) -> Iterator[Cue]:
    """The other side of a pair, whose sentences share the time of what is `heard`."""
    start_ms, end_ms = heard_cues[0].start_ms, heard_cues[-1].end_ms
    for language, numbers in pair.sentences.items():
        if language == heard_cues[0].language:
            continue
        texts = turn.sentences.get(language, ())
        speakable = [number for number in numbers if is_speakable(texts[number])]
        ends = [*accumulate(len(texts[number]) for number in speakable)]
        times = [start_ms + (end_ms - start_ms) * end // ends[-1] for end in (0, *ends) if ends]
        for number, (begin_ms, until_ms) in zip(speakable, pairwise(times), strict=True):
            yield Cue(
                turn=turn.number,
                language=language,
                speaker=heard_cues[0].speaker,
                start_ms=begin_ms,
                end_ms=max(until_ms, begin_ms + 1),
                text=texts[number],
                estimated=True,
                sentence=number,
            )
