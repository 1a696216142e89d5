"""Which sentences of a passage are spoken in one request.

A voice gives "No." by itself another melody than in a conversation, and one of several languages
may take it for another. So a short sentence is spoken with its neighbour, and cut out again
afterwards. They go in twos: whatever is edited, at most one more sentence is spoken again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from operator import itemgetter

from producer.model import joint
from producer.plan.passages import Said
from producer.plan.pauses import is_short
from producer.show.settings import Speaking

_LONGEST_PAIR = 120
"""In characters: a longer sentence would be spoken again for a short one beside it."""
_LONGEST_REQUEST_BYTES = 2_400
"""Of a paragraph that is spoken as a whole, in UTF-8: half of what edge takes, a minute or two."""


def spoken_together(passage: Sequence[Said], speaking: Speaking) -> tuple[Said, ...]:
    """The sentences of `passage`, each with what it is spoken with."""
    together: list[Said] = []
    # What a pause parts that the text asks for stays apart.
    runs = accumulate(sentence.pause_ms > 0 for sentence in passage)
    keys = [
        (run, sentence.paragraph, *_speaker(sentence))
        for run, sentence in zip(runs, passage, strict=True)
    ]
    for _, numbered in groupby(zip(keys, passage, strict=True), key=itemgetter(0)):
        own = [sentence for _, sentence in numbered]
        voice = own[0].utterance.delivery.voice
        if speaking.together == "paragraph" or voice in speaking.paragraph_voices:
            groups = _requests(own)
        else:
            groups = _pairs(own, longest=_LONGEST_PAIR if speaking.together == "neighbour" else 0)
        together += (sentence for group in groups for sentence in _joined(group))
    return tuple(together)


def _speaker(sentence: Said) -> tuple[object, ...]:
    utterance = sentence.utterance
    # What was recorded stands for itself, and so does what an engine is told the sounds of.
    return (
        *(utterance.language, utterance.delivery, utterance.style),
        *(utterance.readings, utterance.take),
    )


def _pairs(sentences: Sequence[Said], longest: int) -> Iterator[list[Said]]:
    """Short sentences with the one behind them, or else the one before; all others alone."""
    texts = [sentence.utterance.text for sentence in sentences]

    def leads(place: int) -> bool:
        return is_short(texts[place]) and fits(place)

    def fits(place: int) -> bool:
        """Whether a sentence has one behind it that may be spoken with it."""
        return sum(map(len, texts[place : place + 2])) <= longest and place + 1 < len(texts)

    place = 0
    while place < len(sentences):
        following = place + 1
        is_last_word = fits(place) and is_short(texts[following]) and not leads(following)
        size = 2 if leads(place) or is_last_word else 1
        yield list(sentences[place : place + size])
        place += size


def _requests(sentences: Sequence[Said]) -> Iterator[list[Said]]:
    """`sentences` in as few groups as one request can take."""
    group: list[Said] = []
    size = 0
    for sentence in sentences:
        length = len(sentence.utterance.text.encode())
        if group and size + length > _LONGEST_REQUEST_BYTES:
            yield group
            group, size = [], 0
        group.append(sentence)
        size += length
    yield group


def _joined(group: Sequence[Said]) -> Iterator[Said]:
    """Each of a group with what is said before and after it."""
    gap = joint(group[0].utterance.language)
    for place, sentence in enumerate(group):
        texts = [each.utterance.text for each in group]
        before = "".join(text + gap for text in texts[:place])
        after = "".join(gap + text for text in texts[place + 1 :])
        yield replace(sentence, utterance=replace(sentence.utterance, before=before, after=after))
