"""A Script → a Script: what a producer does to one on the review page. What is done to whole turns
is in turn_edits.py.

The directions of a script are signs in its text here (see directions.py). Sentences are counted
within a passage, over all its paragraphs. What an edit leaves without text
goes: a passage, then its turn. Turns are numbered anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from producer.errors import UsageError
from producer.model import Change, Script, Speaker, Turn, clean_text, joint
from producer.review.editing.directions import signed_as_typed, with_signs_kept
from producer.speech.sentences import split_sentences
from producer.transcript.document import SIGNS
from producer.transcript.script.set_pairs import carried

ScriptEdit = Callable[[Script], Script]
Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentencePlace:
    """A sentence of a script: turn number, language, and its number in the passage, from 0."""

    turn: int
    language: str
    sentence: int = 0


def set_text(turn: int, language: str, text: str) -> ScriptEdit:
    """The passage becomes `text`, a paragraph per line. Who writes it confirms it."""

    def edit(script: Script) -> Script:
        require_language(script, language)
        turn_of(script, turn)
        changed = {(turn, language): typed(text)}
        return with_passages(confirm(turn, language)(script), changed)

    return edit


def set_sentence(place: SentencePlace, text: str) -> ScriptEdit:
    """The sentence becomes `text`, which may be several sentences or nothing."""

    def edit(script: Script) -> Script:
        paragraphs = _passage(script, place)
        line, number = _line_of(paragraphs, place.sentence, place.language)
        paragraph = paragraphs[line]
        begin, end = _bounds(paragraph, place.language)[number]
        written = with_signs_kept(paragraph[begin:end], signed_as_typed(text))
        pieces = [paragraph[:begin].strip(), written, paragraph[end:].strip()]
        if pieces[1] == paragraph[begin:end].strip():
            return script
        joined = joint(place.language).join(filter(None, pieces))
        changed = (*paragraphs[:line], *filter(None, [joined]), *paragraphs[line + 1 :])
        confirmed = confirm(place.turn, place.language)(script)
        return with_passages(confirmed, {(place.turn, place.language): changed})

    return edit


def set_translation(turn: int, language: str, passage: Paragraphs) -> ScriptEdit:
    """The passage becomes what a machine wrote, which nobody has confirmed."""

    def edit(script: Script) -> Script:
        require_language(script, language)
        turn_of(script, turn)
        return _unconfirmed(with_passages(script, {(turn, language): passage}), turn, language)

    return edit


def count(script: Script, language: str, old: str) -> int:
    """How often a text stands in the passages of a language."""
    texts = (text for turn in script.turns for text in turn.passages.get(language, ()))
    return sum(text.count(old) for text in texts) if old else 0


def replace_all(languages: Sequence[str], old: str, new: str) -> ScriptEdit:
    """A text becomes another one wherever it stands in any of `languages`."""

    def edit(script: Script) -> Script:
        for language in languages:
            require_language(script, language)
        if not old:
            raise UsageError("it is not said what is to be replaced")
        changed = {}
        for turn, language in product(script.turns, languages):
            paragraphs = turn.passages.get(language, ())
            if any(old in text for text in paragraphs):
                texts = (clean_text(text.replace(old, new)) for text in paragraphs)
                changed[turn.number, language] = tuple(filter(None, texts))
        return with_passages(script, changed)

    return edit


def confirm(turn: int, language: str) -> ScriptEdit:
    """A person has read what a machine wrote."""

    def edit(script: Script) -> Script:
        turns = (
            replace(t, unconfirmed=t.unconfirmed - {language}) if t.number == turn else t
            for t in script.turns
        )
        return replace(script, turns=tuple(turns))

    return edit


def move(place: SentencePlace, to: Literal["previous", "next"]) -> ScriptEdit:
    """The boundary between two turns is drawn anew: all up to the sentence goes to the end of the
    turn before, or all from it on to the beginning of the turn behind."""

    def edit(script: Script) -> Script:
        paragraphs = _passage(script, place)
        neighbour = place.turn + (1 if to == "next" else -1)
        if not 1 <= neighbour <= len(script.turns):
            where = "behind" if to == "next" else "before"
            raise UsageError(f"there is no turn {where} turn {place.turn} to move it to")
        there = script.turns[neighbour - 1].passages.get(place.language, ())
        if to == "next":
            remaining, moved = divided(paragraphs, place.sentence, place.language)
            joined = (*moved, *there)
        else:
            moved, remaining = divided(paragraphs, place.sentence + 1, place.language)
            joined = (*there, *moved)
        if not remaining and not turn_of(script, place.turn).passages.keys() - {place.language}:
            _require_room_for_chapter(script, place.turn)
        changed = {(place.turn, place.language): remaining, (neighbour, place.language): joined}
        if place.language in turn_of(script, place.turn).unconfirmed:
            script = _unconfirmed(script, neighbour, place.language)
        return with_passages(script, changed)

    return edit


def leave_unspoken(place: SentencePlace, extent: Literal["sentence", "line"]) -> ScriptEdit:
    """The sentence, or the whole line (paragraph) that it is in, goes to the credits."""

    def edit(script: Script) -> Script:
        paragraphs = _passage(script, place)
        line, number = _line_of(paragraphs, place.sentence, place.language)
        text = paragraphs[line]
        begin, end = (0, len(text)) if extent == "line" else _bounds(text, place.language)[number]
        remainder = joint(place.language).join(
            filter(None, [text[:begin].strip(), text[end:].strip()])
        )
        remaining = (*paragraphs[:line], *filter(None, [remainder]), *paragraphs[line + 1 :])
        unspoken = SIGNS.sub("", text[begin:end]).strip()
        script = replace(script, credits=(*script.credits, unspoken))
        return with_passages(script, {(place.turn, place.language): remaining})

    return edit


def apply_change(turn: int, language: str, change: Change) -> ScriptEdit:
    """What a finding proposes is done. Raises `UsageError` where the text is not what it was."""

    def edit(script: Script) -> Script:
        if change.paragraph is None:
            labels = {label: s.id for s in script.speakers for label in (s.id, *s.names.values())}
            return set_speaker(turn, labels.get(change.after, change.after))(script)
        paragraphs = list(turn_of(script, turn).passages.get(language, ()))
        if not 0 <= change.paragraph < len(paragraphs) or (
            paragraphs[change.paragraph].count(change.before) != 1
        ):
            raise UsageError(f"turn {turn} does not have “{change.before}” there any more")
        text = paragraphs[change.paragraph].replace(change.before, change.after)
        paragraphs[change.paragraph] = clean_text(text)
        return with_passages(script, {(turn, language): tuple(filter(None, paragraphs))})

    return edit


def set_chapter(turn: int, titles: Mapping[str, str]) -> ScriptEdit:
    """A chapter with these titles per language begins at the turn; with none of them none does."""

    def edit(script: Script) -> Script:
        for language in titles:
            require_language(script, language)
        cleaned = {lang: text for lang, t in titles.items() if (text := clean_text(t))}
        turn_of(script, turn)
        turns = (replace(t, heading=cleaned) if t.number == turn else t for t in script.turns)
        return replace(script, turns=tuple(turns))

    return edit


def set_speaker(turn: int, speaker: str) -> ScriptEdit:
    """The turn is spoken by `speaker`, who need not have spoken before."""

    def edit(script: Script) -> Script:
        turn_of(script, turn)
        id_ = clean_text(speaker)
        if not id_:
            raise UsageError("a speaker needs a name")
        turns = tuple(replace(t, speaker=id_) if t.number == turn else t for t in script.turns)
        known = any(s.id == id_ for s in script.speakers)
        people = script.speakers if known else (*script.speakers, Speaker(id_))
        return replace(script, turns=turns, speakers=people)

    return edit


def set_title(titles: Mapping[str, str]) -> ScriptEdit:
    """The episode's title per language; one language at least has one."""

    def edit(script: Script) -> Script:
        for language in titles:
            require_language(script, language)
        cleaned = {lang: text for lang, t in titles.items() if (text := clean_text(t))}
        if not cleaned:
            raise UsageError("an episode needs a title in one language at least")
        return replace(script, title=cleaned, untitled=False)

    return edit


