"""What is said in an episode, once, by pairs, and when in each of its editions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from producer.model import Cue, PairedTurn, Timeline, is_speakable
from producer.publish.page.word_times import words

SentenceKey: TypeAlias = tuple[int, str, int]
"""A turn's number, a language, and the sentence's number in that passage."""


@dataclass(frozen=True, slots=True)
class PageSentence:
    """A sentence as it stands on the page: its number there, and its cue in the first edition that
    has it, if one has. `begins` says that a paragraph begins with it."""

    number: int
    text: str
    cue: Cue | None
    begins: bool


PagePair: TypeAlias = Mapping[str, Sequence[PageSentence]]
"""The sentences of a pair by language, of which each has some."""


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A turn by pairs. `starts` says, by language, in which file and when in ms it begins."""

    number: int
    speaker: str
    pairs: Sequence[PagePair]
    starts: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        """Those in which there is something to read, in the order of the page."""
        return list(dict.fromkeys(language for pair in self.pairs for language in pair))

    def sentences(self, language: str) -> Iterator[PageSentence]:
        return (sentence for pair in self.pairs for sentence in pair.get(language, ()))


def turns(
    editions: Iterable[tuple[str, Timeline]],
    languages: Sequence[str],
    paired: Mapping[int, PairedTurn],
    paragraphs: Mapping[tuple[int, str], Collection[int]],
) -> list[PageTurn]:
    """The turns of all `editions` together, which are files with their timelines, with their
    sentences in the order of `languages`. A turn that is not `paired` is one pair. `paragraphs`
    has the numbers of the sentences with which paragraphs begin, by turn and language."""
    cues_by_turn: dict[int, dict[SentenceKey, tuple[str, Cue]]] = {}
    for file, timeline in editions:
        for cue in timeline.cues:
            own = cues_by_turn.setdefault(cue.turn, {})
            own.setdefault((cue.turn, cue.language, cue.sentence), (file, cue))
    page_turns: list[PageTurn] = []
    count = 0
    for turn, heard_cues in sorted(cues_by_turn.items()):
        pairs: list[PagePair] = []
        for keys in _pairs(turn, languages, paired.get(turn), heard_cues):
            pair: dict[str, list[PageSentence]] = {}
            for key, text in keys:
                begins = key[2] in paragraphs.get(key[:2], ())
                _, cue_heard = heard_cues.get(key, ("", None))
                sentence = PageSentence(count, text, cue_heard, begins)
                pair.setdefault(key[1], []).append(sentence)
                count += 1
            pairs.append(pair)
        *_, (_, last) = heard_cues.values()
        page_turns.append(PageTurn(turn, last.speaker, pairs, _starts(heard_cues)))
    return page_turns


def _pairs(
    turn: int,
    languages: Sequence[str],
    paired: PairedTurn | None,
    heard_cues: Mapping[SentenceKey, tuple[str, Cue]],
) -> Iterator[list[tuple[SentenceKey, str]]]:
    """The sentences of each pair of a turn that are there to be read, with their texts.
    `heard_cues` are the turn's."""
    if paired is None:
        own = [(key, cue.text) for key, (_, cue) in heard_cues.items()]
        yield sorted(own, key=lambda item: (languages.index(item[0][1]), item[0][2]))
        return
    spoken = {language for _, language, _ in heard_cues}
    for pair in paired.pairs:
        keys = [(turn, la, n) for la in languages for n in pair.sentences.get(la, ())]
        texts = [(key, paired.sentences[key[1]][key[2]]) for key in keys]
        # What no edition says in a language that it has is not to be said at all, such as [1].
        readable = [
            (key, text)
            for key, text in texts
            if key in heard_cues or (key[1] not in spoken and is_speakable(text))
        ]
        if readable:
            yield readable


def _starts(
    heard_cues: Mapping[SentenceKey, tuple[str, Cue]],
) -> dict[str, tuple[str, int]]:
    starts: dict[str, tuple[str, int]] = {}
    for (_, language, _), (file, cue) in heard_cues.items():
        starts.setdefault(language, (file, cue.start_ms))
    return starts


def _sentences(page_turns: Iterable[PageTurn]) -> Iterator[tuple[PageTurn, str, PageSentence]]:
    """All sentences in the order of their numbers."""
    for turn in page_turns:
        for pair in turn.pairs:
            for language, sentences in pair.items():
                for sentence in sentences:
                    yield turn, language, sentence


def sentence_words(page_turns: Iterable[PageTurn]) -> Iterator[list[int]]:
    """For each sentence from, to, ms of its words, one after the other: places in the text in
    UTF-16 as JavaScript counts, time from the sentence's start."""
    for _, _, sentence in _sentences(page_turns):
        yield _flat(sentence.cue) if sentence.cue else []


def _flat(cue: Cue) -> list[int]:
    placed = words(cue)
    if max(cue.text, default="") > "\uffff":
        places = [0]
        for character in cue.text:
            places.append(places[-1] + (2 if character > "\uffff" else 1))
        placed = [(places[start], places[end], ms) for start, end, ms in placed]
    return [value for start, end, ms in placed for value in (start, end, ms - cue.start_ms)]


def edition_times(timeline: Timeline, numbers: Mapping[SentenceKey, int]) -> list[int]:
    """Number, start and end in ms of each sentence that is heard, in order, one after the other."""
    flat: list[int] = []
    for cue in timeline.cues:
        flat += (numbers[cue.turn, cue.language, cue.sentence], cue.start_ms, cue.end_ms)
    return flat


def sentence_numbers(page_turns: Iterable[PageTurn]) -> dict[SentenceKey, int]:
    """The number on the page of each sentence that is heard."""
    return {
        (turn.number, language, sentence.cue.sentence): sentence.number
        for turn, language, sentence in _sentences(page_turns)
        if sentence.cue
    }
