"""Which passages are heard in an edition, and what is said in each: sentence by sentence, as it
is written and as a voice is to say it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain

from producer.engines.base import Engine
from producer.languages import language_name
from producer.lexicon import Lexicon
from producer.model import (
    Delivery,
    Finding,
    FindingKind,
    Pair,
    PairedTurn,
    Script,
    Utterance,
    clean_text,
    is_speakable,
)
from producer.plan.pieces import in_pieces
from producer.recordings import Takes
from producer.show.settings import Settings
from producer.speech import REMEMBERED, spoken
from producer.speech.sentences import split_sentences
from producer.spoken import Spoken

OPENING = 0
"""The number of what stands before the first turn: the spoken disclosure."""


def closing(script: Script) -> int:
    """The number of what stands behind the last turn: the disclosure once more."""
    return len(script.turns) + 1


def is_notice(number: int, script: Script) -> bool:
    """Whether this is no turn of the conversation, but the disclosure before or behind it."""
    return not OPENING < number < closing(script)


PassageId = tuple[int, str]
"""A turn's number and a language."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to be spoken, or what of it is between pauses that the text asks for: as written
    and said, and its utterance; the number of its paragraph, and its own in the whole passage with
    what nobody can say, both from 0. `pause_ms` and `pause_after_ms` are the silence before and
    after it that the text asks for."""

    spoken: Spoken
    utterance: Utterance
    paragraph: int = 0
    number: int = 0
    pause_ms: int = 0
    pause_after_ms: int = 0

    @property
    def written(self) -> str:
        return self.spoken.written


def undisclosed(script: Script, settings: Settings) -> list[Finding]:
    """Languages in which nobody is told that the voices are synthetic, because there is no text;
    an empty one is somebody's decision."""
    disclosure = settings.disclosure
    return [
        Finding(
            FindingKind.NO_DISCLOSURE,
            f"listeners are not told in {language_name(language)} that the voices are synthetic: "
            f"write disclosure.text.{language} in show.toml",
            language=language,
        )
        for language in script.languages
        if disclosure.spoken
        and not disclosure.told(language, script.locales.get(language, ""))
        and disclosure.text.keys().isdisjoint((language, script.locales.get(language)))
    ]


def unvoiced_quotations(script: Script) -> Iterator[Finding]:
    """Sentences in Chinese of those who speak no Chinese in the conversation: nobody cast for them
    can say these."""
    languages: dict[str, set[str]] = {}
    for turn in script.turns:
        languages.setdefault(turn.speaker, set()).update(turn.passages)
    for turn in script.turns:
        if "zh" in languages[turn.speaker]:
            continue
        for language, paragraphs in turn.passages.items():
            for sentence in chain.from_iterable(split_sentences(p, language) for p in paragraphs):
                if _is_quoted_chinese(sentence, language):
                    yield Finding(
                        FindingKind.SPEECH,
                        f"turn {turn.number}, {language_name(language)}: '{sentence}' is Chinese, "
                        f"for which {turn.speaker} has no voice: it is not spoken",
                        turn.line,
                        turn.number,
                        language,
                    )


def in_order(
    script: Script, languages: Sequence[str], settings: Settings, *, skip: bool
) -> tuple[PassageId, ...]:
    """The passages of an edition as they are heard, without those of which nothing can be said.
    With `skip`, turns that lack one of the edition's languages are left out."""
    disclosure = settings.disclosure
    numbers = [OPENING] if disclosure.spoken else []
    numbers += [turn.number for turn in script.turns]
    numbers += [closing(script)] if disclosure.spoken and disclosure.at_end else []
    order: list[PassageId] = []
    for number in numbers:
        # What stands outside the conversation is said once, however often a turn is heard.
        ids = [
            (number, language)
            for language in (dict.fromkeys(languages) if is_notice(number, script) else languages)
        ]
        spoken_ids = [
            pid
            for pid in ids
            if any(
                _is_spoken(pid[1], sentence)
                for _, sentences in _paragraphs(pid, script, settings)
                for sentence in sentences
            )
        ]
        if len(spoken_ids) == len(ids) or is_notice(number, script) or not skip:
            order += spoken_ids
    return tuple(order)