def typed(text: str) -> Paragraphs:
    """What a person has typed: a paragraph per line."""
    return tuple(filter(None, map(signed_as_typed, text.splitlines())))


def sentences(paragraphs: Sequence[str], language: str) -> list[list[str]]:
    """The sentences of each paragraph, in the order in which `Place.sentence` counts them."""
    return [[*split_sentences(SIGNS.sub("", each), language)] for each in paragraphs]


def _passage(script: Script, place: SentencePlace) -> Paragraphs:
    """The passage of `place`, which has the sentence."""
    paragraphs = turn_of(script, place.turn).passages.get(place.language, ())
    if not 0 <= place.sentence < sum(map(len, sentences(paragraphs, place.language))):
        raise UsageError(f"turn {place.turn} has no such sentence in '{place.language}'")
    return paragraphs


def turn_of(script: Script, number: int) -> Turn:
    """The turn of that number. Raises `UsageError` where there is none."""
    if not 1 <= number <= len(script.turns):
        raise UsageError(f"there is no turn {number}")
    return script.turns[number - 1]


def _unconfirmed(script: Script, number: int, language: str) -> Script:
    """`script` with a passage in which there is now something that nobody has confirmed."""
    turns = (
        replace(t, unconfirmed=t.unconfirmed | {language}) if t.number == number else t
        for t in script.turns
    )
    return replace(script, turns=tuple(turns))


def require_language(script: Script, language: str) -> None:
    """Raise `UsageError` for a language that the script does not have."""
    if language not in script.languages:
        raise UsageError(f"'{language}' is no language of this script")


def _require_room_for_chapter(script: Script, number: int) -> None:
    """Raise `UsageError` if, with that turn, a chapter's title would go though its text stays."""
    behind = script.turns[number : number + 1]
    if script.turns[number - 1].heading and not (behind and not behind[0].heading):
        raise UsageError(
            f"turn {number} would go, and with it the title of the chapter that begins there",
            advice="Take the title away first",
        )


def _line_of(paragraphs: Paragraphs, sentence: int, language: str) -> tuple[int, int]:
    """The index of the paragraph that has the sentence, and the sentence's number in it."""
    for index, inside in enumerate(sentences(paragraphs, language)):
        if sentence < len(inside):
            return index, sentence
        sentence -= len(inside)
    raise AssertionError("the sentence was looked for before")


def divided(paragraphs: Paragraphs, sentence: int, language: str) -> tuple[Paragraphs, Paragraphs]:
    """The paragraphs before the sentence of that number, and from it on."""
    for index, text in enumerate(paragraphs):
        bounds = _bounds(text, language)
        if sentence < len(bounds):
            cut, _ = bounds[sentence]
            before = filter(None, [text[:cut].strip()])
            return (*paragraphs[:index], *before), (text[cut:].strip(), *paragraphs[index + 1 :])
        sentence -= len(bounds)
    return paragraphs, ()


def _bounds(paragraph: str, language: str) -> list[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends, with the signs before the first word, and
    behind the last."""
    places = [n for n, character in enumerate(paragraph) if not SIGNS.match(character)]
    plain = "".join(paragraph[n] for n in places)
    bounds, end = [], 0
    for sentence in split_sentences(plain, language):
        begin = plain.index(sentence, end)
        end = begin + len(sentence)
        first = places[begin]
        while first and SIGNS.match(paragraph[first - 1]):
            first -= 1
        bounds.append((first, places[end - 1] + 1))
    if bounds and not SIGNS.sub("", paragraph[bounds[-1][1] :]):
        bounds[-1] = (bounds[-1][0], len(paragraph))
    return bounds


def with_passages(script: Script, changed: Mapping[tuple[int, str], Paragraphs]) -> Script:
    """`script` with some passages replaced. A chapter whose turn goes begins at the next."""
    turns: list[Turn] = []
    heading: Mapping[str, str] = {}
    edited_turns = {number for number, _ in changed}
    for turn in script.turns:
        heading = turn.heading or heading
        if turn.number not in edited_turns and (turn.number, turn.heading) == (
            len(turns) + 1,
            heading,
        ):
            turns.append(turn)
            heading = {}
            continue
        passages = {
            lang: paragraphs
            for lang in script.languages
            if (paragraphs := changed.get((turn.number, lang), turn.passages.get(lang, ())))
        }
        if passages:
            new = replace(
                turn,
                number=len(turns) + 1,
                passages=passages,
                heading=heading,
                unconfirmed=turn.unconfirmed & passages.keys(),
            )
            turns.append(carried(turn, new))
            heading = {}
    if not turns:
        raise UsageError("nothing would be left to speak")
    return replace(script, turns=tuple(turns), speakers=still_speaking(script.speakers, turns))


def still_speaking(speakers: Sequence[Speaker], turns: Iterable[Turn]) -> tuple[Speaker, ...]:
    """Those of `speakers` who say something."""
    speaking = {turn.speaker for turn in turns}
    return tuple(speaker for speaker in speakers if speaker.id in speaking)