def paired_notice(number: int, script: Script, settings: Settings) -> PairedTurn:
    """The disclosure before or behind the conversation as a turn, which is a pair as a whole."""
    texts = {
        language: tuple(
            chain.from_iterable(
                sentences for _, sentences in _paragraphs((number, language), script, settings)
            )
        )
        for language in script.languages
    }
    whole = Pair({language: tuple(range(len(own))) for language, own in texts.items()})
    return PairedTurn(number, texts, (whole,))


def said_in(
    pid: PassageId,
    script: Script,
    settings: Settings,
    engine: Engine,
    deliveries: Mapping[str, Delivery],
    lexicon: Lexicon,
) -> tuple[Said, ...]:
    """What is said in a passage by a speaker with `deliveries`, by language. Sentences are cut as
    they are written, so that an entry of the lexicon changes no other sentence than those that
    contain it, and where the text asks for a pause inside. A sentence that is all Chinese in a
    passage of another language is a quotation: the speaker's Chinese voice says it, if there is
    one, for others answer with nothing."""
    number, language = pid
    turn = None if is_notice(number, script) else script.turns[number - 1]
    pieces = in_pieces(
        _paragraphs(pid, script, settings),
        turn.directions.get(language, ()) if turn else (),
        partial(_is_spoken, language),
    )
    spoken_pieces: list[Said] = []
    for piece in pieces:
        is_quoted = _is_quoted_chinese(piece.text, language)
        if is_quoted and "zh" not in deliveries:
            continue  # see `unvoiced_quotations`
        voiced = "zh" if is_quoted else language
        voice = deliveries[voiced].voice
        pronounced = as_said(
            piece.text,
            voiced,
            lexicon,
            engine=engine.name,
            voice=voice,
            alphabets=engine.alphabets,
        )
        style = piece.style if engine.has_styles else ""
        utterance = Utterance(
            *(engine.name, voiced, deliveries[voiced], pronounced.text),
            readings=pronounced.readings(),
            style=style,
        )
        pauses_ms = piece.pause_ms, piece.pause_after_ms
        spoken_pieces.append(Said(pronounced, utterance, piece.paragraph, piece.number, *pauses_ms))
    return tuple(spoken_pieces)


def with_takes(
    said: Sequence[Said], pid: PassageId, speaker: str, takes: Takes
) -> tuple[Said, ...]:
    """What is said in a passage, by the speaker in person where there is a take of it."""
    if not takes.by_sentence:
        return tuple(said)
    number, language = pid
    return tuple(
        replace(each, utterance=replace(each.utterance, take=found.take, delivery=found.delivery))
        if (found := takes.of(speaker, language, each.written, number))
        else each
        for each in said
    )


def _is_quoted_chinese(sentence: str, language: str) -> bool:
    """Whether a sentence of a passage in `language` has letters of Chinese alone."""
    if language in ("zh", "yue", "ja", "ko"):
        return False
    letters = filter(str.isalpha, sentence)
    first = next(letters, "")
    return "\u3400" <= first <= "\u9fff" and all(
        "\u3400" <= letter <= "\u9fff" for letter in letters
    )


def as_said(
    sentence: str,
    language: str,
    lexicon: Lexicon,
    *,
    engine: str = "",
    voice: str = "",
    alphabets: Collection[str] = (),
) -> Spoken:
    """A sentence as `engine`, which knows `alphabets`, and `voice` are given it: its terms as the
    lexicon has them, all else in words."""
    terms = lexicon.apply(sentence, language, engine=engine, voice=voice, alphabets=alphabets)
    return spoken(sentence, language, terms.replaced)


def _paragraphs(
    pid: PassageId, script: Script, settings: Settings
) -> Sequence[tuple[str, Sequence[str]]]:
    """The paragraphs of a passage, each with its sentences."""
    number, language = pid
    if is_notice(number, script):
        notice = settings.disclosure.told(language, script.locales.get(language, ""))
        texts: Sequence[str] = [clean_text(notice)]
    else:
        texts = script.turns[number - 1].passages.get(language, ())
    return [(text, split_sentences(text, language)) for text in texts]


@lru_cache(maxsize=REMEMBERED)
def _is_spoken(language: str, text: str) -> bool:
    """Whether something of a text can be said; nothing of "[1]", though it has a digit. It is
    asked for each edition and when the passage is cut."""
    return is_speakable(text) and is_speakable(spoken(text, language).text)
